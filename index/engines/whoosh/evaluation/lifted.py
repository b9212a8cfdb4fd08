"""A node and what each document's score is multiplied by go in, the node of the products out."""

import numpy as np

from index.engines.whoosh.evaluation.candidates import Candidates, Floats
from index.engines.whoosh.evaluation.lifts import Lifts
from index.engines.whoosh.evaluation.nodes import Node


class LiftedNode:
    """The documents of another node, their scores multiplied."""

    def __init__(self, lifted: Node, lifts: Lifts) -> None:
        self.matching = lifted.matching
        self.zero_outside = lifted.zero_outside
        self.lifted = lifted
        self._lifts = lifts

    def score(self, candidates: Candidates) -> Floats:
        """The score of the other node, lifted."""
        lifts = self._lifts.of_documents.take(candidates.documents)
        return self.lifted.score(candidates) * lifts

    def add_ceilings(self, ceilings: Floats, lifts: Lifts | None = None) -> bool:
        """The ceilings of the other node, whose leaves lift each document by itself."""
        if lifts is None:
            return self.lifted.add_ceilings(ceilings, self._lifts)
        own = np.zeros_like(ceilings)
        known = self.lifted.add_ceilings(own, self._lifts)
        own *= lifts.of_blocks
        ceilings += own
        return known
