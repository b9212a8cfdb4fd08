"""Filters and facets of the Whoosh engine: kept between requests, bounded, right in any segment."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from whoosh.query import Every

from index import Article, Query, Sort
from index.engines.memory import MemoryIndex
from index.engines.whoosh.codec.segment_columns import SegmentColumns
from index.engines.whoosh.columns import Columns
from index.engines.whoosh.engine import WhooshIndex
from index.engines.whoosh.evaluation.document_sets import DocumentSet
from index.engines.whoosh.filters import Filters

SITES = ("a.example", "b.a.example", "ba.example", "c.example")
SECTIONS = ("", "Tin", "Thời sự")
EVENING = datetime(2019, 12, 31, 16, 59, 59, tzinfo=UTC)  # a second before the new year in Vietnam


def _article(number: int) -> Article:
    moment = EVENING + timedelta(seconds=number % 3) if number % 7 else None
    return Article(
        url=f"https://{SITES[number % 4]}/{number}",
        site=SITES[number % 4],
        section=SECTIONS[number % 3],
        title=f"bài {number}",
        body="nội dung" if number % 5 else "khác",
        published_at=moment,
    )


ARTICLES = [_article(number) for number in range(150)]
FILTERS = [
    Query(sites=sites, sections=sections, since=since, until=until, sort=Sort.NEWEST)
    for sites, sections, (since, until) in product(
        ((), ("a.example",), ("ba.example", "c.example"), ("example",), ("nowhere.vn",)),
        ((), ("Tin",), ("Tin", "Thời sự"), ("không có",)),
        (
            (None, None),
            (date(2020, 1, 1), None),
            (None, date(2019, 12, 31)),
            (date(2019, 12, 31), date(2020, 1, 1)),
            (date(1, 1, 1), date(9999, 12, 31)),
        ),
    )
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshIndex]:
    """Three segments, one of them with articles that were taken out."""
    index = WhooshIndex(tmp_path_factory.mktemp("filters"), create=True)
    index.rebuild(ARTICLES[:100])
    index.update(ARTICLES[100:130])
    gone = [article.identity for article in ARTICLES[:100:9]]
    index.update(ARTICLES[130:], removed=gone)
    yield index
    index.close()


@pytest.fixture(scope="module")
def plain() -> MemoryIndex:
    index = MemoryIndex()
    kept = [one for place, one in enumerate(ARTICLES) if place >= 100 or place % 9]
    index.rebuild(kept)
    return index


def test_totals_and_facets_of_every_filter_are_those_of_the_plain_engine(
    index: WhooshIndex, plain: MemoryIndex
) -> None:
    for query in FILTERS:
        expected, found = plain.search(query), index.search(query)
        assert (found.total, found.facets) == (expected.total, expected.facets), query


def test_the_status_counts_what_is_not_deleted(index: WhooshIndex, plain: MemoryIndex) -> None:
    assert index.status() == plain.status()


def _columns(tmp_path: Path) -> Columns:
    index = WhooshIndex(tmp_path, create=True)
    index.rebuild(ARTICLES)
    index.close()
    (path,) = tmp_path.glob("MAIN_*.cols")
    return Columns([SegmentColumns(path)])


def test_a_filter_is_made_once_and_kept_for_later_requests(tmp_path: Path) -> None:
    filters = Filters(_columns(tmp_path))
    first = filters.passing(FILTERS[-1])
    assert filters.passing(replace(FILTERS[-1], text="others", page=3)).bits == first.bits
    assert all(filters.passing(FILTERS[-1]).bits[kind] is bits for kind, bits in first.bits.items())


def test_what_filters_keep_never_outgrows_its_bytes(tmp_path: Path) -> None:
    filters = Filters(_columns(tmp_path), most_bytes=2_000)
    for number in range(200):
        day = date(2000, 1, 1) + timedelta(days=number)
        filters.passing(Query(since=day, sites=(f"{number}.example",)))
        assert 0 < filters.kept.nbytes <= 2_000
    roomless = Filters(_columns(tmp_path), most_bytes=0)
    everything = [DocumentSet.of_all(len(ARTICLES))]
    wanted = Query(sites=("a.example",))
    assert [one.count for one in roomless.passing(wanted).of(everything)] == [76]
    assert roomless.kept.nbytes == 0


def test_sets_joined_with_a_filter_leave_its_kept_bits_as_they_were(tmp_path: Path) -> None:
    filters = Filters(_columns(tmp_path))
    query = Query(sites=("a.example",), sections=("Tin",))
    passing = filters.passing(query)
    before = {kind: bits.words[0].copy() for kind, bits in passing.bits.items()}
    for found in (
        DocumentSet.of_all(len(ARTICLES)),
        DocumentSet(len(ARTICLES), documents=np.array([1, 5, 90], dtype=np.intp)),
    ):
        (joined,) = passing.of([found])
        assert set(joined.documents.tolist()) <= set(found.documents.tolist())
    after = filters.passing(query).bits
    assert all((after[kind].words[0] == words).all() for kind, words in before.items())


def test_threads_that_share_filters_find_the_same(index: WhooshIndex) -> None:
    expected = [index.best(Every(), query)[0] for query in FILTERS]
    wrong: list[Query] = []
    start = threading.Barrier(4)

    def ask(offset: int) -> None:
        start.wait()
        for turn in range(len(FILTERS) * 2):
            place = (turn + offset) % len(FILTERS)
            if index.best(Every(), FILTERS[place])[0] != expected[place]:
                wrong.append(FILTERS[place])

    threads = [threading.Thread(target=ask, args=(17 * number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
