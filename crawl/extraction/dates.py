"""A date as a Vietnamese portal writes it goes in, a moment in Vietnam comes out, or None."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Literal

from index import VIETNAM

Order = Literal["dmy", "mdy"]

_ISO = re.compile(
    r"\b(\d{4}-\d{2}-\d{2})(?:[t ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*(z|[+-]\d{2}:?\d{2})?)?"
)
_SPELLED = re.compile(r"\b(\d{1,2})\s*tháng\s*(\d{1,2})[\s,]*(?:năm\s*)?(\d{4})\b")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4})(?!\d)")
_CLOCK = re.compile(
    r"(?<![\d/.-])(\d{1,2})\s*(?::|h|giờ)\s*(\d{2})(?:\s*:\s*(\d{2}))?(?:\s*phút)?"
    r"\s*(sa|ch|am|pm|sáng|chiều|tối)?(?!\w)"
)
_AFTERNOON = ("ch", "pm", "chiều", "tối")
_MORNING = ("sa", "am", "sáng")
_NOON = 12

# Two-letter forms are those of Drupal's translation; Monday is 0 as in `date.weekday`.
_WEEKDAY = re.compile(r"\b(?:t([2-7])|thứ\s+(hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|(chủ\s+nhật|cn))\b")
_NAMED = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, "bẩy": 5}
_SUNDAY = 6


def read_moment(text: str, *, order: Order = "dmy") -> datetime | None:
    """The first date in a text, with its time of day or midnight, at Vietnam's offset.

    `order` says whether day or month comes first; the other order is read only where the given
    one is no date, or where the weekday beside it agrees with the other alone.
    """
    plain = unicodedata.normalize("NFC", text).lower()
    iso = _ISO.search(plain)
    if iso is not None:
        return _from_iso(iso)
    found = _day(plain, order)
    if found is None:
        return None
    day, rest = found
    return datetime.combine(day, _time_of_day(rest), tzinfo=VIETNAM)


def _from_iso(found: re.Match[str]) -> datetime | None:
    day, clock, offset = found.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{clock or '00:00'}{(offset or '').upper()}")
    except ValueError:
        return None
    return moment.astimezone(VIETNAM) if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def _day(text: str, order: Order) -> tuple[date, str] | None:
    """The day, and the text without it, where the time of day is looked for."""
    spelled = _SPELLED.search(text)
    if spelled is not None:
        first, second, year = (int(number) for number in spelled.groups())
        day = _date(year, second, first)
        return (day, _without(text, spelled)) if day else None
    numbers = _NUMBERS.search(text)
    if numbers is None:
        return None
    day = _ordered(numbers, order=order, weekday=_weekday(text))
    return (day, _without(text, numbers)) if day else None


def _ordered(found: re.Match[str], *, order: Order, weekday: int | None) -> date | None:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    readings = [_date(year, second, first), _date(year, first, second)]
    if order == "mdy":
        readings.reverse()
    possible = [day for day in readings if day is not None]
    agreeing = [day for day in possible if day.weekday() == weekday]
    return next(iter(agreeing or possible), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _weekday(text: str) -> int | None:
    found = _WEEKDAY.search(text)
    if found is None:
        return None
    short, name, sunday = found.groups()
    if sunday:
        return _SUNDAY
    digit = short or name
    return int(digit) - 2 if digit.isdigit() else _NAMED[digit]


def _time_of_day(text: str) -> time:
    found = _CLOCK.search(text)
    if found is None:
        return time()
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    shift = _SHIFTS.get(found[4] or "", _unshifted)
    try:
        return time(shift(hour), minute, second)
    except ValueError:
        return time()


def _unshifted(hour: int) -> int:
    return hour


def _into_the_afternoon(hour: int) -> int:
    return hour + _NOON if hour < _NOON else hour


def _into_the_morning(hour: int) -> int:
    return 0 if hour == _NOON else hour


_SHIFTS: dict[str, Callable[[int], int]] = {
    **dict.fromkeys(_AFTERNOON, _into_the_afternoon),
    **dict.fromkeys(_MORNING, _into_the_morning),
}
