"""The text of a query goes in; phrases, exclusions, operators and notes come out.

Nothing a person can type is an error: what is no operator is a word, what is no word is a blank.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from index.operators import Kind, Piece, query_pieces
from index.query import Phrase, Query, Word
from index.results import Note
from index.text.composition import one_line
from index.text.tokens import Token, document_numbers, tokenize

MOST_SYLLABLES = 64  # of a longer text the first ones are read, and a note says so
MOST_CHARACTERS = 10_000  # a page's worth; nobody types more, and a cut bounds the work


@dataclass(slots=True)
class _Draft:
    """What has been read so far of the text that is shown, and as which text."""

    shown: str
    kept: str = ""
    budget: int = MOST_SYLLABLES
    alternatives: list[list[Phrase]] = field(default_factory=lambda: [[]])
    excluded: list[Phrase] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    since: date | None = None
    until: date | None = None
    notes: list[Note] = field(default_factory=list)


def read_query(text: str, asked: Query | None = None) -> Query:
    """The Query that a text asks for; `asked` carries the parameters that came beside it.

    Sites of the text add up with those of the parameters; of the days the later `since` and
    the earlier `until` hold.
    """
    asked = asked or Query()
    shown = one_line(text[:MOST_CHARACTERS])[:MOST_CHARACTERS].rstrip()
    draft = _Draft(shown)
    exclusions = not asked.literal and "exclusion" not in asked.off
    for piece in query_pieces(shown, exclusions=exclusions):
        if not _read_piece(piece, draft):
            draft.notes.append(_cut(shown, draft.kept))
            break
    else:
        if len(text) > MOST_CHARACTERS:
            draft.notes.append(_cut(shown, shown))
    return replace(
        asked,
        text=shown,
        understood=shown,
        alternatives=tuple(_once(phrases) for phrases in draft.alternatives if phrases),
        excluded=_once(draft.excluded),
        sites=tuple(dict.fromkeys((*asked.sites, *draft.sites))),
        since=_pick(max, asked.since, draft.since),
        until=_pick(min, asked.until, draft.until),
        notes=(*asked.notes, *draft.notes),
    )


def read_words(text: str) -> tuple[Word, ...]:
    """The words of a text with no regard to operators.

    >>> [word.folded for word in read_words("Thi đua - khen thưởng")]
    ['thi', 'dua', 'khen', 'thuong']
    """
    return tuple(_word(token) for token in tokenize(text))


def _read_piece(piece: Piece, draft: _Draft) -> bool:
    """Read one piece into the draft; False where the query has become too long."""
    if piece.kind is Kind.OR:
        draft.alternatives.append([])
    if piece.kind is Kind.FILTER:
        draft.sites.extend(filter(None, [piece.site]))
        draft.since, draft.until = piece.since or draft.since, piece.until or draft.until
    if piece.kind in {Kind.OR, Kind.FILTER}:
        draft.kept = draft.shown[: piece.end]
        return True
    stretch, whole = _affordable(piece, draft)
    read = _as_they_stand if piece.kind is Kind.WORDS else _as_one
    phrases = [replace(phrase, title_only=piece.title_only) for phrase in read(stretch)]
    draft.budget -= sum(len(phrase.words) for phrase in phrases)
    if piece.kind is Kind.EXCLUDED and phrases:
        draft.excluded.extend(phrases)
        draft.notes.extend(_exclusion_notes(piece, draft.shown))
    else:
        draft.alternatives[-1].extend(phrases)
    return whole


def _affordable(piece: Piece, draft: _Draft) -> tuple[str, bool]:
    """As much of a piece's words as may still be read, and whether that is all of them.

    The draft keeps the text up to there. A cut exclusion would exclude too much: it goes.
    """
    stretch = draft.shown[piece.words_start : piece.words_end]
    tokens = list(islice(tokenize(stretch), draft.budget + 1))
    if len(tokens) <= draft.budget:
        draft.kept = draft.shown[: piece.end]
        return stretch, True
    if piece.kind is Kind.EXCLUDED or not draft.budget:
        return "", False
    end = tokens[draft.budget - 1].end
    closing = '"' if piece.kind is Kind.QUOTED else ""
    draft.kept = draft.shown[: piece.words_start + end] + closing
    return stretch[:end], False


def _as_they_stand(stretch: str) -> Iterator[Phrase]:
    """Each word by itself, but a document number's parts together."""
    numbers = list(document_numbers(stretch))
    held: list[Word] = []
    for token in tokenize(stretch):
        number = next((whole for whole in numbers if whole.start <= token.start < whole.end), None)
        held.append(_word(token))
        if number is None or token.end >= number.end:
            yield Phrase(tuple(held), number=_word(number) if number else None)
            held = []
    if held:
        yield Phrase(tuple(held))


def _as_one(stretch: str) -> Iterator[Phrase]:
    words = read_words(stretch)
    if words:
        yield Phrase(words, quoted=True)


def _word(token: Token) -> Word:
    return Word(token.canonical, token.folded)


def _exclusion_notes(piece: Piece, shown: str) -> Iterator[Note]:
    """Say what was excluded; for `-khen thưởng` offer to exclude both words."""
    source = shown[piece.start : piece.end]
    yield Note(
        kind="exclusion",
        source=source,
        target=source[1:],
        applied=True,
        changes=(("off", "exclusion"),),
    )
    following = re.match(r" ([^\W\d_]+)(?![\w:])", shown[piece.end :])
    quoted = piece.words_end < piece.end
    if not quoted and not piece.title_only and following and following[1].islower():
        both = source + following[0]
        target = f'-"{both[1:]}"'
        rest = shown[piece.end + following.end() :]
        changed = f"{shown[: piece.start]}{target}{rest}"
        yield Note(
            kind="exclusion", source=both, target=target, applied=False, changes=(("q", changed),)
        )


def _cut(shown: str, kept: str) -> Note:
    return Note(kind="length", source=shown, target=kept, applied=True, changes=(("q", kept),))


def _once(phrases: list[Phrase]) -> tuple[Phrase, ...]:
    return tuple(dict.fromkeys(phrases))


def _pick(
    choose: Callable[[date, date], date], one: date | None, other: date | None
) -> date | None:
    if one is None or other is None:
        return one or other
    return choose(one, other)
