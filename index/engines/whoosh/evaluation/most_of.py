"""Nodes with a share each go in, the node of the documents of which enough shares stand out.

A document without any of the heaviest parts cannot reach the threshold by the lightest: only the
documents of the heavy parts are gathered, the light parts are looked up among them.
"""

from collections.abc import Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.evaluation.booleans import sum_of_ceilings
from index.engines.whoosh.evaluation.candidates import Candidates, Floats
from index.engines.whoosh.evaluation.document_sets import DocumentSet
from index.engines.whoosh.evaluation.nodes import Node, score_where

Shares = NDArray[np.uint32]


class MostOfNode:
    """Documents whose parts' shares sum to a threshold; scores are summed over what is there."""

    zero_outside = False

    def __init__(
        self, parts: Sequence[Node], shares: Sequence[int], threshold: int, size: int
    ) -> None:
        self.matching = _enough(parts, shares, threshold, size)
        self.parts = parts

    def score(self, candidates: Candidates) -> Floats:
        """The sum of the scores of the parts that are there."""
        return reduce(np.add, (score_where(part, candidates) for part in self.parts))

    def ceilings(self) -> Floats | None:
        """The sum of the parts' ceilings."""
        return sum_of_ceilings(self.parts)


def _enough(parts: Sequence[Node], shares: Sequence[int], threshold: int, size: int) -> DocumentSet:
    """The documents that reach the threshold."""
    weighed = sorted(zip(shares, parts, strict=True), key=lambda pair: -pair[0])
    sums = np.zeros(size, dtype=np.uint32)
    left = sum(shares)
    while weighed and left >= threshold:
        share, part = weighed.pop(0)
        _add(part.matching, share, sums)
        left -= share
    if not weighed:
        return DocumentSet.of_mask(sums >= threshold)
    documents = np.flatnonzero(sums >= max(1, threshold - left))
    reached = sums.take(documents)
    for share, part in weighed:
        reached += part.matching.holds(documents) * np.uint32(share)
    return DocumentSet(size, documents=documents.compress(reached >= threshold))


def _add(matching: DocumentSet, share: int, sums: Shares) -> None:
    if matching.few:
        sums[matching.documents] += np.uint32(share)
        return
    bits = np.unpackbits(matching.words.view(np.uint8), bitorder="little", count=len(sums))
    sums += bits * np.uint32(share)
