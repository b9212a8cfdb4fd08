"""A Whoosh searcher goes in; its segments come out, with what scores a term in each.

The rarity of a term is judged over all segments, as Whoosh judges it: by documents that are
deleted too, until they are merged away.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import scoring

from index.engines.whoosh.codec.codec import columns_of
from index.engines.whoosh.codec.segment_columns import SegmentColumns
from index.engines.whoosh.evaluation.adjacency import Adjacency
from index.engines.whoosh.evaluation.document_sets import DocumentSet
from index.engines.whoosh.evaluation.field_lists import FieldLists, Shares
from index.engines.whoosh.evaluation.laid_out import StreamArrays
from index.engines.whoosh.evaluation.list_cache import ListCache
from index.engines.whoosh.weighting import GradedWeighting, length_norm

_REMEMBERED_TERMS = 50_000  # some 10 MB; a day of visitors asks for fewer


@dataclass(frozen=True, slots=True)
class FoundTerm:
    """A term of a segment: its number there, and by what its impacts are multiplied."""

    number: int
    factor: float


class Segment:
    """One segment: its lists by field, its living documents, its place in the whole."""

    def __init__(
        self, searcher: Any, columns: SegmentColumns | None, offset: int, place: int
    ) -> None:
        self.searcher = searcher
        self.offset = offset
        self.place = place
        self.size: int = searcher.reader().doc_count_all()
        self.lists: dict[str, FieldLists] = {}
        # For each field the one whose terms are its pairs of neighbours.
        self.pairs: dict[str, FieldLists] = {}
        self.columns = columns
        self._living = _living(searcher.reader(), self.size)
        self._adjacencies: dict[str, Adjacency] = {}

    def only_living(self, documents: DocumentSet) -> DocumentSet:
        """Some documents without the deleted ones."""
        return documents if self._living is None else documents.intersect(self._living)

    def adjacency_in(self, field: str) -> Adjacency | None:
        """What finds phrases in a field; None where it has no positions."""
        found = self._adjacencies.get(field)
        lists = self.lists.get(field)
        if found is None and lists is not None and lists.columns.stream and self.columns:
            arrays = StreamArrays(self.columns.file, lists.columns.about.stream)
            found = self._adjacencies[field] = Adjacency(lists.columns, arrays)
        return found


class Collection:
    """All segments of an index as one searcher sees them; safe to share between threads."""

    def __init__(self, searcher: Any, cache: ListCache, shares: Shares) -> None:
        self.searcher = searcher
        self.weighting = searcher.weighting
        self._cache = cache
        self._shares = shares
        self._count: int = searcher.doc_count_all()
        self.segments = [
            Segment(leaf, columns_of(leaf.reader()), offset, place)
            for place, (leaf, offset) in enumerate(searcher.leaf_searchers())
        ]
        self.scored_here = isinstance(self.weighting, scoring.BM25F)
        if self.scored_here:
            for segment in self.segments:
                self._add_lists(segment)
        self._to_bytes = {
            name: field.to_bytes for name, field in searcher.schema.items() if field.indexed
        }
        self.find = lru_cache(maxsize=_REMEMBERED_TERMS)(self._find)

    def _add_lists(self, segment: Segment) -> None:
        if segment.columns is None:
            return
        for name, columns in segment.columns.fields.items():
            if name not in self.searcher.schema:
                continue
            norms = self._norms(columns)
            lists = FieldLists(
                columns,
                segment.columns.file,
                self._cache,
                norms,
                key=(segment.place, name),
                shares=self._shares,
            )
            segment.lists[name] = lists
            if columns.about.pairs_of:
                segment.pairs[columns.about.pairs_of] = lists

    def _norms(self, columns: Any) -> NDArray[np.float32] | None:
        name = columns.name
        if columns.lengths is None or not self.searcher.schema[name].scorable:
            return None
        weighting = self.weighting
        average = self.searcher.avg_field_length(name) or 1
        unit = columns.about.unit
        lengths = columns.lengths.astype(np.float64) * unit
        share = weighting._field_B.get(name, weighting.B)  # noqa: SLF001 - Whoosh has no other way
        norms = length_norm(lengths, average, share=share, k1=weighting.K1) / unit
        # Without length, and with a norm that is all length, a weight would be divided by itself.
        safe: NDArray[np.float32] = np.maximum(norms, np.finfo(np.float32).tiny)
        return safe.astype(np.float32)

    def term_bytes(self, field: str, text: Any) -> bytes | None:
        """A term as the index spells it; None where it can be none."""
        if isinstance(text, bytes):
            return text
        try:
            spelt: bytes = self._to_bytes[field](text)
        except ValueError:
            return None
        return spelt

    def _find(self, place: int, field: str, text: bytes) -> FoundTerm | None:
        """A term of a field of the segment at a place; None where it has none."""
        lists = self.segments[place].lists[field]
        number = lists.columns.terms.find(text)
        if number is None or not lists.columns.frequency(number):
            return None
        if lists.norms is None:
            return FoundTerm(number, lists.columns.about.unit)
        return FoundTerm(number, self._rarity(field, text) * (self.weighting.K1 + 1))

    def _rarity(self, field: str, text: bytes) -> float:
        weighting = self.weighting
        if isinstance(weighting, GradedWeighting):
            field, text = weighting.rarity_term(field, text)
        elif type(weighting).idf is not scoring.WeightingModel.idf:
            return float(self.searcher.idf(field, text))
        documents = 0
        for segment in self.segments:
            lists = segment.lists.get(field)
            if lists is None:
                return float(self.searcher.idf(field, text))
            number = lists.columns.terms.find(text)
            documents += 0 if number is None else lists.columns.frequency(number)
        return math.log(self._count / (documents + 1)) + 1


def _living(reader: Any, size: int) -> DocumentSet | None:
    """The documents that are not deleted; None where none is."""
    if not reader.has_deletions():
        return None
    living = np.zeros(size, dtype=np.bool_)
    living[np.fromiter(reader.all_doc_ids(), dtype=np.intp)] = True
    return DocumentSet.of_mask(living)
