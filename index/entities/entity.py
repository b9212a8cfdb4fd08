"""What was read in the text of a query goes in as plain values, Entity and Offer come out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from index.query import Word
from index.results import Span

EntityKind = Literal["number", "date", "abbreviation"]
OfferKind = Literal["date", "abbreviation", "place"]
Wording = tuple[Word, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A stretch of a text that means one thing, however it is worded.

    `start` and `end` count its characters. `wordings` are the other sequences of words that say
    the same, without the typed one. `number` is the whole document number, where it is one.
    `target` is what the reading is called in a note; without it there is nothing to say.
    """

    kind: EntityKind
    start: int
    end: int
    wordings: tuple[Wording, ...] = ()
    number: Word | None = None
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a stretch of a text could be made into, if the visitor wishes.

    Either the days to filter by, or `choices`: texts that are wanted as well as the stretch, or
    in its place where `instead` says so. `target` is what a note calls it.
    """

    kind: OfferKind
    start: int
    end: int
    target: str
    choices: tuple[str, ...] = ()
    instead: bool = False
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in a text: entities that do not overlap, and offers, both in order.

    `honorifics` are the words of address before a name: they need not be found, but count where
    they are.
    """

    entities: tuple[Entity, ...] = ()
    offers: tuple[Offer, ...] = ()
    honorifics: tuple[Span, ...] = ()


def apart(entities: Iterable[Entity]) -> list[Entity]:
    """Of entities that overlap the leftmost, and of those that begin together the longest."""
    kept: list[Entity] = []
    for entity in sorted(entities, key=lambda one: (one.start, -one.end)):
        if not kept or entity.start >= kept[-1].end:
            kept.append(entity)
    return kept
