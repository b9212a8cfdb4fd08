"""Nodes with a share each go in, the node of the documents of which enough shares stand out."""

from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.evaluation.candidates import Candidates, Floats
from index.engines.whoosh.evaluation.document_sets import DocumentSet
from index.engines.whoosh.evaluation.lifts import Lifts
from index.engines.whoosh.evaluation.nodes import Node, score_where

Shares = NDArray[np.uint32]


class MostOfNode:
    """Documents whose parts' shares sum to a threshold; scores are summed over what is there."""

    zero_outside = False

    def __init__(
        self, parts: Sequence[Node], shares: Sequence[int], threshold: int, size: int
    ) -> None:
        weighed = [(share, part.matching) for share, part in zip(shares, parts, strict=True)]
        self.matching = DocumentSet.of_mask(_summed(weighed, size) >= threshold)
        self.parts = parts

    def score(self, candidates: Candidates) -> Floats:
        """The sum of the scores of the parts that are there."""
        return reduce(np.add, (score_where(part, candidates) for part in self.parts))

    def add_ceilings(self, ceilings: Floats, lifts: Lifts | None = None) -> bool:
        """The sum of the parts' ceilings."""
        return all(part.add_ceilings(ceilings, lifts) for part in self.parts)


def _summed(weighed: Sequence[tuple[int, DocumentSet]], size: int) -> Shares:
    """For each document of a segment the sum of the shares of the sets that it is in."""
    large = [(share, one) for share, one in weighed if not one.few]
    # Frequent words have small shares: two bytes hold the sums of many, and take half the time.
    most = sum(share for share, _ in large)
    kind: Any = np.uint16 if most <= np.iinfo(np.uint16).max else np.uint32
    sums = np.zeros(size, dtype=kind)
    for share, one in large:
        bits = np.unpackbits(one.words.view(np.uint8), bitorder="little", count=size)
        sums += bits * kind(share)
    wide = sums.astype(np.uint32)
    for share, one in weighed:
        if one.few:
            wide[one.documents] += np.uint32(share)
    return wide
