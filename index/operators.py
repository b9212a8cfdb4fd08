"""The text of a query goes in; its pieces come out: words, phrases, exclusions, OR, filters.

What is no operator is words: `from:` without a day, a minus between two words, a lone quote.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto

from index.days import read_day

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


class Kind(Enum):
    """What a piece of a query is."""

    WORDS = auto()
    QUOTED = auto()
    EXCLUDED = auto()
    OR = auto()
    FILTER = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One piece of a query: what it is, its characters, and those of the words in it.

    `site`, `since` and `until` are what a filter asks for.
    """

    kind: Kind
    start: int
    end: int
    words_start: int
    words_end: int
    title_only: bool = False
    site: str = ""
    since: date | None = None
    until: date | None = None


def query_pieces(text: str, *, exclusions: bool) -> Iterator[Piece]:
    """The pieces of a one-line text in order; words that follow each other are one piece.

    Without `exclusions` a minus excludes nothing.
    """
    begin = end = None  # of the words that follow each other
    for chunk in _CHUNK.finditer(_paired(text.translate(_QUOTES))):
        if _is_plain(chunk):
            begin, end = chunk.start() if begin is None else begin, chunk.end()
            continue
        piece = _piece(chunk, exclusions=exclusions)
        if piece.kind is Kind.WORDS and not piece.title_only:
            begin, end = piece.start if begin is None else begin, piece.end
            continue
        if begin is not None and end is not None:
            yield _words(begin, end)
        begin = end = None
        yield piece
    if begin is not None and end is not None:
        yield _words(begin, end)


def _is_plain(chunk: re.Match[str]) -> bool:
    """Whether there is nothing but a word, as most of a query is: no operator has to be read."""
    return chunk.start("bare") == chunk.start() and chunk[0] != "OR"


def _words(start: int, end: int) -> Piece:
    return Piece(kind=Kind.WORDS, start=start, end=end, words_start=start, words_end=end)


def _piece(chunk: re.Match[str], *, exclusions: bool) -> Piece:
    key = (chunk["key"] or "").lower()
    group = "bare" if chunk["quoted"] is None else "quoted"
    words_in_key = key and key not in _TITLE_KEYS
    plain = Piece(
        kind=Kind.WORDS if group == "bare" else Kind.QUOTED,
        start=chunk.start(),
        end=chunk.end(),
        words_start=chunk.start("key" if words_in_key else group),
        words_end=chunk.end(group),
        title_only=key in _TITLE_KEYS,
    )
    if chunk["minus"]:
        excludes = exclusions and _may_exclude(chunk)
        return replace(plain, kind=Kind.EXCLUDED) if excludes else plain
    if chunk["bare"] == "OR" and not key:
        return replace(plain, kind=Kind.OR)
    return _filter(plain, key, chunk["bare"]) if chunk["bare"] else plain


def _may_exclude(chunk: re.Match[str]) -> bool:
    """A minus excludes first or after a blank, before a lower-case letter or an opening quote."""
    first = chunk.start() == 0 or chunk.string[chunk.start() - 1] == " "
    return first and (chunk[0][1] == '"' or chunk[0][1].islower())


def _filter(plain: Piece, key: str, value: str) -> Piece:
    """The filter that a key and its value make; the words as they are where they make none."""
    if key == "site" and _HOST.fullmatch(value.lower()):
        return replace(plain, kind=Kind.FILTER, site=value.lower().removeprefix("www."))
    day = read_day(value) if key in _SINCE_KEYS | _UNTIL_KEYS else None
    if day is None:
        return plain
    if key in _SINCE_KEYS:
        return replace(plain, kind=Kind.FILTER, since=day)
    return replace(plain, kind=Kind.FILTER, until=day)


def _paired(text: str) -> str:
    """The text with an unpaired quotation mark blanked; nothing moves."""
    if text.count('"') % 2 == 0:
        return text
    last = text.rindex('"')
    return f"{text[:last]} {text[last + 1 :]}"
