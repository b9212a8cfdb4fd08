"""A Whoosh searcher goes in; its segments come out, with what scores a term in each.

The rarity of a term is judged over all segments, as Whoosh judges it: by documents that are
deleted too, until they are merged away.
"""

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import scoring
from whoosh.reading import EmptyReader

from index.bounded_cache import BoundedCache
from index.engines.whoosh.codec.codec import columns_of
from index.engines.whoosh.codec.segment_columns import FieldColumns, SegmentColumns
from index.engines.whoosh.evaluation.adjacency import Adjacency
from index.engines.whoosh.evaluation.document_sets import DocumentSet
from index.engines.whoosh.evaluation.field_lists import FieldLists, Shares
from index.engines.whoosh.evaluation.lifts import Lifts
from index.engines.whoosh.evaluation.nodes import ConstantNode
from index.engines.whoosh.recency import lifts_of, newest_moment
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
        self.nothing = ConstantNode(DocumentSet.of_none(self.size), 0.0)
        self._living = _living(searcher.reader(), self.size)
        self._adjacencies: dict[str, Adjacency] = {}
        self.lifts: Lifts | None = None

    def only_living(self, documents: DocumentSet) -> DocumentSet:
        """Some documents without the deleted ones."""
        return documents if self._living is None else documents.intersect(self._living)

    def adjacency_in(self, field: str) -> Adjacency | None:
        """What finds phrases in a field; None where it has no positions."""
        found = self._adjacencies.get(field)
        lists = self.lists.get(field)
        if found is None and lists is not None and lists.columns.stream and self.columns:
            spelt = self.columns.fields[lists.columns.about.stream]
            found = self._adjacencies[field] = Adjacency(lists.columns, spelt)
        return found


class Collection:
    """All segments of an index as one searcher sees them; safe to share between threads."""

    def __init__(self, searcher: Any, cache: BoundedCache, shares: Shares) -> None:
        self.searcher = searcher
        self.weighting = searcher.weighting
        self._cache = cache
        self._shares = shares
        self._count: int = searcher.doc_count_all()
        self.segments = [
            Segment(leaf, columns_of(leaf.reader()), offset, place)
            for place, (leaf, offset) in enumerate(_leaves(searcher))
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
            norms = self._norms(columns, segment.columns)
            lists = FieldLists(
                columns,
                self._cache,
                norms,
                key=(segment.place, name),
                shares=self._shares,
            )
            segment.lists[name] = lists
            if columns.about.pairs_of:
                segment.pairs[columns.about.pairs_of] = lists

    def _norms(self, columns: FieldColumns, of: SegmentColumns) -> NDArray[np.float32] | None:
        weighting = self.weighting
        name = columns.name
        if isinstance(weighting, GradedWeighting):
            name = weighting.length_field(name)
        measured = of.fields[name]
        if measured.lengths is None or not self.searcher.schema[name].scorable:
            return None
        average = self.searcher.avg_field_length(name) or 1
        lengths = measured.lengths.astype(np.float64) * measured.about.unit
        share = weighting._field_B.get(name, weighting.B)  # noqa: SLF001 - Whoosh has no other way
        norms = length_norm(lengths, average, share=share, k1=weighting.K1) / columns.about.unit
        # Without length, and with a norm that is all length, a weight would be divided by itself.
        safe: NDArray[np.float32] = np.maximum(norms, np.finfo(np.float32).tiny)
        return safe.astype(np.float32)

    @cached_property
    def _newest(self) -> int:
        return newest_moment(one.columns for one in self.segments if one.columns)

    def recent_lifts(self, segment: Segment) -> Lifts | None:
        """What newer documents' scores gain; None where the segment has no columns."""
        if segment.columns is None:
            return None
        if segment.lifts is None:
            segment.lifts = Lifts.of(lifts_of(segment.columns, self._newest))
        return segment.lifts

    def _spelt(self, field: str, text: Any) -> bytes | None:
        """A term as the index spells it; None where it can be none."""
        if isinstance(text, bytes):
            return text
        try:
            spelt: bytes = self._to_bytes[field](text)
        except ValueError:
            return None
        return spelt

    def _find(self, place: int, field: str, text: Any) -> FoundTerm | None:
        """A term of a field of the segment at a place; None where it has none."""
        lists = self.segments[place].lists[field]
        spelt = self._spelt(field, text)
        number = None if spelt is None else lists.columns.terms.find(spelt)
        if spelt is None or number is None or not lists.columns.frequency(number):
            return None
        if lists.norms is None:
            return FoundTerm(number, lists.columns.about.unit)
        return FoundTerm(number, self._rarity(field, spelt) * (self.weighting.K1 + 1))

    def _rarity(self, field: str, text: bytes) -> float:
        if any(field not in segment.lists for segment in self.segments):
            return float(self.searcher.idf(field, text))
        if isinstance(self.weighting, GradedWeighting):
            return self.weighting.rarity(field, text, self._count, self._documents_with)
        if type(self.weighting).idf is not scoring.WeightingModel.idf:
            return float(self.searcher.idf(field, text))
        return math.log(self._count / (self._documents_with(field, text) + 1)) + 1

    def _documents_with(self, field: str, text: bytes) -> int:
        """In how many documents a term is, deleted ones included."""
        documents = 0
        for segment in self.segments:
            columns = segment.lists[field].columns
            number = columns.terms.find(text)
            documents += 0 if number is None else columns.frequency(number)
        return documents


def _leaves(searcher: Any) -> list[tuple[Any, int]]:
    """The searcher of each segment and its offset; Whoosh has one for an index of none, too."""
    leaves = searcher.leaf_searchers()
    return [pair for pair in leaves if not isinstance(pair[0].reader(), EmptyReader)]


def _living(reader: Any, size: int) -> DocumentSet | None:
    """The documents that are not deleted; None where none is."""
    if not reader.has_deletions():
        return None
    living = np.zeros(size, dtype=np.bool_)
    living[np.fromiter(reader.all_doc_ids(), dtype=np.intp)] = True
    return DocumentSet.of_mask(living)
