"""A field of a segment goes in; its terms' lists come out decoded, kept while there is room."""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from index.bounded_cache import BoundedCache
from index.engines.whoosh.codec.segment_columns import FieldColumns
from index.engines.whoosh.evaluation.bits import SCRATCH, words_of_documents, words_of_mask
from index.engines.whoosh.evaluation.candidates import Floats
from index.engines.whoosh.evaluation.document_sets import DocumentSet, unite
from index.engines.whoosh.evaluation.lifts import Lifts
from index.engines.whoosh.evaluation.lists import (
    DenseList,
    Members,
    PackedList,
    ShortList,
    TermList,
)
from index.engines.whoosh.evaluation.peaks import Peaks, peaks_by_block


@dataclass(frozen=True, slots=True)
class Shares:
    """From which share of the documents on a list is packed, and from which it is dense.

    Measured on 100,000 news articles: 2,000 words are in one of 32; with these shares the lists
    of 200 queries of each kind take 79 MiB and a common word .065 ms; all of them packed 75 MiB
    and .075 ms, dense from a quarter on 97 MiB and .063 ms.
    """

    packed: float = 1 / 32
    dense: float = 1 / 2


class FieldLists:
    """The decoded lists of one field of one segment; safe to share between threads.

    `norms` are what BM25 adds to a weight in each document, in the field's unit; None where the
    field is not scored. `key` tells the field from others in the cache.
    """

    def __init__(
        self,
        columns: FieldColumns,
        cache: BoundedCache,
        norms: Floats | None,
        *,
        key: object,
        shares: Shares,
    ) -> None:
        self.columns = columns
        self.norms = norms
        self.size = columns.documents
        self.shares = shares
        self._cache = cache
        self._key = key

    def list_of(self, number: int) -> TermList:
        """The list of a term, with what scores it."""
        key = (self._key, number)
        found = self._cache.find(key)
        if found is None:
            found = self._decode(number)
            self._cache.keep(key, found)
        return cast("TermList", found)

    def members_of(self, number: int) -> DocumentSet:
        """The documents of a term."""
        key = (self._key, number, "members")
        return self._cache.get(key, lambda: self._decode_members(number)).matching()

    def union_of(self, numbers: NDArray[Any]) -> DocumentSet:
        """The documents that have any of some terms."""
        if self.columns.about.union_of:
            # Its lists are lists of lists: there is nothing short about them.
            sets = [self.members_of(number) for number in numbers.tolist()]
            return unite([DocumentSet.of_none(self.size), *sets], self.size)
        few, others = self.columns.short_lists.read(numbers)
        sets = [self.members_of(number) for number in others.tolist()]
        marks = SCRATCH.marks(self.size)
        for documents in (*few, *(one.documents for one in sets if one.few)):
            marks[documents] = True
        words = [one.words for one in sets if not one.few]
        words.append(words_of_mask(marks[: self.size]))
        marks[: self.size] = False
        return DocumentSet(self.size, words=np.bitwise_or.reduce(words))

    def add_peaks(
        self,
        number: int,
        found: TermList,
        factor: np.float32,
        ceilings: Floats,
        lifts: Lifts | None,
    ) -> None:
        """Add for each block what a term scores there at most, lifted where there are lifts."""
        if isinstance(found, ShortList):
            impacts = found.impacts
            if lifts is not None:
                impacts = impacts * lifts.of_documents.take(found.documents)
            blocks, highest = peaks_by_block(found.documents, impacts)
            ceilings[blocks] += highest * factor
        else:
            peaks = self.peaks_of(number, found, lifts)
            ceilings += peaks.counts * (peaks.unit * factor)

    def peaks_of(self, number: int, found: TermList, lifts: Lifts | None) -> Peaks:
        """The highest impact of a term's list in each block; with `lifts`, times those.

        A segment has one kind of lifts.
        """
        factors = None if lifts is None else lifts.of_documents
        key = (self._key, number, "peaks" if lifts is None else "lifted peaks")
        return self._cache.get(key, lambda: Peaks.of(found, self.norms, factors))

    def _decode(self, number: int) -> TermList:
        documents, weights = self.columns.postings_of(number)
        if len(documents) < self.shares.packed * self.size:
            return ShortList.of(documents, weights, self.norms, self.size)
        form = PackedList if len(documents) < self.shares.dense * self.size else DenseList
        return form.of(documents, weights, self.size)

    def _decode_members(self, number: int) -> Members:
        documents = self.columns.documents_of(number)
        if len(documents) < self.shares.packed * self.size:
            return Members(documents, None, self.size)
        return Members(None, words_of_documents(documents, self.size), self.size)
