"""The text of a timed query goes in, the words it asks for come out: the same for every engine."""

import re
from dataclasses import dataclass
from typing import Literal, get_args

from index.text.tokens import canonical_token, fold_token

QueryClass = Literal[
    "rare",
    "common",
    "all_accented",
    "all_unaccented",
    "any",
    "phrase2",
    "phrase3",
    "exclusion",
    "question",
    "filter",
    "newest",
    "prefix",
    "none",
]
CLASSES: tuple[QueryClass, ...] = get_args(QueryClass)
# A rival answers these in a few millionths of a second, less than any call from Python costs.
OUTSIDE_MIX: frozenset[QueryClass] = frozenset({"rare", "none"})
MIX = tuple(name for name in CLASSES if name not in OUTSIDE_MIX)

_PART = re.compile(r'"([^"]*)"|(\S+)')

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedQuery:
    """A query as a visitor gives it: a text, and a site, a year or an order beside it.

    An `accented` one means its marks exactly, another any marks.
    """

    kind: QueryClass
    text: str
    accented: bool
    site: str = ""
    year: int = 0
    newest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a text asks for: phrases, all of them or any; a lone word is a phrase of one."""

    phrases: tuple[Words, ...] = ()
    excluded: Words = ()
    any_of: bool = False
    prefix: str = ""


def read(text: str, *, accented: bool) -> Asked:
    """Read the operators that the bench writes: `"a b"`, `-a`, `a OR b`, `a*`."""
    spell = canonical_token if accented else fold_token
    phrases: list[Words] = []
    excluded: list[str] = []
    any_of = False
    for quoted, word in _PART.findall(text):
        if quoted:
            phrases.append(tuple(spell(part) for part in quoted.split()))
        elif word == "OR":
            any_of = True
        elif word.endswith("*"):
            return Asked(prefix=spell(word[:-1]))
        elif word.startswith("-"):
            excluded.append(spell(word[1:]))
        else:
            phrases.append((spell(word),))
    return Asked(phrases=tuple(dict.fromkeys(phrases)), excluded=tuple(excluded), any_of=any_of)


def field_suffix(*, accented: bool) -> str:
    """Which of two spellings of a field an engine looks in."""
    return "accented" if accented else "folded"
