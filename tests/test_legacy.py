"""Text read in the wrong encoding is repaired; text that is right is left alone."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.legacy import Repaired, repair
from tests.legacy_writing import (
    to_tcvn3,
    to_utf_8_in_latin_1,
    to_utf_8_in_windows_1252,
    to_utf_8_twice,
    to_vni,
    to_windows_1258,
)

Encoder = Callable[[str], str]
ENCODERS = [
    pytest.param(to_tcvn3, "TCVN3", id="TCVN3"),
    pytest.param(to_vni, "VNI", id="VNI"),
    pytest.param(to_windows_1258, "windows-1258", id="windows-1258"),
    pytest.param(to_utf_8_in_latin_1, "UTF-8", id="UTF-8-in-latin-1"),
    pytest.param(to_utf_8_in_windows_1252, "UTF-8", id="UTF-8-in-windows-1252"),
    pytest.param(to_utf_8_twice, "UTF-8", id="UTF-8-twice"),
]

PHRASES = [
    "thi đua khen thưởng",
    "ủy ban nhân dân tỉnh Lạng Sơn",
    "quyết định của Thủ tướng Chính phủ",
    "cải cách hành chính năm 2021",
    "tổ chức kỳ họp thứ nhất",
    "Đảng bộ huyện Văn Lãng",
    "phòng, chống dịch bệnh",
    "nghĩa vụ quân sự, nghỉ hưu",
    "thủy lợi và đường giao thông",
    "số 42/2022/NĐ-CP ngày 24 tháng 6",
    "sở Giáo dục và Đào tạo",
    "những người có công với cách mạng",
    "khuyến khích đầu tư nước ngoài",
    "ở xã vùng cao, biên giới hải đảo",
    "Đắk Lắk, Bắc Kạn và Điện Biên",
]
sentences = st.lists(st.sampled_from(PHRASES), min_size=2, max_size=8, unique=True).map("; ".join)


@pytest.mark.parametrize(("encode", "name"), ENCODERS)
@given(sentence=sentences)
def test_a_sentence_comes_back_from_every_encoding(
    encode: Encoder, name: str, sentence: str
) -> None:
    assert repair(encode(sentence)) == Repaired(sentence, (name,))


SEEN = [
    pytest.param("TiÕng ViÖt", "Tiếng Việt", id="TCVN3-two-words"),
    pytest.param("ViÖt Nam", "Việt Nam", id="TCVN3-one-marked-word"),
    pytest.param("Bé Y tÕ", "Bộ Y tế", id="TCVN3-a-word-that-is-one-in-either"),
    pytest.param("Y tÕ", "Y tế", id="TCVN3-a-short-word-that-is-not-alone"),
    pytest.param("ViÖt", "Việt", id="TCVN3-a-word-alone"),
    pytest.param("b¸o", "báo", id="TCVN3-a-short-word-alone"),
    pytest.param("lÃ½", "lý", id="UTF-8-a-short-word-alone"),
    pytest.param(
        "Céng hßa x· héi chñ nghÜa ViÖt Nam - §éc lËp - Tù do - H¹nh phóc",
        "Cộng hòa xã hội chủ nghĩa Việt Nam - Độc lập - Tự do - Hạnh phúc",
        id="TCVN3-motto",
    ),
    pytest.param("QUYÕT ®ÞNH VÒ VIÖC CÊP §ÊT", "QUYẾT ĐỊNH VỀ VIỆC CẤP ĐẤT", id="TCVN3-capitals"),
    pytest.param("thi ®ua khen thëng n¨m nay", "thi đua khen thưởng năm nay", id="TCVN3-ư-lost"),
    pytest.param("Tieáng Vieät", "Tiếng Việt", id="VNI-two-words"),
    pytest.param(
        "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam - Ñoäc laäp - Töï do - Haïnh phuùc",
        "Cộng hòa xã hội chủ nghĩa Việt Nam - Độc lập - Tự do - Hạnh phúc",
        id="VNI-motto",
    ),
    pytest.param("ÑAÛNG BOÄ TÆNH", "ĐẢNG BỘ TỈNH", id="VNI-capitals"),
    pytest.param("Tiêìng Viêòt", "Tiếng Việt", id="windows-1258"),
    pytest.param("HÃ\u00a0 Ná»™i", "Hà Nội", id="UTF-8"),
    pytest.param("cÃ´ng lÃ½", "công lý", id="UTF-8-of-western-letters"),
    pytest.param("HÃ  Ná»™i, HÃ nh chÃ­nh", "Hà  Nội, Hành chính", id="UTF-8-blanks-folded"),
    pytest.param("Nguyá» n VÄ\u0083n HÃ", "Nguyễn Văn Hà", id="UTF-8-blanks-folded-and-trimmed"),
    pytest.param("hÃ nh chÃnh cá»§a tá»‰nh", "hành chính của tỉnh", id="UTF-8-hyphens-lost"),
    pytest.param("Nghị định cÅ©ng nÃªu", "Nghị định cũng nêu", id="UTF-8-in-part"),
    pytest.param("â€œThi Ä‘uaâ€\u009d", "“Thi đua”", id="UTF-8-quotes"),
]


@pytest.mark.parametrize(("broken", "meant"), SEEN)
def test_what_is_seen_on_old_pages_is_repaired(broken: str, meant: str) -> None:
    repaired = repair(broken)
    assert repaired is not None
    assert repaired.text == meant


CLEAN = [
    "",
    "Công an tỉnh Hà Nam",
    "có bé nhà tôi là cô út",
    "HÀ NAM",
    "Thi đua khen thưởng năm 2021; 5.865 tập thể",
    "TI\u1ebeNG VI\u1ec6T",
    "The Ministry of Health said on 23/9/2021",
    "Déjà vu : été, né, thé, où est le café ? « Non », dit-il à Noël, août.",
    "Le Québec à l'île Maurice, hôtel Côté, naïf, thaï, haï, l'œuvre",
    "Für Köln schön, Möt, Tür, Nö, GRÜN, Größe, MÜNCHEN, über",
    "På så få, også når det går på nå, må gå, blå",
    "São Paulo não, coração, mãe, avó; señor, mañana, está, niño; può, così, più",
    "Malacañang, Hürriyet, Kılıçdaroğlu, Slavković, Söderberg",
    "nǐ hǎo, shì gè rén mín",
    "Москва и Ломоносов",
    "10 µm, 40,8 µg/m³, 13-16°C, ½ thế giới, Khaisilk®, 3 ‰, 4×4",
    "sè bé",
    "thé",
    "meä",
    "Hoà",
    "col·lecció",
]
# Alone a slip of the hand, beside words that say nothing the work of a font: `Y tÕ`.
CLEAN_ALONE = ["hÌ", "thÌ!", "nghÌ", "QuÝ"]


@pytest.mark.parametrize("text", [*CLEAN, *CLEAN_ALONE])
def test_clean_text_is_left_alone(text: str) -> None:
    assert repair(text) is None
    assert repair(unicodedata.normalize("NFD", text)) is None
    assert repair(f"{text} {text}") is None


@given(st.lists(st.sampled_from([*PHRASES, *CLEAN]), max_size=8), st.sampled_from([" ", "\n"]))
def test_clean_texts_together_are_left_alone(texts: list[str], blank: str) -> None:
    together = blank.join(texts)
    assert repair(together) is None
    assert all(repair(word) is None for word in together.split())


def test_each_paragraph_of_a_page_is_judged_by_itself() -> None:
    french, right = "Le café où il a été né à Noël.", "Thi đua khen thưởng năm 2021."
    broken = to_tcvn3("những người có công với cách mạng")
    page = f"{french}\n{right}\n{broken}\nLao Cai, 2004"
    repaired = repair(page)
    assert repaired is not None
    assert repaired.text == page.replace(broken, "những người có công với cách mạng")
    assert repaired.encodings == ("TCVN3",)


def test_a_paragraph_that_says_little_follows_those_that_are_certain() -> None:
    page = "\n".join(["sè bé", to_tcvn3("thi đua khen thưởng; cải cách hành chính")])
    repaired = repair(page)
    assert repaired is not None
    assert repaired.text.startswith("số bộ\nthi đua")


def test_on_a_page_that_is_right_in_part_a_paragraph_that_says_little_stays() -> None:
    page = "\n".join(["có bé", to_tcvn3("thi đua khen thưởng"), "Cải cách hành chính"])
    repaired = repair(page)
    assert repaired == Repaired("có bé\nthi đua khen thưởng\nCải cách hành chính", ("TCVN3",))


@pytest.mark.parametrize(("encode", "name"), ENCODERS)
@given(sentence=sentences)
def test_what_was_repaired_is_right_and_is_not_repaired_again(
    encode: Encoder, name: str, sentence: str
) -> None:
    repaired = repair(encode(sentence))
    assert repaired is not None
    assert repaired.encodings == (name,)
    assert repair(repaired.text) is None
    assert unicodedata.is_normalized("NFC", repaired.text)


@given(st.text() | st.text(alphabet="ÃÂâ€™»¿á à\u00a0Äơ­öôéµ¸tn\n"))
def test_any_text_is_answered(text: str) -> None:
    repaired = repair(text)
    assert repaired is None or repaired.text != text
    assert repaired is None or repaired.text.count("\n") == text.count("\n")


@pytest.mark.timeout(30)
@pytest.mark.parametrize("unit", ["Ã", "Ã¡", "áº", "µ", "aù ", "n­í ", "Ã ", "ÃƒÂ", "¸\n"])
def test_a_hundred_kilobytes_of_hostile_text_are_answered_at_once(unit: str) -> None:
    repair((unit * 100_000)[:100_000])
