"""Over articles as the engine writes them, with pairs and weighted fields, arrays agree too."""

import random
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query
from whoosh.filedb.filestore import FileStorage

from index import Article
from index.bounded_cache import BoundedCache
from index.engines.whoosh.codec.index import ColumnIndex
from index.engines.whoosh.evaluation.document_sets import DocumentSet
from index.engines.whoosh.evaluation.facet_counts import FacetColumn
from index.engines.whoosh.evaluation.field_lists import Shares
from index.engines.whoosh.evaluation.searcher import ArraySearcher, Precedence
from index.engines.whoosh.schema import make_schema
from index.engines.whoosh.tree import AnyOf, Neighbours
from index.engines.whoosh.weighting import GradedWeighting
from index.engines.whoosh.writing.writer import ArticleWriter
from tests.oracle import judged

CLOSE = 1e-4
# Short, packed and dense lists wherever they can be, and each where it belongs.
SHARES = (Shares(2, 2), Shares(0, 2), Shares(0, 0), Shares())
MARKED = ("thi", "đua", "khen", "thưởng", "thị", "trường", "hà", "nội", "ủy", "ban", "bàn", "nhân")
PLAIN = ("thi", "dua", "khen", "thuong", "thi", "truong", "ha", "noi", "uy", "ban", "ban", "nhan")
NUMBER = "12/QĐ-UBND"
SEGMENTS, ARTICLES = 3, 60
COUNTS = [(field, count) for field in ("accented", "folded") for count in (1, 2, 3, 4)]


def _article(chance: random.Random, number: int) -> Article:
    words = PLAIN if number % 5 == 0 else MARKED
    body = [chance.choice(words) for _ in range(chance.randrange(5, 60))]
    body.insert(chance.randrange(len(body)), NUMBER if number % 3 == 0 else f"riêng{number}")
    return Article(
        url=f"https://a.example/{number}",
        site="a.example",
        title=" ".join(chance.choice(words) for _ in range(5)),
        summary=" ".join(chance.choice(words) for _ in range(chance.randrange(9))),
        body=" ".join(body),
        published_at=datetime(2024, 1, 1 + number % 28, tzinfo=UTC),
    )


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A Whoosh searcher over three segments, each with some documents deleted."""
    storage = FileStorage(str(tmp_path_factory.mktemp("articles")))
    index = storage.create_index(make_schema(), indexclass=ColumnIndex)
    chance = random.Random("articles")  # noqa: S311 - the same articles every time
    written: list[Article] = []
    for segment in range(SEGMENTS):
        writer = ArticleWriter(index)
        for gone in written[::11]:
            writer.delete_by_term("identity", gone.identity)
        for number in range(ARTICLES * segment, ARTICLES * (segment + 1)):
            written.append(_article(chance, number))
            writer.add_article(written[-1])
        writer.commit(merge=False)
    with index.searcher(weighting=GradedWeighting()) as opened:
        assert len(opened.leaf_searchers()) == SEGMENTS
        assert opened.reader().has_deletions()
        yield opened


def _assert_agrees(searcher: Any, asked: Any, arrays: ArraySearcher) -> None:
    matched = arrays.evaluate(asked)
    found = dict(zip(matched.documents.tolist(), matched.scores.tolist(), strict=True))
    assert found == pytest.approx(judged(searcher, asked), rel=CLOSE), asked


def _arrays(searcher: Any, **options: Any) -> ArraySearcher:
    return ArraySearcher(searcher, BoundedCache(1 << 20), **options)


def _places(chance: random.Random, field: str, count: int) -> list[Any]:
    """The terms of a phrase, some places with a bare twin beside the word."""
    places: list[Any] = []
    for _ in range(count):
        place = chance.randrange(len(MARKED))
        word = (MARKED if field == "accented" else PLAIN)[place]
        term = query.Term(f"text_{field}", word, boost=chance.choice([1.0, 2.0]))
        bare = query.Term(f"text_{field}", f"~{PLAIN[place]}", boost=0.7)
        places.append(AnyOf([term, bare]) if field == "accented" and place % 2 else term)
    return places


@pytest.mark.parametrize("shares", SHARES)
@pytest.mark.parametrize(("field", "count"), COUNTS)
def test_words_in_a_row_are_where_matchers_find_them(
    searcher: Any, field: str, count: int, shares: Shares
) -> None:
    chance = random.Random(f"{field} {count}")  # noqa: S311 - the same phrases every time
    arrays = _arrays(searcher, shares=shares)
    met = 0
    for _ in range(25):
        asked = Neighbours(_places(chance, field, count))
        _assert_agrees(searcher, asked, arrays)
        met += len(arrays.evaluate(asked).documents)
    assert met


def test_a_document_number_stands_in_a_phrase_over_its_first_part(searcher: Any) -> None:
    chance = random.Random("articles")  # noqa: S311 - those of the fixture
    words = [_article(chance, number).body.split() for number in range(ARTICLES)][3]
    place = words.index(NUMBER)
    before = query.Term("text_accented", words[place - 1])
    number = query.Term("text_accented", NUMBER.lower())
    for asked in (Neighbours([before, number]), number):
        _assert_agrees(searcher, asked, _arrays(searcher))
        assert 3 in _arrays(searcher).evaluate(asked).documents


def test_a_bare_spelling_is_as_rare_as_its_letters(searcher: Any) -> None:
    _assert_agrees(searcher, query.Term("text_accented", "~thi"), _arrays(searcher))


@pytest.mark.parametrize("field", ["text_accented", "text_folded", "title_folded", "identity"])
def test_every_prefix_gathers_the_documents_of_its_terms(searcher: Any, field: str) -> None:
    for stem in ("t", "th", "rieng", "riêng1", "h", "a.example/1", "không"):
        found = _arrays(searcher).evaluate(query.Prefix(field, stem)).documents.tolist()
        scored = query.Prefix(field, stem, constantscore=False)
        assert found == sorted(judged(searcher, scored))


pairs = st.sampled_from([f"{one} {other}" for one, other in pairwise(MARKED)])
leaves = st.one_of(
    st.builds(query.Term, st.just("text_accented"), st.sampled_from(MARKED)),
    st.builds(query.Term, st.just("text_folded"), st.sampled_from(PLAIN)),
    st.builds(query.Term, st.just("title_folded"), st.sampled_from(PLAIN)),
    st.builds(query.Term, st.just("pairs_accented"), pairs),
    st.builds(
        lambda seed: Neighbours(_places(random.Random(seed), "accented", 2)),  # noqa: S311 - drawn
        st.integers(0, 99),
    ),
)
trees = st.recursive(
    leaves,
    lambda parts: st.one_of(
        st.builds(query.And, st.lists(parts, min_size=2, max_size=3)),
        st.builds(query.Or, st.lists(parts, min_size=2, max_size=4)),
        st.builds(lambda one, no: query.And([one, query.Not(no)]), parts, parts),
        st.builds(query.AndNot, parts, parts),
        st.builds(query.AndMaybe, parts, parts),
        st.builds(query.Require, parts, parts),
        st.builds(query.DisjunctionMax, st.lists(parts, min_size=2, max_size=3)),
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=80)
@given(asked=trees, shares=st.sampled_from(SHARES))
def test_any_tree_of_the_engine_agrees(searcher: Any, asked: Any, shares: Shares) -> None:
    _assert_agrees(searcher, asked, _arrays(searcher, shares=shares))


@pytest.fixture
def common() -> Any:
    """A query that nearly every article answers, each with a score of its own."""
    return query.Or([query.Term("text_folded", word) for word in ("thi", "ban", "nhan")])


@pytest.mark.parametrize("shares", SHARES)
@pytest.mark.parametrize("count", [1, 10, 1000])
def test_looking_into_the_best_blocks_gives_what_scoring_everything_gives(
    searcher: Any, common: Any, count: int, shares: Shares
) -> None:
    arrays = _arrays(searcher, shares=shares, all_at_once=0)
    everything = _arrays(searcher).evaluate(common)
    precedence = Precedence(np.arange(ARTICLES * SEGMENTS)[::-1].copy())
    best = arrays.find(common).best(count, precedence)
    order = np.lexsort((precedence.ranks[everything.documents], -everything.scores))[:count]
    assert best.documents.tolist() == everything.documents[order].tolist()
    assert best.scores.tolist() == everything.scores[order].tolist()


def test_narrowed_sets_narrow_total_best_and_first(searcher: Any, common: Any) -> None:
    arrays = _arrays(searcher)
    mask = np.arange(ARTICLES * SEGMENTS) % 4 == 1
    precedence = Precedence(np.arange(len(mask))[::-1].copy())
    found, everything = arrays.find(common), arrays.evaluate(common).documents
    masks = np.split(mask, SEGMENTS)
    within = found.narrowed(
        [
            own.intersect(DocumentSet.of_mask(part))
            for own, part in zip(found.sets, masks, strict=True)
        ]
    )
    expected = everything[mask[everything]]
    assert found.total == len(everything)
    assert within.total == len(expected)
    assert within.documents().tolist() == expected.tolist()
    assert within.first(5, precedence).tolist() == expected[::-1][:5].tolist()
    assert set(within.best(5, precedence).documents.tolist()) <= set(expected.tolist())
    assert within.score(expected).tolist() == within.all().scores.tolist()


def test_equal_scores_come_in_the_order_asked_for(searcher: Any) -> None:
    found = _arrays(searcher).find(query.Every())
    living = found.documents()
    precedence = Precedence(np.random.default_rng(1).permutation(ARTICLES * SEGMENTS))
    order = np.argsort(precedence.ranks[living])
    assert found.best(7, precedence).documents.tolist() == living[order][:7].tolist()


def test_the_cache_never_outgrows_its_bytes_and_serves_again(searcher: Any, common: Any) -> None:
    small = BoundedCache(3_000)
    arrays = ArraySearcher(searcher, small)
    expected = _arrays(searcher).evaluate(common).scores.tolist()
    for word in PLAIN:
        arrays.evaluate(query.Term("text_folded", word))
        assert 0 < small.nbytes <= small.most_bytes
        assert arrays.evaluate(common).scores.tolist() == expected


def test_warming_stops_at_the_bytes_it_was_given(searcher: Any) -> None:
    cache = BoundedCache(1 << 20)
    arrays = ArraySearcher(searcher, cache)
    decoded = arrays.warm(2_000, ["text_folded", "missing"])
    assert 2_000 <= decoded <= cache.nbytes
    kept = len(cache)
    assert arrays.warm(1 << 20, ["text_folded"]) > decoded
    assert len(cache) > kept


def test_threads_that_share_a_searcher_and_a_small_cache_find_the_same(searcher: Any) -> None:
    arrays = ArraySearcher(searcher, BoundedCache(6_000))
    chance = random.Random("threads")  # noqa: S311 - the same queries every time
    asked = [Neighbours(_places(chance, "accented", 2 + place % 2)) for place in range(20)]
    asked += [query.Prefix("text_folded", word[:2]) for word in PLAIN]
    asked += [query.Or([query.Term("text_folded", word) for word in PLAIN[:4]])]
    expected = [arrays.evaluate(one).scores.tolist() for one in asked]
    wrong: list[Any] = []
    start = threading.Barrier(4)

    def ask(offset: int) -> None:
        start.wait()
        for turn in range(len(asked) * 5):
            place = (turn + offset) % len(asked)
            if arrays.evaluate(asked[place]).scores.tolist() != expected[place]:
                wrong.append(asked[place])

    threads = [threading.Thread(target=ask, args=(7 * number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize("values", [0, 1, 5, 64, 65, 300])
@pytest.mark.parametrize("share", [0.0, 0.2, 0.9, 1.0])
@pytest.mark.parametrize("size", [1, 64, 500])
@pytest.mark.parametrize("held", ["as numbers", "as bits"])
def test_a_facet_counts_each_value_once_for_each_document(
    values: int, share: float, size: int, held: str
) -> None:
    if not values:
        size = 0
    chance = np.random.default_rng(7)
    codes = chance.integers(0, max(values, 1), size).astype(np.uint16)
    mask = chance.random(size) < share
    documents = np.flatnonzero(mask)
    found = (
        DocumentSet(size, documents=documents)
        if held == "as numbers"
        else DocumentSet.of_mask(mask)
    )
    expected = np.bincount(codes[documents], minlength=values).tolist()
    assert FacetColumn(codes, values).counts(found).tolist() == expected


def test_spellings_that_came_late_are_found_in_a_row_among_many_articles(tmp_path: Path) -> None:
    """The first article has so many words that later ones stand aside in the token stream."""
    many = " ".join(f"riêng{number}" for number in range(1 << 16))
    usual, late = ["đất nước ta"] * 300, ["đất nược ta", "đất nược đất ta", "đất nước", "nược ta"]
    index = FileStorage(str(tmp_path)).create_index(make_schema(), indexclass=ColumnIndex)
    writer = ArticleWriter(index)
    for number, body in enumerate([f"ta nước đất {many}", *usual, *late]):
        writer.add_article(Article(url=f"https://a.example/{number}", title="báo", body=body))
    writer.commit(merge=False)
    with index.searcher(weighting=GradedWeighting()) as searcher:
        for field, words, found in (
            ("text_folded", ("dat", "nuoc", "ta"), [*range(1, 302)]),
            ("text_accented", ("đất", "nước", "ta"), [*range(1, 301)]),
            ("text_accented", ("đất", "nược", "ta"), [301]),
            ("text_folded", ("dat", "nuoc", "dat"), [302]),
        ):
            asked = Neighbours([query.Term(field, word) for word in words])
            assert _arrays(searcher).evaluate(asked).documents.tolist() == found
