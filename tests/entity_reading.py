"""A sentence goes in, what was read in it comes out as plain text: for the tests of entities."""

from datetime import date

from index.entities import Reading, bundled_tables, offer_note, read_entities
from index.entities.typed import words_of
from index.query import Word

TODAY = date(2026, 11, 22)  # a Sunday


def read(text: str, *, off: frozenset[str] = frozenset()) -> Reading:
    return read_entities(text, bundled_tables(), today=TODAY, off=off)


def spelt(words: tuple[Word, ...]) -> str:
    return " ".join(word.canonical for word in words)


def canonical(text: str) -> str:
    return spelt(words_of(text))


def entities(text: str, kind: str) -> list[str]:
    return [text[one.start : one.end] for one in read(text).entities if one.kind == kind]


def wordings(text: str) -> set[str]:
    return {spelt(words) for one in read(text).entities for words in one.wordings}


def offers(text: str, kind: str) -> list[tuple[str, str]]:
    return [
        (text[one.start : one.end], one.target) for one in read(text).offers if one.kind == kind
    ]


def changed(text: str, kind: str) -> list[str]:
    """Where the offers of a kind lead: the new text of the query."""
    notes = [
        offer_note(one, text, most_syllables=64) for one in read(text).offers if one.kind == kind
    ]
    return [dict(note.changes)["q"] for note in notes if note]
