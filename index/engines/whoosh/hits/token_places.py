"""Pieces of text go in, the characters of their tokens come out, of all pieces at once.

Most tokens are runs of letters and digits, which a table finds in all pieces together in a tenth
of the time of a regular expression. A piece with a combining mark, with a letter beyond the
first 65,536 or with a number that may hold a separator is left to `index.text.tokens`.
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.places import Spans

_CODES = 1 << 16
_LETTER, _DIGIT, _SEPARATOR, _ODD = 1, 2, 4, 8
_ODD_CODES = ((0x0300, 0x036F), (0xD800, 0xDFFF))  # combining marks, halves of further letters
_BETWEEN = "\n"  # no letter, no digit and no separator


class Piece(NamedTuple):
    """A part of a text: its first character, and the one after its last."""

    text: str
    start: int
    end: int


def spans_of(pieces: Sequence[Piece]) -> list[Spans | None]:
    """The characters of the tokens of each piece, counted in its text; None where not known.

    A piece begins at the beginning of a token or between two; one that it cuts is left out.
    """
    parts = [text[start:end] for text, start, end in pieces]
    joined = _BETWEEN.join(["", *parts, ""])
    codes = np.frombuffer(joined.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    kinds = _kinds().take(codes, mode="wrap")  # no code is beyond it: nothing to check
    begins = list(accumulate([len(part) + 1 for part in parts], initial=1))
    if len(codes) != len(joined):
        return [None] * len(pieces) if len(pieces) == 1 else [spans_of([one])[0] for one in pieces]
    letters = kinds & _LETTER
    edges = (letters[1:] != letters[:-1]).nonzero()[0] + 1
    bounds = edges.searchsorted(begins).tolist()
    shifts = [begin - piece.start for begin, piece in zip(begins, pieces, strict=False)]
    edges -= np.array(shifts, dtype=np.intp).repeat([high - low for low, high in pairwise(bounds)])
    places = edges.tolist()
    odd = {bisect_right(begins, place) - 1 for place in _odd_places(kinds)}
    return [
        None if number in odd else _whole(places[low:high:2], places[low + 1 : high : 2], piece)
        for number, (piece, (low, high)) in enumerate(zip(pieces, pairwise(bounds), strict=True))
    ]


def _whole(starts: list[int], ends: list[int], piece: Piece) -> Spans:
    """The spans without one that the end of the piece may have cut."""
    if ends and ends[-1] == piece.end < len(piece.text):
        starts.pop()
        ends.pop()
    return starts, ends


def _odd_places(kinds: NDArray[np.uint8]) -> list[int]:
    """Where something stands that a run of letters and digits does not tell."""
    signs = (kinds >= _SEPARATOR).nonzero()[0]
    between = kinds.take(signs - 1) & kinds.take(signs + 1) & _DIGIT
    odd = (between | (kinds.take(signs) & _ODD)) != 0
    places: list[int] = signs.compress(odd).tolist()
    return places


@cache
def _kinds() -> NDArray[np.uint8]:
    """What each character is."""
    kinds = np.zeros(_CODES, dtype=np.uint8)
    for code in range(_CODES):
        letter = chr(code)
        kinds[code] = letter.isalnum() * _LETTER + letter.isdecimal() * _DIGIT
    kinds[[ord("."), ord(",")]] = _SEPARATOR
    for first, last in _ODD_CODES:
        kinds[first : last + 1] |= _ODD
    return kinds
