"""A file of columns that is not whole, or not ours, is refused; a flipped bit is found."""

import json
import os
import shutil
import struct
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.engines.whoosh.codec.array_file import COLUMNS_FORMAT, ArrayFile, ArrayFileWriter
from index.engines.whoosh.codec.segment_columns import SegmentColumns
from index.errors import IndexDamaged, IndexIncompatible
from tests.codec_corpora import Commit, Corpus, Story, build_pair

PROPERTY = settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a small segment."""
    stories = tuple(
        Story(key=f"bài{number}", body="mưa đá " * number, placed=(("bão", number), ("số", 3)))
        for number in range(1, 9)
    )
    folder = tmp_path_factory.mktemp("whole")
    build_pair(folder, Corpus((Commit(stories=stories),)))
    return next(folder.glob("columns/*.cols"))


def test_a_file_cut_short_anywhere_is_refused_with_the_remedy(whole: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut"
    shutil.copyfile(whole, cut)
    for length in reversed(range(whole.stat().st_size)):
        os.truncate(cut, length)
        with pytest.raises(IndexDamaged, match="timtin rollback"):
            ArrayFile(cut)


@pytest.mark.parametrize(
    "content", [b"", b"timtincl", bytes(200), b"SQLite format 3\0" * 40], ids=len
)
def test_a_foreign_file_is_refused_with_the_remedy(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "foreign"
    path.write_bytes(content)
    with pytest.raises(IndexDamaged, match="timtin reindex"):
        SegmentColumns(path)


def test_a_file_that_is_gone_is_told_apart_by_its_cause(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="gone") as raised:
        ArrayFile(tmp_path / "gone")
    assert isinstance(raised.value.__cause__, FileNotFoundError)


def test_a_file_of_another_format_is_refused_naming_both(whole: Path, tmp_path: Path) -> None:
    other = (COLUMNS_FORMAT + 1).to_bytes(4, "little")
    content = bytearray(whole.read_bytes())
    content[8:12] = other
    content[-12:-8] = other
    path = tmp_path / "newer"
    path.write_bytes(content)
    with pytest.raises(IndexIncompatible, match=f"{COLUMNS_FORMAT + 1}.*{COLUMNS_FORMAT}"):
        ArrayFile(path)


def _places(content: bytes) -> dict[str, tuple[int, int]]:
    """Where each array begins and ends, read as the file's own directory tells."""
    offset, length, *_ = struct.unpack("<QQII8s", content[-32:])
    directory = json.loads(content[offset : offset + length])
    return {
        name: (one["offset"], one["offset"] + one["length"] * np.dtype(one["dtype"]).itemsize)
        for name, one in directory.items()
    }


def test_a_flipped_bit_is_found_by_the_full_check_and_not_needed_at_open(
    whole: Path, tmp_path: Path
) -> None:
    content = whole.read_bytes()
    filled = {name: place for name, place in _places(content).items() if place[1] > place[0]}
    assert len(filled) > 30
    path = tmp_path / "flipped"
    for name, (start, end) in filled.items():
        for place in (start, (start + end) // 2, end - 1):
            flipped = bytearray(content)
            flipped[place] ^= 0x10
            path.write_bytes(flipped)
            file = ArrayFile(path)
            with pytest.raises(IndexDamaged, match=f"'{name}' is damaged"):
                file.verify()


@PROPERTY
@given(part=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_flipped_bit_in_the_directory_is_refused_at_open(
    whole: Path, part: float, bit: int
) -> None:
    flipped = bytearray(whole.read_bytes())
    directory, *_ = struct.unpack("<QQII8s", flipped[-32:])
    place = directory + int(part * (len(flipped) - directory))
    flipped[place] ^= 1 << bit
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "flipped")
        path.write_bytes(flipped)
        with pytest.raises((IndexDamaged, IndexIncompatible), match="timtin"):
            ArrayFile(path)


def test_a_whole_file_passes_the_full_check(whole: Path) -> None:
    SegmentColumns(whole).file.verify()


def test_a_file_whose_writing_failed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "half"

    def fail() -> None:
        with ArrayFileWriter(path) as file:
            file.add("numbers", np.arange(100))
            raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        fail()
    with pytest.raises(IndexDamaged):
        ArrayFile(path)
