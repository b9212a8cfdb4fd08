"""Documents about to be scored go in; what every term needs of them comes out, worked out once."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.evaluation.document_sets import WORD, Documents

Floats = NDArray[np.float32]

_WORD_SHIFT = 6
# For each bit of a word the bits below it.
_BELOW = np.array([(1 << bit) - 1 for bit in range(WORD)], dtype=np.uint64)
_ONE = np.uint64(1)


class Candidates:
    """Some documents of a segment."""

    def __init__(self, documents: Documents) -> None:
        self.documents = documents
        self._norms: dict[int, Floats] = {}

    def __len__(self) -> int:
        return len(self.documents)

    @cached_property
    def places(self) -> Documents:
        """The word of bits in which each document has its bit."""
        return self.documents >> _WORD_SHIFT

    @cached_property
    def below(self) -> NDArray[np.uint64]:
        """The bits below each document's own in its word."""
        return _BELOW.take(self.documents & (WORD - 1))

    @cached_property
    def bits(self) -> NDArray[np.uint64]:
        """Each document's own bit in its word."""
        return self.below + _ONE

    def norms_of(self, norms: Floats | None) -> Floats | None:
        """What BM25 adds to weights in these documents; `norms` are those of the whole segment."""
        if norms is None:
            return None
        found = self._norms.get(id(norms))
        if found is None:
            found = self._norms[id(norms)] = norms.take(self.documents)
        return found
