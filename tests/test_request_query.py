"""Parameters as people, forms and machines write them, and the Query they make."""

import subprocess
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Accents, QueryError, Sort
from search_app.links import Links
from search_app.parameters import MOST_VALUES
from search_app.request_query import DEFAULTS, PARAMETERS, Asked, read_request, read_strictly


def ask(**values: str | Sequence[str]) -> Asked:
    """Read parameters; `since` stands for `from`, which Python keeps for itself."""
    named = {"from" if name == "since" else name: value for name, value in values.items()}
    return read_request(
        {name: [value] if isinstance(value, str) else value for name, value in named.items()}
    )


def test_nothing_asked_is_every_default() -> None:
    asked = ask()
    query = asked.query
    assert (query.text, query.page, query.per_page, query.sort) == ("", 1, 10, Sort.RELEVANCE)
    assert (query.accents, query.literal, query.off) == (Accents.AUTO, False, frozenset())
    assert (asked.lang, asked.parameters, asked.problems) == ("vi", (), ())


def test_every_parameter_reaches_the_query() -> None:
    asked = ask(
        q="thi đua",
        page="3",
        per_page="25",
        sort="newest",
        since="2020-01-01",
        to="31/12/2020",
        site=["langbac.gov.vn", "www.Soyte.vn"],
        section=["Thông báo", "Tin"],
        accents="strict",
        lang="en",
        literal="1",
        off=["keystrokes", "accents"],
    )
    query = asked.query
    assert asked.problems == ()
    assert query.text == "thi đua"
    assert (query.page, query.per_page, query.sort) == (3, 25, Sort.NEWEST)
    assert (query.since, query.until) == (date(2020, 1, 1), date(2020, 12, 31))
    assert query.sites == ("langbac.gov.vn", "soyte.vn")
    assert query.sections == ("Thông báo", "Tin")
    assert (query.accents, query.literal, asked.lang) == (Accents.STRICT, True, "en")
    assert query.off == {"keystrokes", "accents"}


def test_an_empty_parameter_is_an_absent_one() -> None:
    empty = {parameter.name: ["", "  "] for parameter in PARAMETERS}
    assert read_request(empty) == read_request({})


def test_an_unknown_parameter_is_ignored() -> None:
    assert ask(q="a", utm_source="thư", page_size="x") == ask(q="a")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("page", "0", id="page zero"),
        pytest.param("page", "-1", id="page below zero"),
        pytest.param("page", "hai", id="page in words"),
        pytest.param("page", "1.0", id="page with a dot"),
        pytest.param("page", "9" * 5000, id="page of 5,000 digits"),
        pytest.param("page", "²", id="page as a raised digit"),
        pytest.param("per_page", "101", id="more than a hundred on a page"),
        pytest.param("per_page", "0", id="none on a page"),
        pytest.param("sort", "best", id="an order there is not"),
        pytest.param("from", "2021-02-30", id="a day there is not"),
        pytest.param("from", "09/25/2021", id="month first"),
        pytest.param("to", "hôm qua", id="a day in words"),
        pytest.param("to", "2021", id="a year alone"),
        pytest.param("site", "a b", id="a host with a blank"),
        pytest.param("site", "https://a.vn/x", id="an address for a host"),
        pytest.param("site", "a" * 300, id="a host too long for any"),
        pytest.param("section", "a" * 301, id="a section too long for any"),
        pytest.param("accents", "maybe", id="accents unknown"),
        pytest.param("lang", "fr", id="a language we don't speak"),
        pytest.param("literal", "2", id="neither yes nor no"),
        pytest.param("off", "everything", id="a note there is not"),
    ],
)
def test_a_bad_value_gives_the_default_and_one_problem(name: str, value: str) -> None:
    asked = read_request({"q": ["a"], name: [value]})
    assert asked.query == ask(q="a").query
    assert asked.parameters == (("q", "a"),)
    [problem] = asked.problems
    assert problem.parameter == name
    assert value.startswith(problem.value)
    assert len(str(problem)) < 500
    with pytest.raises(QueryError) as raised:
        read_strictly({"q": ["a"], name: [value]})
    assert raised.value.parameter == name


def test_a_first_day_after_the_last_is_a_problem_and_neither_holds() -> None:
    asked = ask(since="2022-01-02", to="2022-01-01")
    assert [problem.parameter for problem in asked.problems] == ["from"]
    assert (asked.query.since, asked.query.until) == (None, None)


def test_first_and_last_day_may_be_the_same() -> None:
    assert ask(since="1/2/2022", to="2022-02-01").problems == ()


def test_a_bad_value_beside_a_good_one_leaves_the_good_one() -> None:
    asked = ask(off=["accents", "nothing"], site=["a.vn", "b c"])
    assert asked.query.off == {"accents"}
    assert asked.query.sites == ("a.vn",)
    assert [problem.parameter for problem in asked.problems] == ["site", "off"]


def test_of_a_single_parameter_given_twice_the_first_value_that_is_not_empty_holds() -> None:
    assert ask(page=["", "2", "3"]).query.page == 2


def test_more_values_than_a_person_would_tick_are_cut_with_a_problem() -> None:
    asked = ask(site=[f"s{number}.vn" for number in range(MOST_VALUES + 5)])
    assert len(asked.query.sites) == MOST_VALUES
    assert [problem.parameter for problem in asked.problems] == ["site"]


def test_decomposed_and_composed_text_ask_the_same() -> None:
    def decomposed(text: str) -> str:
        return unicodedata.normalize("NFD", text)

    assert ask(q=decomposed("tiếng Việt"), section=decomposed("Thông báo")) == ask(
        q="tiếng Việt", section="Thông báo"
    )


def test_half_a_character_from_a_shell_can_be_linked_to() -> None:
    asked = ask(q="a\udce1", section="b\udce1")
    assert Links("", asked.parameters).changed([("page", "2")]).isascii()


def test_a_very_long_text_is_cut_and_a_note_says_so() -> None:
    asked = ask(q="a" * 20_000)
    assert len(asked.query.text) <= 10_000
    assert [note.kind for note in asked.query.notes] == ["length"]


def test_what_a_link_carries_asks_for_the_same_again() -> None:
    asked = ask(q=' "thi  đua" -a', page="2", since="1/2/2022", site="WWW.a.vn", off=["date"])
    named: dict[str, list[str]] = {}
    for name, value in asked.parameters:
        named.setdefault(name, []).append(value)
    assert read_request(named) == asked


_VALUES = st.lists(
    st.one_of(
        st.text(max_size=30),
        st.sampled_from(
            ["1", "10", "2021-02-03", "3/2/2021", "newest", "strict", "en", "vi", "date", "a.vn"]
        ),
    ),
    max_size=3,
)
_REQUESTS = st.dictionaries(st.sampled_from([*DEFAULTS, "x"]), _VALUES)


@given(_REQUESTS)
def test_nothing_that_can_be_sent_raises_and_reading_twice_changes_nothing(
    values: Mapping[str, Sequence[str]],
) -> None:
    asked = read_request(values)
    again: dict[str, list[str]] = {}
    for name, value in asked.parameters:
        again.setdefault(name, []).append(value)
    second = read_request(again)
    assert (second.query, second.parameters, second.problems) == (
        asked.query,
        asked.parameters,
        (),
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param([("page", "3")], "/search?q=a+b&page=3&site=x.vn&off=date", id="another page"),
        pytest.param([("page", "1")], "/search?q=a+b&site=x.vn&off=date", id="the first page"),
        pytest.param([("q", "đ")], "/search?q=%C4%91&site=x.vn&off=date", id="other words"),
        pytest.param([("site", "")], "/search?q=a+b&off=date", id="a filter dropped"),
        pytest.param(
            [("off", "number")], "/search?q=a+b&site=x.vn&off=date&off=number", id="one more undone"
        ),
        pytest.param([("off", "date")], "/search?q=a+b&site=x.vn&off=date", id="undone already"),
        pytest.param(
            [("to", "2021-12-31"), ("from", "2021-01-01")],
            "/search?q=a+b&from=2021-01-01&to=2021-12-31&site=x.vn&off=date",
            id="two at once, in the order of the table",
        ),
        pytest.param(
            [("sort", "relevance")], "/search?q=a+b&site=x.vn&off=date", id="a default is left out"
        ),
    ],
)
def test_a_link_carries_what_was_asked_and_its_changes(
    changes: list[tuple[str, str]], expected: str
) -> None:
    asked = ask(q="a b", page="2", site="x.vn", off=["date"])
    assert Links("/search", asked.parameters).changed(changes) == expected


def test_a_filter_can_be_added_to_others_and_dropped_by_itself() -> None:
    links = Links("/search", ask(section=["A", "B"]).parameters)
    assert links.adding("section", "C") == "/search?section=A&section=B&section=C"
    assert links.dropping("section", "A") == "/search?section=B"
    assert Links("/search", ask(section="A").parameters).dropping("section", "A") == "/search"


def test_links_for_a_command_line_are_query_strings() -> None:
    assert Links("", ask(q="a").parameters).changed([("page", "2")]) == "?q=a&page=2"


def test_the_command_line_can_read_and_write_without_flask() -> None:
    code = (
        "import sys, search_app, search_app.request_query, search_app.answer; "
        "sys.exit('flask' in sys.modules or 'scrapy' in sys.modules)"
    )
    ended = subprocess.run([sys.executable, "-c", code], check=False)
    assert ended.returncode == 0
