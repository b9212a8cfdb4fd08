"""A node and the documents wanted of it go in, the best few of a sum of many terms come out.

A question of a dozen words and the pairs between them is a sum of two dozen lists, most of them
short. The short ones are added up for the whole segment at once; what the long ones can add at
most is known. The documents of the highest sums are scored first, then those others that can
still be as good.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.engines.whoosh.evaluation.booleans import MaybeNode, OrNode, SumNode
from index.engines.whoosh.evaluation.candidates import Candidates, Floats
from index.engines.whoosh.evaluation.document_sets import Documents, DocumentSet
from index.engines.whoosh.evaluation.lifted import LiftedNode
from index.engines.whoosh.evaluation.most_of import MostOfNode
from index.engines.whoosh.evaluation.nodes import Node, TermNode

FEW_ADDENDS = 8  # terms: up to so many the best blocks are found sooner, measured
_FIRST = 256  # documents scored to learn how good the best are
_A_LITTLE_MORE = np.float32(1 + 1e-4)  # sums in another order differ by less
_SUMS = SumNode | OrNode | MaybeNode | MostOfNode


@dataclass(frozen=True, slots=True)
class Addends:
    """The terms whose scores sum to that of a node, and by what the sum is multiplied at most."""

    terms: Sequence[TermNode]
    factor: float


def addends_of(node: Node) -> Addends | None:
    """What a node is the sum of; None for other nodes, and for sums of few terms."""
    terms = _terms(node.lifted if isinstance(node, LiftedNode) else node)
    if terms is None or len(terms) <= FEW_ADDENDS:
        return None
    return Addends(terms, float(node.highest) if isinstance(node, LiftedNode) else 1.0)


def promising(
    node: Node, addends: Addends, wanted: DocumentSet, count: int
) -> tuple[Documents, Floats] | None:
    """Some documents with their scores, all that can be among the `count` best among them.

    None where the terms do not tell how much they can add.
    """
    sums = np.zeros(wanted.size, dtype=np.float32)
    left = 0.0
    for term in addends.terms:
        more = term.add_to(sums)
        if more is None:
            return None
        left += more
    documents = wanted.documents
    sums = sums.take(documents)
    first = min(max(count, _FIRST), len(documents))
    enough = np.partition(sums, len(sums) - first)[-first]
    # Of very many equal ones a few will do: here it is only learnt how good the best are.
    chosen = np.flatnonzero(sums >= enough)[: 2 * first]
    best = documents.take(chosen)
    scores = node.score(Candidates(best))
    least = np.partition(scores, len(scores) - count)[-count] if len(scores) >= count else 0
    ceilings = (sums + np.float32(left)) * np.float32(addends.factor) * _A_LITTLE_MORE
    ceilings[chosen] = -1
    others = documents.compress(ceilings >= least)
    if not len(others):
        return best, scores
    return np.concatenate((best, others)), np.concatenate((scores, node.score(Candidates(others))))


def _terms(node: Node) -> list[TermNode] | None:
    if isinstance(node, TermNode):
        return [node]
    if not isinstance(node, _SUMS) or (isinstance(node, SumNode) and node.lift):
        return None
    found: list[TermNode] = []
    for part in node.parts:
        terms = _terms(part)
        if terms is None:
            return None
        found += terms
    return found
