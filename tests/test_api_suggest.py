"""What machines are told while someone types."""

import pytest

from index import IndexMissing, Suggestion
from search_app.completing import MOST_SUGGESTIONS, SUGGESTIONS, Typed, completions, read_typed
from tests.web_sample import broken_client, client_of

SUGGEST = "/api/v1/suggest"


@pytest.mark.parametrize(
    "typed", ["thông báo l", "thong bao l", "THONG BAO L", "tho6ng ba1o l", "thoong baos l"]
)
def test_what_is_half_typed_is_completed_with_a_link(typed: str) -> None:
    answered = client_of().get(SUGGEST, query_string={"q": typed}).get_json()
    assert list(answered) == ["query", "suggestions"]
    assert answered["query"] == typed
    assert answered["suggestions"][0] == {
        "text": "thông báo lịch tiếp công dân",
        "link": "/search?q=th%C3%B4ng+b%C3%A1o+l%E1%BB%8Bch+ti%E1%BA%BFp+c%C3%B4ng+d%C3%A2n",
    }


def test_each_link_is_a_page_that_answers_in_the_language_asked_for() -> None:
    client = client_of()
    answered = client.get(f"{SUGGEST}?q=ban+tin&lang=en").get_json()
    assert answered["suggestions"]
    for one in answered["suggestions"]:
        page = client.get(one["link"])
        assert page.status_code == 200
        assert '<html lang="en">' in page.text


@pytest.mark.parametrize("query", ["", "?q=", "?q=+", "?q=%00", "?q=zzzz", f"?q={'a+' * 5000}"])
def test_nothing_known_is_completed_by_nothing(query: str) -> None:
    response = client_of().get(f"{SUGGEST}{query}")
    assert response.status_code == 200
    assert response.get_json()["suggestions"] == []
    assert len(response.get_json()["query"]) <= 200


def test_no_more_is_given_than_is_wanted() -> None:
    answered = client_of().get(f"{SUGGEST}?q=t&limit=2").get_json()
    assert len(answered["suggestions"]) == 2


@pytest.mark.parametrize("limit", ["0", "21", "-1", "x", "1.5", "99999999999"])
def test_a_limit_out_of_bounds_is_a_problem_that_names_it(limit: str) -> None:
    response = client_of().get(f"{SUGGEST}?q=thi&limit={limit}")
    assert response.status_code == 400
    assert response.content_type == "application/problem+json"
    assert response.get_json()["parameter"] == "limit"
    assert response.get_json()["expected"] == f"a whole number from 1 to {MOST_SUGGESTIONS}"


def test_without_an_index_there_are_no_completions_and_no_paths() -> None:
    response = broken_client(IndexMissing("no index in /srv/secret")).get(f"{SUGGEST}?q=thi")
    assert response.status_code == 503
    assert "secret" not in response.text


def test_a_blank_at_the_end_is_kept_for_it_ends_a_word() -> None:
    assert read_typed({"q": [" thi đua  "]}).text == "thi đua "
    assert read_typed({"q": ["   "]}).text == ""
    assert read_typed({"q": ["", "thi"]}) == Typed(text="thi", limit=SUGGESTIONS, lang="vi")


def test_on_the_command_line_links_are_query_strings() -> None:
    typed = Typed(text="thi", limit=1, lang="vi")
    answered = completions(typed, [Suggestion("thi đua", 2.0)], path="")
    assert answered["suggestions"] == [{"text": "thi đua", "link": "?q=thi+%C4%91ua"}]
