"""Text as portals and people write it, and the composed text it becomes."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.composition import compose, one_line, paragraphs

TIENG = "ti\u1ebfng"

COMPOSED = [
    pytest.param("tie\u0302\u0301ng", TIENG, id="decomposed"),
    pytest.param("ti\u00ea\u0301ng", TIENG, id="half-decomposed"),
    pytest.param("tie\u0302\u0341ng", TIENG, id="the-old-vietnamese-acute"),
    pytest.param("vie\u0323\u0302t", "vi\u1ec7t", id="dot-before-circumflex"),
    pytest.param("vie\u0302\u0323t", "vi\u1ec7t", id="circumflex-before-dot"),
    pytest.param("d\u01a1\u0300i", "d\u1eddi", id="horn-and-grave"),
    pytest.param("do\u0300\u031bi", "d\u1eddi", id="grave-before-horn"),
    pytest.param("thi\u200b đua", "thi đua", id="zero-width-space"),
    pytest.param("\ufeffThi đua", "Thi đua", id="byte-order-mark"),
    pytest.param("thi đ\u00adua", "thi đua", id="soft-hyphen"),
    pytest.param("thi\x00 đua\x9f", "thi đua", id="controls"),
    pytest.param("thi \ud83dđua", "thi \ufffdđua", id="half-a-surrogate-pair"),
    pytest.param("Đường 🎉 中文 שלום", "Đường 🎉 中文 שלום", id="what-is-composed-stays"),
]


@pytest.mark.parametrize(("text", "expected"), COMPOSED)
def test_text_is_composed_and_freed_of_what_no_reader_sees(text: str, expected: str) -> None:
    assert compose(text) == expected


LINES = [
    pytest.param("  thi \t đua \n", "thi đua", id="blanks-and-newlines"),
    pytest.param("thi\u00a0đua\u3000khen", "thi đua khen", id="wide-and-unbreakable-blanks"),
    pytest.param("thi\x0bđua", "thi đua", id="line-break-of-a-word-processor"),
    pytest.param("thi\x0cđua", "thi đua", id="page-break"),
    pytest.param("thi\x85đua\u2028khen", "thi đua khen", id="other-line-separators"),
    pytest.param("thi \u200b đua", "thi đua", id="blanks-around-nothing"),
    pytest.param("\u200b \x00", "", id="nothing-to-see"),
]


@pytest.mark.parametrize(("text", "expected"), LINES)
def test_a_line_has_single_blanks_and_none_around(text: str, expected: str) -> None:
    assert one_line(text) == expected


def test_paragraphs_keep_their_lines_and_lose_empty_ones() -> None:
    text = "  Một \t hai\r\n\r\n \u200b \nBa\x0bbốn\u2029năm "
    assert paragraphs(text) == "Một hai\nBa\nbốn\nnăm"


@given(st.text())
def test_composing_again_changes_nothing(text: str) -> None:
    assert compose(compose(text)) == compose(text)
    assert one_line(one_line(text)) == one_line(text)
    assert paragraphs(paragraphs(text)) == paragraphs(text)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_a_text_and_its_decomposed_twin_are_one(text: str) -> None:
    assert compose(unicodedata.normalize("NFD", text)) == compose(text)
    assert unicodedata.is_normalized("NFC", compose(text))
