"""Spellings of one word have one canonical spelling, those of two words have two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.composition import compose
from index.text.syllables import canonical
from index.text.tokens import canonical_token, document_numbers, tokenize
from tests.vietnamese import syllables

ONE_WORD = [
    pytest.param("hòa", "hoà", id="hòa"),
    pytest.param("hóa", "hoá", id="hóa"),
    pytest.param("khỏe", "khoẻ", id="khỏe"),
    pytest.param("thủy", "thuỷ", id="thủy"),
    pytest.param("ủy", "uỷ", id="ủy"),
    pytest.param("việt", "vịêt", id="việt"),
    pytest.param("việt", "VIỆT", id="capitals"),
    pytest.param("toán", "tóan", id="toán"),
    pytest.param("quyển", "quỷên", id="quyển"),
    pytest.param("khuỷu", "khủyu", id="khuỷu"),
    pytest.param("ngoèo", "ngòeo", id="ngoèo"),
    pytest.param("giá", "gía", id="giá"),
    pytest.param("giếng", "gíêng", id="giếng"),
    pytest.param("quý", "quí", id="quý"),
    pytest.param("quý", "qúy", id="quý-tone-on-u"),
    pytest.param("quà", "qùa", id="quà"),
    pytest.param("kỹ", "kĩ", id="kỹ"),
    pytest.param("mỹ", "Mĩ", id="mỹ"),
    pytest.param("lý", "lí", id="lý"),
    pytest.param("tỷ", "tỉ", id="tỷ"),
    pytest.param("hy", "hi", id="hy"),
    pytest.param("sĩ", "sỹ", id="sĩ"),
    pytest.param("vị", "vỵ", id="vị"),
    pytest.param("đất", "Ðất", id="icelandic-eth"),
    pytest.param("đất", "Ɖất", id="african-d"),
    pytest.param("đất", "ðất", id="small-eth"),
    pytest.param("đất", "ɖất", id="small-d-with-tail"),
    pytest.param("đường", "ĐƯỜNG", id="capital-đ-and-horns"),
    pytest.param("trường", "trƣờng", id="gha-for-ư"),
    pytest.param("trường", "TRƢỜNG", id="capital-gha-for-ư"),
    pytest.param("cho", "сho", id="cyrillic-с"),
    pytest.param("mig", "МIG", id="cyrillic-м"),
    pytest.param("ngân", "Νgân", id="greek-ν"),
    pytest.param("ubnd", "ＵＢＮＤ", id="full-width"),
    pytest.param("thi", "𝐓𝐡𝐢", id="bold"),
    pytest.param("đua", "đ𝐮𝐚", id="bold-in-part"),
    pytest.param("file", "ﬁle", id="joined-letters"),
    pytest.param("ii", "Ⅱ", id="roman-two-as-one-letter"),
    pytest.param("được", "đượ\u0323c", id="tone-put-twice"),
    pytest.param("học", "hoc\u0323", id="tone-over-the-coda"),
]


@pytest.mark.parametrize(("one", "other"), ONE_WORD)
def test_two_spellings_of_one_word_are_equal(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


TWO_WORDS = [
    pytest.param("hoà", "hoá", id="tone"),
    pytest.param("chợ", "cho", id="marks-and-none"),
    pytest.param("ăn", "ân", id="vowel"),
    pytest.param("đa", "da", id="đ"),
    pytest.param("tay", "tai", id="ay-ai"),
    pytest.param("thúy", "thúi", id="uy-ui"),
    pytest.param("thay", "thai", id="after-a-vowel"),
    pytest.param("yên", "iên", id="before-ê"),
    pytest.param("my", "mỹ", id="no-tone-and-a-tone"),
    pytest.param("ý", "í", id="alone"),
    pytest.param("nghỉ", "nghĩ", id="hỏi-ngã"),
    pytest.param("của", "cùa", id="huyền-hỏi"),
]


@pytest.mark.parametrize(("one", "other"), TWO_WORDS)
def test_two_words_stay_two(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


KEPT = [
    pytest.param("UBND", "ubnd", id="abbreviation"),
    pytest.param("QH14", "qh14", id="letters-and-digits"),
    pytest.param("ærø", "ærø", id="danish"),
    pytest.param("Straße", "straße", id="german"),
    pytest.param("Müller", "müller", id="umlaut"),
    pytest.param("中文", "中文", id="chinese"),
    pytest.param("НАТО", "нато", id="russian"),
    pytest.param("теплотеxники", "теплотеxники", id="russian-with-one-latin-letter"),
    pytest.param("Ουτοπία", "ουτοπία", id="greek"),
    pytest.param("đ", "đ", id="one-letter"),
    pytest.param("Đắk", "đắk", id="a-coda-vietnamese-lacks"),
    pytest.param("tiếńg", "tiếńg", id="two-tones"),
]


@pytest.mark.parametrize(("token", "expected"), KEPT)
def test_what_is_no_syllable_only_loses_its_capitals(token: str, expected: str) -> None:
    assert canonical(compose(token)) == compose(expected)


def test_every_spelling_of_every_syllable_has_one_canonical_spelling() -> None:
    """Composed and not, in capitals, with the tone over any vowel, `i` for `y`."""
    seen = set()
    for syllable in syllables():
        spellings = {canonical(compose(other)) for other in syllable.others}
        assert spellings == {syllable.spelling}
        seen.add(syllable.spelling)
    assert len(seen) > 17_000


def test_syllables_that_differ_have_canonical_spellings_that_differ() -> None:
    spellings = {syllable.spelling for syllable in syllables()}
    assert {canonical(spelling) for spelling in spellings} == spellings


@given(st.text())
def test_the_canonical_spelling_of_any_token_is_its_own(text: str) -> None:
    composed = compose(text)
    for token in (*tokenize(composed), *document_numbers(composed)):
        assert canonical_token(token.canonical) == token.canonical
        assert canonical(canonical(token.text)) == canonical(token.text)
