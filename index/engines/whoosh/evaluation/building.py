"""A Whoosh query and a segment go in, a tree of nodes comes out.

`boost` is what the queries above multiply the scores by; it is carried down to the leaves. A
compound query of one part loses its own boost, as it does in Whoosh.
"""

from collections.abc import Callable
from typing import Any

from whoosh import query as whoosh_query
from whoosh.query import spans

from index.engines.whoosh.evaluation.booleans import (
    BestOfNode,
    MaybeNode,
    OrNode,
    WithinNode,
    all_of,
)
from index.engines.whoosh.evaluation.collection import Collection, Segment
from index.engines.whoosh.evaluation.document_sets import DocumentSet
from index.engines.whoosh.evaluation.fallback import matched_by_whoosh
from index.engines.whoosh.evaluation.lifted import LiftedNode
from index.engines.whoosh.evaluation.most_of import MostOfNode
from index.engines.whoosh.evaluation.nodes import ConstantNode, Node, has_documents
from index.engines.whoosh.evaluation.phrases import neighbours_node, phrase_node
from index.engines.whoosh.evaluation.term_queries import every_node, multi_term_node, term_node
from index.engines.whoosh.most_of import MostOf
from index.engines.whoosh.recency import Recent
from index.engines.whoosh.tree import Neighbours

_NOT_SCORE = 1.0  # what Whoosh gives a document for each Not it passes
_Build = Callable[["Builder", Any, float], Node | None]


class Builder:
    """Builds the nodes of one query in one segment."""

    def __init__(self, collection: Collection, segment: Segment) -> None:
        self.collection = collection
        self.segment = segment

    def build(self, query: Any, boost: float = 1.0) -> Node:
        """The node of a query; of one without an array form what Whoosh itself finds."""
        kind = type(query)
        if kind is whoosh_query.Term:  # most of them: past the table
            node = term_node(self.collection, self.segment, query, boost)
        else:
            make = _BUILDERS.get(kind)
            node = make(self, query, boost) if make else None
        return node or matched_by_whoosh(query, self.segment, boost)

    def everything(self) -> DocumentSet:
        """Every document."""
        return DocumentSet.of_all(self.segment.size)


def _and(builder: Builder, query: Any, boost: float) -> Node:
    if len(query.subqueries) < 2:  # noqa: PLR2004 - one part loses the boost
        return _only(builder, query, boost)
    boost *= query.boost
    unwanted, parts = [], []
    for part in query.subqueries:
        if type(part) is whoosh_query.Not:
            unwanted.append(builder.build(part.query))
        else:
            parts.append(builder.build(part, boost))
            if not parts[-1].matching.count:
                return builder.segment.nothing
    lift = _NOT_SCORE * boost * len(unwanted)
    if not parts:
        parts.append(ConstantNode(builder.everything(), 0.0))
    return all_of(parts, unwanted, lift=lift)


def _or(builder: Builder, query: Any, boost: float) -> Node | None:
    if query.scale:
        return None
    return _any(OrNode, builder, query, boost)


def _best_of(builder: Builder, query: Any, boost: float) -> Node:
    return _any(BestOfNode, builder, query, boost)


def _any(kind: type[OrNode | BestOfNode], builder: Builder, query: Any, boost: float) -> Node:
    if len(query.subqueries) < 2:  # noqa: PLR2004 - one part loses the boost
        return _only(builder, query, boost)
    boost *= query.boost
    nodes = [builder.build(part, boost) for part in query.subqueries]
    there = [node for node in nodes if has_documents(node)]
    if len(there) > 1:
        return kind(there, builder.segment.size)
    return there[0] if there else builder.segment.nothing


def _only(builder: Builder, query: Any, boost: float) -> Node:
    return (
        builder.build(query.subqueries[0], boost) if query.subqueries else builder.segment.nothing
    )


def _and_not(builder: Builder, query: Any, boost: float) -> Node:
    scored, unwanted = builder.build(query.a, boost), builder.build(query.b)
    return WithinNode(scored, scored.matching.subtract(unwanted.matching))


def _require(builder: Builder, query: Any, boost: float) -> Node:
    scored, required = builder.build(query.a, boost), builder.build(query.b)
    return WithinNode(scored, scored.matching.intersect(required.matching))


def _and_maybe(builder: Builder, query: Any, boost: float) -> Node:
    wanted = builder.build(query.a, boost)
    asked = [query.b]
    if type(query.b) is whoosh_query.Or and len(query.b.subqueries) > 1 and not query.b.scale:
        # Which documents have any of them, nobody asks.
        asked, boost = query.b.subqueries, boost * query.b.boost
    welcome = [builder.build(part, boost) for part in asked] if wanted.matching.count else []
    welcome = [part for part in welcome if has_documents(part)]
    return MaybeNode(wanted, welcome) if welcome else wanted


def _most_of(builder: Builder, query: Any, boost: float) -> Node:
    parts = [builder.build(part, boost * query.boost) for part in query.subqueries]
    return MostOfNode(parts, query.shares, query.threshold, builder.segment.size)


def _recent(builder: Builder, query: Any, boost: float) -> Node | None:
    lifts = builder.collection.recent_lifts(builder.segment)
    lifted = builder.build(query.child, boost)
    return None if lifts is None else LiftedNode(lifted, lifts)


def _not(builder: Builder, query: Any, boost: float) -> Node:
    unwanted = builder.build(query.query).matching
    return ConstantNode(builder.everything().subtract(unwanted), _NOT_SCORE * boost)


def _constant(builder: Builder, query: Any, boost: float) -> Node:
    return ConstantNode(builder.build(query.child).matching, query.score * boost)


def _nothing(builder: Builder, _: Any, __: float) -> Node:
    return builder.segment.nothing


def _every(builder: Builder, query: Any, boost: float) -> Node | None:
    return every_node(builder.segment, query, boost)


def _multi_term(builder: Builder, query: Any, boost: float) -> Node | None:
    return multi_term_node(builder.collection, builder.segment, query, boost)


def _number_range(builder: Builder, query: Any, boost: float) -> Node | None:
    if query.fieldname not in builder.segment.lists:
        return None
    compiled = query._compile_query(builder.segment.searcher.reader())  # noqa: SLF001 - as it runs itself
    return builder.build(compiled, boost)


def _phrase(builder: Builder, query: Any, boost: float) -> Node | None:
    return phrase_node(builder.collection, builder.segment, query, boost)


def _neighbours(builder: Builder, query: Any, boost: float) -> Node | None:
    return neighbours_node(builder.collection, builder.segment, query, boost)


_BUILDERS: dict[type, _Build] = {
    whoosh_query.And: _and,
    whoosh_query.Or: _or,
    whoosh_query.DisjunctionMax: _best_of,
    whoosh_query.AndNot: _and_not,
    whoosh_query.Require: _require,
    whoosh_query.AndMaybe: _and_maybe,
    MostOf: _most_of,
    Recent: _recent,
    whoosh_query.Not: _not,
    whoosh_query.ConstantScoreQuery: _constant,
    whoosh_query.Every: _every,
    whoosh_query.Prefix: _multi_term,
    whoosh_query.Wildcard: _multi_term,
    whoosh_query.Regex: _multi_term,
    whoosh_query.TermRange: _multi_term,
    whoosh_query.FuzzyTerm: _multi_term,
    whoosh_query.Variations: _multi_term,
    whoosh_query.NumericRange: _number_range,
    whoosh_query.DateRange: _number_range,
    whoosh_query.Phrase: _phrase,
    spans.SpanNear2: _neighbours,
    Neighbours: _neighbours,
    type(whoosh_query.NullQuery): _nothing,
}
