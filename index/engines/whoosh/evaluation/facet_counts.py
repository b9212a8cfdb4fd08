"""Columns of few values go in; how many of some documents have each value comes out.

Few documents are looked up one by one. Of many, held as bits, each value's own bits are counted
against them: at 100,000 documents a value takes a millionth of a second, whatever was found.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.evaluation.bits import Words, documents_of_words, words_of_mask
from index.engines.whoosh.evaluation.document_sets import DocumentSet

Counts = NDArray[np.integer]

# Measured: bits of 60 values take as long as looking up 15,000 documents of 100,000.
_MOST_ROWS = 64
# Up to so many documents, once they are listed, looking up takes less than counting bits.
_MOST_LISTED = 3_000


class FacetColumn:
    """One facet of a segment: for each of its documents a code below `values`."""

    def __init__(self, codes: NDArray[np.integer], values: int) -> None:
        self._codes = codes
        self._values = values
        self._of_all = np.bincount(codes, minlength=values)
        self.rows: Words | None = None
        """The bits of each value; None where there are too many."""
        if 0 < values <= _MOST_ROWS:
            self.rows = np.array([words_of_mask(codes == value) for value in range(values)])

    def counts(self, documents: DocumentSet) -> Counts:
        """How many of some documents have each of the values."""
        if _are_few(documents):
            return self._looked_up(documents.documents)
        if self.rows is not None:
            return _counted(self.rows, documents)
        if 2 * documents.count <= documents.size:
            return self._looked_up(documents.documents)
        # Of most documents: those that were not found are fewer.
        others = documents_of_words(~documents.words)
        return self._of_all - self._looked_up(others[: documents.size - documents.count])

    def _looked_up(self, documents: NDArray[np.intp]) -> Counts:
        return np.bincount(self._codes.take(documents), minlength=self._values)


class FacetColumns:
    """The facets of a segment, to be counted apart or all at once."""

    def __init__(self, columns: Sequence[FacetColumn]) -> None:
        self.columns = columns
        self._rows: Words | None = None
        self._ends: list[int] = []
        rows = [column.rows for column in columns if column.rows is not None]
        if rows and len(rows) == len(columns):
            self._rows = np.concatenate(rows)
            self._ends = np.cumsum([len(own) for own in rows]).tolist()
            for column, own in zip(columns, np.split(self._rows, self._ends[:-1]), strict=True):
                column.rows = own

    def counts(self, documents: DocumentSet) -> list[Counts]:
        """For each facet how many of some documents have each of its values."""
        if self._rows is None or _are_few(documents):
            return [column.counts(documents) for column in self.columns]
        together = _counted(self._rows, documents)
        return [
            together[start:end] for start, end in zip([0, *self._ends], self._ends, strict=False)
        ]


def _are_few(documents: DocumentSet) -> bool:
    """Whether to look documents up one by one."""
    return documents.few or (documents.listed and documents.count <= _MOST_LISTED)


def _counted(rows: Words, documents: DocumentSet) -> Counts:
    counts: Counts = np.bitwise_count(rows & documents.words).sum(axis=1, dtype=np.uint32)
    return counts
