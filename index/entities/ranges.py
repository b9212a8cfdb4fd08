"""The times that a text names go in; those said as from one to another come out joined.

`từ 1/9/2021 đến 30/9/2021`, `tháng 9 đến tháng 12/2021` and `từ ngày 1 đến 30/9/2021` are one
stretch of days each, and whoever types one wants no part of it alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from index.entities.calendar_words import DAY
from index.entities.named_times import NamedTime, named_times
from index.entities.typed import Typed
from index.text.tokens import canonical_token

_TO = r"\s*[-–—]\s*|\s+(?:cho\s+)?(?:den|toi)\s+(?:het\s+)?"
_JOINT = re.compile(_TO)
_FROM = re.compile(r"(?<!\w)tu\s+$")
_FROM_DAY = re.compile(rf"(?<!\w)tu\s+(?:ngay\s+)?(?P<d>{DAY})(?:{_TO})$")
_NEAR = 32  # characters before a time in which such words stand: looking further takes long
# Marks, where there are any, have to be those of these words.
_WORDS = frozenset(map(canonical_token, ("từ", "ngày", "cho", "đến", "tới", "hết")))


def with_ranges(typed: Typed, times: Sequence[NamedTime]) -> Iterator[NamedTime]:
    """The times, two that are the ends of a range as one; they ascend and do not overlap."""
    place = 0
    while place < len(times):
        one = times[place]
        both = _range(typed, one, times[place + 1]) if place + 1 < len(times) else None
        yield both or _from_a_day(typed, one) or one
        place += 2 if both else 1


def _range(typed: Typed, one: NamedTime, other: NamedTime) -> NamedTime | None:
    """From the first day of a time to the last of another; None where they are not joined so."""
    said = _JOINT.fullmatch(typed.bare, one.end, other.start)
    if said is None or other.since is None or not _spelt(typed, one.end, other.start):
        return None
    since = one.since or _of_year(one, other.since.year)
    if since is None or since > other.since:
        return None
    start = one.start
    begun = _FROM.search(typed.bare, max(0, start - _NEAR), start)
    if begun and _spelt(typed, begun.start(), start):
        start = begun.start()
    return replace(other, start=start, spellings=(), since=since)


def _from_a_day(typed: Typed, time: NamedTime) -> NamedTime | None:
    """`từ ngày 1 đến 30/9/2021`: the month of the first day is that of the last."""
    if time.since is None or time.since != time.until:
        return None
    begun = _FROM_DAY.search(typed.bare, max(0, time.start - _NEAR), time.start)
    if begun is None or not _spelt(typed, begun.start(), time.start):
        return None
    day = int(begun["d"])
    if day > time.since.day:
        return None
    return replace(time, start=begun.start(), spellings=(), since=time.since.replace(day=day))


def _of_year(time: NamedTime, year: int) -> date | None:
    """The first day of a time whose year was left for the other end to say."""
    if not time.spellings:
        return None
    read = named_times(Typed(f"{time.spellings[0]}/{year}"))
    return read[0].since if len(read) == 1 else None


def _spelt(typed: Typed, start: int, end: int) -> bool:
    """Whether a stretch of words and signs is spelt as those of ranges are."""
    words = [word.canonical for word in typed.within(start, end) if word.folded.isalpha()]
    return not typed.marked or all(word in _WORDS for word in words)
