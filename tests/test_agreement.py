"""Articles and queries made by Hypothesis: the Whoosh engine answers as the plain one does."""

import string
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import Accents, Article, Hit, Query, ResultPage, SearchIndex, Sort, read_query
from index.engines.memory import MemoryIndex
from index.engines.whoosh.engine import WhooshIndex

# Minimal pairs, their bare spellings, two ways to place a tone, numbers and document numbers.
VOCABULARY = (
    *("thi", "thí", "đua", "dua", "Công", "cong", "an", "ăn", "hoà", "hoá", "hoa", "kỹ", "ki"),
    *("5.865", "05", "123/QĐ-UBND", "QĐ", "m²"),
)
BARE_WORDS = ("thi", "dua", "cong", "an", "hoa", "ky", "5865", "5", "123/qd-ubnd")
# Other spellings of the same words, and other marks: these stand in no article.
ASKED_WORDS = (
    *VOCABULARY,
    *("THI", "đùa", "hòa", "kĩ", "5,865", "5", "123/qđ-ubnd", "thỉ", "qđ ubnd", "m2", "án"),
)
SITES = ("a.test", "tin.a.test", "b.test")
MOMENTS = (
    None,
    "2020-12-31T23:59:59+07:00",
    "2020-12-31T17:00:00Z",
    "2021-09-25T23:10:00",
    "2021-09-25T23:30:00Z",
    "2021-09-26",
)
DAYS = (None, date(2020, 12, 31), date(2021, 1, 1), date(2021, 9, 25), date(2021, 9, 26))
SECTIONS = ("", "Tin tức", "Thông báo")


def sentences(words: Sequence[str] = VOCABULARY, *, most: int = 14) -> st.SearchStrategy[str]:
    """A few words of the vocabulary, with a blank, a sign or a new paragraph between them."""
    pieces = st.tuples(st.sampled_from(words), st.sampled_from((" ", " ", " ", ", ", ". ", "\n")))
    return st.lists(pieces, min_size=1, max_size=most).map(
        lambda chosen: "".join(word + gap for word, gap in chosen).strip()
    )


texts = st.one_of(sentences(), sentences(BARE_WORDS))
lines = texts.map(lambda text: text.replace("\n", " "))


@st.composite
def articles(draw: st.DrawFn) -> Article:
    moment = draw(st.sampled_from(MOMENTS))
    optional = st.one_of(st.just(""), lines)
    return Article(
        url=f"https://{draw(st.sampled_from(SITES))}/{draw(st.sampled_from(string.digits[:5]))}",
        title=draw(lines),
        body=draw(texts),
        summary=draw(optional),
        author=draw(optional),
        unit=draw(optional),
        section=draw(st.sampled_from(SECTIONS)),
        poster="dua",
        tags=tuple(draw(st.lists(lines, max_size=2))),
        captions=tuple(draw(st.lists(lines, max_size=2))),
        published_at=datetime.fromisoformat(moment) if moment else None,
    )


@st.composite
def query_texts(draw: st.DrawFn) -> str:
    word = st.sampled_from(ASKED_WORDS)
    words = st.lists(word, min_size=1, max_size=3).map(" ".join)
    narrowing = st.one_of(
        word.map(lambda excluded: f"-{excluded.lower()}"),
        words.map('-"{}"'.format),
        st.sampled_from(("site:a.test", "từ:25/9/2021", "to:2020-12-31")),
    )
    widening = words.map("OR {}".format)
    title = st.one_of(word.map("title:{}".format), words.map('tieude:"{}"'.format))
    first = st.one_of(words, words, words.map('"{}"'.format), title)
    more = st.one_of(word, word.map('"{}"'.format), narrowing, widening)
    return " ".join([draw(first), *draw(st.lists(more, max_size=2))])


@st.composite
def queries(draw: st.DrawFn) -> Query:
    asked = Query(
        accents=draw(st.sampled_from(Accents)),
        sort=draw(st.sampled_from(Sort)),
        sites=tuple(draw(st.lists(st.sampled_from(SITES), max_size=1))),
        sections=tuple(draw(st.lists(st.sampled_from(SECTIONS[1:]), max_size=1))),
        since=draw(st.sampled_from(DAYS)),
        until=draw(st.sampled_from(DAYS)),
        literal=draw(st.booleans()),
    )
    plain = Query(accents=asked.accents, sort=asked.sort)
    kept = draw(st.sampled_from((Query(), Query(), plain, asked)))
    text = draw(st.one_of(query_texts(), query_texts(), query_texts(), st.just("")))
    return replace(read_query(text, kept), per_page=100)


@dataclass(frozen=True)
class Step:
    """One change of an index, and whether it replaces everything."""

    articles: tuple[Article, ...]
    removed: tuple[str, ...]
    afresh: bool


@st.composite
def steps(draw: st.DrawFn, *, fewest: int = 0) -> Step:
    identities = st.tuples(st.sampled_from(SITES), st.sampled_from(string.digits[:5]))
    removed = st.lists(identities.map("/".join), max_size=2)
    return Step(
        articles=tuple(draw(st.lists(articles(), min_size=fewest, max_size=fewest + 3))),
        removed=tuple(draw(removed)),
        afresh=draw(st.sampled_from((False, False, False, True))),
    )


HISTORIES = st.builds(
    lambda first, later: [first, *later], steps(fewest=6), st.lists(steps(), max_size=3)
)
QUESTIONS = st.lists(queries(), min_size=4, max_size=12)


def answers_agree(history: Sequence[Step], questions: Sequence[Query]) -> None:
    plain = MemoryIndex()
    with TemporaryDirectory() as folder:
        engine = WhooshIndex(Path(folder), create=True)
        for step in history:
            for index in (plain, engine):
                if step.afresh:
                    index.rebuild(step.articles)
                else:
                    index.update(step.articles, removed=step.removed)
        assert engine.status() == plain.status()
        for query in questions:
            compare(query, plain, engine)
        engine.close()


def compare(query: Query, plain: SearchIndex, engine: SearchIndex) -> None:
    expected, found = plain.search(query), engine.search(query)
    assert (found.total, found.relaxed) == (expected.total, expected.relaxed)
    assert found.facets == expected.facets
    assert found.notes == expected.notes
    assert shown(found) == shown(expected)
    if query.sort is not Sort.RELEVANCE or not query.asks_for_words:
        assert by_moment(found) == by_moment(expected)
    small = [replace(query, per_page=2, page=page) for page in range(1, found.total // 2 + 2)]
    paged = [hit for part in small for hit in engine.search(part).hits]
    assert paged == list(found.hits)


def shown(page: ResultPage) -> dict[str, tuple[object, ...]]:
    return {hit.article.identity: (hit.article, hit.title, hit.passages) for hit in page.hits}


def by_moment(page: ResultPage) -> list[tuple[datetime | None, frozenset[str]]]:
    """The order of the hits, but for those of one moment, which engines may score otherwise."""

    def moment(hit: Hit) -> datetime | None:
        return hit.article.published_at

    return [
        (at, frozenset(hit.article.identity for hit in hits))
        for at, hits in groupby(page.hits, key=moment)
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=HISTORIES, questions=QUESTIONS)
def test_whoosh_answers_as_the_plain_engine_does(
    history: list[Step], questions: list[Query]
) -> None:
    answers_agree(history, questions)


@pytest.mark.soak
@pytest.mark.timeout(3_600)
@settings(max_examples=3_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=HISTORIES, questions=QUESTIONS)
def test_whoosh_answers_as_the_plain_engine_does_for_long(
    history: list[Step], questions: list[Query]
) -> None:
    answers_agree(history, questions)
