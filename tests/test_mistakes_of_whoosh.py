"""What stock Whoosh 2.7.4 answers wrongly; a test here fails on the day it is mended.

First the mistakes that are rows of `EXEMPTIONS`, then those that can't show where every part of a
query is asked for all its matches, as the oracle asks.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from whoosh import query
from whoosh.searching import SearchContext

from tests.codec_corpora import Commit, Corpus, Story, Whoosh, build_pair

BODIES = ("ba", "an ba", "an an", "xã an ba", "gone")


@pytest.fixture
def stock(tmp_path: Path) -> Iterator[Whoosh]:
    """A searcher over stories named by their bodies; the last one is deleted."""
    stories = tuple(Story(key=body, body=body, title="đá") for body in BODIES)
    commits = (Commit(stories=stories), Commit(removed=("gone",)))
    standard, _ = build_pair(tmp_path, Corpus(commits))
    with standard.searcher() as searcher:
        yield searcher


def _keys(searcher: Whoosh, asked: Whoosh) -> list[str]:
    return [hit["key"] for hit in searcher.search(asked, limit=None)]


def _one_by_one(searcher: Whoosh, asked: Whoosh) -> dict[str, float]:
    matcher = asked.matcher(searcher, SearchContext(weighting=searcher.weighting))
    found: dict[str, float] = {}
    while matcher.is_active():
        found[searcher.stored_fields(matcher.id())["key"]] = matcher.score()
        matcher.next()
    return found


AN, BA, XA = (query.Term("body", word) for word in ("an", "ba", "xã"))


def test_and_not_keeps_what_it_should_exclude(stock: Whoosh) -> None:
    assert "an ba" in _keys(stock, query.AndNot(AN, BA))


def test_require_is_made_of_and_not(stock: Whoosh) -> None:
    required = query.Require(AN, BA).matcher(stock, stock.boolean_context())
    excluded = query.AndNot(AN, BA).matcher(stock, stock.boolean_context())
    assert type(required) is type(excluded)
    assert "an an" in _keys(stock, query.Require(AN, BA))


def test_a_constant_score_over_one_term_is_that_of_the_term(stock: Whoosh) -> None:
    assert _one_by_one(stock, query.Prefix("body", "a")) == _one_by_one(stock, AN)


def test_a_constant_score_over_several_terms_has_no_boost(stock: Whoosh) -> None:
    three = query.Wildcard("body", "??", boost=3.0)
    assert set(_one_by_one(stock, three).values()) == {1.0}


def test_the_best_of_several_takes_a_score_that_another_document_has(stock: Whoosh) -> None:
    best = _one_by_one(stock, query.DisjunctionMax([BA, query.Term("body", "xã", boost=9.0)]))
    assert best["ba"] == _one_by_one(stock, XA)["xã an ba"] * 9.0


def test_and_maybe_loses_a_score_when_it_is_made_to_skip(stock: Whoosh) -> None:
    matcher = query.AndMaybe(BA, AN).matcher(stock, SearchContext(weighting=stock.weighting))
    matcher.skip_to(BODIES.index("an an"))
    assert stock.stored_fields(matcher.id())["key"] == "xã an ba"
    assert matcher.score() == _one_by_one(stock, BA)["xã an ba"]


def test_a_constant_score_of_nothing_counts_one(stock: Whoosh) -> None:
    assert set(_one_by_one(stock, query.ConstantScoreQuery(BA, 0.0)).values()) == {1.0}


def test_a_lone_not_returns_a_deleted_document(stock: Whoosh) -> None:
    assert "gone" in _one_by_one(stock, query.Not(BA))


@pytest.mark.parametrize(
    "asked",
    [query.And([AN, query.Every()], boost=3.0), query.And([AN, query.Not(BA)])],
    ids=["a boosted query", "a query with a Not"],
)
def test_a_search_for_the_best_drops_the_best(tmp_path: Path, asked: Whoosh) -> None:
    bodies = ("an xã xã", "an xã", *["an xã xã xã"] * 20, "an")
    stories = tuple(Story(key=str(number), body=body) for number, body in enumerate(bodies))
    standard, _ = build_pair(tmp_path, Corpus((Commit(stories=stories),)))
    with standard.searcher() as searcher:
        assert searcher.search(asked, limit=1)[0]["key"] != _keys(searcher, asked)[0] == "22"
