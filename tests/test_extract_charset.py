"""Bytes and what a server says of them, and the text that they are."""

import unicodedata

import pytest

from crawl import extract, family
from crawl.extraction.charset import read_text
from tests.scripted_portal import drupal_article

ENCODINGS = [
    pytest.param("Đường".encode(), "text/html; charset=utf-8", id="header"),
    pytest.param("Đường".encode("utf-16"), "text/html", id="byte-order-mark"),
    pytest.param("\ufeffĐường".encode(), "text/html", id="utf-8-mark"),
    pytest.param("Đường".encode(), "text/html; charset=ISO-8859-1", id="server-default"),
    pytest.param("Đường".encode(), 'text/html; charset="no-such"', id="unknown"),
    pytest.param("Đường".encode(), "", id="nothing-said"),
]


@pytest.mark.parametrize(("body", "content_type"), ENCODINGS)
def test_a_pages_encoding_is_found(body: bytes, content_type: str) -> None:
    assert read_text(body, content_type=content_type).lstrip("\ufeff") == "Đường"


def test_a_page_in_windows_1258_is_composed_again() -> None:
    text = unicodedata.normalize("NFD", "Hà").encode("cp1258")
    page = drupal_article("TITLE", "<p>a</p>").replace("utf-8", "windows-1258").encode()
    article = extract(
        page.replace(b"TITLE", text), url="https://snv.vn/node/7", profile=family("drupal7")
    )
    assert article is not None
    assert article.title == "Hà"
