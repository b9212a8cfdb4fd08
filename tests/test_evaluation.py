"""Queries evaluated as arrays: those of our own, those without an array form, and exact answers.

Queries that Whoosh knows too are held to it in tests/test_oracle.py.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import query
from whoosh.query import spans

from index.bounded_cache import BoundedCache
from index.engines.whoosh.evaluation.lists import PackedList
from index.engines.whoosh.evaluation.peaks import Peaks
from index.engines.whoosh.evaluation.searcher import ArraySearcher
from index.engines.whoosh.tree import AnyOf, Neighbours
from tests.codec_corpora import Commit, Corpus, Story, build_pair
from tests.oracle import judged

CACHE_BYTES = 1 << 20
CLOSE = 1e-4
HISTORY = Corpus(
    (
        Commit(
            stories=(
                Story(key="một", title="an ba", body="an ba bà cờ an ba", tags="biển núi"),
                Story(key="hai", body="ba an đá đa ba", tags="núi", number=7),
                Story(key="ba", title="cờ", body="mưa ma mưa", number=-3, boost=2.0),
            )
        ),
        Commit(
            stories=(
                Story(key="bốn", body="an ba mưa xã", placed=(("an", 0), ("ba", 0), ("xã", 1))),
                Story(key="hai", body="ba an ba", placed=(("an", 3), ("ba", 4))),
            )
        ),
        Commit(stories=(Story(key="năm", title="xã an"),), removed=("ba",)),
    )
)


@pytest.fixture(scope="module")
def searchers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Any]]:
    """A handful of stories in three segments, one of them deleted and one replaced."""
    standard, columns = build_pair(tmp_path_factory.mktemp("pair"), HISTORY)
    with standard.searcher() as one, columns.searcher() as other:
        yield one, other


@pytest.fixture(scope="module")
def columns(searchers: tuple[Any, Any]) -> Any:
    return searchers[1]


def _by_arrays(searcher: Any, asked: Any) -> dict[int, float]:
    matched = ArraySearcher(searcher, BoundedCache(CACHE_BYTES)).evaluate(asked)
    return dict(zip(matched.documents.tolist(), matched.scores.tolist(), strict=True))


def _by_key(searcher: Any, scores: dict[int, float]) -> dict[str, float]:
    return {searcher.stored_fields(number)["key"]: score for number, score in scores.items()}


AN, BA, XA = (query.Term("body", word) for word in ("an", "ba", "xã"))
OUR_OWN = {
    "one word before any of two": Neighbours([AN, AnyOf([BA, query.Term("body", "bà")])]),
    "words of different weight": Neighbours([AN, query.Term("body", "ba", boost=0.7)]),
    "two terms at one place": query.Phrase("placed", ["an", "xã"]),
    "the other term of that place": query.Phrase("placed", ["ba", "xã"]),
    "terms at one place are no row": query.Phrase("placed", ["an", "ba"]),
}
WITHOUT_AN_ARRAY_FORM = {
    "more parts count more": query.Or([AN, BA], scale=0.5),
    "one or else another": query.Otherwise(query.Term("body", "bà"), AN),
    "near the beginning": spans.SpanFirst(AN, limit=0),
    "near in any order": spans.SpanNear2([AN, BA], ordered=False),
    "a loose phrase": query.Phrase("body", ["an", "xã"], slop=3),
    "inside another": query.ConstantScoreQuery(spans.SpanFirst(AN), 2.0),
    "beside another": query.AndMaybe(spans.SpanFirst(AN), BA),
    "a field that no column has": query.Term("missing", "an"),
}


@pytest.mark.parametrize("asked", [*OUR_OWN.values(), *WITHOUT_AN_ARRAY_FORM.values()], ids=str)
def test_arrays_find_and_score_what_matchers_do(searchers: tuple[Any, Any], asked: Any) -> None:
    standard, columns = searchers
    expected = judged(standard, asked)
    assert judged(columns, asked) == pytest.approx(expected, rel=CLOSE)
    assert _by_arrays(columns, asked) == pytest.approx(expected, rel=CLOSE)


@given(highest=st.floats(2**-6, 1, width=32))
def test_no_peak_is_below_an_impact_of_its_block(highest: float) -> None:
    impacts = np.linspace(highest / 3, highest, 100, dtype=np.float32)
    found = PackedList.of(np.arange(100, dtype=np.uint32), impacts, 100)
    peaks = Peaks.of(found, None)
    assert (np.repeat(peaks.counts * peaks.unit, 8)[:100] >= impacts).all()


def test_what_is_excluded_is_gone_and_takes_no_score_with_it(columns: Any) -> None:
    every = _by_key(columns, _by_arrays(columns, BA))
    found = _by_key(columns, _by_arrays(columns, query.AndNot(BA, XA)))
    assert found == {key: score for key, score in every.items() if key != "bốn"}


def test_what_is_required_is_there_and_adds_no_score(columns: Any) -> None:
    every = _by_key(columns, _by_arrays(columns, BA))
    found = _by_key(columns, _by_arrays(columns, query.Require(BA, XA)))
    assert found == {"bốn": every["bốn"]}


def test_a_lone_not_returns_no_deleted_document(columns: Any) -> None:
    assert _by_key(columns, _by_arrays(columns, query.Not(AN))) == {"năm": 1.0}


def test_a_prefix_of_constant_score_gives_its_boost_to_all(columns: Any) -> None:
    asked = query.Prefix("body", "m", boost=3.0)
    assert _by_key(columns, _by_arrays(columns, asked)) == {"bốn": 3.0}
