"""An answer goes in, the same answer with what staff pinned to its query comes out.

Pinned articles stand first. What is found follows without them, page after page: every page but
the last is full, no article is there twice and none is lost.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.explaining import Explanation, Pinning, PinState
from index.query import Query, Sort
from index.reading import read_words
from index.results import Hit, Note, ResultPage
from index.serving import ServedIndex
from index.staff import Pin, pins_for
from index.urls import identity


@dataclass(frozen=True, slots=True)
class _Pinned:
    """A pinned article, and its place among what is found, from 1 on; None where it is not."""

    hit: Hit
    rank: int | None


class Pinboard:
    """Puts pinned articles above what an index finds. `today` is a day in Vietnam."""

    def __init__(self, served: ServedIndex, today: Callable[[], date]) -> None:
        self._served = served
        self._today = today

    def with_pins(self, page: ResultPage, query: Query, pins: Sequence[Pin]) -> ResultPage:
        """The same page of the pinned articles and, behind them, of what was found."""
        pinned = self._pinned(query, pins, page)
        if not pinned:
            return page
        first = (page.page - 1) * page.per_page
        above = [one.hit for one in pinned[first : first + page.per_page]]
        return replace(
            page,
            hits=(*above, *self._below(page, query, pinned)),
            total=page.total + sum(one.rank is None for one in pinned),
            notes=(*page.notes, *(_note(query, hit.article.title) for hit in above)),
        )

    def explained(self, explained: Explanation, query: Query, pins: Sequence[Pin]) -> Explanation:
        """The explanation with the article's place on the pages, and with the pin it has."""
        pinned = self._pinned(query, pins)
        above = [one.hit.article.identity for one in pinned]
        place = rank = explained.rank
        if explained.identity in above:
            place = above.index(explained.identity) + 1
        elif rank is not None:
            place = rank + sum(one.rank is None or one.rank > rank for one in pinned)
        total = explained.total + sum(one.rank is None for one in pinned)
        return replace(
            explained, place=place, total=total, pin=self._pin(explained.identity, query, pins)
        )

    def _pinned(
        self, query: Query, pins: Sequence[Pin], page: ResultPage | None = None
    ) -> tuple[_Pinned, ...]:
        """What stands above the answer to a query; `page` is a page of what is found, if known."""
        if not pins or _kept_off(query):
            return ()
        wanted = pins_for(pins, read_words(query.understood), self._today())
        identities = dict.fromkeys(identity(pin.url) for pin in wanted)
        on_page: dict[str, _Pinned] = {}
        if page is not None:
            first = (page.page - 1) * page.per_page + 1
            for rank, hit in enumerate(page.hits, first):
                on_page[hit.article.identity] = _Pinned(hit, rank)
        return tuple(
            on_page.get(hit.article.identity) or self._ranked(hit, query)
            for hit in self._served.shown(identities, query)
        )

    def _ranked(self, hit: Hit, query: Query) -> _Pinned:
        why = self._served.why(query, hit.article.identity)
        return _Pinned(replace(hit, score=why.score), why.rank)

    def _below(self, page: ResultPage, query: Query, pinned: Sequence[_Pinned]) -> tuple[Hit, ...]:
        """What of the found stands on the page: a stretch of it that is seldom one of its pages."""
        size = page.per_page
        end = page.page * size - len(pinned)
        if end <= 0:
            return ()
        taken = sorted(one.rank - 1 for one in pinned if one.rank is not None)
        start = _behind(taken, max(0, end - size))
        end = min(page.total, _behind(taken, end - 1) + 1)
        hits: list[Hit] = []
        for number in range(start // size, -(-end // size)):
            known = number + 1 == page.page
            found = page if known else self._served.search(replace(query, page=number + 1))
            offset = number * size
            hits += found.hits[max(0, start - offset) : end - offset]
        above = {one.hit.article.identity for one in pinned}
        return tuple(hit for hit in hits if hit.article.identity not in above)

    def _pin(self, wanted: str, query: Query, pins: Sequence[Pin]) -> Pinning | None:
        """The pin of an article to a query; of several the one that stands."""
        meant, today = read_words(query.understood), self._today()
        own = [pin for pin in pins if identity(pin.url) == wanted and pin.meets(meant)]
        if not own:
            return None
        pin = next((pin for pin in own if pin.stands_on(today)), own[0])
        return Pinning(
            owner=pin.owner,
            line=pin.line,
            since=pin.since,
            until=pin.until,
            state=_kept_off(query) or _on_day(pin, today),
        )


def _kept_off(query: Query) -> PinState | None:
    """Why a query is answered without pins; None where it is not.

    Who filters or sorts has asked for something else than what staff recommend.
    """
    if query.literal or "pinned" in query.off:
        return "off"
    if query.filters:
        return "filtered"
    return "sorted" if query.sort is not Sort.RELEVANCE else None


def _on_day(pin: Pin, today: date) -> PinState:
    if pin.stands_on(today):
        return "stands"
    return "early" if pin.since and today < pin.since else "over"


def _behind(taken: Sequence[int], place: int) -> int:
    """The place among all of what has a place among those that are left; `taken` ascends."""
    for one in taken:
        place += one <= place
    return place


def _note(query: Query, title: str) -> Note:
    return Note(
        kind="pinned",
        source=query.text,
        target=title,
        applied=True,
        changes=(("off", "pinned"),),
    )
