"""Places before and after 1 July 2025: offered, never silently changed."""

import unicodedata
from collections import Counter

import pytest

from index.entities.bundled import districts, merged_provinces
from index.entities.places import District
from index.entities.typed import words_of
from tests.entity_reading import changed, offers, read

PROVINCES = [
    ("Hà Giang", "Tuyên Quang"),
    ("Yên Bái", "Lào Cai"),
    ("Bắc Kạn", "Thái Nguyên"),
    ("Bắc Cạn", "Thái Nguyên"),
    ("Vĩnh Phúc", "Phú Thọ"),
    ("tỉnh Hòa Bình", "Phú Thọ"),
    ("tỉnh Hoà Bình", "Phú Thọ"),
    ("Bắc Giang", "Bắc Ninh"),
    ("Thái Bình", "Hưng Yên"),
    ("Hải Dương", "Hải Phòng"),
    ("Hà Nam", "Ninh Bình"),
    ("Nam Định", "Ninh Bình"),
    ("Quảng Bình", "Quảng Trị"),
    ("Thừa Thiên Huế", "Huế"),
    ("Quảng Nam", "Đà Nẵng"),
    ("Kon Tum", "Quảng Ngãi"),
    ("Kontum", "Quảng Ngãi"),
    ("Bình Định", "Gia Lai"),
    ("Ninh Thuận", "Khánh Hòa"),
    ("Đắk Nông", "Lâm Đồng"),
    ("Đắc Nông", "Lâm Đồng"),
    ("Bình Thuận", "Lâm Đồng"),
    ("Phú Yên", "Đắk Lắk"),
    ("Bà Rịa - Vũng Tàu", "Thành phố Hồ Chí Minh"),
    ("Bình Dương", "Thành phố Hồ Chí Minh"),
    ("Bình Phước", "Đồng Nai"),
    ("Long An", "Tây Ninh"),
    ("Sóc Trăng", "Cần Thơ"),
    ("Hậu Giang", "Cần Thơ"),
    ("Bến Tre", "Vĩnh Long"),
    ("Trà Vinh", "Vĩnh Long"),
    ("Tiền Giang", "Đồng Tháp"),
    ("Bạc Liêu", "Cà Mau"),
    ("Kiên Giang", "An Giang"),
    ("bac giang", "Bắc Ninh"),
    ("BẮC GIANG", "Bắc Ninh"),
    ("Bắc Ninh", "Bắc Giang"),
    ("Phú Thọ", "Vĩnh Phúc, Hòa Bình"),
    ("TP.HCM", "Bà Rịa - Vũng Tàu, Bình Dương"),
    ("thành phố Hồ Chí Minh", "Bà Rịa - Vũng Tàu, Bình Dương"),
]


@pytest.mark.parametrize(("typed", "other"), PROVINCES)
def test_a_province_offers_its_name_on_the_other_side_of_the_merger(typed: str, other: str) -> None:
    assert offers(typed, "place") == [(typed, other)]
    assert "place" not in {one.kind for one in read(typed).entities}


@pytest.mark.parametrize(
    "typed",
    [
        "Lạng Sơn",
        "Hà Nội",
        "Nghệ An",
        "hòa bình thế giới",
        "hoa binh",
        "Huế",
        "tư tưởng Hồ Chí Minh",
        "bắc giảng",
        "-Bắc Giang",
        "phở bò",
    ],
)
def test_what_was_not_merged_or_is_no_place_offers_nothing(typed: str) -> None:
    assert offers(typed, "place") == []


DISTRICTS = [
    (
        "huyện Chi Lăng",
        "xã Chi Lăng, xã Bằng Mạc, xã Chiến Thắng, xã Nhân Lý, xã Vạn Linh, xã Quan Sơn (Lạng Sơn)",
    ),
    (
        "thành phố Lạng Sơn",
        "phường Đông Kinh, phường Lương Văn Tri, phường Tam Thanh, phường Kỳ Lừa (Lạng Sơn)",
    ),
    (
        "TP Lạng Sơn",
        "phường Đông Kinh, phường Lương Văn Tri, phường Tam Thanh, phường Kỳ Lừa (Lạng Sơn)",
    ),
    ("huyện Côn Đảo", "đặc khu Côn Đảo (Thành phố Hồ Chí Minh)"),
    ("quận Ninh Kiều", "phường Ninh Kiều, phường Cái Khế, phường Tân An, phường An Bình (Cần Thơ)"),
    ("quan cam le", "phường Cẩm Lệ, phường An Khê, phường Hòa Xuân (Đà Nẵng)"),
    ("huyện Lý Sơn", "đặc khu Lý Sơn (Quảng Ngãi)"),
    ("tx Nghĩa Lộ", "phường Nghĩa Lộ, phường Cầu Thia, phường Trung Tâm, xã Liên Sơn (Lào Cai)"),
]


def _sorted(target: str) -> tuple[list[str], str]:
    units, _, province = target.partition(" (")
    return sorted(units.split(", ")), province


@pytest.mark.parametrize(("typed", "units"), DISTRICTS)
def test_a_district_offers_the_units_that_took_its_place(typed: str, units: str) -> None:
    ((stretch, target),) = offers(typed, "place")
    assert (stretch, _sorted(target)) == (typed, _sorted(units))


def test_of_namesakes_the_one_in_the_named_province_is_meant() -> None:
    assert offers("huyện Châu Thành", "place") == []
    ((_, target), _) = offers("huyện Châu Thành tỉnh Tiền Giang", "place")
    assert target.endswith("(Đồng Tháp)")
    ((_, target), _) = offers("huyện Châu Thành Đồng Tháp cũ, nay là Tiền Giang", "place")[:2]
    assert target.endswith("(Đồng Tháp)")


def test_a_place_is_asked_for_as_another_alternative() -> None:
    assert changed("lũ lụt Bắc Giang OR bão", "place") == [
        'lũ lụt Bắc Giang OR bão OR lũ lụt "Bắc Ninh"'
    ]
    assert changed("thi đua Phú Thọ", "place") == [
        'thi đua Phú Thọ OR thi đua "Vĩnh Phúc" OR thi đua "Hòa Bình"'
    ]
    assert changed("Bình Dương", "place") == ["Bình Dương OR TP.HCM"]
    assert changed("huyện Côn Đảo", "place") == ['huyện Côn Đảo OR "đặc khu Côn Đảo" TP.HCM']


def test_a_place_that_is_named_twice_is_offered_once() -> None:
    assert offers("Bắc Giang, BẮC GIANG", "place") == [("Bắc Giang", "Bắc Ninh")]


def test_of_63_provinces_34_are_left() -> None:
    merged = merged_provinces()
    ended = [name for one in merged for name in one.before]
    assert len(set(ended)) == len(ended)
    # Thừa Thiên Huế only changed its name.
    assert 63 - (len(ended) - 1) == 34
    assert not set(ended) & {one.now for one in merged}


TABLE = districts()


def test_every_district_stands_once_in_one_of_the_63_provinces() -> None:
    named = Counter((one.province, one.name, kind) for one in TABLE for kind in one.kinds)
    assert [key for key, count in named.items() if count > 1] == []
    assert len({one.province for one in TABLE}) == 63
    assert 690 <= len(TABLE) <= 710


@pytest.mark.parametrize(
    "district", TABLE, ids=lambda one: f"{one.province}-{one.kinds[0]}-{one.name}"
)
def test_every_district_is_well_formed(district: District) -> None:
    spelt = (district.province, district.name, *district.kinds, *district.successors)
    assert all(one == unicodedata.normalize("NFC", one.strip()) for one in spelt)
    assert set(district.kinds) <= {"huyện", "quận", "thị xã", "thành phố"}
    assert district.successors
    assert len(set(district.successors)) == len(district.successors)
    assert all(one.startswith(("xã ", "phường ", "đặc khu ")) for one in district.successors)
    assert all(len(words_of(one)) > 1 for one in district.successors)
