"""A node and what each document's score is multiplied by go in, the node of the products out."""

from dataclasses import dataclass

import numpy as np

from index.engines.whoosh.evaluation.candidates import Candidates, Floats
from index.engines.whoosh.evaluation.nodes import Node
from index.engines.whoosh.evaluation.peaks import exact_peaks


@dataclass(frozen=True, slots=True)
class Lifts:
    """Factors of the documents of a segment, never negative; the highest of each block, of all."""

    of_documents: Floats
    of_blocks: Floats
    highest: float

    @classmethod
    def of(cls, factors: Floats) -> "Lifts":
        """The lifts of a segment from the factor of each document."""
        size = len(factors)
        blocks = exact_peaks(np.arange(size), factors, size)
        return cls(factors, blocks, float(factors.max(initial=0)))


class LiftedNode:
    """The documents of another node, their scores multiplied."""

    def __init__(self, lifted: Node, lifts: Lifts) -> None:
        self.matching = lifted.matching
        self.zero_outside = lifted.zero_outside
        self.lifted = lifted
        self.highest = lifts.highest
        self._lifts = lifts

    def score(self, candidates: Candidates) -> Floats:
        """The score of the other node, lifted."""
        lifts = self._lifts.of_documents.take(candidates.documents)
        return self.lifted.score(candidates) * lifts

    def add_ceilings(self, ceilings: Floats) -> bool:
        """The ceilings of the other node under the highest lift of each block."""
        own = np.zeros_like(ceilings)
        known = self.lifted.add_ceilings(own)
        own *= self._lifts.of_blocks
        ceilings += own
        return known
