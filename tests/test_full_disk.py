"""The disk is full in the middle of a change; what was there serves, and nothing is lost."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from index import open_store
from tests.archive import (
    LATER,
    answers,
    article,
    articles,
    generations,
    keep,
    rebuild,
    timtin,
    total,
    urls,
)

_MOUNT, _UNMOUNT = shutil.which("mount"), shutil.which("umount")


@dataclass(frozen=True)
class _SmallDisk:
    """A disk of a few megabytes that can be filled up."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def fill(self, *, leaving: int) -> None:
        """Leave so many bytes free."""
        with (self.folder / "ballast").open("wb", buffering=0) as ballast:
            room = os.statvfs(self.folder)
            ballast.write(b"\1" * max(0, room.f_bavail * room.f_frsize - leaving))

    def make_room(self) -> None:
        (self.folder / "ballast").unlink()

    def allow(self, *, writing: bool) -> None:
        """Let the disk be written to, or only be read."""
        assert _MOUNT
        option = f"remount,{'rw' if writing else 'ro'}"
        subprocess.run([_MOUNT, "-o", option, str(self.folder)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[_SmallDisk]:
    if sys.platform != "linux" or os.geteuid() != 0 or not _MOUNT or not _UNMOUNT:
        pytest.skip("only root on Linux can mount a small disk")
    folder = tmp_path / "disk"
    folder.mkdir()
    words = [_MOUNT, "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")
    try:
        yield _SmallDisk(folder)
    finally:
        subprocess.run([_UNMOUNT, "--lazy", str(folder)], check=True)


@pytest.fixture
def indexed(disk: _SmallDisk) -> _SmallDisk:
    """Two hundred articles, of which the index has a hundred and fifty."""
    keep(disk.data, articles(150))
    rebuild(disk.data)
    keep(disk.data, articles(50, start=150), at=LATER)
    return disk


def _written(data: Path, build: tuple[str, ...], aside: Path) -> int:
    """How many bytes a build of a copy of the data writes and keeps."""
    copy = Path(shutil.copytree(data, aside / "copy"))
    assert timtin(copy, *build).returncode == 0
    files = (copy / "index" / "generations" / "g000002").iterdir()
    return sum(found.st_size for found in (path.stat() for path in files) if found.st_nlink == 1)


@pytest.mark.parametrize("share", [0, 0.3, 0.9])
@pytest.mark.parametrize("build", [("reindex",), ("reindex", "--incremental")], ids=" ".join)
def test_a_reindex_without_room_fails_with_a_sentence_and_the_old_index_serves(
    indexed: _SmallDisk, tmp_path: Path, build: tuple[str, ...], share: float
) -> None:
    data = indexed.data
    needed = _written(data, build, tmp_path)
    before = answers(data)
    indexed.fill(leaving=int(needed * share))
    done = timtin(data, *build)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "timtin: Không" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert answers(data) == before
    found = timtin(data, "search", "thi đua")
    assert found.returncode == 0, found.stderr
    indexed.make_room()
    assert generations(data) == ["g000001"]
    assert timtin(data, *build).returncode == 0
    assert urls(data) == {one.url for one in articles(200)}
    assert len(generations(data)) == 2


@pytest.mark.parametrize(
    "arguments", [("remove", article(7).url), ("rollback",)], ids=["remove", "rollback"]
)
def test_a_full_disk_does_not_break_what_serves(
    indexed: _SmallDisk, arguments: tuple[str, ...]
) -> None:
    rebuild(indexed.data)
    before = answers(indexed.data)
    indexed.fill(leaving=0)
    done = timtin(indexed.data, *arguments)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert answers(indexed.data) == before
    indexed.make_room()
    assert timtin(indexed.data, *arguments).returncode == 0
    assert article(7).url not in urls(indexed.data) or total(indexed.data) == 150


def test_an_import_without_room_keeps_what_was_committed(disk: _SmallDisk, tmp_path: Path) -> None:
    keep(disk.data, articles(20))
    file = tmp_path / "articles.jsonl"
    many = articles(6000, start=20)
    file.write_text("\n".join(one.to_line() for one in many), encoding="utf-8")
    done = timtin(disk.data, "import", str(file))
    assert done.returncode == 1
    assert done.stderr.startswith("timtin: Không đọc hoặc ghi được kho bài.")
    assert "Traceback" not in done.stderr
    with open_store(disk.data) as store:
        integrity = store.connection.execute("PRAGMA integrity_check").fetchall()
        assert integrity == [("ok",)]
        kept = list(store.articles())
    assert len(kept) > 20
    assert (len(kept) - 20) % 1000 == 0  # whole batches
    assert {one.url for one in kept} == {one.url for one in articles(len(kept))}
    file.write_text("\n".join(one.to_line() for one in many[:10]), encoding="utf-8")
    assert timtin(disk.data, "import", str(file)).returncode == 0


def test_over_a_folder_that_can_only_be_read_search_answers_and_changes_fail_with_a_sentence(
    indexed: _SmallDisk,
) -> None:
    before = answers(indexed.data)
    indexed.allow(writing=False)
    assert answers(indexed.data) == before
    assert timtin(indexed.data, "search", "số").returncode == 0
    for arguments in (("reindex",), ("rollback",), ("remove", article(7).url), ("export",)):
        done = timtin(indexed.data, *arguments)
        assert done.returncode == 1
        assert done.stderr.startswith("timtin: Không đọc hoặc ghi được")
        assert "Traceback" not in done.stderr
    indexed.allow(writing=True)
    assert timtin(indexed.data, "reindex").returncode == 0
