"""What a crawl makes of pages that move, vanish, come back, repeat each other or hold nothing."""

import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawl import crawl
from index import ArticleStore, Removal
from tests.scripted_portal import (
    Answer,
    Asked,
    ScriptedPortal,
    drupal_article,
    html,
    listing,
    news,
)

GONE = Answer(status=410)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ArticleStore]:
    with ArticleStore(tmp_path / "articles.sqlite") as store:
        yield store


def _living(store: ArticleStore) -> set[str]:
    return {article.identity.partition("/")[2] for article in store.articles()}


def _to(location: str, *, status: int = 301) -> Answer:
    return Answer(status=status, headers={"Location": location})


@pytest.mark.parametrize("status", [404, 410])
def test_an_article_whose_page_is_gone_leaves_the_store_and_returns_with_it(
    store: ArticleStore, status: int
) -> None:
    with ScriptedPortal({"/": html(listing("/node/1")), "/node/1": news(1)}) as portal:
        crawl([portal.site()], store=store, settings=portal.settings())
        portal.pages["/node/1"] = Answer(status=status)
        gone = crawl([portal.site()], store=store, settings=portal.settings())
        assert store.count() == 0
        stored = store.get(f"{portal.origin}/node/1")
        assert stored is not None
        assert stored.removed is Removal.GONE
        portal.pages["/node/1"] = news(1)
        back = crawl([portal.site()], store=store, settings=portal.settings())
    assert (gone.sites[0].gone, back.sites[0].gone, store.count()) == (1, 0, 1)


def test_an_article_that_no_listing_names_any_more_is_still_looked_after(
    store: ArticleStore,
) -> None:
    with ScriptedPortal({"/": html(listing("/node/1")), "/node/1": news(1)}) as portal:
        crawl([portal.site()], store=store, settings=portal.settings())
        portal.pages = {"/": html(listing())}
        report = crawl([portal.site()], store=store, settings=portal.settings())
    assert report.sites[0].gone == 1


@pytest.mark.parametrize("status", [500, 503, 403, 401])
def test_a_server_that_fails_or_forbids_removes_nothing(store: ArticleStore, status: int) -> None:
    with ScriptedPortal({"/": html(listing("/node/1")), "/node/1": news(1)}) as portal:
        crawl([portal.site()], store=store, settings=portal.settings())
        portal.pages["/node/1"] = Answer(status=status)
        report = crawl([portal.site()], store=store, settings=portal.settings())
    assert store.count() == 1
    assert [failure.reason for failure in report.sites[0].failures] == [
        f"the server answered {status}"
    ]


def test_a_server_that_does_not_answer_removes_nothing(store: ArticleStore) -> None:
    with ScriptedPortal({"/": html(listing("/node/1")), "/node/1": news(1)}) as portal:
        crawl([portal.site()], store=store, settings=portal.settings())
    report = crawl([portal.site()], store=store, settings=portal.settings())
    assert store.count() == 1
    assert report.sites[0].failed > 0


def test_a_known_page_is_asked_for_only_if_it_changed(store: ArticleStore) -> None:
    def answer(asked: Asked) -> Answer:
        return Answer(status=304) if asked.headers.get("if-none-match") == '"7"' else news(7)

    with ScriptedPortal({"/": html(listing("/node/7")), "/node/7": answer}) as portal:
        crawl([portal.site()], store=store, settings=portal.settings())
        before = store.get(f"{portal.origin}/node/7")
        report = crawl([portal.site()], store=store, settings=portal.settings())
        after = store.get(f"{portal.origin}/node/7")
    assert (report.sites[0].unchanged, report.sites[0].failed) == (1, 0)
    assert before is not None
    assert after is not None
    assert after.last_checked > before.last_checked
    assert after.last_changed == before.last_changed


def test_a_redirect_is_followed_to_where_the_article_is(store: ArticleStore) -> None:
    pages = {"/": html(listing("/bai")), "/bai": _to("/node/1/"), "/node/1/": news(1)}
    with ScriptedPortal(pages) as portal:
        crawl([portal.site()], store=store, settings=portal.settings())
    assert _living(store) == {"node/1"}


def test_a_redirect_to_another_spelling_of_the_same_page_is_followed(store: ArticleStore) -> None:
    pages = {"/": html(listing("/node/1")), "/node/1": _to("/node/1/"), "/node/1/": news(1)}
    with ScriptedPortal(pages) as portal:
        report = crawl([portal.site()], store=store, settings=portal.settings())
    assert (report.sites[0].added, report.sites[0].failed) == (1, 0)


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param({"/a": _to("/b"), "/b": _to("/a")}, id="circle"),
        pytest.param({"/a": _to("/a")}, id="itself"),
        pytest.param({"/a": _to("/a/"), "/a/": _to("/a")}, id="slash-and-back"),
        pytest.param(
            {"/a": _to("/a?1")} | {f"/a?{n}": _to(f"/a?{n + 1}") for n in range(9)}, id="chain"
        ),
    ],
)
def test_redirects_without_an_end_come_to_one(
    store: ArticleStore, pages: dict[str, Answer]
) -> None:
    with ScriptedPortal({"/": html(listing("/a")), **pages}) as portal:
        report = crawl([portal.site()], store=store, settings=portal.settings())
        assert len(portal.paths) <= 8
    assert report.sites[0].waiting == 0


def test_two_addresses_of_one_article_are_one_until_both_are_gone(store: ArticleStore) -> None:
    page = html(
        drupal_article("Tin", "<p>Nội dung.</p>", head='<link rel="canonical" href="/node/1">')
    )
    pages = {"/": html(listing("/bai-viet", "/node/1")), "/bai-viet": page, "/node/1": page}
    with ScriptedPortal(pages) as portal:
        first = crawl([portal.site()], store=store, settings=portal.settings())
        assert _living(store) == {"node/1"}
        portal.pages["/bai-viet"] = GONE
        crawl([portal.site()], store=store, settings=portal.settings())
        assert store.count() == 1
        portal.pages["/node/1"] = GONE
        last = crawl([portal.site()], store=store, settings=portal.settings())
    assert (first.sites[0].added, first.sites[0].unchanged, last.sites[0].gone) == (1, 1, 1)
    assert store.count() == 0


def test_a_page_without_an_article_is_reported_and_the_crawl_goes_on(store: ArticleStore) -> None:
    pages = {
        "/": html(listing("/node/1", "/node/2", "/node/3", "/node/4")),
        "/node/1": html("<html><body class='page-node-1'><h1 id='page-title'>Trống</h1>"),
        "/node/2": Answer(b"%PDF", headers={"Content-Type": "application/pdf"}),
        "/node/3": Answer(b"\xff\xfe\x00<" * 9, headers={"Content-Type": "text/html; charset=x"}),
        "/node/4": news(4),
    }
    with ScriptedPortal(pages) as portal:
        report = crawl([portal.site()], store=store, settings=portal.settings())
    site = report.sites[0]
    assert (site.added, site.failed) == (1, 3)
    assert [failure.reason for failure in site.failures] == [
        "no article was found on the page",
        "it is no web page but application/pdf",
        "no article was found on the page",
    ]


def test_a_known_article_whose_page_can_no_longer_be_read_stays(store: ArticleStore) -> None:
    with ScriptedPortal({"/": html(listing("/node/1")), "/node/1": news(1)}) as portal:
        crawl([portal.site()], store=store, settings=portal.settings())
        portal.pages["/node/1"] = html("<p>Mẫu trang mới</p>")
        for _ in range(2):
            report = crawl([portal.site()], store=store, settings=portal.settings())
            assert report.sites[0].failed == 1
    assert store.count() == 1


def test_older_articles_are_found_page_by_page_and_news_come_first(store: ArticleStore) -> None:
    pages = {
        "/": html(listing("/node/9", following="/?page=1")),
        "/?page=1": html(listing("/node/8", following="/?page=2")),
        "/?page=2": html(listing("/node/7", following="/?page=1")),
    } | {f"/node/{number}": news(number) for number in (7, 8, 9)}
    with ScriptedPortal(pages) as portal:
        crawl([portal.site()], store=store, settings=portal.settings())
        assert portal.paths == ["/", "/node/9", "/?page=1", "/node/8", "/?page=2", "/node/7"]


def test_sitemaps_and_the_feed_lead_to_articles_that_no_listing_names(store: ArticleStore) -> None:
    pages = {
        "/": html(listing()),
        "/sitemap.xml": Answer(
            b"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
            b"<sitemap><loc>/tin.xml</loc></sitemap></sitemapindex>"
        ),
        "/tin.xml": Answer(b"<urlset><url><loc> /node/1 </loc></url></urlset>"),
        "/rss.xml": Answer(b"<rss><channel><item><link>/node/2</link></item></channel></rss>"),
        "/node/1": news(1),
        "/node/2": news(2),
    }
    with ScriptedPortal(pages) as portal:
        report = crawl([portal.site()], store=store, settings=portal.settings())
    assert (report.sites[0].added, report.sites[0].failed) == (2, 0)


def test_a_limit_stops_a_crawl_and_the_next_one_goes_on_with_news_first(
    store: ArticleStore,
) -> None:
    links = [f"/node/{number}" for number in range(8)]
    pages = {link: news(number) for number, link in enumerate(links)}
    with ScriptedPortal({"/": html(listing(*links)), **pages}) as portal:
        site = portal.site(limit=4)
        crawl([site], store=store, settings=portal.settings())
        assert store.count() == 3
        portal.pages |= {"/": html(listing("/node/99", *links)), "/node/99": news(99)}
        second = crawl([site], store=store, settings=portal.settings())
        assert store.count() == 6
    assert second.sites[0].waiting > 0


def test_the_page_as_fetched_is_kept_byte_for_byte(store: ArticleStore, tmp_path: Path) -> None:
    body = (
        drupal_article("Tiếng Việt", "<p>Cũ.</p>").replace("utf-8", "windows-1258").encode("utf-8")
    )
    page = Answer(body, headers={"Content-Type": "text/html; charset=utf-8"})
    with ScriptedPortal({"/": html(listing("/node/1")), "/node/1": page}) as portal:
        crawl([portal.site()], store=store, settings=portal.settings())
    with sqlite3.connect(tmp_path / "articles.sqlite") as connection:
        row = connection.execute(
            "SELECT body, content_type FROM crawl_pages WHERE article IS NOT NULL"
        ).fetchone()
    connection.close()
    assert (zlib.decompress(row[0]), row[1]) == (body, "text/html; charset=utf-8")
