"""Generations in a folder: which serves, which stays, and what is refused."""

import json
import os
from pathlib import Path

import pytest

from index import IndexDamaged, IndexIncompatible, IndexMissing
from index.generations import Generations, Label, Pointer

_LABEL = Label(built_at="2025-03-01T08:00:00+07:00", revision=5, articles=3, engine_format=1)


@pytest.fixture
def kept(tmp_path: Path) -> Generations:
    return Generations(tmp_path)


def _published(kept: Generations, *, previous: str | None = None) -> str:
    name = kept.begin()
    (kept.folder_of(name) / "postings").write_text(name, encoding="utf-8")
    kept.seal(name, _LABEL)
    kept.publish(Pointer(current=name, previous=previous))
    return name


def _folders(kept: Generations) -> set[str]:
    return {path.name for path in kept.folder_of("x").parent.iterdir()}


def test_without_a_pointer_no_index_has_been_built(kept: Generations) -> None:
    with pytest.raises(IndexMissing, match="timtin reindex"):
        kept.pointer()


def test_what_was_published_is_what_serves(kept: Generations) -> None:
    name = _published(kept)
    assert kept.pointer() == Pointer(current=name, previous=None)
    assert kept.label(name, engine_format=1) == _LABEL


def test_a_name_is_never_given_twice(kept: Generations) -> None:
    first = _published(kept)
    second = _published(kept, previous=first)
    left = Pointer(current=first, previous=None, why_no_previous=f"gone back from {second}")
    kept.publish(left)
    kept.sweep()
    assert kept.begin() not in {first, second}


def test_beginning_anew_clears_what_a_crash_left(kept: Generations) -> None:
    first = _published(kept)
    half = kept.begin()
    (kept.folder_of(half) / "postings").write_text("half", encoding="utf-8")
    name = kept.begin()
    assert _folders(kept) == {first, name}
    assert list(kept.folder_of(name).iterdir()) == []


def test_sweeping_keeps_the_one_that_serves_and_the_one_before(kept: Generations) -> None:
    names = [_published(kept)]
    for _ in range(3):
        names.append(_published(kept, previous=names[-1]))
    kept.sweep()
    assert _folders(kept) == set(names[-2:])


def test_nothing_is_swept_while_the_pointer_cannot_be_read(kept: Generations) -> None:
    first = _published(kept)
    second = _published(kept, previous=first)
    kept.pointer_path.write_text("{", encoding="utf-8")
    kept.sweep()
    assert _folders(kept) == {first, second}


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'{"current": 5, "later": 1}', b"\xff\xfe\x00"],
    ids=["empty", "cut", "list", "null", "unknown keys", "no UTF-8"],
)
def test_a_damaged_pointer_is_told_with_the_remedy_and_can_be_built_over(
    kept: Generations, content: bytes
) -> None:
    _published(kept)
    kept.pointer_path.write_bytes(content)
    with pytest.raises(IndexDamaged, match="timtin reindex"):
        kept.pointer()
    name = _published(kept)
    assert kept.pointer().current == name


def test_a_generation_is_discarded_unless_it_was_published(kept: Generations) -> None:
    first = _published(kept)
    half = kept.begin()
    kept.discard(half)
    kept.discard(first)
    assert _folders(kept) == {first}


def test_a_copy_shares_the_files_but_neither_lock_nor_label(kept: Generations) -> None:
    first = _published(kept)
    (kept.folder_of(first) / "MAIN_WRITELOCK").touch()
    second = kept.begin()
    kept.copy(first, second)
    shared = kept.folder_of(second) / "postings"
    assert [path.name for path in kept.folder_of(second).iterdir()] == ["postings"]
    assert shared.samefile(kept.folder_of(first) / "postings")


def test_a_copy_outlives_its_source(kept: Generations) -> None:
    first = _published(kept)
    second = kept.begin()
    kept.copy(first, second)
    kept.publish(Pointer(current=second, previous=None))
    kept.sweep()
    assert (kept.folder_of(second) / "postings").read_text(encoding="utf-8") == first


@pytest.mark.parametrize("changed", ["format", "engine_format"])
def test_a_generation_of_another_format_is_refused_by_both_numbers(
    kept: Generations, changed: str
) -> None:
    name = _published(kept)
    path = kept.folder_of(name) / "generation.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {changed: 9}), encoding="utf-8")
    with pytest.raises(IndexIncompatible, match=r"9.*this timtin reads \(1, 1\).*timtin reindex"):
        kept.label(name, engine_format=1)


@pytest.mark.parametrize(
    "content", [b"", b"[1]", b"{}", b'{"format": 1, "engine_format": 1}', b"\xff\xfe"]
)
def test_a_label_that_cannot_be_read_is_told_with_the_remedy(
    kept: Generations, content: bytes
) -> None:
    name = _published(kept)
    (kept.folder_of(name) / "generation.json").write_bytes(content)
    with pytest.raises(IndexDamaged, match=f"generation {name} .*timtin reindex"):
        kept.label(name, engine_format=1)


def test_a_label_that_is_no_file_is_damage(kept: Generations) -> None:
    name = _published(kept)
    label = kept.folder_of(name) / "generation.json"
    label.unlink()
    label.mkdir()
    with pytest.raises(IndexDamaged, match=name):
        kept.label(name, engine_format=1)


def test_the_pointer_is_replaced_whole_and_never_written_in_place(kept: Generations) -> None:
    first = _published(kept)
    with kept.pointer_path.open(encoding="utf-8") as reader:
        before = os.fstat(reader.fileno()).st_ino
        _published(kept, previous=first)
        assert json.load(reader)["current"] == first
    assert kept.pointer_path.stat().st_ino != before
