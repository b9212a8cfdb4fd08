"""The text of a query goes in; phrases, exclusions, operators and notes come out.

Nothing a person can type is an error: what is no operator is a word, what is no word is a blank.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from index.entities import Tables, entity_note, offer_note, read_entities
from index.operators import Kind, Piece, query_pieces
from index.phrasing import Names, phrases_of, word_of
from index.query import Phrase, Query, Word
from index.results import Note
from index.text.composition import one_line, one_line_of_bytes
from index.text.legacy import repair
from index.text.tokens import token_spans, tokenize

MOST_SYLLABLES = 64  # of a longer text the first ones are read, and a note says so
MOST_CHARACTERS = 10_000  # a page's worth; nobody types more, and a cut bounds the work


@dataclass(slots=True)
class _Draft:
    """What has been read so far of the text that is shown, and as which text."""

    shown: str
    names: Names = field(default_factory=Names)
    kept: str = ""
    budget: int = MOST_SYLLABLES
    alternatives: list[list[Phrase]] = field(default_factory=lambda: [[]])
    excluded: list[Phrase] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    since: date | None = None
    until: date | None = None
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What names are read by: the tables of abbreviations, places and so on, and the day it is."""

    tables: Tables
    today: date


def read_query(text: str, asked: Query | None = None, lexicon: Lexicon | None = None) -> Query:
    """The Query that a text asks for; `asked` carries the parameters that came beside it.

    Sites of the text add up with those of the parameters; of the days the later `since` and
    the earlier `until` hold. A text in a legacy encoding is read as what it was meant to be.
    Document numbers as written are read always, other names only by a lexicon.
    """
    asked = asked or Query()
    text, cut = text[:MOST_CHARACTERS], len(text) > MOST_CHARACTERS
    typed = shown = one_line(text)[:MOST_CHARACTERS].rstrip()
    notes = []
    if not asked.literal and "encoding" not in asked.off:
        # A text that is read again has lost its control characters: it says the same as before.
        for came in dict.fromkeys((one_line_of_bytes(text), typed)):
            meant = repair(came)
            if meant is not None:
                typed, shown = came, one_line(meant.text)[:MOST_CHARACTERS].rstrip()
                notes.append(_repaired(typed, shown))
                break
    draft = _Draft(shown, notes=notes)
    exclusions = not asked.literal and "exclusion" not in asked.off
    pieces = tuple(query_pieces(shown, exclusions=exclusions))
    if lexicon is not None and not asked.literal:
        _read_names(pieces, draft, asked, lexicon)
    for piece in pieces:
        if not _read_piece(piece, draft):
            draft.notes.append(_cut(shown, draft.kept))
            break
    else:
        if cut:
            draft.notes.append(_cut(shown, shown))
    return replace(
        asked,
        text=typed,
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
    return tuple(word_of(token) for token in tokenize(text))


def _read_names(pieces: tuple[Piece, ...], draft: _Draft, asked: Query, lexicon: Lexicon) -> None:
    """Find what the plain words name, and note it; operators and quoted words are left alone."""
    plain = [" "] * len(draft.shown)
    for piece in pieces:
        if piece.kind is Kind.WORDS:
            plain[piece.words_start : piece.words_end] = draft.shown[
                piece.words_start : piece.words_end
            ]
        else:
            plain[piece.start : piece.end] = "\0" * (piece.end - piece.start)
    text = "".join(plain)
    reading = read_entities(text, lexicon.tables, today=lexicon.today, off=asked.off)
    draft.names = Names(reading.entities, reading.honorifics)
    notes = [entity_note(entity, draft.shown) for entity in reading.entities]
    notes += [
        offer_note(offer, draft.shown, most_syllables=MOST_SYLLABLES)
        for offer in reading.offers
        if not (offer.since and (asked.since or asked.until))
    ]
    draft.notes.extend(note for note in notes if note is not None)


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
    end, whole = _affordable(piece, draft)
    if piece.kind is Kind.WORDS:
        phrases = list(phrases_of(draft.shown, piece.words_start, end, draft.names))
    else:
        phrases = list(_as_one(draft.shown[piece.words_start : end]))
    if piece.title_only:
        phrases = [replace(phrase, title_only=True) for phrase in phrases]
    draft.budget -= sum(len(phrase.words) for phrase in phrases)
    if piece.kind is Kind.EXCLUDED and phrases:
        draft.excluded.extend(phrases)
        draft.notes.extend(_exclusion_notes(piece, draft.shown))
    else:
        draft.alternatives[-1].extend(phrases)
    return whole


def _affordable(piece: Piece, draft: _Draft) -> tuple[int, bool]:
    """Up to which character a piece's words may still be read, and whether those are all.

    The draft keeps the text up to there. A cut exclusion would exclude too much: it goes.
    """
    stretch = draft.shown[piece.words_start : piece.words_end]
    # As many characters cannot be more tokens.
    few = len(stretch) <= draft.budget
    tokens = [] if few else list(islice(token_spans(stretch), draft.budget + 1))
    if len(tokens) <= draft.budget:
        draft.kept = draft.shown[: piece.end]
        return piece.words_end, True
    if piece.kind is Kind.EXCLUDED or not draft.budget:
        return piece.words_start, False
    end = piece.words_start + tokens[draft.budget - 1][1]
    closing = '"' if piece.kind is Kind.QUOTED else ""
    draft.kept = draft.shown[:end] + closing
    return end, False


def _as_one(stretch: str) -> Iterator[Phrase]:
    words = read_words(stretch)
    if words:
        yield Phrase(words, quoted=True)


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


def _repaired(typed: str, meant: str) -> Note:
    return Note(
        kind="encoding",
        source=typed,
        target=meant,
        applied=True,
        changes=(("off", "encoding"),),
    )


def _once(phrases: list[Phrase]) -> tuple[Phrase, ...]:
    return tuple(dict.fromkeys(phrases)) if len(phrases) > 1 else tuple(phrases)


def _pick(
    choose: Callable[[date, date], date], one: date | None, other: date | None
) -> date | None:
    if one is None or other is None:
        return one or other
    return choose(one, other)
