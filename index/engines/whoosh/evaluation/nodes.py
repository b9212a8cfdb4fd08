"""A part of a query goes in, a node comes out: its documents, their scores, their ceilings.

A query becomes nodes, one tree for each segment. A node knows its documents when it is made;
scores are asked for later, and only for documents that may be shown.
"""

from typing import Protocol

import numpy as np

from index.engines.whoosh.evaluation.candidates import Candidates, Floats
from index.engines.whoosh.evaluation.document_sets import DocumentSet
from index.engines.whoosh.evaluation.field_lists import FieldLists
from index.engines.whoosh.evaluation.lifts import Lifts
from index.engines.whoosh.evaluation.lists import PackedList


class Node(Protocol):
    """A query in one segment.

    `zero_outside` says that `score` is 0 outside the documents of the node as well.
    """

    zero_outside: bool

    @property
    def matching(self) -> DocumentSet:
        """Its documents."""
        ...

    def score(self, candidates: Candidates) -> Floats:
        """The scores of candidates that are all documents of this node."""
        ...

    def add_ceilings(self, ceilings: Floats, lifts: Lifts | None = None) -> bool:
        """Add for each block of documents what no score exceeds; False where it is not known.

        With `lifts` no score times the lift of its document.
        """
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


def add_constant(constant: np.float32, ceilings: Floats, lifts: Lifts | None) -> None:
    """Add what a constant is at most, or 0 where that is more."""
    if constant > 0:
        ceilings += constant if lifts is None else lifts.of_blocks * constant


class ConstantNode:
    """Documents that all have the same score."""

    zero_outside = False

    def __init__(self, matching: DocumentSet, constant: float) -> None:
        self.matching = matching
        self.constant = np.float32(constant)

    def score(self, candidates: Candidates) -> Floats:
        """The constant."""
        return np.full(len(candidates), self.constant, dtype=np.float32)

    def add_ceilings(self, ceilings: Floats, lifts: Lifts | None = None) -> bool:
        """The constant, or the 0 of other documents where that is more."""
        add_constant(self.constant, ceilings, lifts)
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

    def add_ceilings(self, ceilings: Floats, lifts: Lifts | None = None) -> bool:  # noqa: ARG002 - nothing is known of blocks
        """Not known by block: everything is scored already."""
        return False


class TermNode:
    """The documents of one term, never none; `factor` is all of its score but the impact."""

    __slots__ = ("_factor", "_list", "_lists", "_matching", "_number")
    zero_outside = True

    def __init__(self, lists: FieldLists, number: int, factor: float) -> None:
        self._list = lists.list_of(number)
        self._matching: DocumentSet | None = None
        self._lists = lists
        self._number = number
        self._factor = np.float32(factor)

    @property
    def matching(self) -> DocumentSet:
        """Its documents, which nobody asks for where it is only welcome."""
        if self._matching is None:
            self._matching = self._list.matching()
        return self._matching

    def score(self, candidates: Candidates) -> Floats:
        """BM25."""
        impacts = self._list.impacts_at(candidates, self._lists.norms)
        return impacts * self._factor

    def score_within(self, candidates: Candidates) -> Floats:
        """The same of candidates that are all documents of this node."""
        own = self._list
        if type(own) is not PackedList:
            return self.score(candidates)
        return own.impacts_in(candidates, self._lists.norms) * self._factor

    def score_of_all(self) -> Floats:
        """The scores of all its documents."""
        return self.score_within(Candidates(self.matching.documents))

    def add_ceilings(self, ceilings: Floats, lifts: Lifts | None = None) -> bool:
        """The highest impact of each block, as a score; unknown for a negative boost."""
        if self._factor < 0:
            return False
        self._lists.add_peaks(self._number, self._list, self._factor, ceilings, lifts)
        return True


def has_documents(node: Node) -> bool:
    """Whether it has any document. A term has, and is not asked which."""
    return type(node) is TermNode or node.matching.count > 0


def score_within(node: Node, candidates: Candidates) -> Floats:
    """The scores of candidates that are all documents of the node."""
    return node.score_within(candidates) if type(node) is TermNode else node.score(candidates)
