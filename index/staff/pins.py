"""The text of pins.toml goes in; the articles pinned above a query's results come out.

[[pin]]
query = "tuyển sinh lớp 10"
url = "https://langson.gov.vn/tuyen-sinh-2026"
from = 2026-05-01
until = 2026-07-31
owner = "Phòng Giáo dục"
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from index.days import read_day
from index.entities.typed import says, words_of
from index.query import Word
from index.staff.entries import Entry, Mistake, entries_of, known_keys, parse, text_of
from index.text.composition import compose
from index.urls import identity

_KEYS = ("query", "url", "from", "until", "owner")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """An article that stands above the results of a query, on the days from `since` to `until`.

    Both days are included; without them it stands from ever or for ever. `line` is its place in
    the file.
    """

    query: str
    url: str
    owner: str
    since: date | None = None
    until: date | None = None
    line: int = 1

    def meets(self, typed: Sequence[Word]) -> bool:
        """Whether a typed query is the one pinned, with the same marks or one of them without."""
        wanted = words_of(self.query)
        return says(tuple(typed), wanted) or says(wanted, tuple(typed))

    def stands_on(self, today: date) -> bool:
        """Whether the pin holds on a day."""
        return (self.since or today) <= today <= (self.until or today)


def pins_for(pins: Iterable[Pin], typed: Sequence[Word], today: date) -> tuple[Pin, ...]:
    """The pins that hold for a query today, in the order of the file."""
    return tuple(pin for pin in pins if pin.stands_on(today) and pin.meets(typed))


def read_pins(text: str) -> tuple[tuple[Pin, ...], tuple[Mistake, ...]]:
    """The pins of a file without a mistake in them, and the mistakes by line."""
    text = compose(text)
    whole, mistakes = parse(text)
    seen: dict[object, int] = {}
    pins: list[Pin] = []
    for entry in entries_of(whole, "pin", text, mistakes):
        before = len(mistakes)
        pin = _pin(entry, mistakes)
        key = (words_of(pin.query), identity(pin.url)) if len(mistakes) == before else None
        if key is None:
            continue
        if key in seen:
            sentence = f"Ghim này đã có ở dòng {seen[key]}. (duplicate of line {seen[key]})"
            mistakes.append(Mistake(entry.line, sentence))
            continue
        seen[key] = entry.line
        pins.append(pin)
    return tuple(pins), tuple(sorted(mistakes))


def _pin(entry: Entry, mistakes: list[Mistake]) -> Pin:
    known_keys(entry, _KEYS, mistakes)
    query = text_of(entry, "query", mistakes)
    if query and not words_of(query):
        sentence = f"Câu hỏi “{query}” không có chữ nào. (no word in {query!r})"
        mistakes.append(Mistake(entry.line_of("query"), sentence))
    since = _day(entry, "from", mistakes)
    until = _day(entry, "until", mistakes)
    if since and until and since > until:
        sentence = (
            f"Ngày bắt đầu {since:%d/%m/%Y} sau ngày kết thúc {until:%d/%m/%Y}."
            " ('from' is after 'until')"
        )
        mistakes.append(Mistake(entry.line_of("from"), sentence))
    return Pin(
        query=query,
        url=_url(entry, mistakes),
        owner=text_of(entry, "owner", mistakes),
        since=since,
        until=until,
        line=entry.line,
    )


def _url(entry: Entry, mistakes: list[Mistake]) -> str:
    url = text_of(entry, "url", mistakes)
    try:
        if url:
            identity(url)
    except ValueError as error:
        sentence = f"“{url}” không phải địa chỉ http:// hay https://. ('url': {error})"
        mistakes.append(Mistake(entry.line_of("url"), sentence))
    return url


def _day(entry: Entry, key: str, mistakes: list[Mistake]) -> date | None:
    """A day as TOML writes it, or as people do in quotes: 2026-05-01, "1/5/2026"."""
    value = entry.values.get(key)
    if value is None:
        return None
    day = value.date() if isinstance(value, datetime) else value
    day = read_day(day) if isinstance(day, str) else day
    if isinstance(day, date):
        return day
    sentence = f"“{value}” không phải một ngày như 2026-05-01. ({key!r} is no day)"
    mistakes.append(Mistake(entry.line_of(key), sentence))
    return None
