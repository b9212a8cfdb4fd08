"""A node and the documents wanted of it go in, the best few and their scores come out.

The blocks of highest ceiling are looked into first, then those others that can still hold
something as good as what was found.
"""

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.evaluation.bits import (
    Documents,
    Mask,
    Words,
    blocks_of,
    documents_of_blocks,
)
from index.engines.whoosh.evaluation.candidates import Candidates, Floats
from index.engines.whoosh.evaluation.document_sets import DocumentSet
from index.engines.whoosh.evaluation.nodes import Node

Ranks = NDArray[np.integer]

ALL_AT_ONCE = 6_000  # documents: scoring them all costs less than looking for the best blocks
_FIRST_BLOCKS = 96  # at most 768 documents; 32 take half as long again where any word will do
_SAMPLED = 1_600  # ceilings; how many blocks are looked into first need not be exact
_A_LITTLE_LESS = np.float32(1 - 1e-5)  # ceilings may be summed in another order than scores


def best_documents(
    node: Node, wanted: DocumentSet, count: int, all_at_once: int
) -> tuple[Documents, Floats]:
    """The `count` best of some documents of a node and all that tie with the last, unordered."""
    many = wanted.count > max(all_at_once, count)
    if many:
        ceilings = np.zeros(blocks_of(wanted.size), dtype=np.float32)
        if node.add_ceilings(ceilings):
            return _by_blocks(node, wanted.words, ceilings, count)
    documents = wanted.documents
    return _best(documents, node.score(Candidates(documents)), count)


def _by_blocks(node: Node, words: Words, ceilings: Floats, count: int) -> tuple[Documents, Floats]:
    waiting = words.view(np.uint8).astype(np.bool_)  # blocks with wanted documents
    high = _high(ceilings, waiting, max(count, _FIRST_BLOCKS))
    blocks = ((ceilings >= high) & waiting).nonzero()[0]
    documents, scores = _best_of_blocks(node, words, blocks, count)
    waiting[blocks] = False
    # What cannot reach the least of the best is not looked into; ties may be anywhere.
    if len(scores) >= count:
        waiting &= ceilings >= scores.min() * _A_LITTLE_LESS
    blocks = waiting.nonzero()[0]
    if not len(blocks):
        return documents, scores
    more, more_scores = _best_of_blocks(node, words, blocks, count)
    return _best(np.concatenate((documents, more)), np.concatenate((scores, more_scores)), count)


def _best_of_blocks(
    node: Node, words: Words, blocks: NDArray[np.intp], count: int
) -> tuple[Documents, Floats]:
    documents = documents_of_blocks(words, blocks)
    return _best(documents, node.score(Candidates(documents)), count)


def _best(documents: Documents, scores: Floats, count: int) -> tuple[Documents, Floats]:
    """The documents with the `count` highest scores and all that tie with the last of them."""
    if len(scores) <= count:
        return documents, scores
    least = _largest(scores, count)
    kept = (scores >= least).nonzero()[0]
    return documents.take(kept), scores.take(kept)


def _high(ceilings: Floats, waiting: Mask, wanted: int) -> np.float32:
    """What `wanted` ceilings of waiting blocks reach: a sample tells it in a sixth of the time."""
    step = max(1, len(ceilings) // _SAMPLED)
    sample = ceilings[::step][waiting[::step]]
    if not len(sample):
        return np.float32(0)
    return _largest(sample, min(max(wanted // step, 1), len(sample)))


def _largest(numbers: Floats, place: int) -> np.float32:
    """The number that stands at a place, counted from 1, of the falling order."""
    ordered = numbers.copy()
    ordered.partition(len(ordered) - place)
    largest: np.float32 = ordered[-place]
    return largest


def in_order(
    documents: Documents, scores: Floats, ranks: Ranks, count: int
) -> tuple[Documents, Floats]:
    """The first `count` by score; of equal ones those of lower rank."""
    if len(documents) > _MANY_TIES * count:
        documents, scores = _without_far_ties(documents, scores, ranks, count)
    order = np.lexsort((ranks.take(documents), -scores))[:count]
    return documents.take(order), scores.take(order)


def _without_far_ties(
    documents: Documents, scores: Floats, ranks: Ranks, count: int
) -> tuple[Documents, Floats]:
    """What is left of many equal ones once those of high rank are gone."""
    documents, scores = _best(documents, scores, count)
    least = scores.min()
    tied = np.flatnonzero(scores == least)
    room = count - (len(scores) - len(tied))
    if len(tied) > room:
        tied = tied.take(np.argpartition(ranks.take(documents.take(tied)), room)[:room])
    kept = np.concatenate([np.flatnonzero(scores > least), tied])
    return documents.take(kept), scores.take(kept)


_MANY_TIES = 8  # times as many as wanted: then ties are thinned out before they are sorted
