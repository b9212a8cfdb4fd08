"""Tokens: what counts as one, and where in the text it stands."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.composition import compose
from index.text.tokens import Token, document_numbers, tokenize

TOKENS = [
    pytest.param("Sở Nội vụ tỉnh", "Sở|Nội|vụ|tỉnh", id="syllables"),
    pytest.param("Thi đua- Khen thưởng", "Thi|đua|Khen|thưởng", id="glued-dash"),
    pytest.param("“kinh tế - xã hội”", "kinh|tế|xã|hội", id="quotes-and-dash"),
    pytest.param("là của và thì mà", "là|của|và|thì|mà", id="no-stop-words"),
    pytest.param("Y tế, ý kiến, ở", "Y|tế|ý|kiến|ở", id="one-letter-words"),
    pytest.param("Đ/c Ô.Nam", "Đ|c|Ô|Nam", id="honorifics"),
    pytest.param("5.865 tập thể", "5.865|tập|thể", id="thousands"),
    pytest.param("1,234,567 đồng", "1,234,567|đồng", id="thousands-with-commas"),
    pytest.param("1.234.567,89 đồng", "1.234.567|89|đồng", id="thousands-and-decimals"),
    pytest.param("3,5%", "3|5", id="decimals-alone"),
    pytest.param("5.865. Sau đó", "5.865|Sau|đó", id="number-at-the-end-of-a-sentence"),
    pytest.param("12.345.67", "12|345|67", id="not-thousands"),
    pytest.param("1.2345", "1|2345", id="four-digits-are-no-group"),
    pytest.param("23/9/2021", "23|9|2021", id="date"),
    pytest.param("25.9.2021", "25|9|2021", id="date-with-points"),
    pytest.param("2018-2020", "2018|2020", id="period"),
    pytest.param("T7, 09/25/2021 - 23:10", "T7|09|25|2021|23|10", id="date-of-the-seed"),
    pytest.param("123/QĐ-UBND", "123|QĐ|UBND", id="document-number-in-parts"),
    pytest.param("45/2019/QH14", "45|2019|QH14", id="law-number-in-parts"),
    pytest.param("18-NQ/TW", "18|NQ|TW", id="resolution-number-in-parts"),
    pytest.param("COVID-19, 4G", "COVID|19|4G", id="letters-and-digits"),
    pytest.param("a@snv.gov.vn", "a|snv|gov|vn", id="mail"),
    pytest.param("snv_langson", "snv|langson", id="underscore-parts"),
    pytest.param("🎉 Chúc mừng 🇻🇳!", "Chúc|mừng", id="emoji"),
    pytest.param("中文 日本", "中文|日本", id="chinese-and-japanese"),
    pytest.param("שלום مرحبا", "שלום|مرحبا", id="right-to-left"),
    pytest.param("!?… — ()", "", id="signs-alone"),
    pytest.param("", "", id="nothing"),
    pytest.param("tie\u0302\u0331ng", "tiê̱ng", id="a-mark-that-does-not-compose"),
]


@pytest.mark.parametrize(("text", "expected"), TOKENS)
def test_a_text_falls_into_tokens(text: str, expected: str) -> None:
    found = "|".join(token.text for token in tokenize(compose(text)))
    assert found == unicodedata.normalize("NFC", expected)


EQUAL = [
    pytest.param("5.865", "5865", id="point"),
    pytest.param("5,865", "5865", id="comma"),
    pytest.param("1.000.000", "1000000", id="million"),
    pytest.param("05", "5", id="zero-in-front"),
    pytest.param("00", "0", id="midnight"),
    pytest.param("m²", "m2", id="raised"),
    pytest.param("５", "5", id="full-width"),
    pytest.param("QĐ", "qđ", id="capitals"),
]


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_spellings_of_one_number_are_one_token(one: str, other: str) -> None:
    (first,), (second,) = tokenize(one), tokenize(other)
    assert first.canonical == second.canonical


@pytest.mark.parametrize(("one", "other"), [("005", "5"), ("50", "5"), ("5.8650", "58650")])
def test_numbers_that_differ_stay_apart(one: str, other: str) -> None:
    spellings = [[token.canonical for token in tokenize(text)] for text in (one, other)]
    assert spellings[0] != spellings[1]


DOCUMENT_NUMBERS = [
    pytest.param("Quyết định số 123/QĐ-UBND ngày", "123/qđ-ubnd", id="decision"),
    pytest.param("nghị định 42/2022/NĐ-CP.", "42/2022/nđ-cp", id="decree-with-year"),
    pytest.param("Luật 45/2019/QH14,", "45/2019/qh14", id="law"),
    pytest.param("(18-NQ/TW)", "18-nq/tw", id="resolution"),
    pytest.param("05/TTg", "5/ttg", id="zero-in-front"),
    pytest.param("12a/BC-SNV", "12a/bc-snv", id="number-with-a-letter"),
    pytest.param("7/KH-BCĐ&TT", "7/kh-bcđ&tt", id="ampersand"),
    pytest.param("123/qd-ubnd", "123/qd-ubnd", id="typed-plainly"),
    pytest.param("123/QĐ‑UBND, 18–NQ/TW", "123/qđ-ubnd|18-nq/tw", id="typeset-dashes"),
    pytest.param("123/QÐ-UBND", "123/qđ-ubnd", id="a-look-alike-of-đ"),
    pytest.param("1/A và 2/B", "1/a|2/b", id="two"),
    pytest.param("23/9/2021", "", id="a-date-is-none"),
    pytest.param("2018-2020", "", id="a-period-is-none"),
    pytest.param("1.123/QĐ-UBND", "", id="not-from-inside-a-number"),
    pytest.param("COVID-19", "", id="a-name-is-none"),
    pytest.param("và/hoặc", "", id="a-stroke-is-none"),
]


@pytest.mark.parametrize(("text", "expected"), DOCUMENT_NUMBERS)
def test_a_document_number_is_kept_whole_too(text: str, expected: str) -> None:
    numbers = list(document_numbers(compose(text)))
    assert "|".join(number.canonical for number in numbers) == expected


letters = st.sampled_from("aăâeêioôơuưyđĐðÐbcghklmnqtvQUBND0123456789٠½²İßæ中あש🎉")
marks = st.sampled_from("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323\u0331")
signs = st.sampled_from(" /-.,&_:\n\"'")
vietnamese_like = st.lists(st.one_of(letters, letters, marks, signs)).map("".join)
any_text = st.one_of(st.text(), vietnamese_like).map(compose)


@given(any_text)
def test_a_token_covers_the_characters_it_came_from(text: str) -> None:
    for token in (*tokenize(text), *document_numbers(text)):
        assert text[token.start : token.end] == token.text
        assert Token(token.folded, 0, len(token.folded)).folded == token.folded


@given(any_text)
def test_tokens_ascend_without_overlap_and_leave_no_letter_out(text: str) -> None:
    end, between = 0, ""
    for token in tokenize(text):
        assert end <= token.start < token.end
        between += text[end : token.start]
        end = token.end
    between += text[end:]
    assert not [letter for letter in between if letter.isalnum()]


@given(any_text)
def test_a_document_number_begins_and_ends_with_a_token_and_holds_its_parts(text: str) -> None:
    tokens = list(tokenize(text))
    for number in document_numbers(text):
        inside = [token for token in tokens if number.start <= token.start < number.end]
        assert (inside[0].start, inside[-1].end) == (number.start, number.end)
        parts = [token.canonical for token in tokenize(number.text)]
        assert [token.canonical for token in inside] == parts


HOSTILE = [
    pytest.param("a", id="one-word"),
    pytest.param("\u0301", id="marks"),
    pytest.param("a\u0301\u0323", id="letters-under-marks"),
    pytest.param("1", id="digits"),
    pytest.param("1.", id="digits-and-points"),
    pytest.param("1.234.", id="groups"),
    pytest.param("1.234,", id="mixed-groups"),
    pytest.param(".123", id="groups-without-a-head"),
    pytest.param("1/", id="digits-and-strokes"),
    pytest.param("1/Q-", id="document-numbers"),
    pytest.param("1-abc", id="half-document-numbers"),
    pytest.param("1/2022/", id="years"),
    pytest.param("Q&/.-", id="joining-signs"),
    pytest.param("_", id="underscores"),
]


@pytest.mark.timeout(30)
@pytest.mark.parametrize("unit", HOSTILE)
def test_a_hundred_kilobytes_of_hostile_text_are_read_at_once(unit: str) -> None:
    """A pattern that tries every end for every beginning would take minutes, not a blink."""
    text = compose((unit * 100_000)[:100_000])
    found = (*tokenize(text), *document_numbers(text))
    assert all(token.canonical and token.folded for token in found)
