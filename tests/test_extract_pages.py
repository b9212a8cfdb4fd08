"""Pages as portals write them, by hand and by Word, and what is read from them."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawl import extract, family
from crawl.discovery import Discovered, read_discovery
from crawl.extraction.links import links_on
from crawl.extraction.page import open_page
from index import Article, Attachment
from tests.scripted_portal import drupal_article, listing

URL = "https://snv.yenlinh.gov.vn/node/7"
DRUPAL = family("drupal7")
NUKEVIET = family("nukeviet4")


def _read(body: str, **parts: str) -> Article:
    article = extract(drupal_article("Tin", body, **parts).encode(), url=URL, profile=DRUPAL)
    assert article is not None
    return article


BODIES = [
    pytest.param("<p>Một.</p><p>Hai.</p>", "Một.\nHai.", id="paragraphs"),
    pytest.param("Một.<br><br>Hai<br>ba.", "Một.\nHai ba.", id="breaks"),
    pytest.param("Một.<br>Hai.", "Một.\nHai.", id="break-after-a-sentence"),
    pytest.param("<p>Gồm<br>- một<br>- hai</p>", "Gồm\n- một\n- hai", id="items-by-hand"),
    pytest.param("<div>Một <b>hai</b><div>ba</div> bốn</div>", "Một hai\nba\nbốn", id="nested"),
    pytest.param("<p>H<b>ộ</b>i\n  nghị</p>", "Hội nghị", id="one-syllable-in-two-elements"),
    pytest.param("<ul><li>một</li><li>hai</li></ul>", "một\nhai", id="list"),
    pytest.param("<table><tr><td>Tên</td><td>5.865</td></tr></table>", "Tên\n5.865", id="table"),
    pytest.param("<p>a</p><script>x()</script><style>p{}</style><!-- no -->", "a", id="script"),
    pytest.param("<p>&nbsp;</p><p>a&nbsp;&nbsp;b</p>", "a b", id="blanks"),
    pytest.param("<p>a</p><ul class='links'><li>In</li></ul>", "a", id="dropped"),
    pytest.param('<p align="center">Điều 1</p><p>a</p>', "Điều 1\na", id="centred-heading"),
    pytest.param("<p><em>Lời dẫn.</em></p><p>a</p>", "Lời dẫn.\na", id="slanted-lead"),
    pytest.param("<form><div><p>a</p></div></form>", "a", id="page-in-a-form"),
]


@pytest.mark.parametrize(("markup", "body"), BODIES)
def test_paragraphs_are_those_that_a_reader_sees(markup: str, body: str) -> None:
    assert _read(markup).body == body


CAPTIONS = [
    pytest.param("<p><img></p><p><em>C</em></p><p>a</p>", ("C",), "a", id="italics"),
    pytest.param("<p><img></p><p><i>C</i> <em>D</em></p><p>a</p>", ("C D",), "a", id="two-pieces"),
    pytest.param(
        '<p><img></p><p><span style="font-style:italic">C</span></p><p>a</p>',
        ("C",),
        "a",
        id="style",
    ),
    pytest.param("<p><img></p><p>a <em>b</em></p>", (), "a b", id="half-slanted"),
    pytest.param("<p><img></p><p>a</p><p><em>b</em></p>", (), "a\nb", id="not-under-it"),
    pytest.param(
        "<p><img></p><p><img></p><center>C</center><p>a</p>", ("C",), "a", id="two-pictures"
    ),
    pytest.param("<p><img><br><em>C</em></p><p><em>D</em></p><p>a</p>", ("C", "D"), "a", id="both"),
    pytest.param("<p>a</p><p class='caption'>C</p>", ("C",), "a", id="by-class"),
    pytest.param(
        f"<p><img></p><p><em>{'dài ' * 90}</em></p>", (), ("dài " * 90).strip(), id="long"
    ),
    pytest.param('<p>a</p><p><img alt="QS1" title="QS1"></p>', (), "a", id="alt-is-no-text"),
]


@pytest.mark.parametrize(("markup", "captions", "body"), CAPTIONS)
def test_captions_are_told_from_text(markup: str, captions: tuple[str, ...], body: str) -> None:
    article = _read(markup)
    assert (article.captions, article.body) == (captions, body)


def test_attachments_have_absolute_addresses_and_their_words() -> None:
    files = (
        '<div class="field-type-file"><span class="file"><a href="/f/87%20KH.pdf">Kế hoạch 87</a>'
        '</span><span class="file"><a href="b.docx?x=1"><img></a></span>'
        '<a href="/trang">Trang khác</a></div>'
    )
    article = _read('<p>Thực hiện <a href="/f/q.PDF">quyết định</a> của Sở.</p>', below=files)
    origin = "https://snv.yenlinh.gov.vn"
    assert article.attachments == (
        Attachment(url=f"{origin}/f/q.PDF", title="quyết định"),
        Attachment(url=f"{origin}/f/87%20KH.pdf", title="Kế hoạch 87"),
        Attachment(url=f"{origin}/node/b.docx?x=1", title="b.docx"),
    )
    assert article.body == "Thực hiện quyết định của Sở."


@pytest.mark.parametrize(
    "markup",
    [
        '<p><a href="/f/q.pdf">Quyết định 12/QĐ-SNV</a></p>',
        '<p>Tệp đính kèm: <a href="/f/q.pdf">Quyết định 12/QĐ-SNV</a></p>',
        '<p>(<a href="/f/q.pdf">Quyết định 12/QĐ-SNV</a> - tải về tại đây)</p>',
    ],
)
def test_a_paragraph_that_only_hands_over_a_file_is_no_text(markup: str) -> None:
    article = _read(f"<p>Nội dung.</p>{markup}")
    assert article.body == "Nội dung."
    assert article.attachments[0].title == "Quyết định 12/QĐ-SNV"


def test_a_notice_that_is_nothing_but_a_file_has_its_name_for_text() -> None:
    link = '<a href="/f/q.pdf">Thông báo 412/TB-SNV</a>'
    assert _read(f"<p>{link}</p>").body == "Thông báo 412/TB-SNV"
    below = f'<div class="field-type-file"><span class="file">{link}</span></div>'
    assert _read("", below=below).body == "Thông báo 412/TB-SNV"


def test_a_drupal_page_tells_section_tags_poster_and_language() -> None:
    crumbs = '<div class="breadcrumb"><a href="/">Trang chủ</a> » <a href="/cm">Thông báo</a></div>'
    links = "<ul><li><a>thi đua</a></li><li><a>cchc</a></li></ul>"
    tags = f'<div class="field-name-field-tags">{links}</div>'
    article = _read("<p>a</p>", below=crumbs + tags)
    assert article.section == "Thông báo"
    assert article.tags == ("thi đua", "cchc")
    assert (article.poster, article.author, article.lang) == ("admin", "", "vi")
    assert _read("<p>a</p>", below='<p class="breadcrumb"><a>Trang chủ</a></p>').section == ""


def _nukeviet(*, head: str = "", below: str = "", lead: str = "Lời dẫn.") -> str:
    return f"""<html lang="vi"><head><meta charset="utf-8">{head}</head><body>
<ol class="breadcrumb"><li><a><span itemprop="title">Trang nhất</span></a></li>
<li><a><span itemprop="title">Thanh niên</span></a></li></ol>
<div class="news_column"><div class="panel-body"><h1 class="title" itemprop="headline">Tin</h1>
<span class="h5">Thứ bảy - 25/09/2021 23:10</span>
<div class="hometext" itemprop="description">{lead}</div>
<div id="news-bodyhtml" class="bodytext"><p>Nội dung.</p></div>{below}</div></div></body></html>"""


def _read_nukeviet(**parts: str) -> Article:
    url = "https://cchc.yenlinh.gov.vn/vi/news/thanh-nien/tin-7.html"
    article = extract(_nukeviet(**parts).encode(), url=url, profile=NUKEVIET)
    assert article is not None
    return article


def test_a_nukeviet_page_is_read_from_what_is_seen() -> None:
    below = (
        '<p class="h5 text-right"><strong>Tác giả bài viết: </strong>Lê Hà</p>'
        '<p class="h5 text-right"><strong>Nguồn tin: </strong>Sở Nội vụ</p>'
        '<div class="news-download-file"><a href="/dl/?id=3" download>Kế hoạch</a></div>'
        '<a href="/tag/bau-cu/"><em>bầu cử</em></a>'
    )
    article = _read_nukeviet(below=below)
    assert article.title == "Tin"
    assert article.summary == "Lời dẫn."
    assert article.body == "Nội dung."
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2021-09-25T23:10:00+07:00"
    assert (article.author, article.unit) == ("Lê Hà", "Sở Nội vụ")
    assert (article.section, article.tags) == ("Thanh niên", ("bầu cử",))
    assert [file.title for file in article.attachments] == ["Kế hoạch"]


def test_a_nukeviet_page_is_read_from_its_meta_elements_first() -> None:
    head = (
        '<meta property="article:published_time" content="2021-09-26T08:00:00+07:00">'
        '<meta property="article:modified_time" content="2021-09-27T08:00:00+07:00">'
        '<meta property="article:section" content="Tôn giáo, hội">'
    )
    article = _read_nukeviet(head=head)
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2021-09-26T08:00:00+07:00"
    assert article.updated_at is not None
    assert article.updated_at.day == 27
    assert article.section == "Tôn giáo, hội"


def test_a_lead_that_repeats_the_first_paragraph_is_left_out() -> None:
    assert _read_nukeviet(lead="Nội  dung.").summary == ""


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x00\xff\xfe<p", id="noise"),
        pytest.param(listing("/node/1").encode(), id="listing"),
        pytest.param(drupal_article("Tin", "<p>&nbsp;</p>").encode(), id="no-body"),
        pytest.param(drupal_article("", "<p>a</p>").encode(), id="no-title"),
    ],
)
def test_a_page_without_an_article_gives_none(page: bytes) -> None:
    assert extract(page, url=URL, profile=DRUPAL) is None


def test_a_profile_may_say_what_an_articles_address_looks_like() -> None:
    strict = replace(DRUPAL, article=replace(DRUPAL.article, url=re.compile(r"^/node/\d+$")))
    page = drupal_article("Tin", "<p>a</p>").encode()
    assert extract(page, url=URL, profile=strict) is not None
    assert extract(page, url="https://snv.yenlinh.gov.vn/lien-he", profile=strict) is None


@given(
    st.binary(max_size=300) | st.text(alphabet="<>/p divéắ\"'=&;#x0 ", max_size=200).map(str.encode)
)
@settings(max_examples=60)
def test_whatever_the_bytes_are_reading_ends_in_an_article_or_in_none(noise: bytes) -> None:
    page = drupal_article("Tin", "MARK").encode().replace(b"MARK", noise)
    found = extract(page, url=URL, profile=DRUPAL)
    assert found is None or found.title


def test_links_lead_to_articles_and_to_further_pages() -> None:
    page = open_page(
        listing("/node/1", "/node/2", "/node/1", following="?page=1").encode(), url=URL
    )
    links = links_on(page, DRUPAL)
    origin = "https://snv.yenlinh.gov.vn"
    assert links.articles == (f"{origin}/node/1", f"{origin}/node/2")
    assert links.listings == (f"{origin}/node/7?page=1",)


def test_sitemaps_and_feeds_of_every_kind_name_their_pages() -> None:
    entry = b"<entry><link href='/a'/><link rel='edit' href='/b'/></entry>"
    atom = b"<feed xmlns='http://www.w3.org/2005/Atom'>" + entry + b"</feed>"
    assert read_discovery(atom) == Discovered(pages=("/a",))
    rss = b"<rss><channel><link>/</link><item><link>/a</link></item></channel></rss>"
    assert read_discovery(rss) == Discovered(pages=("/a",))
    with pytest.raises(ValueError, match="no sitemap"):
        read_discovery(b"<html><p>x")
    with pytest.raises(ValueError, match="no sitemap"):
        read_discovery(b"\x1f\x8bno gzip")
