"""A text goes in; the times it names come out, as other spellings and as days of the calendar.

The day comes first, always; what the calendar does not have is no date.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from index.entities.calendar_words import (
    BARE_QUARTER,
    BEGIN,
    CALENDAR_WORDS,
    DAY,
    END,
    HALF,
    HEADS,
    MONTH,
    MONTH_NAMES,
    NAME,
    NUMBERED,
    NUMBERS_NAMED,
    OTHER_WITHOUT_MARKS,
    ROMAN,
    UNTIL,
    YEAR,
)
from index.entities.typed import Typed


@dataclass(frozen=True, slots=True)
class NamedTime:
    """A time named from `start` to `end`: other spellings, first and last day if it has them."""

    start: int
    end: int
    spellings: tuple[str, ...]
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class _Named:
    spellings: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


def named_times(typed: Typed) -> list[NamedTime]:
    """Every time that a text names, from the left, the longest first."""
    found = [
        NamedTime(match.start(), match.end(), named.spellings, named.since, named.until)
        for pattern, read in _FORMS
        for match in pattern.finditer(typed.bare)
        for named in [read(match)]
        if named and _plausible(typed, match.start(), match.end())
    ]
    kept: list[NamedTime] = []
    for time in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or time.start >= kept[-1].end:
            kept.append(time)
    return kept


def _plausible(typed: Typed, start: int, end: int) -> bool:
    """Whether a stretch is spelt as dates are, and is neither another word nor a number."""
    spelt = [word for word in typed.within(start, end) if word.folded.isalpha()]
    if typed.marked and spelt:
        return all(word.canonical in CALENDAR_WORDS for word in spelt)
    stretch = typed.bare[start:end]
    if stretch in OTHER_WITHOUT_MARKS or BARE_QUARTER.fullmatch(stretch):
        return False
    return bool(spelt) or not NUMBERED.search(typed.bare[max(0, start - 4) : start])


def _day(match: re.Match[str]) -> _Named | None:
    """`23/9/2021`, `ngày 23 tháng 9 năm 2021`, `2021-09-23`, `23/9/21`."""
    day, month = int(match["d"]), int(match["m"])
    year = int(match["y"])
    if year < 100:  # noqa: PLR2004 - two digits
        year += 2000
    try:
        on = date(year, month, day)
    except ValueError:
        return None
    spellings = (
        f"{day}/{month}/{year}",
        f"{day} tháng {month} năm {year}",
        f"{day} tháng {month}/{year}",
        f"{year}/{month}/{day}",
    )
    return _Named(spellings, on, on)


def _day_of_month(match: re.Match[str]) -> _Named | None:
    """`23/9`, `ngày 23 tháng 9`: of which year is not said."""
    day, month = int(match["d"]), int(match["m"])
    leap = 2024
    if day > monthrange(leap, month)[1]:
        return None
    return _Named((f"{day}/{month}", f"{day} tháng {month}"))


def _month(match: re.Match[str]) -> _Named | None:
    """`tháng 9/2021`, `9/2021`, `tháng chín năm 2021`; a day of the month answers it too."""
    month, year = _number(match["m"]), int(match["y"])
    if match["m"] == "nam" and "nam nam" not in match[0]:
        return None
    names = tuple(f"tháng {name} năm {year}" for name in MONTH_NAMES[month])
    since, until = _months(year, month, month)
    return _Named((f"{month}/{year}", f"tháng {month} năm {year}", *names), since, until)


def _month_alone(match: re.Match[str]) -> _Named | None:
    """`tháng 9`, `tháng chín`."""
    month = _number(match["m"])
    if match["m"] == "nam":  # "ngày tháng năm sinh"
        return None
    names = tuple(f"tháng {name}" for name in MONTH_NAMES[month] if name != "năm")
    return _Named((f"tháng {month}", *names))


def _quarter(match: re.Match[str]) -> _Named | None:
    """`quý II/2024`, `quý 2 năm 2024`, `Q2/2024`, `quý II`."""
    said = match["q"]
    quarter = ROMAN.index(said.upper()) if said.upper() in ROMAN else _number(said)
    year = match["y"]
    if quarter >= len(ROMAN):
        return None
    spelt = (str(quarter), ROMAN[quarter], *MONTH_NAMES[quarter][-1:])
    if not year:
        return _Named(tuple(f"quý {one}" for one in spelt))
    since, until = _months(int(year), 3 * quarter - 2, 3 * quarter)
    joints = ("/", " năm ")
    spellings = tuple(f"quý {one}{joint}{year}" for one in spelt for joint in joints)
    return _Named(spellings, since, until)


def _some_months(match: re.Match[str]) -> _Named | None:
    """`6 tháng đầu năm 2023`, `9 tháng năm 2024`, `6 tháng cuối năm`."""
    count, part, year = _number(match["n"]), match["part"], match["y"]
    if not 1 < count < 12 or not (part or year):  # noqa: PLR2004 - of the twelve months
        return None
    tail = {"dau": " đầu năm", "cuoi": " cuối năm"}.get(part or "", " năm")
    tail = f"{tail} {year}" if year else tail
    spelt = tuple(f"{one} tháng{tail}" for one in (str(count), *MONTH_NAMES[count][:1]))
    if not year:
        return _Named(spelt)
    first, last = (13 - count, 12) if part == "cuoi" else (1, count)
    if part != "cuoi":
        other = f" năm {year}" if part else f" đầu năm {year}"
        spelt = (*spelt, f"{count} tháng{other}")
    return _Named(spelt, *_months(int(year), first, last))


def _half(match: re.Match[str]) -> _Named | None:
    """`nửa đầu năm 2024`, the same as its six months."""
    year, first = match["y"], match["part"] == "dau"
    part = "đầu" if first else "cuối"
    spelt = (f"nửa {part} năm {year}", f"6 tháng {part} năm {year}", f"sáu tháng {part} năm {year}")
    return _Named(spelt, *_months(int(year), *((1, 6) if first else (7, 12))))


def _year(match: re.Match[str]) -> _Named | None:
    """`năm 2021`: its words stay words."""
    return _Named((), *_months(int(match["y"]), 1, 12))


def _years(match: re.Match[str]) -> _Named | None:
    """`nhiệm kỳ 2021-2026`, `giai đoạn 2021 đến 2025`, `năm học 2021-2022`, `2021-2025`."""
    first, last = int(match["y"]), int(match["z"])
    if not first < last:
        return None
    said = " ".join((match["head"] or "").split())
    head = {
        "nhiem ky": "nhiệm kỳ ",
        "giai doan": "giai đoạn ",
        "thoi ky": "thời kỳ ",
        "nam hoc": "năm học ",
    }.get(said, "")
    joints = (f"{first}-{last}", f"{first} đến {last}", f"{first} đến năm {last}")
    whole = f"từ năm {first} đến năm {last}"
    spellings = tuple(f"{head}{joint}" for joint in (*joints, whole))
    if said == "nam hoc":
        return _Named(spellings, date(first, 9, 1), date(last, 8, 31))
    return _Named(spellings, date(first, 1, 1), date(last, 12, 31))


def _number(said: str) -> int:
    return int(said) if said.isdecimal() else NUMBERS_NAMED[" ".join(said.split())]


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(BEGIN + pattern + END)


_SAID_DAY = rf"(?:(?:ngay|mong|mung)\s+)?(?P<d>{DAY})"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Named | None]], ...] = (
    (_form(rf"{_SAID_DAY}(?P<s>\s?[/.–-]\s?)(?P<m>{MONTH})(?P=s)(?P<y>{YEAR})"), _day),
    (_form(rf"{_SAID_DAY}/(?P<m>{MONTH})/(?P<y>\d\d)"), _day),
    (_form(rf"(?P<y>{YEAR})-(?P<m>{MONTH})-(?P<d>{DAY})"), _day),
    (
        _form(
            rf"{_SAID_DAY}\s+thang\s+(?P<m>{MONTH})(?:\s?[/.-]\s?|,?\s+(?:nam\s+)?)(?P<y>{YEAR})"
        ),
        _day,
    ),
    (_form(rf"{_SAID_DAY}(?:/|\s+thang\s+)(?P<m>{MONTH})"), _day_of_month),
    (_form(rf"ngay\s+(?P<d>{DAY})[.-](?P<m>{MONTH})"), _day_of_month),
    (_form(rf"(?P<m>{MONTH})/(?P<y>{YEAR})"), _month),
    (
        _form(rf"thang\s+(?P<m>{MONTH}|{NAME})(?:\s?[/.-]\s?|,?\s+nam\s+|\s+)(?P<y>{YEAR})"),
        _month,
    ),
    (_form(rf"thang\s+(?P<m>{MONTH}|{NAME})"), _month_alone),
    (
        _form(
            rf"(?:quy\s+|q)(?P<q>i{{1,3}}|iv|[1-4]|mot|hai|ba|bon|tu)"
            rf"(?:(?:\s?[/.-]\s?|,?\s+(?:nam\s+)?)(?P<y>{YEAR}))?"
        ),
        _quarter,
    ),
    (
        _form(rf"(?P<n>\d\d?|{NAME})\s+thang(?:\s+(?P<part>{HALF}))?\s+nam(?:\s+(?P<y>{YEAR}))?"),
        _some_months,
    ),
    (_form(rf"nua\s+(?P<part>{HALF})\s+nam\s+(?P<y>{YEAR})"), _half),
    (_form(rf"nam\s+(?P<y>{YEAR})"), _year),
    (
        _form(
            rf"(?:(?P<head>{HEADS})\s+)?(?:tu\s+(?:nam\s+)?)?(?P<y>{YEAR})(?:{UNTIL})(?P<z>{YEAR})"
        ),
        _years,
    ),
)
