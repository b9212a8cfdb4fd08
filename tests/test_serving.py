"""Readers answer from the latest generation, whatever happens to it."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from index import IndexMissing, SearchIndex, open_index, open_publisher, open_store, read_query
from index.engines.whoosh.engine import WhooshIndex
from index.serving import ServedIndex
from tests.archive import LATER, article, articles, keep, rebuild, update

_ALL = read_query("số")  # stands in every title


@pytest.fixture
def data(tmp_path: Path) -> Path:
    keep(tmp_path, articles(30))
    rebuild(tmp_path)
    return tmp_path


@contextmanager
def _opened(data: Path) -> Iterator[SearchIndex]:
    index = open_index(data)
    yield index
    index.close()


def test_an_index_may_be_opened_before_it_is_built(tmp_path: Path) -> None:
    with _opened(tmp_path) as index:
        with pytest.raises(IndexMissing):
            index.search(_ALL)
        keep(tmp_path, articles(3))
        rebuild(tmp_path)
        assert index.search(_ALL).total == 3


def test_an_open_index_notices_every_new_generation(data: Path) -> None:
    with _opened(data) as index, open_store(data) as store:
        assert index.search(_ALL).total == 30
        keep(data, articles(2, start=30), at=LATER)
        newest = update(data)
        assert index.search(_ALL).total == 32
        assert index.status().generation == newest
        open_publisher(data, store).rollback()
        assert index.search(_ALL).total == 30
        rebuild(data)
        assert (index.search(_ALL).total, index.status().articles) == (32, 32)


def test_each_opened_generation_has_an_edition_that_no_other_has(data: Path) -> None:
    index = ServedIndex(data)
    with open_store(data) as store:
        editions = [index.edition()]
        assert (index.search(_ALL).total, index.edition()) == (30, editions[0])
        keep(data, articles(2, start=30), at=LATER)
        update(data)
        editions.append(index.edition())
        open_publisher(data, store).rollback()
        editions.append(index.edition())
        rebuild(data)
        editions.append(index.edition())
    assert len(set(editions)) == 4
    assert index.edition() == editions[-1]
    index.close()


def test_the_edition_is_that_of_the_open_generation_while_a_newer_cannot_be_read(
    data: Path,
) -> None:
    index = ServedIndex(data)
    before = index.edition()
    (data / "index" / "current.json").write_bytes(b"\xff")
    assert index.edition() == before
    rebuild(data)
    assert index.edition() != before
    index.close()


def test_an_index_that_is_not_built_has_no_edition(tmp_path: Path) -> None:
    with _opened(tmp_path) as index, pytest.raises(IndexMissing):
        index.edition()


def test_an_open_index_goes_on_while_its_generation_is_swept(data: Path) -> None:
    with _opened(data) as index:
        before = index.search(_ALL)
        pointer = (data / "index" / "current.json").rename(data / "aside")
        shutil.rmtree(data / "index")
        assert index.search(_ALL) == before
        pointer.unlink()


def test_an_open_index_goes_on_while_the_newest_generation_cannot_be_read(data: Path) -> None:
    with _opened(data) as index, open_store(data) as store:
        before = index.search(_ALL)
        keep(data, [article(50)], at=LATER)
        newest = data / "index" / "generations" / update(data)
        for path in newest.glob("*.toc"):
            path.unlink()
        assert index.search(_ALL) == before
        assert index.status().articles == 30
        rebuild(data)
        assert index.search(_ALL).total == 31
        assert open_publisher(data, store).update().articles == 31


def test_an_open_index_goes_on_while_the_pointer_cannot_be_read(data: Path) -> None:
    with _opened(data) as index:
        before = index.search(_ALL)
        (data / "index" / "current.json").write_bytes(b"\xff")
        assert index.search(_ALL) == before


def test_threads_share_an_index_while_generations_come_and_go(data: Path) -> None:
    allowed = {30, 31, 32, 33}
    totals: set[int] = set()
    failures: list[BaseException] = []
    ended = threading.Event()
    seen_all = threading.Event()

    def ask(index: SearchIndex) -> None:
        query = replace(_ALL, per_page=3)
        while not ended.is_set():
            try:
                page = index.search(query)
            except BaseException as error:  # noqa: BLE001 - whatever it is, the test tells
                failures.append(error)
                return
            totals.add(page.total)
            if totals >= allowed:
                seen_all.set()

    with _opened(data) as index:
        threads = [threading.Thread(target=ask, args=(index,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for number in range(30, 33):
            keep(data, [article(number)], at=LATER)
            update(data)
        rebuild(data)
        seen_all.wait(timeout=30)
        ended.set()
        for thread in threads:
            thread.join()
    assert failures == []
    assert totals <= allowed
    assert {30, 33} <= totals


def test_each_generation_that_serves_is_warmed(data: Path) -> None:
    index = ServedIndex(data, warm=True)
    try:
        assert index.wait_until_warm(timeout=60)
        keep(data, articles(2, start=30), at=LATER)
        newest = update(data)
        assert index.wait_until_warm(timeout=60)
        assert (index.status().generation, index.search(_ALL).total) == (newest, 32)
    finally:
        index.close()


def test_an_index_for_one_question_is_not_warmed(data: Path) -> None:
    index = ServedIndex(data)
    assert index.search(_ALL).total == 30
    assert not index.wait_until_warm(timeout=0)
    index.close()


def test_warming_finds_no_index_and_says_nothing_until_there_is_one(tmp_path: Path) -> None:
    index = ServedIndex(tmp_path, warm=True)
    with pytest.raises(IndexMissing):
        index.search(_ALL)
    keep(tmp_path, articles(3))
    rebuild(tmp_path)
    assert index.search(_ALL).total == 3
    assert index.wait_until_warm(timeout=60)
    index.close()


def test_questions_are_answered_while_a_generation_is_warmed(data: Path) -> None:
    folder = data / "index" / "generations" / open_index(data).status().generation
    index = WhooshIndex(folder)
    asked, answered = threading.Event(), threading.Event()

    def wanted() -> bool:
        """Hold the warming up until a question was answered."""
        asked.set()
        return answered.wait(timeout=60)

    warming = threading.Thread(target=index.warm, args=(wanted,))
    warming.start()
    assert asked.wait(timeout=60)
    assert index.search(_ALL).total == 30
    assert warming.is_alive()
    answered.set()
    warming.join()
    index.close()


def test_warming_that_is_not_wanted_any_more_ends(data: Path) -> None:
    folder = data / "index" / "generations" / open_index(data).status().generation
    index = WhooshIndex(folder)
    calls: list[None] = []

    def unwanted() -> bool:
        calls.append(None)
        return False

    index.warm(unwanted)
    assert len(calls) == 1
    index.close()
