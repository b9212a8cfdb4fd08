"""Words of address before a name, and the words that only look like them."""

from datetime import date

import pytest

from index.entities import bundled_tables, read_entities
from index.results import Span

BEFORE_NAMES = [
    ("đồng chí Nguyễn Văn A", ["đồng chí"]),
    ("Đồng chí Hồ Tiến Thiệu", ["Đồng chí"]),
    ("đ/c Nguyễn Văn A", ["đ/c"]),
    ("Đ/c Thượng tướng Lê Văn B", ["Đ/c", "Thượng tướng"]),
    ("PGS.TS Trần Thị C", ["PGS", "TS"]),
    ("GS.TS. Nguyễn Văn D", ["GS", "TS"]),
    ("ThS Lê Thị E", ["ThS"]),
    ("BS. Nguyễn Văn G", ["BS"]),
    ("bác sĩ Nguyễn Văn G", ["bác sĩ"]),
    ("ông Nguyễn Văn A và bà Trần Thị B", ["ông", "bà"]),
    ("Ông Trump thăm Việt Nam", ["Ông"]),
    ("anh Nguyễn Văn Trỗi", ["anh"]),
    ("chị Út Tịch", ["chị"]),
    ("ông nguyễn văn a", ["ông"]),
    ("ong nguyen van a", ["ong"]),
    ("dong chi nguyen van a", ["dong chi"]),
    ("dong chi le van a", ["dong chi"]),
    ("tien si le thi b", ["tien si"]),
    ("ĐỒNG CHÍ NGUYỄN VĂN A", ["ĐỒNG CHÍ"]),
    ("chúc mừng đồng chí Hoàng Văn Thụ", ["đồng chí"]),
]


def _honorifics(text: str) -> tuple[Span, ...]:
    return read_entities(text, bundled_tables(), today=date(2021, 9, 27)).honorifics


@pytest.mark.parametrize(("text", "expected"), BEFORE_NAMES)
def test_a_word_of_address_before_a_name_need_not_be_there(text: str, expected: list[str]) -> None:
    spans = _honorifics(text)
    assert [text[span.start : span.end] for span in spans] == expected


NO_HONORIFICS = [
    "bà nội trợ",
    "bà Rịa Vũng Tàu",
    "Bà Rịa - Vũng Tàu",
    "núi Bà Đen",
    "Hai Bà Trưng",
    "huyện Chi Lăng",
    "huyện Cô Tô",
    "nước Anh Pháp Mỹ",
    "anh hùng lao động",
    "chi ho tro nguoi dan",
    "ba ho dan",
    "anh em một nhà",
    "đồng chí",
    "tình đồng chí trong quân đội",
    "cô giáo",
    "em bé",
    "Thạc sĩ Quản trị kinh doanh",
    "HLV Nhật Bản",
    "bac si luu y",
    "dong chi dao",
    "ông cầm dao",
    "bà nông dân",
    "anh đồng hương",
    "TẬP HUẤN BÁC SĨ GIA ĐÌNH",
    'đồng chí "Nguyễn Văn A"',
    "ông 12",
]


@pytest.mark.parametrize("text", NO_HONORIFICS)
def test_without_a_name_behind_it_a_word_is_a_word(text: str) -> None:
    assert _honorifics(text) == ()
