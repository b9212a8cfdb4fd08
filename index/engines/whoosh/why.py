"""A query and a document of an open index go in, the Explanation of its place comes out.

Every number is asked of the arrays that answer searches: of the whole tree and of its parts.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from whoosh.query import Every

from index.engines.whoosh.evaluation.searcher import ArraySearcher, Found, Precedence
from index.engines.whoosh.recency import Recent
from index.engines.whoosh.tree import Node, Part, alternative_tree, excluded_parts, parts_of
from index.explaining import Explanation, FilterKind, ScorePart
from index.query import Query, Sort
from index.relaxing import Way

EVERY = Every()
Passing = Callable[[Found, Query], Found]
_WITHOUT: dict[FilterKind, dict[str, object]] = {
    "site": {"sections": (), "since": None, "until": None},
    "section": {"sites": (), "since": None, "until": None},
    "day": {"sites": (), "sections": ()},
}


@dataclass(frozen=True, slots=True)
class Answered:
    """A query that was asked in one way, and what was found; `precedence` orders equal ones."""

    query: Query
    way: Way
    found: Found
    within: Found
    passing: Passing
    precedence: Precedence


def explain(arrays: ArraySearcher, answered: Answered, articles: int, number: int) -> Explanation:
    """Why the document with a number stands where it stands; its identity is the caller's."""
    query = answered.query
    document = np.array([number], dtype=np.intp)

    def stands(node: Node) -> bool:
        return bool(arrays.find(node).holds(document)[0])

    def score_part(part: Part, *, counts: bool) -> ScorePart:
        found = arrays.find(part.node)
        there = bool(found.holds(document)[0])
        score = float(found.score(document)[0]) if there and counts else 0.0
        return ScorePart(
            kind=part.kind, text=part.text, holders=found.total, stands=there, score=score
        )

    parts: list[ScorePart] = []
    for phrases in query.alternatives:
        tree = alternative_tree(
            query,
            phrases,
            answered.way,
            articles=articles,
            count=lambda node: arrays.find(node).total,
        )
        counts = stands(tree)
        parts += [score_part(one, counts=counts) for one in parts_of(query, phrases, answered.way)]
    is_found = bool(answered.within.holds(document)[0])
    score = float(answered.within.score(document)[0]) if is_found else 0.0
    summed = sum(part.score for part in parts)
    recency = _recency(arrays, query, number)
    return Explanation(
        identity="",
        held=True,
        rank=_rank(answered, number, score) if is_found else None,
        total=answered.within.total,
        score=score,
        parts=tuple(parts),
        # Whoosh gives a point for every exclusion that is passed.
        constant=float(len(query.excluded)) if is_found or not summed else 0.0,
        recency=recency,
        relaxed=answered.way.relaxed,
        excluded=tuple(part.text for part in excluded_parts(query) if stands(part.node)),
        filters=_keeping_out(arrays, answered, number),
    )


def _recency(arrays: ArraySearcher, query: Query, number: int) -> float:
    if query.sort is not Sort.RELEVANCE or not query.asks_for_words:
        return 1.0
    lifted = arrays.find(Recent(EVERY)).score(np.array([number], dtype=np.intp))
    return float(lifted[0])


def _rank(answered: Answered, number: int, score: float) -> int:
    """The place by relevance, counted from 1."""
    matched = answered.within.all()
    ranks = answered.precedence.ranks
    better = matched.scores > np.float32(score)
    tied = (matched.scores == np.float32(score)) & (ranks[matched.documents] < ranks[number])
    return 1 + int(np.count_nonzero(better | tied))


def _keeping_out(arrays: ArraySearcher, answered: Answered, number: int) -> tuple[FilterKind, ...]:
    """The kinds of filter that the document does not pass."""
    document = np.array([number], dtype=np.intp)
    everything = arrays.find(EVERY)
    return tuple(
        kind
        for kind, others in _WITHOUT.items()
        if not answered.passing(everything, replace(answered.query, **others)).holds(document)[0]  # type: ignore[arg-type]
    )
