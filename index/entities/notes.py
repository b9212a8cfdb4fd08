"""An entity or an offer goes in with the text it was read in, the note about it comes out."""

import re

from index.entities.entity import Entity, Offer
from index.results import Note
from index.text.tokens import tokenize

_OR = re.compile(r"(?<!\S)OR(?!\S)")


def entity_note(entity: Entity, text: str) -> Note | None:
    """The note that says how a stretch of a text was read, and leads to the page without it."""
    if not entity.target:
        return None
    return Note(
        kind=entity.kind,
        source=text[entity.start : entity.end],
        target=entity.target,
        applied=True,
        changes=(("off", entity.kind),),
    )


def offer_note(offer: Offer, text: str, *, most_syllables: int) -> Note | None:
    """The note that leads to the page with what is offered; None where the query grew too long."""
    changes: tuple[tuple[str, str], ...]
    if offer.since and offer.until:
        changes = (("from", offer.since.isoformat()), ("to", offer.until.isoformat()))
    else:
        changed = offered_text(offer, text, most_syllables=most_syllables)
        if changed is None:
            return None
        changes = (("q", changed),)
    return Note(
        kind=offer.kind,
        source=text[offer.start : offer.end],
        target=offer.target,
        applied=False,
        changes=changes,
    )


def offered_text(offer: Offer, text: str, *, most_syllables: int) -> str | None:
    """The text with what is offered: in place of the stretch, or as another way to ask.

    OR joins whole alternatives, so the one around the stretch is said again with each choice,
    as many as `most_syllables` leave room for; None where there is room for none.
    """
    if offer.instead:
        changed = text[: offer.start] + offer.choices[0] + text[offer.end :]
        return changed if _syllables(changed) <= most_syllables else None
    begin, end = _alternative(text, offer.start)
    before, behind = text[begin : offer.start], text[offer.end : end]
    changed, room = text, most_syllables - _syllables(text)
    for choice in offer.choices:
        other = " ".join(f"{before}{choice}{behind}".split())
        room -= _syllables(other)
        if room < 0:
            break
        changed = f"{changed} OR {other}"
    return None if changed == text else changed


def _alternative(text: str, place: int) -> tuple[int, int]:
    """Where the alternative around a place begins and ends, between the ORs outside quotes."""
    edges = [
        (match.start(), match.end())
        for match in _OR.finditer(text)
        if text.count('"', 0, match.start()) % 2 == 0
    ]
    begin = max((end for _, end in edges if end <= place), default=0)
    return begin, min((start for start, _ in edges if start >= place), default=len(text))


def _syllables(text: str) -> int:
    return sum(1 for _ in tokenize(text))
