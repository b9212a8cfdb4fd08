"""Documents of a stream go in, their tokens come out end to end, to be looked at all at once.

Tokens stay as they are stored, two bytes each, the rare ones under one sign: what a phrase takes
is mostly the time to touch these bytes.
"""

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.token_stream import RARE, TokenStream, stand_aside

Numbers = NDArray[np.uint32]
Positions = NDArray[np.intp]
Mask = NDArray[np.bool_]

_NOWHERE: Positions = np.empty(0, dtype=np.intp)
_CODES = 1 << 16
_FEW_SPELLINGS = 6  # passes that take as long as one lookup of each token
_ASIDE_COSTS = 4  # passes over the tokens, about, to look through the rare terms as well


class LaidOut:
    """The tokens of some documents end to end; a position counts from the first of them all."""

    def __init__(self, stream: TokenStream, documents: NDArray[Any]) -> None:
        self._stream = stream
        self._documents = documents
        self._codes, self._begins = stream.codes_of(documents)

    def __len__(self) -> int:
        """How many documents there are."""
        return len(self._documents)

    @property
    def size(self) -> int:
        """How many tokens there are."""
        return len(self._codes)

    def documents_at(self, positions: Positions) -> Positions:
        """To which of the documents some positions belong, counted from 0."""
        return np.searchsorted(self._begins, positions, side="right") - 1

    def cost(self, numbers: Numbers) -> int:
        """How many passes over all tokens it takes to find some terms."""
        return len(numbers) + _ASIDE_COSTS * int(np.count_nonzero(stand_aside(numbers)))

    def positions_of(self, numbers: Numbers) -> Positions:
        """Where any of some terms stands, ascending."""
        common, rare = _divided(numbers)
        found = _are_any(self._codes, common)
        if len(rare):
            positions, terms = self._aside
            found[positions[np.isin(terms, rare)]] = True
        return found.nonzero()[0]

    def are(self, positions: Positions, numbers: Numbers) -> Mask:
        """At which positions one of some terms stands."""
        common, rare = _divided(numbers)
        codes = self._codes.take(positions)
        found = _are_any(codes, common)
        aside = (codes == RARE).nonzero()[0] if len(rare) else _NOWHERE
        if len(aside):
            rare_positions, terms = self._aside
            places = np.searchsorted(rare_positions, positions.take(aside))
            found[aside] = np.isin(terms.take(places), rare)
        return found

    @cached_property
    def _aside(self) -> tuple[Positions, Numbers]:
        """The positions of tokens that are stored aside, and their terms."""
        return np.flatnonzero(self._codes == RARE), self._stream.rare_of(self._documents)


def _divided(numbers: Numbers) -> tuple[NDArray[np.uint16], Numbers]:
    """The terms that stand by their number, and those that stand aside."""
    rare = stand_aside(numbers)
    return numbers[~rare].astype(np.uint16), numbers[rare]


def _are_any(codes: NDArray[np.uint16], wanted: NDArray[np.uint16]) -> Mask:
    """Which codes are among some: compared with each of a few, looked up among many."""
    if len(wanted) > _FEW_SPELLINGS:
        table = np.zeros(_CODES, dtype=np.bool_)
        table[wanted] = True
        return table.take(codes)
    found = np.zeros(len(codes), dtype=np.bool_)
    for code in wanted:
        found |= codes == code
    return found
