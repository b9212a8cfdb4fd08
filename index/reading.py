"""The text of a query goes in; phrases, exclusions, operators and notes come out.

Nothing a person can type is an error: what is no operator is a word, what is no word is a blank.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from index.days import read_day
from index.query import Phrase, Query, Word
from index.results import Note
from index.text.composition import one_line
from index.text.tokens import Token, document_numbers, tokenize

MOST_SYLLABLES = 64  # of a longer text the first ones are read, and a note says so
MOST_CHARACTERS = 10_000  # a page's worth; nobody types more, and a cut bounds the work

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_CHUNK = re.compile(
    r"""
    (?P<minus>-(?=["\w]))?                 # an exclusion, if what follows allows it
    (?:(?P<key>[^\W\d_]+):(?=\S))?         # an operator, if it is a known one
    (?: "(?P<quoted>[^"]*)" | (?P<bare>[^\s"]+) )
    """,
    re.VERBOSE,
)
_TITLE_KEYS = frozenset({"title", "tieude"})
_SINCE_KEYS = frozenset({"from", "từ"})
_UNTIL_KEYS = frozenset({"to", "đến"})
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")


@dataclass(slots=True)
class _Draft:
    """What has been read so far."""

    budget: int = MOST_SYLLABLES
    read_to: int = 0
    alternatives: list[list[Phrase]] = field(default_factory=lambda: [[]])
    excluded: list[Phrase] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    since: date | None = None
    until: date | None = None
    notes: list[Note] = field(default_factory=list)


def read_query(text: str, asked: Query | None = None) -> Query:
    """The Query that a text asks for; `asked` carries the parameters that came beside it.

    An operator in the text narrows what the parameters leave: sites add up, the later `since`
    and the earlier `until` hold.
    """
    asked = asked or Query()
    shown = one_line(text[:MOST_CHARACTERS])
    draft = _Draft()
    exclusions = not asked.literal and "exclusion" not in asked.off
    for chunk in _CHUNK.finditer(_paired(shown.translate(_QUOTES))):
        if not _read_chunk(chunk, draft, shown, exclusions=exclusions):
            draft.notes.append(_cut(shown, shown[: draft.read_to].rstrip()))
            break
    if len(text) > MOST_CHARACTERS and draft.budget > 0:
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


def _read_chunk(chunk: re.Match[str], draft: _Draft, shown: str, *, exclusions: bool) -> bool:
    """Read one chunk into the draft; False where the query has become too long."""
    key = (chunk["key"] or "").lower()
    value = chunk["quoted"] if chunk["bare"] is None else chunk["bare"]
    starts_word = chunk.start() == 0 or shown[chunk.start() - 1] == " "
    excludes = bool(exclusions and starts_word and chunk["minus"]) and _may_exclude(chunk)
    if chunk["bare"] == "OR" and not key and not chunk["minus"]:
        draft.alternatives.append([])
        return True
    if not excludes and chunk["bare"] and _read_filter(key, value, draft):
        return True
    in_title = key in _TITLE_KEYS
    stretch = value if in_title or not key else f"{chunk['key']}:{value}"
    joined = chunk["quoted"] is not None or excludes
    phrases = [
        replace(phrase, title_only=in_title)
        for phrase in (_as_one(stretch) if joined else _as_they_stand(stretch))
    ]
    size = sum(len(phrase.words) for phrase in phrases)
    if size > draft.budget:
        _read_part(phrases, draft, excludes=excludes)
        return False
    draft.budget -= size
    draft.read_to = chunk.end()
    if excludes and phrases:
        draft.excluded.extend(phrases)
        draft.notes.extend(_exclusion_notes(chunk, shown))
    else:
        draft.alternatives[-1].extend(phrases)
    return True


def _read_part(phrases: list[Phrase], draft: _Draft, *, excludes: bool) -> None:
    """Read as much of a stretch as the budget allows; a cut exclusion excludes nothing."""
    for phrase in phrases if not excludes else []:
        if draft.budget > 0:
            cut = replace(phrase, words=phrase.words[: draft.budget])
            draft.alternatives[-1].append(cut)
            draft.budget -= len(cut.words)


def _may_exclude(chunk: re.Match[str]) -> bool:
    """A minus excludes before a lower-case letter or an opening quote, and nowhere else."""
    return chunk[0][1] == '"' or chunk[0][1].islower()


def _read_filter(key: str, value: str, draft: _Draft) -> bool:
    """Take an operator that narrows; False where it is none, and so is a word."""
    if key == "site" and _HOST.fullmatch(value.lower()):
        draft.sites.append(value.lower())
        return True
    day = read_day(value) if key in _SINCE_KEYS | _UNTIL_KEYS else None
    if day is None:
        return False
    if key in _SINCE_KEYS:
        draft.since = day
    else:
        draft.until = day
    return True


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


def _paired(text: str) -> str:
    """The text with an unpaired quotation mark blanked; nothing moves."""
    if text.count('"') % 2 == 0:
        return text
    last = text.rindex('"')
    return f"{text[:last]} {text[last + 1 :]}"


def _exclusion_notes(chunk: re.Match[str], shown: str) -> Iterator[Note]:
    """Say what was excluded; for `-khen thưởng` offer to exclude both words."""
    source = shown[chunk.start() : chunk.end()]
    yield Note(
        kind="exclusion",
        source=source,
        target=source[1:],
        applied=True,
        changes=(("off", "exclusion"),),
    )
    following = re.match(r" ([^\W\d_]+)", shown[chunk.end() :])
    if chunk["bare"] and following and following[1].islower():
        both = source + following[0]
        target = f'-"{both[1:]}"'
        rest = shown[chunk.end() + following.end() :]
        changed = f"{shown[: chunk.start()]}{target}{rest}"
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
