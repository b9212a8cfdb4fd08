"""The lists of a field go in; the documents of many short ones come out at once.

Nearly all terms of a prefix have a handful of documents, which are wanted together and without
their weights: where they lie behind the weights is worked out once for all lists.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.list_places import ListPlaces
from index.engines.whoosh.codec.long_gaps import read_long_gaps
from index.engines.whoosh.codec.posting_lists import (
    GAPS,
    LONG_GAPS,
    document_forms,
    weight_bytes,
)

# How the documents of a list are to be read: not at all, alone, or with others of their form.
_EMPTY, _ALONE, _IN_GAPS, _IN_LONG_GAPS = range(4)


class ShortLists:
    """The short lists of a field, some 11 bytes a list."""

    def __init__(
        self, places: ListPlaces, forms: NDArray[np.uint8], content: NDArray[np.uint8]
    ) -> None:
        counts = places.counts()
        short = np.ones(len(places), dtype=np.bool_)
        short[places.long_numbers()] = False
        sizes = np.where(short, places.sizes(), 0)
        starts = np.cumsum(sizes) - sizes
        each = weight_bytes(forms)
        together, written = short & (each >= 0), document_forms(forms)
        kinds = np.full(len(places), _ALONE, dtype=np.uint8)
        kinds[together & (written == GAPS)] = _IN_GAPS
        kinds[together & (written == LONG_GAPS)] = _IN_LONG_GAPS
        kinds[counts == 0] = _EMPTY
        weights = np.where(kinds >= _IN_GAPS, each * counts, 0)
        self._kinds = kinds
        self._counts = np.where(kinds >= _IN_GAPS, counts, 0).astype(np.uint8)
        self._starts = starts + weights
        self._sizes = (sizes - weights).astype(np.uint8)
        self._content = content

    def read(self, numbers: NDArray[Any]) -> tuple[list[NDArray[np.int64]], NDArray[Any]]:
        """Of some lists the documents of the short ones, in pieces, and which are the others."""
        kinds = self._kinds.take(numbers)
        pieces = []
        for kind in (_IN_GAPS, _IN_LONG_GAPS):
            own = numbers[kinds == kind]
            if len(own):
                gaps = self._bytes(own)
                if kind == _IN_LONG_GAPS:
                    gaps = read_long_gaps(gaps)
                pieces.append(self._documents(own, gaps))
        return pieces, numbers[kinds == _ALONE]

    def _bytes(self, numbers: NDArray[Any]) -> NDArray[Any]:
        """The gaps of some lists as they are written, end to end."""
        starts, sizes = self._starts.take(numbers), self._sizes.take(numbers).astype(np.int64)
        ends = np.cumsum(sizes)
        begins = np.repeat(starts - ends + sizes, sizes)
        return self._content.take(np.arange(len(begins)) + begins)

    def _documents(self, numbers: NDArray[Any], gaps: NDArray[Any]) -> NDArray[np.int64]:
        """The documents of some lists from their gaps."""
        counts = self._counts.take(numbers).astype(np.int64)
        sums = np.cumsum(gaps, dtype=np.int64)
        before = np.zeros(len(counts), dtype=np.int64)
        before[1:] = sums.take(np.cumsum(counts)[:-1] - 1)
        documents: NDArray[np.int64] = sums - np.repeat(before, counts)
        return documents
