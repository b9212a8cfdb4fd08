"""A spelling goes in, its tones and its letters come out, apart from each other."""

import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"


@lru_cache(maxsize=16_384)  # some 7,000 syllables there are, and names
def parted(spelling: str) -> tuple[str, tuple[str, ...]]:
    """The tones of a canonical spelling, and its letters, each a plain one with its other marks.

    The mark of `đ` is written as `-`.

    >>> parted("đi")
    ('', ('d-', 'i'))
    """
    tones = ""
    letters: list[str] = []
    for mark in unicodedata.normalize("NFD", spelling.replace("đ", "d-")):
        if mark in _TONES:
            tones += mark
        elif letters and (mark == "-" or unicodedata.combining(mark)):
            letters[-1] += mark
        else:
            letters.append(mark)
    return tones, tuple(letters)
