"""The start page: each of its examples finds something in what the index holds."""

from collections.abc import Callable, Iterator
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from index import Article, IndexMissing, SearchIndex, open_index
from index.engines.memory import MemoryIndex
from search_app import create_app
from tests.archive import keep, rebuild
from tests.judged_portal import portal_articles
from tests.web_page import Page, titles
from tests.web_sample import broken_client, client_of


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    """The sample portal as `timtin serve` answers from it."""
    data = tmp_path_factory.mktemp("data")
    keep(data, portal_articles())
    rebuild(data)
    index = open_index(data)
    yield index
    index.close()


def _examples(client: FlaskClient, lang: str = "vi") -> dict[str, str]:
    """The searches that the start page leads to, by what they show."""
    page = Page(client.get("/", query_string={"lang": lang}).text)
    searches = [link for link in page.links().values() if link.startswith("/search?")]
    return dict(zip(page.texts("h3"), map(unquote, searches), strict=True))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_example_finds_an_article_of_the_sample_portal(
    portal: SearchIndex, lang: str
) -> None:
    client = create_app(index=portal).test_client()
    examples = _examples(client, lang)
    assert len(examples) == 4
    for way, href in examples.items():
        found = Page(client.get(href).text)
        assert titles(found), (way, href)
        assert client.get(href.replace("/search", "/api/v1/search")).get_json()["relaxed"] is None


def _decision(number: int) -> Article:
    return Article(
        url=f"https://so.langbac.test/{number}",
        title=f"Quyết định số {number}/QĐ-UBND của tỉnh",
        body="Về việc tặng Bằng khen.",
    )


def test_the_number_of_a_document_is_one_that_the_index_has() -> None:
    index = MemoryIndex([_decision(71)])
    client = client_of(index)
    assert _examples(client)["Tìm theo số, ký hiệu văn bản"] == "/search?q=71/QĐ-UBND"
    index.rebuild([_decision(9), _decision(8)])
    assert _examples(client)["Tìm theo số, ký hiệu văn bản"] in {
        "/search?q=9/QĐ-UBND",
        "/search?q=8/QĐ-UBND",
    }


def test_a_way_to_search_that_finds_nothing_is_not_shown() -> None:
    client = client_of(MemoryIndex([Article(url="https://a.test/1", title="Chợ", body="Họp.")]))
    page = Page(client.get("/").text)
    assert page.texts("h3") == page.texts("h2") == []


def _of_nothing() -> FlaskClient:
    return client_of(MemoryIndex())


def _broken() -> FlaskClient:
    return broken_client(IndexMissing("there is no index yet"))


@pytest.mark.parametrize(("client", "ways"), [(_of_nothing, 0), (_broken, 4)])
def test_an_index_with_nothing_to_find_has_a_start_page_too(
    client: Callable[[], FlaskClient], ways: int
) -> None:
    answered = client().get("/")
    assert answered.status_code == 200
    assert len(Page(answered.text).texts("h3")) == ways
