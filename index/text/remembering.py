"""A function that spells tokens goes in; one that remembers the short ones comes out."""

from collections.abc import Callable
from functools import lru_cache, wraps

_MOST_TOKENS = 65_536  # Vietnamese has some 7,000 syllables, names and numbers take the rest
# No syllable has more letters and marks; what is longer is rare, and many such would fill a
# server's memory.
_MOST_CHARACTERS = 24


def remembered(spell: Callable[[str], str]) -> Callable[[str], str]:
    """Spell each short token once; a long one is spelt anew whenever it comes."""
    kept = lru_cache(maxsize=_MOST_TOKENS)(spell)

    @wraps(spell)
    def spelling(token: str) -> str:
        return kept(token) if len(token) <= _MOST_CHARACTERS else spell(token)

    return spelling
