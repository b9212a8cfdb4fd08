"""Three ways to answer a query give the same documents, scores and order, whatever the index holds.

The ways are arrays, Whoosh's own matchers over our columns, and Whoosh's own matchers over its
own format with exact lengths.
"""

import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import scoring
from whoosh.searching import Searcher

from index.bounded_cache import BoundedCache
from index.engines.whoosh.evaluation.field_lists import Shares
from index.engines.whoosh.evaluation.searcher import ArraySearcher, Precedence
from tests.codec_corpora import (
    KEYS,
    TAGS,
    VOCABULARY,
    Commit,
    Corpus,
    Story,
    Whoosh,
    build_pair,
    corpora,
)
from tests.oracle import EXEMPTIONS, Scores, in_other_words, judged
from tests.whoosh_queries import HAND_WRITTEN, queries

ALIKE = 1e-6  # of Whoosh's own scores over the two formats
CLOSE = 1e-4  # of the scores of arrays, which have fewer digits
CACHE_BYTES = 1 << 20
# Short, packed and dense lists wherever they can be, and each where it belongs.
SHARES = (Shares(2, 2), Shares(0, 2), Shares(0, 0), Shares())
FOUND = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


@dataclass(frozen=True, slots=True)
class Pair:
    """Searchers over the same history in both formats."""

    standard: Whoosh
    columns: Whoosh


def searched(searcher: Whoosh, wanted: Whoosh) -> list[tuple[int, float]]:
    """What a search of Whoosh's finds, best first, deleted documents left out."""
    hits = searcher.search(wanted, limit=None)
    deleted = searcher.reader().is_deleted
    return [(hit.docnum, hit.score) for hit in hits if not deleted(hit.docnum)]


def assert_searches_agree(pair: Pair, wanted: Whoosh) -> None:
    expected = dict(searched(pair.standard, in_other_words(wanted)))
    actual = searched(pair.columns, in_other_words(wanted))
    assert dict(actual) == pytest.approx(expected, rel=ALIKE, abs=ALIKE), wanted
    assert_in_order([document for document, _ in actual], expected, within=ALIKE)


def assert_three_ways_agree(pair: Pair, wanted: Whoosh, *shares: Shares) -> None:
    expected = judged(pair.standard, wanted)
    assert judged(pair.columns, wanted) == pytest.approx(expected, rel=ALIKE), wanted
    for one in shares:
        # The few best are looked for block by block, all of them by scoring everything.
        arrays = ArraySearcher(pair.columns, BoundedCache(CACHE_BYTES), shares=one, all_at_once=0)
        assert_arrays_agree(arrays, pair.columns.doc_count_all(), wanted, expected)


def assert_arrays_agree(arrays: ArraySearcher, size: int, wanted: Whoosh, expected: Scores) -> None:
    matched = arrays.evaluate(wanted)
    documents = matched.documents.tolist()
    assert documents == sorted(documents)
    actual = dict(zip(documents, matched.scores.tolist(), strict=True))
    assert actual == pytest.approx(expected, rel=CLOSE), wanted
    ranks = np.random.default_rng(size).permutation(size)
    order = np.lexsort((ranks[matched.documents], -matched.scores))
    for count in (1, 3, size + 1):
        best = arrays.find(wanted).best(count, Precedence(ranks))
        assert best.documents.tolist() == matched.documents[order[:count]].tolist()
        assert best.scores.tolist() == matched.scores[order[:count]].tolist()
        assert_in_order(best.documents.tolist(), expected, within=CLOSE)


def assert_in_order(documents: list[int], scores: Scores, *, within: float) -> None:
    in_order = [scores[document] for document in documents]
    assert all(one >= other * (1 - within) for one, other in pairwise(in_order))


def invented(seed: int, stories: int) -> list[Story]:
    """Stories with common and rare words."""
    chance = random.Random(seed)  # noqa: S311 - a corpus, no secret
    weights = [1 / (place + 1) for place in range(len(VOCABULARY))]

    def text(longest: int) -> list[str]:
        return chance.choices(VOCABULARY, weights, k=chance.randrange(longest))

    return [
        Story(
            key=f"bài{number}",
            title=" ".join(text(8)),
            body=" ".join(text(40)),
            placed=tuple((word, chance.randrange(30)) for word in text(15)),
            tags=" ".join(chance.sample(TAGS, chance.randrange(3))),
            number=chance.randrange(-50, 50),
        )
        for number in range(stories)
    ]


def _divided(stories: list[Story], *ends: int, merge: str = "none") -> tuple[Commit, ...]:
    borders = [0, *ends, len(stories)]
    return tuple(
        Commit(stories=tuple(stories[start:end]), merge=merge) for start, end in pairwise(borders)
    )


HISTORIES = {
    "one segment": Corpus(_divided(invented(1, 400))),
    "several segments with deletions and updates": Corpus(
        (
            *_divided(invented(2, 300), 120, 200),
            Commit(removed=tuple(f"bài{number}" for number in range(0, 300, 7))),
            Commit(stories=tuple(invented(3, 90)[::3])),
        )
    ),
    "merged": Corpus(
        (
            *_divided(invented(4, 200), 80, 150),
            Commit(removed=("bài3", "bài4", "bài120"), merge="all"),
            Commit(stories=tuple(invented(5, 40)), merge="small"),
        )
    ),
    "long lists": Corpus(_divided(invented(6, 1500), 1400)),
    "nothing": Corpus(),
    "everything removed": Corpus(
        (Commit(stories=tuple(invented(7, 12))), Commit(removed=KEYS), Commit(removed=("x",)))
    ),
}


@pytest.fixture(scope="module", params=HISTORIES, ids=str)
def pair(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pair]:
    standard, columns = build_pair(tmp_path_factory.mktemp("pair"), HISTORIES[request.param])
    with standard.searcher() as one, columns.searcher() as other:
        yield Pair(one, other)


@pytest.mark.parametrize("wanted", HAND_WRITTEN.values(), ids=HAND_WRITTEN)
def test_three_ways_answer_a_query_alike(pair: Pair, wanted: Whoosh) -> None:
    assert_searches_agree(pair, wanted)
    assert_three_ways_agree(pair, wanted, *SHARES)


@FOUND
@given(wanted=queries(), shares=st.sampled_from(SHARES))
def test_three_ways_answer_any_query_alike(pair: Pair, wanted: Whoosh, shares: Shares) -> None:
    assert_searches_agree(pair, wanted)
    assert_three_ways_agree(pair, wanted, shares)


@settings(FOUND, max_examples=80)
@given(
    corpus=corpora(),
    wanted=st.lists(queries(), min_size=1, max_size=6),
    shares=st.sampled_from(SHARES),
)
def test_three_ways_answer_alike_over_any_history(
    corpus: Corpus, wanted: list[Whoosh], shares: Shares
) -> None:
    _check_history(corpus, wanted, shares)


@pytest.mark.soak
@pytest.mark.timeout(7_200)
@settings(FOUND, max_examples=1_000)
@given(
    corpus=corpora(),
    wanted=st.lists(queries(), min_size=1, max_size=12),
    shares=st.sampled_from(SHARES),
)
def test_three_ways_answer_alike_over_any_of_many_histories(
    corpus: Corpus, wanted: list[Whoosh], shares: Shares
) -> None:
    _check_history(corpus, wanted, shares)


def _check_history(corpus: Corpus, wanted: list[Whoosh], shares: Shares) -> None:
    with tempfile.TemporaryDirectory() as folder:
        standard, columns = build_pair(Path(folder), corpus)
        with standard.searcher() as one, columns.searcher() as other:
            for asked in wanted:
                assert_searches_agree(Pair(one, other), asked)
                assert_three_ways_agree(Pair(one, other), asked, shares)


def test_at_most_three_kinds_of_queries_are_exempt() -> None:
    assert len(EXEMPTIONS) <= 3
    assert all(exemption.reason for exemption in EXEMPTIONS.values())


@pytest.mark.parametrize("weighting", [scoring.TF_IDF(), scoring.Frequency(), scoring.PL2()])
def test_columns_serve_other_weightings(pair: Pair, weighting: Whoosh) -> None:
    searchers = [
        Searcher(one.reader(), weighting=weighting) for one in (pair.standard, pair.columns)
    ]
    for wanted in (HAND_WRITTEN["any"], HAND_WRITTEN["all"]):
        assert_searches_agree(Pair(*searchers), wanted)


@pytest.mark.parametrize("wanted", HAND_WRITTEN.values(), ids=HAND_WRITTEN)
def test_the_best_few_that_whoosh_finds_in_columns_are_the_best_of_all(
    pair: Pair, wanted: Whoosh
) -> None:
    whole = [score for _, score in searched(pair.columns, in_other_words(wanted))]
    for limit in (1, 3, 10):
        few = [hit.score for hit in pair.columns.search(in_other_words(wanted), limit=limit)]
        assert few == pytest.approx(whole[:limit], rel=ALIKE)
