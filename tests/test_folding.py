"""Folding: what a plain keyboard would type for a token."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.composition import compose
from index.text.folding import fold, has_marks
from index.text.tokens import document_numbers, fold_token, tokenize
from tests.vietnamese import syllables

FOLDED = [
    pytest.param("Đường", "duong", id="đ-and-horns"),
    pytest.param("NGUYỄN", "nguyen", id="capitals"),
    pytest.param("hoà", "hoa", id="old-placement"),
    pytest.param("kỹ", "ki", id="y-is-i"),
    pytest.param("ky", "ki", id="bare-y-is-i"),
    pytest.param("quý", "qui", id="quý"),
    pytest.param("thuý", "thuy", id="uy-stays"),
    pytest.param("Ðất", "dat", id="eth"),
    pytest.param("ɖất", "dat", id="d-with-tail"),
    pytest.param("æ", "ae", id="one-letter-gives-two"),
    pytest.param("Straße", "strasse", id="sharp-s"),
    pytest.param("Müller", "muller", id="umlaut"),
    pytest.param("kẏ", "ki", id="foreign-mark-on-y"),
    pytest.param("Москва", "moskva", id="cyrillic"),
    pytest.param("QH14", "qh14", id="letters-and-digits"),
    pytest.param("T7", "t7", id="saturday"),
    pytest.param("5.865", "5865", id="thousands"),
    pytest.param("05", "5", id="zero-in-front"),
    pytest.param("m²", "m2", id="raised-digit"),
    pytest.param("２０２１", "2021", id="full-width-digits"),
    pytest.param("123/QĐ-UBND", "123/qd-ubnd", id="document-number"),
]


@pytest.mark.parametrize(("token", "expected"), FOLDED)
def test_a_token_folds_to_plain_letters(token: str, expected: str) -> None:
    assert fold_token(compose(token)) == expected


def test_every_syllable_folds_to_its_letters_without_marks() -> None:
    for syllable in syllables():
        assert {fold(compose(other)) for other in syllable.others} == {syllable.bare}
        assert syllable.bare.isascii()
        assert has_marks(syllable.spelling) == (syllable.spelling != syllable.bare)


@pytest.mark.parametrize("token", ["thi", "THI", "ky", "UBND", "2021"])
def test_a_bare_token_has_no_marks(token: str) -> None:
    assert not has_marks(token)


@pytest.mark.parametrize("token", ["đ", "Đ", "thì", "ăn", "ơ", "æ", "中文"])
def test_a_letter_that_a_plain_keyboard_lacks_is_a_mark(token: str) -> None:
    assert has_marks(token)


@given(st.text())
def test_folding_is_never_empty_and_folding_again_changes_nothing(text: str) -> None:
    composed = compose(text)
    for token in (*tokenize(composed), *document_numbers(composed)):
        assert token.folded
        assert fold_token(token.folded) == token.folded
        assert fold_token(token.canonical) == token.folded
