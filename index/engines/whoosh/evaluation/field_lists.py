"""A field of a segment goes in; its terms' lists come out decoded, kept while there is room."""

from dataclasses import dataclass
from functools import cached_property

from index.engines.whoosh.codec.array_file import ArrayFile
from index.engines.whoosh.codec.dictionary import Dictionary
from index.engines.whoosh.codec.segment_columns import FieldColumns
from index.engines.whoosh.evaluation.candidates import Floats
from index.engines.whoosh.evaluation.document_sets import DocumentSet, words_of_documents
from index.engines.whoosh.evaluation.layout import Layout
from index.engines.whoosh.evaluation.list_cache import ListCache
from index.engines.whoosh.evaluation.lists import (
    DenseList,
    Members,
    PackedList,
    ShortList,
    TermList,
)
from index.engines.whoosh.evaluation.peaks import Peaks, exact_peaks
from index.engines.whoosh.evaluation.signposts import Signposts


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
        file: ArrayFile,
        cache: ListCache,
        norms: Floats | None,
        *,
        key: object,
        shares: Shares,
    ) -> None:
        self.columns = columns
        self.norms = norms
        self.size = columns.documents
        self.shares = shares
        self._file = file
        self._cache = cache
        self._key = key

    @cached_property
    def layout(self) -> Layout:
        """Where the short lists lie."""
        return Layout.read(self._file, self.columns.name)

    @cached_property
    def signposts(self) -> Signposts:
        """Where a term stands in the order of the terms; the field must have its own."""
        terms = self.columns.terms
        if not isinstance(terms, Dictionary):
            raise TypeError(f"the terms of {self.columns.name} are those of another field")
        return Signposts(terms)

    def list_of(self, number: int) -> TermList:
        """The list of a term, with what scores it."""
        return self._cache.get((self._key, number), lambda: self._decode(number))

    def members_of(self, number: int) -> DocumentSet:
        """The documents of a term."""
        key = (self._key, number, "members")
        return self._cache.get(key, lambda: self._decode_members(number)).matching()

    def peaks_of(self, number: int, found: TermList) -> Floats:
        """The highest impact, or a little more, of a term's list in each block."""
        if isinstance(found, ShortList):
            return exact_peaks(found.documents, found.impacts, self.size)
        key = (self._key, number, "peaks")
        return self._cache.get(key, lambda: Peaks.of(found, self.norms)).impacts()

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
