"""A part of a query goes in, a node comes out: its documents, their scores, their ceilings.

A query becomes nodes, one tree for each segment. A node knows its documents when it is made;
scores are asked for later, and only for documents that may be shown.
"""

from typing import Protocol

import numpy as np

from index.engines.whoosh.evaluation.candidates import Candidates, Floats
from index.engines.whoosh.evaluation.document_sets import DocumentSet
from index.engines.whoosh.evaluation.field_lists import FieldLists


class Node(Protocol):
    """A query in one segment.

    `zero_outside` says that `score` is 0 outside the documents of the node as well.
    """

    matching: DocumentSet
    zero_outside: bool

    def score(self, candidates: Candidates) -> Floats:
        """The scores of candidates that are all documents of this node."""
        ...

    def add_ceilings(self, ceilings: Floats) -> bool:
        """Add for each block of documents what no score exceeds; False where it is not known."""
        ...


def score_where(node: Node, candidates: Candidates) -> Floats:
    """The scores of any candidates: 0 where they are not documents of the node."""
    if node.zero_outside:
        return node.score(candidates)
    held = node.matching.holds(candidates.documents)
    if held.all():
        return node.score(candidates)
    scores = np.zeros(len(candidates), dtype=np.float32)
    places = np.flatnonzero(held)
    if len(places):
        scores[places] = node.score(Candidates(candidates.documents.take(places)))
    return scores


class ConstantNode:
    """Documents that all have the same score."""

    zero_outside = False

    def __init__(self, matching: DocumentSet, constant: float) -> None:
        self.matching = matching
        self.constant = np.float32(constant)

    def score(self, candidates: Candidates) -> Floats:
        """The constant."""
        return np.full(len(candidates), self.constant, dtype=np.float32)

    def add_ceilings(self, ceilings: Floats) -> bool:
        """The constant, or the 0 of other documents where that is more."""
        ceilings += max(self.constant, np.float32(0))
        return True


class ScoredNode:
    """Documents whose scores are known already, ascending."""

    zero_outside = False

    def __init__(self, matching: DocumentSet, scores: Floats) -> None:
        self.matching = matching
        self._scores = scores

    def score(self, candidates: Candidates) -> Floats:
        """What is known of each."""
        places = np.searchsorted(self.matching.documents, candidates.documents)
        return self._scores.take(places)

    def add_ceilings(self, ceilings: Floats) -> bool:  # noqa: ARG002 - nothing is known of blocks
        """Not known by block: everything is scored already."""
        return False


class TermNode:
    """The documents of one term; `factor` is all of its score but the impact."""

    zero_outside = True

    def __init__(self, lists: FieldLists, number: int, factor: float) -> None:
        self._list = lists.list_of(number)
        self.matching = self._list.matching()
        self._lists = lists
        self._number = number
        self._factor = np.float32(factor)

    def score(self, candidates: Candidates) -> Floats:
        """BM25."""
        return self._list.impacts_at(candidates, self._lists.norms) * self._factor

    def score_of_all(self) -> Floats:
        """The scores of all its documents."""
        return self.score(Candidates(self.matching.documents))

    def add_ceilings(self, ceilings: Floats) -> bool:
        """The highest impact of each block, as a score; unknown for a negative boost."""
        if self._factor < 0:
            return False
        self._lists.add_peaks(self._number, self._list, self._factor, ceilings)
        return True
