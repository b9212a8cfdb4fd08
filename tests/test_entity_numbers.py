"""Document numbers as people type them: every row is a sentence a reader can check."""

import pytest

from index.entities.typed import words_of
from tests.entity_reading import canonical, entities, read, wordings

NORMAL_FORMS = [
    ("qd 123 ubnd", "123/QĐ-UBND"),
    ("123 qd ubnd", "123/QĐ-UBND"),
    ("qđ 123/ubnd", "123/QĐ-UBND"),
    ("QĐ số 123 UBND", "123/QĐ-UBND"),
    ("quyết định 123 qđ-ubnd", "123/QĐ-UBND"),
    ("123/QD-UBND", "123/QĐ-UBND"),
    ("Nghị định 42 năm 2022", "42/2022/NĐ-CP"),
    ("nghi dinh 42/2022", "42/2022/NĐ-CP"),
    ("nghị định số 42/2022", "42/2022/NĐ-CP"),
    ("nđ 42 2022 cp", "42/2022/NĐ-CP"),
    ("42 2022 nd cp", "42/2022/NĐ-CP"),
    ("NĐ 042/2022", "42/2022/NĐ-CP"),
    ("công văn 15 ubnd-vx", "15/UBND-VX"),
    ("cong van 15 ubnd vx", "15/UBND"),
    ("nghị quyết 57 tw", "57-NQ/TW"),
    ("nq 57-tw", "57-NQ/TW"),
    ("chỉ thị 13 ct-ttg", "13/CT-TTg"),
    ("thông tư 12/2021/tt-bgddt", "12/2021/TT-BGDĐT"),
    ("nghị quyết 10 hdnd", "10/NQ-HĐND"),
    ("kh 45 ubnd", "45/KH-UBND"),
    ("nghị quyết 18 nq tw", "18-NQ/TW"),
]


@pytest.mark.parametrize(("typed", "meant"), NORMAL_FORMS, ids=[row[0] for row in NORMAL_FORMS])
def test_a_number_has_one_normal_form_however_it_is_typed(typed: str, meant: str) -> None:
    (entity,) = [one for one in read(typed).entities if one.kind == "number"]
    assert entity.number
    assert (entity.target, entity.number.canonical) == (meant, meant.lower())
    # `123/QD-UBND` without a mark anywhere finds its marks by itself.
    own = [word.folded for word in words_of(typed)] == [word.folded for word in words_of(meant)]
    assert canonical(meant) in wordings(typed) or own


@pytest.mark.parametrize("typed", ["123/QĐ-UBND", "42/2022/NĐ-CP", "45/2019/QH14", "57-NQ/TW"])
def test_a_number_typed_in_full_is_one_entity_without_a_note(typed: str) -> None:
    (entity,) = read(typed).entities
    assert (entity.start, entity.end, entity.target) == (0, len(typed), "")
    assert entity.number
    assert entity.number.canonical == typed.lower()


SPOKEN = [
    ("42/2022/NĐ-CP", "nghị định số 42 năm 2022"),
    ("42/2022/NĐ-CP", "nghị định 42/2022"),
    ("QĐ số 123", "quyết định số 123"),
    ("QĐ số 123", "123/QĐ"),
    ("quyết định số 123", "QĐ 123"),
    ("nghị định 100 nồng độ cồn", "100/NĐ"),
    ("tt 12/2021", "thông tư số 12/2021"),
    ("thông tư 12 năm 2021", "12/2021/TT"),
    ("kế hoạch số 45", "45/KH"),
    ("Tờ trình số 8", "8/TTr"),
]


@pytest.mark.parametrize(("typed", "found"), SPOKEN)
def test_a_document_is_found_by_the_other_ways_to_call_it(typed: str, found: str) -> None:
    assert canonical(found) in wordings(typed)


@pytest.mark.parametrize(
    ("typed", "other"),
    [("123/QĐ-UBND", "quyết định số 123"), ("12/2021/TT-BTC", "thông tư số 12/2021")],
)
def test_a_number_with_its_office_is_not_the_number_of_any_office(typed: str, other: str) -> None:
    assert canonical(other) not in wordings(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "kế hoạch 5 năm",
        "kế hoạch 2021-2025",
        "kế hoạch năm 2025",
        "báo cáo 6 tháng đầu năm",
        "quyết định 3 việc lớn",
        "hướng dẫn 10 bước",
        "nghị quyết 5 năm",
        "nghị định 2021",
        "thông báo 3 trường hợp",
        "tb 5 hộ nghèo",
        "chỉ thị 16.5",
        "quyết đỉnh số 12",
        "kết luận 90%",
    ],
)
def test_a_count_of_things_is_no_document(typed: str) -> None:
    assert entities(typed, "number") == []


def test_the_day_of_a_document_is_no_count_of_days() -> None:
    assert entities("quyết định số 45 ngày 3/5", "number") == ["quyết định số 45"]
    assert entities("nghị quyết 5 ngày 2/9", "number") == ["nghị quyết 5"]
    assert entities("nghị quyết 5 ngày", "number") == []


def test_a_number_swallows_the_year_and_the_abbreviations_in_it() -> None:
    reading = read("TT 12/2021 của bộ")
    assert [(one.kind, one.start, one.end) for one in reading.entities] == [("number", 0, 10)]
    assert reading.offers == ()


def test_reading_numbers_can_be_switched_off() -> None:
    kinds = {one.kind for one in read("qd 123 ubnd", off=frozenset({"number"})).entities}
    assert kinds == {"abbreviation"}
