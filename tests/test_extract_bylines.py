"""The last lines of an article, and whether they sign it."""

import unicodedata

import pytest

from crawl import extract, family
from crawl.extraction.byline import Byline, read_byline
from index import Article
from tests.scripted_portal import drupal_article


def _read(body: str) -> Article:
    page = drupal_article("Tin", body).encode()
    article = extract(page, url="https://snv.yenlinh.gov.vn/node/7", profile=family("drupal7"))
    assert article is not None
    return article


def _right(*lines: str) -> str:
    return "".join(f'<p style="text-align:right">{line}</p>' for line in lines)


BYLINES = [
    pytest.param(_right("Lương Thị Nga"), "Lương Thị Nga", "", id="person"),
    pytest.param(_right("Sở Nội vụ"), "", "Sở Nội vụ", id="office"),
    pytest.param(_right("Lương Thị Nga<br>Thanh tra Sở"), "Lương Thị Nga", "Thanh tra Sở", id="br"),
    pytest.param(_right("Thanh tra Sở", "Lê Hà"), "Lê Hà", "Thanh tra Sở", id="office-first"),
    pytest.param(_right("Lê Hà - Phòng CCHC"), "Lê Hà", "Phòng CCHC", id="one-line"),
    pytest.param(_right("Tin, ảnh: Lê Hà"), "Lê Hà", "", id="label"),
    pytest.param(_right("(Theo Văn phòng UBND tỉnh)"), "", "Văn phòng UBND tỉnh", id="source"),
    pytest.param(_right("ĐOÀN VĂN NAM"), "ĐOÀN VĂN NAM", "", id="capitals"),
    pytest.param(_right("Đoàn Văn Nam"), "Đoàn Văn Nam", "", id="family-name-like-an-office"),
    pytest.param(_right("Phòng Văn hóa"), "", "Phòng Văn hóa", id="office-like-a-name"),
    pytest.param(_right("Ban Văn hóa xã hội"), "", "Ban Văn hóa xã hội", id="office-again"),
    pytest.param(_right("Lê Hà Phòng CCHC"), "", "", id="two-in-one"),
    pytest.param(_right("Ban Thị Hoa"), "Ban Thị Hoa", "", id="another"),
    pytest.param("<p align=right>Lê Hà</p>", "Lê Hà", "", id="align"),
    pytest.param("<p class=rteright><em>Lê Hà</em></p>", "Lê Hà", "", id="class"),
    pytest.param("<div style='text-align:right'><p>Lê Hà</p></div>", "Lê Hà", "", id="around"),
    pytest.param("<div align=right><p align=left>Lê Hà</p></div>", "", "", id="overruled"),
    pytest.param("<p>Lê Hà</p>", "", "", id="not-set-right"),
    pytest.param(_right("Kèm theo 3 phụ lục."), "", "", id="a-sentence"),
    pytest.param(_right("Lê Hà") + "<p>Hết.</p>", "", "", id="not-at-the-end"),
]


@pytest.mark.parametrize(("markup", "author", "unit"), BYLINES)
def test_who_signs_is_told_from_text(markup: str, author: str, unit: str) -> None:
    article = _read(f"<p>Nội dung.</p>{markup}")
    assert (article.author, article.unit) == (author, unit)
    assert (article.body == "Nội dung.") == bool(author or unit)


def test_a_decomposed_signature_is_read_like_a_composed_one() -> None:
    lines = [unicodedata.normalize("NFD", "Lương Thị Nga")]
    article = _read("<p>a</p>" + _right(*lines, unicodedata.normalize("NFD", "Phòng Tổng hợp")))
    assert (article.author, article.unit) == ("Lương Thị Nga", "Phòng Tổng hợp")


def test_lines_that_name_nobody_are_no_byline() -> None:
    assert read_byline([]) is None
    assert read_byline(["Năm 2021"]) is None
    assert read_byline(["Tác giả: Lê Hà", "Nguồn: Sở Nội vụ"]) == Byline("Lê Hà", "Sở Nội vụ")
