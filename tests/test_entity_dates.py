"""Dates and periods as people type them: every row is a sentence a reader can check."""

from datetime import date

import pytest

from index.entities import bundled_tables, offer_note, read_entities
from index.entities.typed import bare_letters
from tests.entity_reading import TODAY, canonical, entities, offers, read, wordings

SAME_DAY = [
    "23/9/2021",
    "23/09/2021",
    "23-9-2021",
    "23.9.2021",
    "23 / 9 / 2021",
    "ngày 23/9/2021",
    "ngày 23 tháng 9 năm 2021",
    "23 tháng 9, 2021",
    "ngay 23 thang 9 nam 2021",
    "NGÀY 23 THÁNG 9 NĂM 2021",
    "ngày 23 tháng 9/2021",
    "2021-09-23",
    "23/9/21",
]


@pytest.mark.parametrize("typed", SAME_DAY)
def test_every_spelling_of_a_day_finds_every_other(typed: str) -> None:
    found = wordings(typed) | {canonical(typed)}
    # `ngày 23 tháng 9 năm 2021` holds `23 tháng 9 năm 2021`: what is found in it is found.
    folded = {bare_letters(one) for one in found}
    assert {"23 9 2021", "23 thang 9 nam 2021", "23 thang 9 2021", "2021 9 23"} <= folded
    (offer,) = read(typed).offers
    assert (offer.since, offer.until) == (date(2021, 9, 23), date(2021, 9, 23))
    assert (offer.start, offer.end) == (0, len(typed))


PERIODS = [
    ("tháng 9/2021", "tháng 9 năm 2021", "1/9/2021 – 30/9/2021"),
    ("tháng 9/2021", "23/9/2021", "1/9/2021 – 30/9/2021"),
    ("9/2021", "tháng chín năm 2021", "1/9/2021 – 30/9/2021"),
    ("tháng chín năm 2021", "tháng 9/2021", "1/9/2021 – 30/9/2021"),
    ("thang 9/2021", "tháng 9 năm 2021", "1/9/2021 – 30/9/2021"),
    ("tháng 2-2024", "2/2024", "1/2/2024 – 29/2/2024"),
    ("tháng mười hai năm 2020", "12/2020", "1/12/2020 – 31/12/2020"),
    ("tháng năm năm 2021", "tháng 5 năm 2021", "1/5/2021 – 31/5/2021"),
    ("quý II/2024", "quý 2 năm 2024", "1/4/2024 – 30/6/2024"),
    ("quý 2 năm 2024", "quý II/2024", "1/4/2024 – 30/6/2024"),
    ("quy 2 2024", "quý II/2024", "1/4/2024 – 30/6/2024"),
    ("quý tư năm 2023", "quý IV/2023", "1/10/2023 – 31/12/2023"),
    ("Q3/2022", "quý III năm 2022", "1/7/2022 – 30/9/2022"),
    ("6 tháng đầu năm 2023", "sáu tháng đầu năm 2023", "1/1/2023 – 30/6/2023"),
    ("sáu tháng đầu năm 2023", "6 tháng đầu năm 2023", "1/1/2023 – 30/6/2023"),
    ("6 tháng cuối năm 2023", "sáu tháng cuối năm 2023", "1/7/2023 – 31/12/2023"),
    ("9 tháng năm 2024", "9 tháng đầu năm 2024", "1/1/2024 – 30/9/2024"),
    ("9 tháng đầu năm 2024", "9 tháng năm 2024", "1/1/2024 – 30/9/2024"),
    ("nửa đầu năm 2024", "6 tháng đầu năm 2024", "1/1/2024 – 30/6/2024"),
    ("nhiệm kỳ 2021-2026", "nhiệm kỳ 2021 đến 2026", "1/1/2021 – 31/12/2026"),
    ("nhiem ky 2021 - 2026", "nhiệm kỳ 2021-2026", "1/1/2021 – 31/12/2026"),
    ("giai đoạn 2021-2025", "giai đoạn 2021 đến năm 2025", "1/1/2021 – 31/12/2025"),
    ("giai đoạn 2021 – 2025", "giai đoạn 2021 đến 2025", "1/1/2021 – 31/12/2025"),
    ("từ năm 2021 đến năm 2025", "2021-2025", "1/1/2021 – 31/12/2025"),
    ("năm học 2021-2022", "năm học 2021 đến 2022", "1/9/2021 – 31/8/2022"),
]


@pytest.mark.parametrize(("typed", "found", "days"), PERIODS)
def test_a_period_has_its_spellings_and_its_days(typed: str, found: str, days: str) -> None:
    # `tháng 9 2021` holds `9 2021`: what finds the one finds the other.
    ways = {bare_letters(one) for one in wordings(typed) | {canonical(typed)}}
    assert any(f" {one} " in f" {bare_letters(canonical(found))} " for one in ways)
    assert offers(typed, "date") == [(typed, days)]


RANGES = [
    ("từ 1/9/2021 đến 30/9/2021", "1/9/2021 – 30/9/2021"),
    ("tu 1/9/2021 den 30/9/2021", "1/9/2021 – 30/9/2021"),
    ("TỪ NGÀY 01/9/2021 ĐẾN NGÀY 30/9/2021", "1/9/2021 – 30/9/2021"),
    ("từ ngày 1 tháng 9 năm 2021 đến hết ngày 30 tháng 9 năm 2021", "1/9/2021 – 30/9/2021"),
    ("1/9/2021 - 30/9/2021", "1/9/2021 – 30/9/2021"),
    ("1/9/2021 – 30/9/2021", "1/9/2021 – 30/9/2021"),
    ("1/9/2021 tới 30/9/2021", "1/9/2021 – 30/9/2021"),
    ("từ 28/12/2020 đến 3/1/2021", "28/12/2020 – 3/1/2021"),
    ("từ 1/9 đến 30/9/2021", "1/9/2021 – 30/9/2021"),
    ("từ ngày 1 đến ngày 30/9/2021", "1/9/2021 – 30/9/2021"),
    ("từ 01 đến 30/9/2021", "1/9/2021 – 30/9/2021"),
    ("từ ngày 1 đến 30 tháng 9 năm 2021", "1/9/2021 – 30/9/2021"),
    ("từ tháng 9/2021 đến tháng 2/2022", "1/9/2021 – 28/2/2022"),
    ("từ tháng 9 đến tháng 12/2021", "1/9/2021 – 31/12/2021"),
    ("quý II đến quý III/2024", "1/4/2024 – 30/9/2024"),
    ("từ năm 2019 đến tháng 6/2021", "1/1/2019 – 30/6/2021"),
    ("từ 5/9/2021 đến 5/9/2021", "5/9/2021"),
]


@pytest.mark.parametrize(("typed", "days"), RANGES)
def test_from_one_time_to_another_is_one_offer(typed: str, days: str) -> None:
    text = f"khen thưởng {typed} ở xã" if "ừ" in typed else f"khen thuong {typed} o xa"
    assert offers(text, "date") == [(typed, days)]


def test_the_days_of_a_range_are_still_found_in_every_spelling() -> None:
    typed = "từ 1/9/2021 đến 30/9/2021"
    assert entities(typed, "date") == ["1/9/2021", "30/9/2021"]
    assert canonical("30 tháng 9 năm 2021") in wordings(typed)


NO_RANGES = [
    ("từ 30/9/2021 đến 1/9/2021", ["30/9/2021", "1/9/2021"]),
    ("1/9/2021 và 30/9/2021", ["1/9/2021", "30/9/2021"]),
    ("1/9/2021 họp 30/9/2021", ["1/9/2021", "30/9/2021"]),
    ("1/9/2021 đèn 30/9/2021", ["1/9/2021", "30/9/2021"]),
    ("từ 30/9 đến 1/9/2021", ["1/9/2021"]),
    ("từ ngày 30 đến 1/9/2021", ["1/9/2021"]),
    ("từ 30 đến tháng 9/2021", ["tháng 9/2021"]),
    ("tử 1 đến 30/9/2021", ["30/9/2021"]),
]


@pytest.mark.parametrize(("typed", "found"), NO_RANGES)
def test_times_that_are_no_range_are_offered_one_by_one(typed: str, found: list[str]) -> None:
    assert [said for said, _ in offers(typed, "date")] == found


def test_the_note_of_a_range_leads_to_all_its_days() -> None:
    text = "khen thưởng từ 1/9/2021 đến 30/9/2021"
    (offer,) = read(text).offers
    note = offer_note(offer, text, most_syllables=64)
    assert note
    assert note.changes == (("from", "2021-09-01"), ("to", "2021-09-30"))


NO_YEAR = [
    ("23/9", "23 tháng 9"),
    ("ngày 23 tháng 9", "23/9"),
    ("ngày 23-9", "23 tháng 9"),
    ("ngay 23 thang 9", "23/9"),
    ("tháng chín", "tháng 9"),
    ("tháng 9", "tháng chín"),
    ("tháng sáu", "tháng 6"),
    ("quý III", "quý 3"),
    ("6 tháng đầu năm", "sáu tháng đầu năm"),
]


@pytest.mark.parametrize(("typed", "found"), NO_YEAR)
def test_without_a_year_there_are_spellings_but_no_filter(typed: str, found: str) -> None:
    assert canonical(found) in wordings(typed)
    assert offers(typed, "date") == []


RELATIVE = [
    ("hôm nay", "22/11/2026"),
    ("hôm qua", "21/11/2026"),
    ("hom qua", "21/11/2026"),
    ("hôm kia", "20/11/2026"),
    ("tuần này", "16/11/2026 – 22/11/2026"),
    ("tuần trước", "9/11/2026 – 15/11/2026"),
    ("tháng này", "1/11/2026 – 30/11/2026"),
    ("tháng trước", "1/10/2026 – 31/10/2026"),
    ("quý này", "1/10/2026 – 31/12/2026"),
    ("quý trước", "1/7/2026 – 30/9/2026"),
    ("năm nay", "1/1/2026 – 31/12/2026"),
    ("năm ngoái", "1/1/2025 – 31/12/2025"),
    ("nam ngoai", "1/1/2025 – 31/12/2025"),
    ("năm 2021", "1/1/2021 – 31/12/2021"),
]


@pytest.mark.parametrize(("typed", "days"), RELATIVE)
def test_a_day_told_from_today_filters_and_its_words_stay_words(typed: str, days: str) -> None:
    text = f"tin {typed}"
    assert offers(text, "date") == [(typed, days)]
    assert read(text).entities == ()


@pytest.mark.parametrize("month", [1, 2, 3])
def test_the_month_and_quarter_before_may_lie_in_the_year_before(month: int) -> None:
    today = date(2026, month, 28)
    reading = read_entities("quý trước", bundled_tables(), today=today)
    assert [(one.since, one.until) for one in reading.offers] == [
        (date(2025, 10, 1), date(2025, 12, 31))
    ]


NO_DATES = [
    "30/2/2021",
    "32/1/2021",
    "23/13/2021",
    "31/6",
    "29/2/2023",
    "0/0/2021",
    "số 12/2021",
    "123/2021",
    "1/2/3",
    "3.11.2",
    "ngày tháng năm sinh",
    "thang sau",
    "tháng sau",
    "quy 2",
    "quỹ 2 2024",
    "thắng 9",
    "Việt Nam 2025",
    "kinh tế Nam 2025",
    "3 năm trước",
    "ba năm trước",
    "nhiều năm trước",
    "2025-2021",
]


@pytest.mark.parametrize("typed", NO_DATES)
def test_what_the_calendar_or_the_language_does_not_have_is_no_date(typed: str) -> None:
    assert (entities(typed, "date"), offers(typed, "date")) == ([], [])


def test_the_29th_of_february_exists_in_some_years() -> None:
    assert entities("29/2 và 29/2/2024", "date") == ["29/2", "29/2/2024"]


def test_the_note_of_a_period_leads_to_its_days() -> None:
    (offer,) = read("thi đua tháng 9/2021").offers
    note = offer_note(offer, "thi đua tháng 9/2021", most_syllables=64)
    assert note
    assert (note.kind, note.source, note.applied) == ("date", "tháng 9/2021", False)
    assert note.changes == (("from", "2021-09-01"), ("to", "2021-09-30"))


def test_nothing_is_published_in_days_to_come() -> None:
    assert offers("năm 2030 và 23/11/2026 và năm 2026", "date") == [
        ("năm 2026", "1/1/2026 – 31/12/2026")
    ]


@pytest.mark.parametrize("today", [date.min, date.max, TODAY])
def test_any_day_can_be_today(today: date) -> None:
    said = "hôm kia tuần này tuần trước tháng trước quý trước năm ngoái năm nay"
    reading = read_entities(said, bundled_tables(), today=today)
    assert all(one.since and one.until and one.since <= one.until for one in reading.offers)
