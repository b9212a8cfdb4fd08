"""The times that a text names go in; entities with their spellings, and filters, come out."""

from collections.abc import Iterable, Iterator
from datetime import date

from index.entities.entity import Entity, Offer
from index.entities.named_times import NamedTime
from index.entities.typed import Typed, words_of


def dates(typed: Typed, times: Iterable[NamedTime]) -> Iterator[Entity]:
    """The dates and periods of a text that have other spellings."""
    for time in times:
        stretch = typed.within(time.start, time.end)
        wordings = typed.others(stretch, map(words_of, time.spellings))
        if wordings:
            yield Entity(kind="date", start=time.start, end=time.end, wordings=wordings)


def date_filters(times: Iterable[NamedTime]) -> Iterator[Offer]:
    """The days that a text names, as filters by the day of publication."""
    for time in times:
        if time.since and time.until:
            yield days_offered(time.start, time.end, time.since, time.until)


def days_offered(start: int, end: int, since: date, until: date) -> Offer:
    """The offer to see only what was published from one day to another."""
    target = _shown(since) if since == until else f"{_shown(since)} – {_shown(until)}"
    return Offer(kind="date", start=start, end=end, target=target, since=since, until=until)


def _shown(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
