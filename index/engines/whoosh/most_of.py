"""Queries with a share each go in; the documents of which enough shares stand come out.

What a share is worth, and how much is enough, is said in relaxing.py for all engines.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from typing_extensions import override
from whoosh.matching import ListMatcher
from whoosh.query.compound import CompoundQuery


class MostOf(CompoundQuery):
    """Documents that have parts whose shares sum to a threshold; their scores are summed."""

    def __init__(self, subqueries: Sequence[Any], shares: Sequence[int], threshold: int) -> None:
        super().__init__(list(subqueries))
        self.shares = tuple(shares)
        self.threshold = threshold

    @override
    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, MostOf)
            and self.subqueries == other.subqueries
            and (self.shares, self.threshold) == (other.shares, other.threshold)
        )

    @override
    def __hash__(self) -> int:
        return hash((tuple(self.subqueries), self.shares, self.threshold))

    def apply(self, fn: Callable[[Any], Any]) -> "MostOf":
        """The same of changed parts."""
        return MostOf([fn(part) for part in self.subqueries], self.shares, self.threshold)

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Every document and its score, worked out at once: to judge by, not to be quick."""
        stands: defaultdict[int, int] = defaultdict(int)
        scores: defaultdict[int, float] = defaultdict(float)
        for part, share in zip(self.subqueries, self.shares, strict=True):
            inner = part.matcher(searcher, context)
            while inner.is_active():
                stands[inner.id()] += share
                scores[inner.id()] += inner.score()
                inner.next()
        found = sorted(one for one, sum_ in stands.items() if sum_ >= self.threshold)
        return ListMatcher(found, [scores[document] for document in found])
