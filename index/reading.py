"""The text of a query goes in; phrases, exclusions, operators and notes come out.

Nothing a person can type is an error: what is no operator is a word, what is no word is a blank.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

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
    (?:(?P<key>(?:title|tieude)(?=:\S)|(?:site|from|to|từ|đến)(?=:[^\s"])):)?
    (?: "(?P<quoted>[^"]*)" | (?P<bare>[^\s"]+) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TITLE_KEYS = frozenset({"title", "tieude"})
_SINCE_KEYS = frozenset({"from", "từ"})
_UNTIL_KEYS = frozenset({"to", "đến"})
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")


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
    for chunk in _CHUNK.finditer(_paired(shown.translate(_QUOTES))):
        if not _read_chunk(chunk, draft, exclusions=exclusions):
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


def _read_chunk(chunk: re.Match[str], draft: _Draft, *, exclusions: bool) -> bool:
    """Read one chunk into the draft; False where the query has become too long."""
    key = (chunk["key"] or "").lower()
    starts_word = chunk.start() == 0 or draft.shown[chunk.start() - 1] == " "
    excludes = bool(exclusions and starts_word and chunk["minus"]) and _may_exclude(chunk)
    if _read_operator(chunk, key, draft):
        draft.kept = draft.shown[: chunk.end()]
        return True
    stretch, whole = _affordable(chunk, draft, excludes=excludes)
    joined = chunk["quoted"] is not None or excludes
    phrases = [
        replace(phrase, title_only=key in _TITLE_KEYS)
        for phrase in (_as_one(stretch) if joined else _as_they_stand(stretch))
    ]
    draft.budget -= sum(len(phrase.words) for phrase in phrases)
    if excludes and phrases:
        draft.excluded.extend(phrases)
        draft.notes.extend(_exclusion_notes(chunk, draft.shown))
    else:
        draft.alternatives[-1].extend(phrases)
    return whole


def _affordable(chunk: re.Match[str], draft: _Draft, *, excludes: bool) -> tuple[str, bool]:
    """As much of a chunk's words as may still be read, and whether that is all of them.

    The draft keeps the text up to there. A cut exclusion would exclude too much: it goes.
    """
    group = "bare" if chunk["quoted"] is None else "quoted"
    words_in_key = chunk["key"] and chunk["key"].lower() not in _TITLE_KEYS
    start = chunk.start("key" if words_in_key else group)
    stretch = chunk.string[start : chunk.end(group)]
    tokens = list(islice(tokenize(stretch), draft.budget + 1))
    if len(tokens) <= draft.budget:
        draft.kept = draft.shown[: chunk.end()]
        return stretch, True
    if excludes or not draft.budget:
        return "", False
    end = tokens[draft.budget - 1].end
    draft.kept = draft.shown[: start + end] + ('"' if group == "quoted" else "")
    return stretch[:end], False


def _may_exclude(chunk: re.Match[str]) -> bool:
    """A minus excludes before a lower-case letter or an opening quote, and nowhere else."""
    return chunk[0][1] == '"' or chunk[0][1].islower()


def _read_operator(chunk: re.Match[str], key: str, draft: _Draft) -> bool:
    """Take an OR or a filter; False where the chunk is words."""
    if chunk["minus"] or not chunk["bare"]:
        return False
    if chunk["bare"] == "OR" and not key:
        draft.alternatives.append([])
        return True
    return _read_filter(key, chunk["bare"], draft)


def _read_filter(key: str, value: str, draft: _Draft) -> bool:
    """Take an operator that narrows; False where it is none, and so is a word."""
    if key == "site" and _HOST.fullmatch(value.lower()):
        draft.sites.append(value.lower().removeprefix("www."))
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
    following = re.match(r" ([^\W\d_]+)(?![\w:])", shown[chunk.end() :])
    if chunk["bare"] and not chunk["key"] and following and following[1].islower():
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
