"""A Whoosh query goes in, what it found comes out: totals, the best, the newest, counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.bounded_cache import BoundedCache
from index.engines.whoosh.evaluation.bits import Documents, Mask
from index.engines.whoosh.evaluation.building import Builder
from index.engines.whoosh.evaluation.candidates import Candidates, Floats
from index.engines.whoosh.evaluation.collection import Collection, Segment
from index.engines.whoosh.evaluation.document_sets import DocumentSet
from index.engines.whoosh.evaluation.field_lists import Shares
from index.engines.whoosh.evaluation.list_warming import warm
from index.engines.whoosh.evaluation.nodes import ConstantNode, Node
from index.engines.whoosh.evaluation.top import ALL_AT_ONCE, Ranks, best_documents, in_order

_SHARES = Shares()
_NEAR_TOP = 1_024  # documents of an order looked at together until enough are found
_FEW = 2_000  # documents that are rather sorted than looked for in an order


@dataclass(frozen=True, slots=True)
class Matched:
    """Documents of the whole index with their scores, in the same order."""

    documents: Documents
    scores: Floats


class Precedence:
    """Which of two documents comes first: the one of lower rank. Every rank is there once."""

    def __init__(self, ranks: Ranks) -> None:
        self.ranks = ranks
        self.order: Documents = np.empty(len(ranks), dtype=np.intp)
        self.order[ranks] = np.arange(len(ranks))


@dataclass(frozen=True, slots=True)
class _Part:
    """What was found in one segment; documents of the node that are shown are `shown`."""

    segment: Segment
    node: Node
    shown: DocumentSet


class Found:
    """What answers a query: documents are known, scores are worked out when they are asked for."""

    def __init__(self, parts: Sequence[_Part], all_at_once: int = ALL_AT_ONCE) -> None:
        self._parts = parts
        self._all_at_once = all_at_once

    @property
    def total(self) -> int:
        """How many documents, exactly."""
        return sum(part.shown.count for part in self._parts)

    @property
    def sets(self) -> tuple[DocumentSet, ...]:
        """What was found in each segment."""
        return tuple(part.shown for part in self._parts)

    def narrowed(self, sets: Sequence[DocumentSet]) -> "Found":
        """What of it is in some subsets of its sets."""
        return Found(
            [
                _Part(part.segment, part.node, own)
                for part, own in zip(self._parts, sets, strict=True)
            ],
            self._all_at_once,
        )

    def all(self) -> Matched:
        """Every document with its score, ascending."""
        return _joined(
            [
                (part, part.shown.documents, part.node.score(Candidates(part.shown.documents)))
                for part in self._parts
                if part.shown.count
            ]
        )

    def documents(self) -> Documents:
        """Every document, ascending."""
        if len(self._parts) == 1:
            return self._parts[0].shown.documents
        whole = [part.shown.documents + part.segment.offset for part in self._parts]
        return np.concatenate([*whole, _NO_DOCUMENTS])

    def best(self, count: int, precedence: Precedence) -> Matched:
        """The best documents, the best first; of equal ones as `precedence` says."""
        if count <= 0 or not self.total:
            return _joined([])
        constants = {
            part.node.constant if isinstance(part.node, ConstantNode) else None
            for part in self._parts
            if part.shown.count
        }
        if len(constants) == 1 and None not in constants:
            documents = self.first(count, precedence)
            return Matched(documents, np.full(len(documents), constants.pop(), dtype=np.float32))
        matched = _joined(
            [
                (part, *best_documents(part.node, part.shown, count, self._all_at_once))
                for part in self._parts
                if part.shown.count
            ]
        )
        return Matched(*in_order(matched.documents, matched.scores, precedence.ranks, count))

    def first(self, count: int, precedence: Precedence) -> Documents:
        """The first documents by precedence alone, as for the newest: scores don't matter."""
        count = min(count, self.total)
        if self.total <= _FEW:
            documents = self.documents()
            return documents.take(np.argsort(precedence.ranks.take(documents))[:count])
        found: list[Documents] = []
        missing, start, step = count, 0, _NEAR_TOP
        while missing > 0:
            near = precedence.order[start : start + step]
            kept = near.compress(self.holds(near))[:missing]
            found.append(kept)
            missing -= len(kept)
            start, step = start + step, step * 2
        return np.concatenate([*found, _NO_DOCUMENTS])

    def holds(self, documents: Documents) -> Mask:
        """Which documents are among those found."""
        if len(self._parts) == 1:
            return self._parts[0].shown.holds(documents)
        found = np.zeros(len(documents), dtype=np.bool_)
        for part in self._parts:
            own = np.flatnonzero(_within(part.segment, documents))
            found[own] = part.shown.holds(documents.take(own) - part.segment.offset)
        return found

    def score(self, documents: Documents) -> Floats:
        """The scores of some of the documents found, in any order."""
        scores = np.zeros(len(documents), dtype=np.float32)
        order = np.argsort(documents)
        ascending = documents.take(order)
        for part in self._parts:
            own = np.flatnonzero(_within(part.segment, ascending))
            if len(own):
                inside = ascending.take(own) - part.segment.offset
                scores[order.take(own)] = part.node.score(Candidates(inside))
        return scores


class ArraySearcher:
    """Evaluates Whoosh queries over the segments of one Whoosh searcher, from any thread.

    It keeps what a generation's requests share: the cache of decoded lists and the norms of
    lengths. Raises whoosh.query.QueryError for a query that Whoosh itself refuses.

    `shares` say in which form a list is held; where at most `all_at_once` documents were found
    they are all scored. Both only decide how fast it is.
    """

    def __init__(
        self,
        searcher: Any,
        lists: BoundedCache,
        *,
        shares: Shares = _SHARES,
        all_at_once: int = ALL_AT_ONCE,
    ) -> None:
        self._collection = Collection(searcher, lists, shares)
        self._all_at_once = all_at_once

    def find(self, query: Any) -> Found:
        """What answers a query."""
        parts = [self._part(segment, query) for segment in self._collection.segments]
        return Found(parts, self._all_at_once)

    def evaluate(self, query: Any) -> Matched:
        """Every document that answers a query, ascending, with its score."""
        return self.find(query).all()

    def warm(
        self, most_bytes: int, fields: Sequence[str], wanted: Callable[[], bool] = lambda: True
    ) -> int:
        """Decode the most frequent terms of some fields while that is `wanted`.

        They are made ready for queries that lift what is recent. Returns how many bytes that took.
        """
        collection = self._collection
        return warm(
            [
                (one.lists[name], collection.recent_lifts(one))
                for one in collection.segments
                for name in fields
                if name in one.lists
            ],
            most_bytes,
            wanted,
        )

    def _part(self, segment: Segment, query: Any) -> _Part:
        node = Builder(self._collection, segment).build(query)
        shown = node.matching
        return _Part(segment, node, segment.only_living(shown))


def _joined(found: Sequence[tuple[_Part, Documents, Floats]]) -> Matched:
    if len(found) == 1:
        part, documents, scores = found[0]
        return Matched(documents + part.segment.offset, scores)
    whole = [documents + part.segment.offset for part, documents, _ in found]
    return Matched(
        np.concatenate([*whole, _NO_DOCUMENTS]),
        np.concatenate([*(scores for _, _, scores in found), _NO_SCORES]),
    )


def _within(segment: Segment, documents: Documents) -> NDArray[np.bool_]:
    return (documents >= segment.offset) & (documents < segment.offset + segment.size)


_NO_DOCUMENTS: Documents = np.empty(0, dtype=np.intp)
_NO_SCORES: Floats = np.empty(0, dtype=np.float32)
