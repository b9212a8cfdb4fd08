"""What Vietnamese spelling can build is legal; what it cannot is not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.composition import compose
from index.text.folding import fold
from index.text.legal import begins_syllable, is_legal, is_legal_without_marks, legal_syllables
from index.text.syllables import canonical
from index.text.tokens import tokenize
from tests.vietnamese import syllables

# Legal syllables that between them use every onset, glide, coda and tone.
LEGAL = """
ở y ý à ô ừ ế uể oải yêu yến ấm Thưởng NGHIÊNG nghĩ ngủ ghế gà kẻ cá quả quốc quyết quý qui
quỳnh quýt quở gì gìn giếng giữ giấc giọt giòn giặc giường già khuỷu khuya thuở huơ ngoằn ngoèo
ngoéo xoắn loẻng huênh khuếch luân luật tuýp buýt phuy voan xoong boong goòng moóc đoòng soóc
hươu rượu bướm ướt mười chuối muốn thuốc tịch sách xếp đẹp học viết nước được hoà hòa thuỷ thủy
vịêt kĩ kỹ Mĩ Mỹ Vy Thy Sỹ pin pa séc ngoạm quạu quều chuếnh choạng đắk Lắk Krông Kạn Kông
"""
# Onsets before the wrong vowels, rhymes that do not exist, tones that a stop forbids.
ILLEGAL = """
ke\u0309t hoc tâp mat\u0300 sãch viêt cát\u0303 qa qat ka kôi cê ci cy gê ngê ngi ghà ngha nghô
ceo\u0301 cuyên mươ thương\u0304 ươ ưo tuơng thuơng đuong đươc âa ă â đ ươi\u0323k aa oo uu iê uô
boàn phuyên moang tiêngs thuwowngr thu7o7ng3 khoong soong of for UBND bcđ xyz hoàng2 中文
Đức7 street strong học1 nguyeenx blao zin wa fan jun ệch\u0300 tiếńg tíêńg
"""


@pytest.mark.parametrize("token", LEGAL.split())
def test_a_syllable_is_legal_in_any_spelling(token: str) -> None:
    for spelling in (token, token.upper(), token.title(), unicodedata.normalize("NFD", token)):
        assert is_legal(spelling)


@pytest.mark.parametrize("token", ILLEGAL.split())
def test_what_no_rule_builds_is_no_syllable(token: str) -> None:
    assert not is_legal(compose(token))


BARE = "hoc tap thuong duong nghi quyet viet nuoc o y HOC dak krong kong ky ki thuy"


@pytest.mark.parametrize("folded", BARE.split())
def test_a_syllable_typed_bare_is_known_as_one(folded: str) -> None:
    assert is_legal_without_marks(folded)


@pytest.mark.parametrize("folded", ["k2", "ubnd", "of", "street", "ngi", "qat", "", "2021", "d"])
def test_what_stands_for_no_syllable_is_known_as_none(folded: str) -> None:
    assert not is_legal_without_marks(folded)


def test_every_syllable_of_the_tables_is_legal_and_so_is_its_bare_form() -> None:
    legal = list(legal_syllables())
    assert len(legal) == len(set(legal)) > 15_000
    for syllable in legal:
        assert is_legal(syllable)
        assert canonical(syllable) == syllable
        assert is_legal_without_marks(fold(syllable))
        assert all(begins_syllable(fold(syllable)[:end]) for end in range(1, len(syllable)))


def test_the_tables_build_little_that_the_bare_rhymes_and_onsets_do_not() -> None:
    """Two people's tables of the language agree but for the rules that only one has."""
    simple = {syllable.spelling for syllable in syllables()}
    legal = set(legal_syllables())
    assert len(legal - simple) < 0.02 * len(legal)


@given(st.text())
def test_any_text_can_be_asked_about(text: str) -> None:
    for token in tokenize(compose(text)):
        assert is_legal(token.text) == is_legal(token.canonical)


@pytest.mark.parametrize("letters", ["", "z", "stre", "qx", "hocx", "2"])
def test_no_syllable_begins_with_what_none_holds(letters: str) -> None:
    assert not begins_syllable(letters)
