"""Pieces of text go in, the characters of their tokens come out, of all pieces at once.

Most tokens are runs of letters and digits, which a table finds in all pieces together in a tenth
of the time of a regular expression. Numbers that may hold a separator are looked at once more. A
piece with a combining mark or with a letter beyond the first 65,536 is left to
`index.text.tokens`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.places import Spans
from index.text.tokens import token_end

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
    found: list[Spans | None] = [
        (places[low:high:2], places[low + 1 : high : 2]) for low, high in pairwise(bounds)
    ]
    signs = (kinds >= _SEPARATOR).nonzero()[0]
    within, odd = _separators(kinds, signs)
    for place in within:
        number = bisect_right(begins, place) - 1
        _join_number(pieces[number], found[number], place - shifts[number])
    for place in odd:
        found[bisect_right(begins, place) - 1] = None
    for piece, spans in zip(pieces, found, strict=True):
        if spans is None or piece.end >= len(piece.text):
            continue
        # The last token may go on behind the piece, perhaps behind a separator.
        while spans[1] and spans[1][-1] >= piece.end - 1:
            spans[0].pop()
            spans[1].pop()
    return found


def _join_number(piece: Piece, spans: Spans | None, separator: int) -> None:
    """Make one token of the digits around a separator and those that follow, where they are."""
    assert spans is not None  # noqa: S101 - what is odd is taken out last
    starts, ends = spans
    number = bisect_left(ends, separator)
    if ends[number] != separator:
        return  # inside of a number that has been joined
    end = token_end(piece.text, starts[number])
    if end > separator:
        following = bisect_left(starts, end)
        run_end = ends[following - 1]
        ends[number:following] = [end]
        del starts[number + 1 : following]
        if run_end > end:
            # Letters right behind the number, as in `2.000km`, are a token of their own.
            starts.insert(number + 1, end)
            ends.insert(number + 1, run_end)


def _separators(kinds: NDArray[np.uint8], signs: NDArray[np.intp]) -> tuple[list[int], list[int]]:
    """Of some signs those between two digits, and those that a table cannot tell."""
    between = kinds.take(signs - 1) & kinds.take(signs + 1) & _DIGIT
    within: list[int] = signs.compress(between != 0).tolist()
    odd: list[int] = signs.compress((kinds.take(signs) & _ODD) != 0).tolist()
    return within, odd


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
