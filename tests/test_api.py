"""The JSON that machines read: its shape, its links, its problems."""

import json
from datetime import datetime, timedelta, timezone
from urllib.parse import parse_qs, urlsplit

import pytest

from index import (
    Article,
    Facets,
    FacetValue,
    Hit,
    Note,
    Passage,
    Query,
    ResultPage,
    Span,
    read_query,
)
from search_app.answer import answer
from search_app.links import Links
from tests.web_sample import FixedIndex, client_of

SEARCH = "/api/v1/search"

_ARTICLE = Article(
    url="https://a.vn/1",
    title="Thi đua & khen thưởng",
    body="Phong trào thi đua.\nTổng kết.",
    author="Hoàng Văn A",
    poster="admin",
    unit="Sở Nội vụ",
    section="Tin",
    published_at=datetime(2021, 9, 25, 16, 10, tzinfo=timezone(timedelta())),
)
_PAGE = ResultPage(
    total=12,
    page=1,
    per_page=10,
    hits=(
        Hit(
            article=_ARTICLE,
            score=12.345678,
            title=Passage(
                field="title", start=0, text=_ARTICLE.title, marks=(Span(0, 3), Span(4, 7))
            ),
            passages=(
                Passage(field="body", start=11, text="thi đua.", marks=(Span(11, 14),)),
                Passage(field="body", start=20, text="Tổng kết."),
            ),
        ),
    ),
    facets=Facets(site=(FacetValue(value="a.vn", count=12),)),
    understood="thi đua",
    notes=(
        Note(
            kind="keystrokes",
            source="thi ddua",
            target="thi đua",
            applied=True,
            changes=(("off", "keystrokes"),),
        ),
        Note(
            kind="date",
            source="2021",
            target="năm 2021",
            applied=False,
            changes=(("from", "2021-01-01"), ("to", "2021-12-31")),
        ),
    ),
    suggestion="thi đua khen thưởng",
)


def test_the_answer_has_every_key_in_the_order_that_is_promised() -> None:
    answered = client_of(FixedIndex(_PAGE)).get(f"{SEARCH}?q=thi+ddua&page=2&off=date").get_json()
    took_ms = answered.pop("took_ms")
    assert took_ms >= 0
    assert json.dumps(answered, ensure_ascii=False) == json.dumps(
        {
            "query": {
                "text": "thi ddua",
                "understood": "thi đua",
                "notes": [
                    {
                        "kind": "keystrokes",
                        "from": "thi ddua",
                        "to": "thi đua",
                        "applied": True,
                        "link": "/search?q=thi+ddua&off=date&off=keystrokes",
                    },
                    {
                        "kind": "date",
                        "from": "2021",
                        "to": "năm 2021",
                        "applied": False,
                        "link": "/search?q=thi+ddua&from=2021-01-01&to=2021-12-31&off=date",
                    },
                ],
            },
            "total": 12,
            "page": 1,
            "per_page": 10,
            "pages": 2,
            "relaxed": None,
            "partial": False,
            "results": [
                {
                    "url": "https://a.vn/1",
                    "title": "Thi đua & khen thưởng",
                    "title_html": "<mark>Thi</mark> <mark>đua</mark> &amp; khen thưởng",
                    "snippet": "thi đua. … Tổng kết.",
                    "snippet_html": "<mark>thi</mark> đua. … Tổng kết.",
                    "site": "a.vn",
                    "section": "Tin",
                    "published_at": "2021-09-25T23:10:00+07:00",
                    "author": "Hoàng Văn A",
                    "unit": "Sở Nội vụ",
                    "score": 12.3457,
                }
            ],
            "facets": {"site": [{"value": "a.vn", "count": 12}], "section": [], "year": []},
            "suggestion": {
                "text": "thi đua khen thưởng",
                "link": "/search?q=thi+%C4%91ua+khen+th%C6%B0%E1%BB%9Fng&off=date",
            },
        },
        ensure_ascii=False,
    )


def test_the_time_it_took_stands_after_the_pages() -> None:
    content = client_of(FixedIndex(_PAGE)).get(SEARCH).text
    assert list(json.loads(content)) == [
        "query",
        "total",
        "page",
        "per_page",
        "pages",
        "took_ms",
        "relaxed",
        "partial",
        "results",
        "facets",
        "suggestion",
    ]


def test_on_a_command_line_links_are_query_strings() -> None:
    query = read_query("thi ddua", Query())
    answered = answer(query, _PAGE, took_ms=1.26, links=Links("", (("q", "thi ddua"),)))
    assert answered["query"]["notes"][0]["link"] == "?q=thi+ddua&off=keystrokes"
    assert answered["took_ms"] == 1.3


def test_an_unaccented_query_finds_accented_words_and_marks_them() -> None:
    answered = client_of().get(f"{SEARCH}?q=thi+dua+khen+thuong").get_json()
    assert answered["total"] == 2
    titles = {result["title_html"] for result in answered["results"]}
    assert (
        "Hội nghị tổng kết phong trào <mark>thi</mark> <mark>đua</mark>, "
        "<mark>khen</mark> <mark>thưởng</mark>"
    ) in titles


def test_an_article_without_a_date_says_null_and_without_a_section_says_nothing() -> None:
    [result] = client_of().get(f"{SEARCH}?q=lich+tiep+cong+dan").get_json()["results"]
    assert (result["published_at"], result["author"], result["unit"]) == (None, "", "")


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        pytest.param("", 0, id="neither words nor filter"),
        pytest.param("q=%21%21%21", 0, id="only signs"),
        pytest.param("q=-thi", 0, id="only an exclusion"),
        pytest.param("q=&from=&to=&site=&section=", 0, id="an empty form"),
        pytest.param("site=langbac.gov.vn", 30, id="a filter alone, with subdomains"),
        pytest.param("site=sonoivu.langbac.gov.vn&from=2021-09-25&to=2021-09-25", 1, id="one day"),
        pytest.param("q=thi+dua&page=99", 3, id="a page beyond the last"),
        pytest.param("q=thi+dua&colour=red", 3, id="an unknown parameter"),
    ],
)
def test_what_is_no_error_is_answered(asked: str, total: int) -> None:
    response = client_of().get(f"{SEARCH}?{asked}")
    assert (response.status_code, response.get_json()["total"]) == (200, total)


def test_a_page_beyond_the_last_is_empty() -> None:
    assert client_of().get(f"{SEARCH}?q=thi+dua&page=99").get_json()["results"] == []


def test_a_filter_alone_lists_the_newest_first() -> None:
    answered = client_of().get(f"{SEARCH}?section=Thi+%C4%91ua+%E2%80%93+Khen+th%C6%B0%E1%BB%9Fng")
    days = [result["published_at"][:10] for result in answered.get_json()["results"]]
    assert days == ["2023-05-19", "2021-09-25"]


def test_each_link_of_an_answer_is_a_page_that_answers() -> None:
    client = client_of()
    answered = client.get(f"{SEARCH}?q=thi+dua+-ke+hoach").get_json()
    links = [note["link"] for note in answered["query"]["notes"]]
    assert len(links) == 3
    for link in links:
        assert client.get(link).status_code == 200
        assert parse_qs(urlsplit(link).query)["q"]


def test_an_equal_answer_is_not_sent_twice() -> None:
    client = client_of()
    first = client.get(f"{SEARCH}?q=thi+dua")
    tag = first.headers["ETag"]
    second = client.get(f"{SEARCH}?q=thi+dua", headers={"If-None-Match": tag})
    assert (second.status_code, second.data) == (304, b"")
    other = client.get(f"{SEARCH}?q=thi+dua&page=2", headers={"If-None-Match": tag})
    assert other.status_code == 200


def test_head_answers_as_get_without_the_content() -> None:
    client = client_of()
    head = client.head(f"{SEARCH}?q=thi+dua")
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Type"] == "application/json"
