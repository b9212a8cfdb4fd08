"""Whoosh's matchers over columns find, score and order what they do over Whoosh's own format."""

import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import query, scoring

from tests.codec_corpora import (
    EXEMPTIONS,
    KEYS,
    TAGS,
    VOCABULARY,
    Commit,
    Corpus,
    Story,
    Whoosh,
    build_pair,
    corpora,
    queries,
)

CLOSE = 1e-6
FOUND = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


def found(searcher: Whoosh, wanted: Whoosh) -> list[tuple[int, float]]:
    """Documents and scores, best first."""
    results = searcher.search(wanted, limit=None)
    return [(hit.docnum, hit.score) for hit in results]


def assert_same(
    standard: Whoosh, columns: Whoosh, wanted: Whoosh, weighting: Whoosh = None
) -> None:
    weighting = weighting or scoring.BM25F()
    with standard.searcher(weighting=weighting) as theirs:
        expected = dict(found(theirs, wanted))
    with columns.searcher(weighting=weighting) as ours:
        actual = found(ours, wanted)
    assert dict(actual) == pytest.approx(expected, rel=CLOSE, abs=CLOSE), wanted
    in_order = [expected[document] for document, _ in actual]
    assert all(one >= other - CLOSE for one, other in pairwise(in_order))


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


@dataclass(frozen=True, slots=True)
class Pair:
    standard: Whoosh
    columns: Whoosh


@pytest.fixture(scope="module", params=HISTORIES, ids=str)
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return Pair(*build_pair(tmp_path_factory.mktemp("pair"), HISTORIES[request.param]))


HAND_WRITTEN = {
    "a word": query.Term("body", "an"),
    "a rare word": query.Term("body", "xã"),
    "no such word": query.Term("body", "không"),
    "a boosted word": query.Term("title", "ba", boost=3.0),
    "a key": query.Term("key", "bài7"),
    "all": query.And([query.Term("body", "an"), query.Term("title", "ba")]),
    "any": query.Or([query.Term("body", word) for word in VOCABULARY]),
    "any of two": query.Or([query.Term("body", "xã"), query.Term("placed", "xã")]),
    "not": query.And([query.Term("body", "an"), query.Not(query.Term("body", "ba"))]),
    "and maybe": query.AndMaybe(query.Term("body", "an"), query.Term("title", "xã")),
    "a phrase": query.Phrase("body", ["an", "ăn"]),
    "a loose phrase": query.Phrase("body", ["an", "ba", "an"], slop=3),
    "a phrase with gaps": query.Phrase("placed", ["an", "ăn"], slop=2),
    "prefix": query.Prefix("body", "b"),
    "prefix, scored": query.Prefix("body", "b", constantscore=False),
    "wildcard": query.Wildcard("body", "*a*"),
    "fuzzy": query.FuzzyTerm("body", "ban"),
    "range": query.TermRange("body", "an", "bán"),
    "open range": query.TermRange("title", "cờ", None),
    "numbers": query.NumericRange("number", -10, 20),
    "every": query.Every(),
    "every with a title": query.Every("title"),
    "best of": query.DisjunctionMax([query.Term("body", "an"), query.Term("title", "an")]),
    "constant": query.ConstantScoreQuery(query.Term("body", "an"), 2.0),
    "nested": query.And(
        [
            query.Or([query.Phrase("body", ["an", "ba"]), query.Prefix("title", "đ")]),
            query.AndMaybe(query.Term("body", "an"), query.Term("body", "xã", boost=2.0)),
            query.Not(query.And([query.Term("body", "mưa"), query.Term("body", "ma")])),
        ]
    ),
}


@pytest.mark.parametrize("wanted", HAND_WRITTEN.values(), ids=HAND_WRITTEN)
def test_columns_answer_a_query_as_whoosh_does(pair: Pair, wanted: Whoosh) -> None:
    assert_same(pair.standard, pair.columns, wanted)


@pytest.mark.parametrize("weighting", [scoring.TF_IDF(), scoring.Frequency(), scoring.PL2()])
def test_columns_serve_other_weightings(pair: Pair, weighting: Whoosh) -> None:
    for wanted in (HAND_WRITTEN["any"], HAND_WRITTEN["all"]):
        assert_same(pair.standard, pair.columns, wanted, weighting)


@FOUND
@given(wanted=queries())
def test_columns_answer_any_query_as_whoosh_does(pair: Pair, wanted: Whoosh) -> None:
    assert_same(pair.standard, pair.columns, wanted)


BOOSTED = {
    "boosted any": query.Or([query.Term("body", word) for word in VOCABULARY], boost=3.0),
    "boosted parts": query.Or([query.Term("body", "xã", boost=9.0), query.Term("title", "an")]),
    "boosted all": query.And(list(HAND_WRITTEN["all"].subqueries), boost=0.2),
}


@pytest.mark.parametrize("wanted", [*HAND_WRITTEN.values(), *BOOSTED.values()])
def test_the_best_few_are_the_best_of_all(pair: Pair, wanted: Whoosh) -> None:
    with pair.columns.searcher() as searcher:
        whole = [score for _, score in found(searcher, wanted)]
        for limit in (1, 3, 10):
            few = [hit.score for hit in searcher.search(wanted, limit=limit)]
            assert few == pytest.approx(whole[:limit], rel=CLOSE)


@settings(FOUND, max_examples=50)
@given(corpus=corpora(), wanted=st.lists(queries(), min_size=1, max_size=6))
def test_any_history_answers_as_whoosh_does(corpus: Corpus, wanted: list[Whoosh]) -> None:
    _check_history(corpus, wanted)


@pytest.mark.soak
@settings(FOUND, max_examples=1_000)
@given(corpus=corpora(), wanted=st.lists(queries(), min_size=1, max_size=12))
def test_any_of_many_histories_answers_as_whoosh_does(corpus: Corpus, wanted: list[Whoosh]) -> None:
    _check_history(corpus, wanted)


def _check_history(corpus: Corpus, wanted: list[Whoosh]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        standard, columns = build_pair(Path(folder), corpus)
        for one in wanted:
            assert_same(standard, columns, one)


def test_at_most_three_kinds_of_queries_are_exempt() -> None:
    assert len(EXEMPTIONS) <= 3
    assert all(EXEMPTIONS.values())


@pytest.fixture
def few_stories(tmp_path: Path) -> Iterator[Whoosh]:
    stories = tuple(Story(key=body, body=body) for body in ("ba", "an ba", "an an"))
    standard, _ = build_pair(tmp_path, Corpus((Commit(stories=stories),)))
    with standard.searcher() as searcher:
        yield searcher


def test_whoosh_keeps_what_it_should_exclude(few_stories: Whoosh) -> None:
    excluding = query.AndNot(query.Term("body", "an"), query.Term("body", "ba"))
    assert "an ba" in {hit["key"] for hit in few_stories.search(excluding)}


def test_whoosh_keeps_what_lacks_what_it_should_require(few_stories: Whoosh) -> None:
    requiring = query.Require(query.Term("body", "an"), query.Term("body", "ba"))
    assert "an an" in {hit["key"] for hit in few_stories.search(requiring)}


def test_whoosh_scores_one_term_by_itself_where_it_should_score_all_alike(
    few_stories: Whoosh,
) -> None:
    scores = {hit.score for hit in few_stories.search(query.Prefix("body", "a"))}
    assert len(scores) > 1
