"""The sample portal's two sites are asked as a crawler and a visitor would, over HTTP."""

import http.client
import io
import json
import re
import threading
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from search_app.sample_portal.articles import (
    ARTICLES_FOLDER,
    Paragraph,
    Picture,
    PortalArticle,
    SamplePortalError,
    load_articles,
)
from search_app.sample_portal.check import check
from search_app.sample_portal.manifest import load_questions
from search_app.sample_portal.server import SamplePortal

REMOVED = 124
WITH_PICTURES = 101  # in the Drupal skin, with a broken caption and a print version
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def page(self) -> BeautifulSoup:
        return BeautifulSoup(self.text, "html.parser")


def ask(portal: SamplePortal, url: str, method: str = "GET", **headers: str) -> Reply:
    """Ask for an address of the portal, whatever name its host has."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=20)
    try:
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, target, headers={"Host": parts.netloc, **named})
        answer = connection.getresponse()
        return Reply(answer.status, dict(answer.getheaders()), answer.read())
    finally:
        connection.close()


def text_of(page: BeautifulSoup, selector: str) -> str:
    found = page.select_one(selector)
    assert found is not None, f"nothing at {selector}"
    return " ".join(found.get_text().split())


def attribute(page: BeautifulSoup, selector: str, name: str) -> str:
    found = page.select_one(selector)
    assert found is not None, f"nothing at {selector}"
    return str(found[name])


def links(page: BeautifulSoup, selector: str, base: str) -> list[str]:
    return [urljoin(base, str(link["href"])) for link in page.select(selector)]


@pytest.fixture
def portal() -> Iterator[SamplePortal]:
    with SamplePortal() as opened:
        yield opened


def article(portal: SamplePortal, number: int) -> PortalArticle:
    return next(article for article in portal.articles if article.id == number)


def first_of(portal: SamplePortal, skin: str) -> PortalArticle:
    return next(article for article in portal.articles if article.skin == skin)


def addresses(portal: SamplePortal, skin: str) -> set[str]:
    return {portal.url_of(article.id) for article in portal.articles if article.skin == skin}


def test_the_bundled_articles_are_eighty_or_more_over_seven_years() -> None:
    articles = load_articles()
    assert len(articles) >= 80
    assert {article.published.year for article in articles} == set(range(2019, 2026))
    assert any(article.decomposed for article in articles)
    assert [article.id for article in articles if article.removed] == [REMOVED]


def test_following_every_open_link_reaches_every_article_and_no_missing_page(
    portal: SamplePortal,
) -> None:
    waiting, statuses = list(portal.sites), dict.fromkeys(portal.sites, 0)
    while waiting:
        url = waiting.pop()
        reply = ask(portal, url)
        statuses[url] = reply.status
        if "html" not in reply.headers["Content-Type"]:
            continue
        names = [*reply.page.select("[href]"), *reply.page.select("[src]")]
        for name in names:
            found, _ = urldefrag(urljoin(url, str(name.get("href") or name.get("src"))))
            if found.startswith(portal.sites) and found not in statuses:
                statuses[found] = 0
                waiting.append(found)
    assert addresses(portal, "drupal") | addresses(portal, "nukeviet") <= statuses.keys()
    assert {url for url, status in statuses.items() if status != 200} == {portal.url_of(REMOVED)}


@pytest.mark.parametrize(
    ("skin", "start", "row", "following"),
    [
        ("drupal", "tin-tuc", ".views-row a", "li.pager-next a"),
        ("nukeviet", "vi/news/", ".panel-body > a", ".pagination a[rel=next]"),
    ],
    ids=["drupal", "nukeviet"],
)
def test_the_pages_of_the_news_listing_name_every_article(
    portal: SamplePortal, skin: str, start: str, row: str, following: str
) -> None:
    home = portal.sites[0 if skin == "drupal" else 1]
    url, named, pages = f"{home}{start}", set[str](), 0
    while url:
        page = ask(portal, url).page
        named.update(links(page, row, url))
        pages += 1
        url = next(iter(links(page, following, url)), "")
    assert pages >= 4
    assert named == addresses(portal, skin)


def test_a_listing_beyond_its_last_page_is_empty(portal: SamplePortal) -> None:
    drupal, nukeviet = portal.sites
    assert not ask(portal, f"{drupal}tin-tuc?page=99").page.select(".views-row")
    assert not ask(portal, f"{nukeviet}vi/news/page-99/").page.select(".news_column")


def test_a_section_lists_its_own_articles_alone(portal: SamplePortal) -> None:
    url = f"{portal.sites[0]}chuyen-muc/van-thu-luu-tru"
    expected = {
        portal.url_of(article.id)
        for article in portal.articles
        if article.skin == "drupal" and article.section == "Văn thư, lưu trữ"
    }
    assert set(links(ask(portal, url).page, ".views-row a", url)) == expected


def test_a_drupal_page_has_the_marks_of_its_kind(portal: SamplePortal) -> None:
    page = ask(portal, portal.url_of(WITH_PICTURES)).page
    shown = article(portal, WITH_PICTURES)
    assert attribute(page, "meta[name=Generator]", "content").startswith("Drupal 7")
    assert text_of(page, "h1#page-title") == shown.title
    assert text_of(page, ".submitted") == "Create: T7, 09/25/2021 - 23:10Author: admin"
    assert text_of(page, ".breadcrumb a:last-of-type") == shown.section
    signed = page.select('.field-name-body p[style="text-align: right;"]')
    assert [line.get_text() for line in signed] == [shown.signer, shown.unit]
    assert text_of(page, ".field-name-field-tep-dinh-kem .file a") == shown.attachments[0].title


def test_a_picture_stands_alone_and_its_caption_under_it_in_italics(portal: SamplePortal) -> None:
    page = ask(portal, portal.url_of(WITH_PICTURES)).page
    pictures = [
        block for block in article(portal, WITH_PICTURES).body if isinstance(block, Picture)
    ]
    captions = page.select(".field-name-body p:has(> img) + p > em")
    assert [str(img["alt"]) for img in page.select(".field-name-body img")] == ["QS1", "QA1", "QD"]
    assert [caption.get_text(" ") for caption in captions] == [
        picture.caption for picture in pictures
    ]
    assert any(caption.find("br") for caption in captions)


def test_a_nukeviet_page_has_the_marks_of_its_kind(portal: SamplePortal) -> None:
    shown = article(portal, 209)
    page = BeautifulSoup(
        unicodedata.normalize("NFC", ask(portal, portal.url_of(209)).text), "html.parser"
    )
    assert attribute(page, "meta[name=generator]", "content").startswith("NukeViet")
    assert text_of(page, "h1.title[itemprop=headline]") == shown.title
    assert text_of(page, "span.h5") == "Thứ ba - 16/04/2024 20:07"
    published = attribute(page, 'meta[property="article:published_time"]', "content")
    assert published == "2024-04-16T20:07:00+07:00"
    assert text_of(page, ".hometext") == shown.summary
    assert text_of(page, ".breadcrumbs li:last-child span") == shown.section
    assert text_of(page, "#news-bodyhtml.bodytext p") in {
        block.text for block in shown.body if isinstance(block, Paragraph)
    }
    assert text_of(page, ".news-download-file a[download]") == shown.attachments[0].title
    assert text_of(page, "p.h5.text-right") == f"Tác giả: {shown.signer}"


def test_nukeviet_captions_stand_in_figures_or_in_italics(portal: SamplePortal) -> None:
    found = {"#news-bodyhtml figcaption": 0, "#news-bodyhtml p:has(> img) + p > em": 0}
    for shown in portal.articles:
        if shown.skin == "nukeviet":
            page = ask(portal, portal.url_of(shown.id)).page
            for selector in found:
                found[selector] += len(page.select(selector))
    assert all(count >= 3 for count in found.values())


def test_other_articles_dates_stand_beside_an_article(portal: SamplePortal) -> None:
    for skin in ("drupal", "nukeviet"):
        oldest = [article for article in portal.articles if article.skin == skin][-1]
        page = ask(portal, portal.url_of(oldest.id)).text
        assert f"{first_of(portal, skin).published:%d/%m/%Y}" in page


def test_a_decomposed_article_is_sent_in_nfd_and_others_in_nfc(portal: SamplePortal) -> None:
    for shown in portal.articles:
        if not shown.removed:
            text = ask(portal, portal.url_of(shown.id)).text
            assert unicodedata.is_normalized("NFD", text) is shown.decomposed
            assert unicodedata.is_normalized("NFC", text) is not shown.decomposed


def test_every_page_names_its_charset(portal: SamplePortal) -> None:
    for url in (*portal.sites, portal.url_of(WITH_PICTURES), f"{portal.sites[0]}rss.xml"):
        assert ask(portal, url).headers["Content-Type"].endswith("charset=utf-8")


@pytest.mark.parametrize("site", [0, 1], ids=["drupal", "nukeviet"])
def test_robots_shuts_search_and_login_and_nothing_else(portal: SamplePortal, site: int) -> None:
    home = portal.sites[site]
    robots = RobotFileParser()
    robots.parse(ask(portal, f"{home}robots.txt").text.splitlines())
    for shut in ("search/node", "user/login", "user", "admin"):
        assert not robots.can_fetch("timtin", f"{home}{shut}")
    assert robots.can_fetch("timtin", home)
    assert robots.crawl_delay("timtin") is None
    assert robots.site_maps() == [f"{home}sitemap.xml"]
    page = ask(portal, home).page
    assert page.select('form[action^="/search"]')
    assert page.select('a[href="/user/login"]')


@pytest.mark.parametrize(("site", "skin"), [(0, "drupal"), (1, "nukeviet")])
def test_the_sitemap_names_the_newest_articles_only(
    portal: SamplePortal, site: int, skin: str
) -> None:
    root = ET.fromstring(ask(portal, f"{portal.sites[site]}sitemap.xml").body)  # noqa: S314 - ours
    listed = [str(place.text) for place in root.iter(SITEMAP)]
    newest = [portal.url_of(article.id) for article in portal.articles if article.skin == skin]
    assert listed == [portal.sites[site], *newest[: len(listed) - 1]]
    assert 10 < len(listed) < len(newest)


def test_the_sitemap_and_the_listings_still_name_the_removed_article(portal: SamplePortal) -> None:
    home = portal.sites[0]
    assert portal.url_of(REMOVED) in ask(portal, f"{home}sitemap.xml").text
    listing = ask(portal, f"{home}tags/chien-si-thi-dua")
    assert portal.url_of(REMOVED) in links(listing.page, ".views-row a", home)


@pytest.mark.parametrize(("site", "path"), [(0, "rss.xml"), (1, "rss/")])
def test_the_feed_gives_the_newest_articles_first(
    portal: SamplePortal, site: int, path: str
) -> None:
    root = ET.fromstring(ask(portal, f"{portal.sites[site]}{path}").body)  # noqa: S314 - ours
    newest = first_of(portal, "drupal" if site == 0 else "nukeviet")
    assert root.findtext("channel/item/link") == portal.url_of(newest.id)
    assert root.findtext("channel/item/title") == newest.title
    assert len(root.findall("channel/item")) == 10


def test_the_removed_article_answers_410_without_its_text(portal: SamplePortal) -> None:
    reply = ask(portal, portal.url_of(REMOVED))
    assert reply.status == 410
    assert article(portal, REMOVED).title not in text_of(reply.page, "#content")


def test_an_article_that_is_removed_answers_410_from_then_on(portal: SamplePortal) -> None:
    assert ask(portal, portal.url_of(102)).status == 200
    portal.remove(102)
    assert ask(portal, portal.url_of(102)).status == 410
    assert ask(portal, portal.url_of(103)).status == 200


def test_an_edited_article_shows_the_new_paragraph_at_the_same_address(
    portal: SamplePortal,
) -> None:
    before = portal.url_of(211)
    portal.edit(211, paragraph="Kế hoạch được điều chỉnh <ngay>.")
    assert portal.url_of(211) == before
    assert "Kế hoạch được điều chỉnh &lt;ngay&gt;." in ask(portal, before).text


def test_the_print_twin_names_the_article_it_repeats(portal: SamplePortal) -> None:
    url = portal.url_of(WITH_PICTURES)
    [twin] = links(ask(portal, url).page, ".print_html a", url)
    assert twin == f"{portal.sites[0]}print/{WITH_PICTURES}"
    printed = ask(portal, twin).page
    assert attribute(printed, "link[rel=canonical]", "href") == url
    assert article(portal, WITH_PICTURES).title in printed.get_text()
    assert ask(portal, f"{portal.sites[0]}print/102").status == 404


def test_a_nukeviet_article_prints_under_its_own_path(portal: SamplePortal) -> None:
    url = portal.url_of(201)
    [twin] = links(ask(portal, url).page, "a[title='In ra']", url)
    assert twin == f"{url}?print=1"
    assert attribute(ask(portal, twin).page, "link[rel=canonical]", "href") == url


def test_the_front_page_links_an_article_with_a_session_and_shows_the_same(
    portal: SamplePortal,
) -> None:
    newest = portal.url_of(first_of(portal, "nukeviet").id)
    home = portal.sites[1]
    [session] = [url for url in links(ask(portal, home).page, "a", home) if "PHPSESSID" in url]
    assert session.startswith(f"{newest}?PHPSESSID=")
    assert ask(portal, session).body == ask(portal, newest).body


def test_a_page_that_is_known_answers_304_until_it_changes(portal: SamplePortal) -> None:
    url = portal.url_of(105)
    tag = ask(portal, url).headers["ETag"]
    again = ask(portal, url, If_None_Match=tag)
    assert (again.status, again.body) == (304, b"")
    portal.edit(105, paragraph="Bổ sung.")
    changed = ask(portal, url, If_None_Match=tag)
    assert changed.status == 200
    assert changed.headers["ETag"] != tag


def test_head_sends_the_headers_of_get_alone(portal: SamplePortal) -> None:
    url = portal.url_of(105)
    full, head = ask(portal, url), ask(portal, url, "HEAD")
    assert head.body == b""
    assert head.headers["Content-Length"] == full.headers["Content-Length"] == str(len(full.body))


def test_pictures_and_attachments_are_whole_files(portal: SamplePortal) -> None:
    seen = set[str]()
    for shown in portal.articles:
        if shown.removed:
            continue
        url = portal.url_of(shown.id)
        page = ask(portal, url).page
        for picture in page.select(".field-name-body img, #news-bodyhtml img"):
            ET.fromstring(ask(portal, urljoin(url, str(picture["src"]))).body)  # noqa: S314 - ours
        for file in links(page, ".file a, .news-download-file a", url):
            body = ask(portal, file).body
            ending = file.rpartition(".")[2]
            seen.add(ending)
            if ending in {"docx", "xlsx", "zip"}:
                assert zipfile.ZipFile(io.BytesIO(body)).testzip() is None
            else:
                assert body.startswith({"pdf": b"%PDF-1.4", "doc": rb"{\rtf1"}[ending])
    assert seen == {"pdf", "doc", "docx", "xlsx", "zip"}


def test_the_plain_address_links_both_sites_and_an_unknown_host_is_not_found(
    portal: SamplePortal,
) -> None:
    assert links(ask(portal, portal.address).page, "a", "") == list(portal.sites)
    assert ask(portal, f"http://la.localhost:{portal.port}/").status == 404
    assert ask(portal, f"{portal.sites[0]}node/999").status == 404
    assert ask(portal, f"{portal.sites[1]}vi/news/khong-co/").status == 404


def test_the_log_names_host_path_and_visitor_in_order(portal: SamplePortal) -> None:
    ask(portal, f"{portal.sites[0]}tin-tuc?page=1", User_Agent="timtin/0.1")
    ask(portal, portal.sites[1], "HEAD")
    first, second = portal.requests
    assert (first.host, first.path, first.user_agent) == (
        "sonoivu.localhost",
        "/tin-tuc?page=1",
        "timtin/0.1",
    )
    assert (second.host, second.path) == ("cchc.localhost", "/")
    assert first.at <= second.at


def test_a_port_that_is_taken_is_refused_with_its_number(portal: SamplePortal) -> None:
    with pytest.raises(SamplePortalError, match=str(portal.port)):
        SamplePortal(port=portal.port)


@pytest.mark.parametrize(
    ("written", "instead", "complaint"),
    [
        ('skin = "drupal"', 'skin = "joomla"', "skin 'joomla'"),
        ('section = "Thi đua - Khen thưởng"', 'section = "Tin khác"', "section 'Tin khác'"),
        ("+07:00", "", "no offset"),
        ("removed = false", "", "removed"),
        ("Lương", unicodedata.normalize("NFD", "Lương"), "NFC"),
        ("id = 101", "id =", "101"),
    ],
    ids=["skin", "section", "offset", "missing key", "decomposed", "broken"],
)
def test_an_article_that_cannot_be_used_is_named(
    tmp_path: Path, written: str, instead: str, complaint: str
) -> None:
    [original] = ARTICLES_FOLDER.glob("101-*.toml")
    text = original.read_text("utf-8")
    assert written in text
    (tmp_path / original.name).write_text(text.replace(written, instead), "utf-8")
    with pytest.raises(SamplePortalError, match=complaint):
        load_articles(tmp_path)


def test_two_articles_with_one_id_are_refused(tmp_path: Path) -> None:
    [original] = ARTICLES_FOLDER.glob("101-*.toml")
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(original.read_text("utf-8"), "utf-8")
    with pytest.raises(SamplePortalError, match="101 is taken"):
        load_articles(tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SamplePortalError, match="no article"):
        load_articles(tmp_path)


SEARCHED = "tri tue nhan tao"  # a question of the manifest; article 143 is its whole answer


class Parrot(BaseHTTPRequestHandler):
    """A search service that knows one answer and finds nothing else."""

    def __init__(self, known: dict[str, object], *connection: object) -> None:
        self.known = known
        super().__init__(*connection)  # type: ignore[arg-type]  # passed on as the server gave it

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query).get("q", [""])[0]
        nothing: dict[str, object] = {"total": 0, "relaxed": None, "results": []}
        body = json.dumps(self.known if asked == SEARCHED else nothing).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:  # type: ignore[explicit-override]
        """Keep quiet."""


@contextmanager
def parrot(known: dict[str, object]) -> Iterator[str]:
    """The address of a search service that answers SEARCHED with `known`."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Parrot, known)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def right_answer(portal: SamplePortal) -> dict[str, object]:
    title = article(portal, 143).title
    marked = title.replace("trí tuệ nhân tạo", "<mark>trí tuệ</mark> <mark>nhân tạo</mark>")
    result = {"url": portal.url_of(143), "title": title, "title_html": marked, "snippet_html": ""}
    return {"total": 1, "relaxed": None, "results": [result]}


def complaints(portal: SamplePortal, known: dict[str, object]) -> dict[str, tuple[str, ...]]:
    with parrot(known) as address:
        return {answer.question: answer.complaints for answer in check(address, portal)}


def test_the_check_is_content_with_a_right_answer_and_names_a_missing_one(
    portal: SamplePortal,
) -> None:
    heard = complaints(portal, right_answer(portal))
    assert heard[SEARCHED] == ()
    assert heard["bantdkt"] == ()
    assert "total is 0, expected 21" in heard["thi dua khen thuong"]
    assert "article 101 is not found" in heard["thi dua khen thuong"]


@pytest.mark.parametrize(
    ("written", "instead", "complaint"),
    [
        ('"total": 1', '"total": 2', "total is 2, expected 1"),
        ('"relaxed": null', '"relaxed": "accents"', "relaxed is 'accents', expected None"),
        ("node/143", "node/143?PHPSESSID=1", "is no living article's address"),
        ("node/143", "node/141", "the first is not article 143"),
        ("node/143", f"node/{REMOVED}", "is no living article's address"),
        ("<mark>nhân tạo</mark>", "nhân tạo", "not marked in article 143: nhân, tạo"),
        ('"title_html": "', '"title_html": "<b>', "title_html without marks is not the title"),
        ('"results"', '"hits"', "no answer of the promised shape"),
    ],
    ids=["total", "relaxed", "session", "other", "removed", "unmarked", "markup", "shape"],
)
def test_the_check_complains_of_a_wrong_answer(
    portal: SamplePortal, written: str, instead: str, complaint: str
) -> None:
    text = json.dumps(right_answer(portal), ensure_ascii=False)
    assert written in text
    heard = complaints(portal, json.loads(text.replace(written, instead)))
    assert complaint in " ".join(heard[SEARCHED])


def test_the_check_complains_of_a_server_that_is_no_search_service(portal: SamplePortal) -> None:
    answers = check(portal.address, portal)
    assert len(answers) == len(load_questions())
    assert all(answer.complaints for answer in answers)


def test_the_manifest_speaks_of_articles_that_are_there(portal: SamplePortal) -> None:
    questions = load_questions()
    assert len(questions) >= 18
    for question in questions:
        named = {question.first} - {None} | set(question.includes)
        named |= {mark.article for mark in question.marks}
        assert not named & set(question.absent)
        assert len(named) <= question.total
        living = {article.id for article in portal.articles if not article.removed}
        assert named <= living


def test_every_mark_of_the_manifest_is_a_piece_of_its_article(portal: SamplePortal) -> None:
    for question in load_questions():
        for mark in question.marks:
            shown = article(portal, mark.article)
            texts = [block.text for block in shown.body if isinstance(block, Paragraph)]
            pieces = re.findall(r"\d+(?:\.\d+)*|\w+", " ".join([shown.title, *texts]))
            assert set(mark.syllables) <= set(pieces)


@pytest.mark.parametrize(
    "row",
    [
        'question = "a"',
        'question = "a"\ntotal = "1"',
        'question = "a"\ntotal = 1\nfirst = "101"',
        'question = "a"\ntotal = 1\nincludes = ["101"]',
        'question = "a"\ntotal = 1\nmarks = [{ article = 101 }]',
        'question = "a"\ntotal = 1\nparams = { page = 2 }',
        'question = "a"\ntotal = 1\nabsents = []',
    ],
    ids=["no total", "total", "first", "includes", "marks", "params", "key"],
)
def test_a_question_that_cannot_be_used_is_refused(tmp_path: Path, row: str) -> None:
    path = tmp_path / "manifest.toml"
    path.write_text(f"[[questions]]\n{row}\n", "utf-8")
    with pytest.raises(SamplePortalError):
        load_questions(path)
