"""What ranks beyond BM25 of a word - pairs, titles, most of many, recency - two ways alike.

The arrays find and score what Whoosh's own matchers do over the same columns.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import query
from whoosh.filedb.filestore import FileStorage

from index import Article, read_query
from index.bounded_cache import BoundedCache
from index.engines.whoosh.codec.index import ColumnIndex
from index.engines.whoosh.evaluation.searcher import ArraySearcher, Precedence
from index.engines.whoosh.most_of import MostOf
from index.engines.whoosh.recency import Recent
from index.engines.whoosh.schema import make_schema
from index.engines.whoosh.tree import build_tree
from index.engines.whoosh.weighting import GradedWeighting
from index.engines.whoosh.writing.writer import ArticleWriter
from index.query import Query
from index.ranking import RECENT_LIFT
from index.relaxing import ways
from tests.oracle import judged

CLOSE = 1e-4
WORDS = ("thi", "đua", "đùa", "khen", "thưởng", "hà", "nội", "ủy", "ban", "bạn", "nhân", "dân")
SEGMENTS, ARTICLES = 2, 90
NEWEST = datetime(2024, 6, 1, tzinfo=UTC)


def _article(chance: random.Random, number: int) -> Article:
    count = min(len(WORDS), 2 + number % 11)  # some know few of the words
    bare = number % 6 == 0

    def text(most: int) -> str:
        words = " ".join(chance.choice(WORDS[:count]) for _ in range(chance.randrange(1, most)))
        return words.translate(str.maketrans("đùưởàộủạâ", "duuoaouaa")) if bare else words

    age = timedelta(days=chance.choice([0, 40, 400, 4_000]))
    return Article(
        url=f"https://a.example/{number}",
        title=text(6),
        summary=text(5),
        body=text(40),
        published_at=None if number % 7 == 0 else NEWEST - age,
    )


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A Whoosh searcher over two segments, with deleted documents in the first."""
    storage = FileStorage(str(tmp_path_factory.mktemp("ranked")))
    index = storage.create_index(make_schema(), indexclass=ColumnIndex)
    chance = random.Random("ranked")  # noqa: S311 - the same articles every time
    articles = [_article(chance, number) for number in range(SEGMENTS * ARTICLES)]
    for segment in range(SEGMENTS):
        writer = ArticleWriter(index)
        if segment:
            for gone in articles[:ARTICLES:9]:
                writer.delete_by_term("identity", gone.identity)
        for article in articles[segment * ARTICLES : (segment + 1) * ARTICLES]:
            writer.add_article(article)
        writer.commit(merge=False)
    with index.searcher(weighting=GradedWeighting()) as opened:
        yield opened


def _arrays(searcher: Any, **options: Any) -> ArraySearcher:
    return ArraySearcher(searcher, BoundedCache(1 << 20), **options)


def _assert_agrees(searcher: Any, asked: Any) -> dict[int, float]:
    expected = judged(searcher, asked)
    matched = _arrays(searcher).evaluate(asked)
    found = dict(zip(matched.documents.tolist(), matched.scores.tolist(), strict=True))
    assert found == pytest.approx(expected, rel=CLOSE), asked
    hurried = _arrays(searcher, all_at_once=0).find(asked)
    order = Precedence(np.arange(searcher.doc_count_all()))
    best = hurried.best(10, order)
    ranked = sorted(expected.values(), reverse=True)[:10]
    assert best.scores.tolist() == pytest.approx(ranked, rel=CLOSE), asked
    return expected


words = st.sampled_from(WORDS).map(lambda word: query.Term("text_accented", word))
pairs = st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map(
    lambda two: query.Term("pairs_accented", " ".join(two), boost=0.8)
)


@st.composite
def most_of(draw: st.DrawFn) -> MostOf:
    parts = draw(st.lists(words, min_size=1, max_size=8))
    shares = [draw(st.integers(0, 9)) for _ in parts]
    return MostOf(parts, shares, draw(st.integers(1, max(1, sum(shares)))))


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(wanted=most_of(), welcome=st.lists(pairs, max_size=4), how=st.sampled_from([Recent, None]))
def test_most_of_many_with_pairs_and_recency_is_what_matchers_find(
    searcher: Any, wanted: MostOf, welcome: list[Any], how: type[Recent] | None
) -> None:
    asked: Any = query.AndMaybe(wanted, query.Or(welcome)) if welcome else wanted
    _assert_agrees(searcher, how(asked) if how else asked)


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=st.lists(st.sampled_from([*WORDS, "dua", "OR", "-ban"]), min_size=1, max_size=12))
def test_every_way_to_ask_a_query_scores_as_matchers_do(searcher: Any, asked: list[str]) -> None:
    read = read_query(" ".join(asked))
    arrays = _arrays(searcher)
    for way in ways(read):
        tree = build_tree(
            read,
            way,
            articles=searcher.doc_count(),
            count=lambda node: arrays.find(node).total,
        )
        _assert_agrees(searcher, tree)


def test_neighbours_come_before_the_same_words_apart(searcher: Any) -> None:
    together = _assert_agrees(searcher, query.Term("pairs_folded", "thi dua"))
    assert together
    assert all(score >= 0 for score in together.values())
    read = read_query("thi dua", Query())
    scores = _assert_agrees(searcher, build_tree(read))
    plain = _assert_agrees(
        searcher,
        Recent(query.And([query.Term("text_folded", "thi"), query.Term("text_folded", "dua")])),
    )
    assert {one for one in scores if scores[one] > plain[one] * (1 + CLOSE)} >= set(together)


def test_a_pair_says_more_the_more_often_its_words_stand_apart() -> None:
    weighting = GradedWeighting()
    everywhere = weighting.rarity("pairs_accented", b"a b", 1_000, lambda *_: 10)
    apart = weighting.rarity(
        "pairs_accented", b"a b", 1_000, lambda field, _: 10 if field == "pairs_accented" else 900
    )
    assert 0 <= everywhere < apart
    assert weighting.rarity("pairs_accented", b"a b", 1_000, lambda *_: 900) >= 0


def test_the_newest_gains_a_twentieth_at_most_and_the_undated_nothing(searcher: Any) -> None:
    plain = query.Term("text_folded", "thi")
    before = _assert_agrees(searcher, plain)
    after = _assert_agrees(searcher, Recent(plain))
    gains = {document: after[document] / score for document, score in before.items()}
    assert min(gains.values()) == pytest.approx(1, rel=CLOSE)
    assert max(gains.values()) == pytest.approx(1 + RECENT_LIFT.value, rel=CLOSE)
