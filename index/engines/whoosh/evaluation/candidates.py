"""Documents about to be scored go in; what every term needs of them comes out, worked out once."""

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.evaluation.bits import WORD, Documents, Words

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
        self._in_words: tuple[Documents, Words, Words] | None = None
        self._short: NDArray[np.uint32] | None = None

    def __len__(self) -> int:
        return len(self.documents)

    @property
    def short(self) -> NDArray[np.uint32]:
        """The documents as lists hold them: numbers of another kind are turned at each look-up."""
        if self._short is None:
            self._short = self.documents.astype(np.uint32)
        return self._short

    @property
    def in_words(self) -> tuple[Documents, Words, Words]:
        """Of each document the word of bits that has its bit, the bits below it, and its own."""
        if self._in_words is None:
            below = _BELOW.take(self.documents & (WORD - 1))
            self._in_words = (self.documents >> _WORD_SHIFT, below, below + _ONE)
        return self._in_words

    def norms_of(self, norms: Floats | None) -> Floats | None:
        """What BM25 adds to weights in these documents; `norms` are those of the whole segment."""
        if norms is None:
            return None
        found = self._norms.get(id(norms))
        if found is None:
            found = self._norms[id(norms)] = norms.take(self.documents)
        return found
