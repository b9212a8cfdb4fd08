"""A function of tokens goes in; one that remembers what it made of short ones comes out."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

_MOST_TOKENS = 65_536  # Vietnamese has some 7,000 syllables, names and numbers take the rest
# No syllable has more letters and marks; what is longer is rare, and many such would fill a
# server's memory.
_MOST_CHARACTERS = 24

Made = TypeVar("Made")


def remembered(make: Callable[[str], Made], *, most: int = _MOST_TOKENS) -> Callable[[str], Made]:
    """Make something of each short token once, of a long one anew whenever it comes.

    Of `most` tokens it is remembered, those that came last.
    """
    kept = lru_cache(maxsize=most)(make)

    @wraps(make)
    def made(token: str) -> Made:
        return kept(token) if len(token) <= _MOST_CHARACTERS else make(token)

    return made
