"""Pinned articles stand first, and page after page nothing is shown twice, nothing is lost."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import (
    Accents,
    Article,
    Explanation,
    Query,
    ResultPage,
    Sort,
    read_query,
)
from index.answering import AnsweringIndex
from index.serving import ServedIndex
from index.staff.files import PINS, StaffFiles
from tests.archive import keep, rebuild

TODAY = date(2026, 11, 22)
ASKED = "thi đua"
SITE = "https://so.langbac.test/"
FOUND, OTHERS = 43, 6
ADDRESSES = (*(f"tin-{number}" for number in range(FOUND)), *(f"la-{n}" for n in range(OTHERS)))
EVERYTHING = Query(per_page=100)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles about emulation, most of them at equal scores, and a few about something else."""
    folder = tmp_path_factory.mktemp("pinned")
    articles = [
        Article(
            url=f"{SITE}tin-{number}",
            title="Thi đua yêu nước" if number % 5 else "Phong trào thi đua",
            body="Các đơn vị thi đua. " * (1 + number % 7),
            section="Tin tức",
        )
        for number in range(FOUND)
    ]
    articles += [
        Article(url=f"{SITE}la-{number}", title="Họp giao ban", body=f"Bàn việc {number}.")
        for number in range(OTHERS)
    ]
    keep(folder, articles)
    rebuild(folder)
    return folder


@pytest.fixture(scope="module")
def index(data: Path) -> Iterator[AnsweringIndex]:
    answering = AnsweringIndex(ServedIndex(data), StaffFiles(data), lambda: TODAY)
    yield answering
    answering.close()


def _pin(data: Path, names: Sequence[str], more: str = "", query: str = ASKED) -> None:
    pins = (
        f'[[pin]]\nquery = "{query}"\nurl = "{SITE}{name}"\nowner = "Phòng Tổng hợp"\n{more}\n'
        for name in names
    )
    (data / PINS).write_text("".join(pins), encoding="utf-8")


def _names(page: ResultPage) -> list[str]:
    return [hit.article.url.removeprefix(SITE) for hit in page.hits]


def _ask(index: AnsweringIndex, asked: Query, text: str = ASKED) -> ResultPage:
    return index.search(read_query(text, asked))


def _why(index: AnsweringIndex, name: str, asked: Query | None = None) -> Explanation:
    return index.why(read_query(ASKED, asked), f"{SITE}{name}")


@given(
    pinned=st.lists(st.sampled_from(ADDRESSES), max_size=9, unique=True),
    per_page=st.sampled_from([1, 3, 7, 10, 43, 100]),
)
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_all_pages_together_are_the_pinned_articles_and_then_the_rest_in_order(
    data: Path, index: AnsweringIndex, pinned: list[str], per_page: int
) -> None:
    _pin(data, [])
    found = _names(_ask(index, EVERYTHING))
    assert len(found) == FOUND
    _pin(data, [*pinned, "no-such-article"])
    wanted = [*pinned, *(name for name in found if name not in pinned)]
    number_of_pages = -(-len(wanted) // per_page)
    pages = [_ask(index, Query(page=n + 1, per_page=per_page)) for n in range(number_of_pages)]
    assert [name for page in pages for name in _names(page)] == wanted
    assert {(page.total, page.pages) for page in pages} == {(len(wanted), number_of_pages)}
    assert all(len(page.hits) == per_page for page in pages[:-1])
    beyond = _ask(index, Query(page=number_of_pages + 1, per_page=per_page))
    assert (beyond.total, beyond.hits) == (len(wanted), ())
    assert _names(_ask(index, Query(page=999_999_999, per_page=per_page))) == []


def test_a_page_tells_of_the_pins_that_stand_on_it_and_of_no_others(
    data: Path, index: AnsweringIndex
) -> None:
    _pin(data, ["la-1", "tin-7", "la-2"])
    notes = [
        [note.target for note in _ask(index, Query(page=number, per_page=2)).notes]
        for number in (1, 2, 3)
    ]
    assert notes == [["Họp giao ban", "Thi đua yêu nước"], ["Họp giao ban"], []]


@pytest.mark.parametrize("name", ["tin-0", "tin-11", "la-3"])
def test_a_pinned_article_keeps_its_score(data: Path, index: AnsweringIndex, name: str) -> None:
    _pin(data, [])
    scores = {hit.article.url.removeprefix(SITE): hit.score for hit in _ask(index, EVERYTHING).hits}
    _pin(data, [name])
    for per_page in (1, 100):
        first = _ask(index, Query(per_page=per_page)).hits[0]
        assert first.article.url == f"{SITE}{name}"
        assert first.score == pytest.approx(scores.get(name, 0.0))


def test_where_nothing_is_found_the_pinned_article_is_there_alone(
    data: Path, index: AnsweringIndex
) -> None:
    _pin(data, ["la-0"], query="zzyzx")
    pages = [_ask(index, Query(page=number), "zzyzx") for number in (1, 2)]
    assert [(page.total, _names(page)) for page in pages] == [(1, ["la-0"]), (1, [])]


def test_why_counts_places_as_the_pages_do(data: Path, index: AnsweringIndex) -> None:
    _pin(data, ["la-1", "tin-30", "tin-3"])
    page = _ask(index, EVERYTHING)
    for place, name in enumerate(_names(page), 1):
        why = _why(index, name)
        assert (why.place, why.total) == (place, page.total)
        assert (why.pin is not None) == (place <= 3)
    assert _why(index, "la-1").rank is None
    assert _why(index, "la-2").place is None


@pytest.mark.parametrize(
    ("more", "asked", "state"),
    [
        pytest.param("", Query(), "stands", id="stands"),
        pytest.param("from = 2026-11-22\nuntil = 2026-11-22", Query(), "stands", id="one-day"),
        pytest.param("from = 2026-11-23", Query(), "early", id="early"),
        pytest.param("until = 2026-11-21", Query(), "over", id="over"),
        pytest.param("", Query(sections=("Tin tức",)), "filtered", id="filtered"),
        pytest.param("", Query(sort=Sort.NEWEST), "sorted", id="sorted"),
        pytest.param("", Query(off=frozenset({"pinned"})), "off", id="off"),
        pytest.param("", Query(literal=True), "off", id="literal"),
    ],
)
def test_why_tells_whether_a_pin_stands_and_what_keeps_it_from_standing(
    data: Path, index: AnsweringIndex, more: str, asked: Query, state: str
) -> None:
    _pin(data, ["tin-30"], more)
    pin = _why(index, "tin-30", asked).pin
    assert pin is not None
    assert (pin.state, pin.owner, pin.line) == (state, "Phòng Tổng hợp", 1)
    assert (_names(_ask(index, asked))[0] == "tin-30") == (state == "stands")
    assert _why(index, "tin-31", asked).pin is None


def test_a_pin_of_another_query_is_none_of_this_one(data: Path, index: AnsweringIndex) -> None:
    _pin(data, ["tin-30"], query="khen thưởng")
    assert _why(index, "tin-30").pin is None


FIELD_QUERIES = (
    *("thi đua", "thi dua", "thị đùa", "yêu nước -họp", '"thi đua" yêu', "title:thi đua", "họp"),
    *("phong trào OR giao ban", "đơn vị thi đua tin tức"),
)


@pytest.mark.parametrize("text", FIELD_QUERIES)
@pytest.mark.parametrize("accents", Accents)
def test_what_stands_in_an_article_stands_in_a_field_of_it(
    data: Path, index: AnsweringIndex, text: str, accents: Accents
) -> None:
    _pin(data, [])
    query = read_query(text, Query(accents=accents))
    for name in ("tin-0", "tin-1", "la-0"):
        for part in index.why(query, f"{SITE}{name}").parts:
            assert part.stands == bool(part.fields), (name, part)


def test_each_field_of_an_article_is_counted_by_itself(data: Path, index: AnsweringIndex) -> None:
    _pin(data, [])
    counted = {
        (part.kind, part.text): [(one.field, one.count) for one in part.fields]
        for part in _why(index, "tin-2").parts
    }
    assert counted[("word", "thi")] == [("title", 1), ("body", 3)]
    assert counted[("pair", "thi đua")] == [("title", 1), ("body", 3)]
