"""Documents go in, their tokens come out end to end, to be compared all at once.

Tokens stay as they are stored, two bytes each, the rare ones under one sign: what a phrase takes
is mostly the time to touch these bytes.
"""

from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.array_file import ArrayFile
from index.engines.whoosh.codec.token_stream import RARE
from index.engines.whoosh.evaluation.document_sets import SCRATCH, Documents, Mask

Numbers = NDArray[np.uint32]

_SPECIAL = 0xFFFE  # from here on a code in the stream is no term number
_CODES = 1 << 16
_ASIDE_COSTS = 4  # passes over the tokens, about, to look through the rare terms as well


class StreamArrays:
    """The arrays of the token stream of a field, as `TokenStream` writes them."""

    def __init__(self, file: ArrayFile, stream: str) -> None:
        self.tokens = file[f"{stream}/tokens"]
        self._ends = file[f"{stream}/token_ends"]
        self._rare = file[f"{stream}/rare"]
        self._rare_ends = file[f"{stream}/rare_ends"]
        self._over = file[f"{stream}/over_terms"]

    def terms_over(self, count: int, numbers: NDArray[np.uint32] | None) -> Mask:
        """Which of the `count` terms of a field ever share a position with another.

        `numbers` maps the terms of the stream to those of the field, None where it is its own.
        """
        over = np.zeros(count, dtype=np.bool_)
        over[self._over if numbers is None else numbers[self._over]] = True
        return over

    def codes_of(self, documents: Documents) -> tuple[NDArray[np.uint16], Documents]:
        """The stored tokens of some documents end to end, and where each begins."""
        return _end_to_end(self.tokens, self._ends, documents)

    def rare_of(self, documents: Documents) -> Numbers:
        """The terms behind the rare signs of some documents, in their order."""
        return _end_to_end(self._rare, self._rare_ends, documents)[0]


class LaidOut:
    """The tokens of some documents end to end, as they are stored: rare ones by a sign."""

    def __init__(self, arrays: StreamArrays, documents: Documents) -> None:
        self._arrays = arrays
        self._documents = documents
        self._codes, self._starts = arrays.codes_of(documents)
        self._rare: tuple[Documents, Numbers] | None = None

    @property
    def size(self) -> int:
        """How many tokens there are."""
        return len(self._codes)

    def documents_at(self, positions: Documents) -> Documents:
        """The places of the documents that some positions belong to."""
        return np.searchsorted(self._starts, positions, side="right") - 1

    def cost(self, numbers: Numbers) -> int:
        """How many passes over all tokens it takes to find some terms."""
        return len(numbers) + _ASIDE_COSTS * int(np.count_nonzero(numbers >= _SPECIAL))

    def positions_of(self, numbers: Numbers) -> Documents:
        """Where any of some terms stands, ascending."""
        common = numbers[numbers < _SPECIAL].astype(np.uint16)
        matches = [self._codes == code for code in common]
        found = reduce(np.logical_or, matches) if matches else np.zeros(self.size, dtype=np.bool_)
        if len(common) < len(numbers):
            positions, terms = self._rare_terms()
            found[positions[np.isin(terms, numbers)]] = True
        return found.nonzero()[0]

    def are(self, positions: Documents, numbers: Numbers) -> Mask:
        """At which positions one of some terms stands."""
        codes = self._codes.take(positions)
        common = numbers[numbers < _SPECIAL]
        marks = SCRATCH.marks(_CODES)
        marks[common] = True
        found = marks.take(codes)
        marks[common] = False
        aside = np.flatnonzero(codes == RARE)
        if len(aside) and bool((numbers >= _SPECIAL).any()):
            rare_positions, terms = self._rare_terms()
            places = np.searchsorted(rare_positions, positions.take(aside))
            found[aside] = np.isin(terms.take(places), numbers)
        return found

    def _rare_terms(self) -> tuple[Documents, Numbers]:
        """The positions of tokens that are stored aside, and their terms."""
        if self._rare is None:
            positions = np.flatnonzero(self._codes == RARE)
            self._rare = positions, self._arrays.rare_of(self._documents)
        return self._rare


def _end_to_end(
    content: NDArray[Any], ends: NDArray[Any], documents: Documents
) -> tuple[NDArray[Any], Documents]:
    """The slices of some documents laid end to end, and where each begins."""
    stops = ends.take(documents).astype(np.intp)
    begins = ends.take(np.maximum(documents - 1, 0)).astype(np.intp)
    begins[documents == 0] = 0
    lengths = stops - begins
    slices = [
        content[begin:stop] for begin, stop in zip(begins.tolist(), stops.tolist(), strict=True)
    ]
    return np.concatenate(slices) if slices else content[:0], np.cumsum(lengths) - lengths
