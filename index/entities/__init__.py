"""The text of a query goes in; document numbers, dates, abbreviations and places come out."""

from collections.abc import Iterable
from datetime import date
from itertools import islice

from index.entities.bundled import Tables, bundled_tables
from index.entities.dates import date_filters, dates
from index.entities.entity import Entity, Offer, Reading, apart
from index.entities.named_times import named_times
from index.entities.notes import entity_note, offer_note
from index.entities.ranges import with_ranges
from index.entities.today import relative_filters
from index.entities.typed import Typed

MOST_OFFERS = 8  # for one query: nobody reads more, and each one is a page's worth of text

__all__ = [
    "Entity",
    "Offer",
    "Reading",
    "Tables",
    "bundled_tables",
    "entity_note",
    "offer_note",
    "read_entities",
]


def read_entities(
    text: str,
    tables: Tables,
    *,
    today: date,
    off: frozenset[str] = frozenset(),
) -> Reading:
    """What a composed text names, and what can be offered for it.

    Entities do not overlap: the leftmost holds, and of those that begin together the longest.
    Kinds of note in `off` are not read, and there are at most `MOST_OFFERS` offers. Nothing is
    read across a quotation mark or NUL: what is not to be read, as an operator, is best blanked
    with NULs, letter for letter.
    """
    typed = Typed(text)
    times = named_times(typed)
    read: dict[str, Iterable[Entity]] = {
        "number": tables.numbers.entities(typed),
        "date": dates(typed, times),
        "abbreviation": tables.abbreviations.entities(typed),
    }
    entities = apart(one for kind in read if kind not in off for one in read[kind])
    filters = (*date_filters(with_ranges(typed, times)), *relative_filters(typed, today))
    others = (
        *tables.offices.offers(typed),
        *tables.abbreviations.offers(typed),
        *tables.places.offers(typed),
    )
    past = (offer for offer in filters if offer.since and offer.since <= today)
    offers = _once(typed, (one for one in (*past, *others) if one.kind not in off))
    standing = (offer for offer in offers if _stands(offer, entities))
    return Reading(
        entities=tuple(entities),
        offers=tuple(islice(standing, MOST_OFFERS)),
        honorifics=tuple(tables.honorifics.spans(typed)),
    )


def _once(typed: Typed, offers: Iterable[Offer]) -> Iterable[Offer]:
    """The offers in the order of the text, one for a name that is said again."""
    first: dict[tuple[str, str, str], Offer] = {}
    for offer in sorted(offers, key=lambda one: (one.start, one.end)):
        said = typed.bare[offer.start : offer.end]
        first.setdefault((offer.kind, offer.target, said), offer)
    return first.values()


def _stands(offer: Offer, entities: Iterable[Entity]) -> bool:
    """Whether an offer is for no part of a document number or of a date."""
    return not any(
        entity.kind != "abbreviation"
        and entity.start < offer.end
        and offer.start < entity.end
        and (entity.kind, offer.kind) != ("date", "date")
        for entity in entities
    )
