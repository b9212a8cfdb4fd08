"""Nodes go in, the node of all of them, any of them or some without others comes out."""

from collections.abc import Sequence
from functools import reduce

import numpy as np

from index.engines.whoosh.evaluation.candidates import Candidates, Floats
from index.engines.whoosh.evaluation.document_sets import DocumentSet, intersect, unite
from index.engines.whoosh.evaluation.lifts import Lifts
from index.engines.whoosh.evaluation.nodes import (
    Node,
    add_constant,
    score_where,
    score_within,
)


class SumNode:
    """Documents that all parts have; scores are summed.

    They are summed in the order of the query, so that equal documents tie to the bit. `lift` is
    added to each: what Whoosh gives for a part that is a Not.
    """

    zero_outside = False

    def __init__(self, matching: DocumentSet, parts: Sequence[Node], *, lift: float = 0.0) -> None:
        self.matching = matching
        self.parts = parts
        self.lift = np.float32(lift)

    def score(self, candidates: Candidates) -> Floats:
        """The sum of the parts' scores."""
        scores = reduce(np.add, [score_within(part, candidates) for part in self.parts])
        return _lifted(scores, self.lift)

    def add_ceilings(self, ceilings: Floats, lifts: Lifts | None = None) -> bool:
        """The sum of the parts' ceilings."""
        add_constant(self.lift, ceilings, lifts)
        return all(part.add_ceilings(ceilings, lifts) for part in self.parts)


class OrNode:
    """Documents of any part; scores are summed over the parts that have the document."""

    def __init__(self, parts: Sequence[Node], size: int) -> None:
        self.matching = unite([part.matching for part in parts], size)
        self.parts = parts
        self.zero_outside = all(part.zero_outside for part in parts)

    def score(self, candidates: Candidates) -> Floats:
        """The sum of the scores of the parts that are there."""
        return reduce(np.add, (score_where(part, candidates) for part in self.parts))

    def add_ceilings(self, ceilings: Floats, lifts: Lifts | None = None) -> bool:
        """The sum of the parts' ceilings."""
        return all(part.add_ceilings(ceilings, lifts) for part in self.parts)


class BestOfNode:
    """Documents of any part; the score is the highest of the parts'."""

    def __init__(self, parts: Sequence[Node], size: int) -> None:
        self.matching = unite([part.matching for part in parts], size)
        self.parts = parts
        self.zero_outside = all(part.zero_outside for part in parts)

    def score(self, candidates: Candidates) -> Floats:
        """The highest score."""
        return reduce(np.maximum, (score_where(part, candidates) for part in self.parts))

    def add_ceilings(self, ceilings: Floats, lifts: Lifts | None = None) -> bool:
        """The highest ceiling."""
        highest = np.zeros_like(ceilings)
        for part in self.parts:
            own = np.zeros_like(ceilings)
            if not part.add_ceilings(own, lifts):
                return False
            np.maximum(highest, own, out=highest)
        ceilings += highest
        return True


class MaybeNode:
    """Documents of one part; those that others have too get their scores besides."""

    zero_outside = False

    def __init__(self, wanted: Node, welcome: Sequence[Node]) -> None:
        self.matching = wanted.matching
        self.parts = (wanted, *welcome)

    def score(self, candidates: Candidates) -> Floats:
        """The sum."""
        wanted, *welcome = self.parts
        lifts = [
            part.score(candidates) if part.zero_outside else score_where(part, candidates)
            for part in welcome
        ]
        return reduce(np.add, lifts, score_within(wanted, candidates))

    def add_ceilings(self, ceilings: Floats, lifts: Lifts | None = None) -> bool:
        """The sum."""
        return all(part.add_ceilings(ceilings, lifts) for part in self.parts)


class WithinNode:
    """Some of the documents of another node, with its scores."""

    zero_outside = False

    def __init__(self, scored: Node, matching: DocumentSet) -> None:
        self.matching = matching
        self._scored = scored

    def score(self, candidates: Candidates) -> Floats:
        """The score of the other node."""
        return self._scored.score(candidates)

    def add_ceilings(self, ceilings: Floats, lifts: Lifts | None = None) -> bool:
        """The ceilings of the other node."""
        return self._scored.add_ceilings(ceilings, lifts)


def all_of(parts: Sequence[Node], unwanted: Sequence[Node], *, lift: float) -> SumNode:
    """Documents of all parts and of none of the unwanted ones."""
    common = intersect([part.matching for part in parts])
    for node in unwanted:
        common = common.subtract(node.matching)
    return SumNode(common, parts, lift=lift)


def _lifted(scores: Floats, lift: np.float32) -> Floats:
    return scores + lift if lift else scores
