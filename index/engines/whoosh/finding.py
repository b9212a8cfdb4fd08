"""A Query and what is committed go in; the documents that answer it come out, in its order."""

from dataclasses import replace

import numpy as np

from index.engines.whoosh.columns import Numbers
from index.engines.whoosh.evaluation.searcher import Found, Matched, Precedence
from index.engines.whoosh.opened import Opened
from index.engines.whoosh.tree import build_tree
from index.query import Query, Sort
from index.relaxing import Way, ways


def find(opened: Opened, query: Query) -> tuple[Found, Found, Way]:
    """What has the words of a query, what of it passes the filters, and how it was asked.

    Of several ways to ask the first that finds anything holds; the first of all if none does.
    """
    tried = []
    for way in ways(query):
        found = _asked(opened, query, way)
        within = passing(opened, found, query)
        if within.total:
            return found, within, way
        tried.append((found, within, replace(way, relaxed=None)))
    return tried[0]


def _asked(opened: Opened, query: Query, way: Way) -> Found:
    """What answers a query asked in one way, filters aside."""
    arrays = opened.arrays
    tree = build_tree(
        query, way, articles=opened.status.articles, count=lambda node: arrays.find(node).total
    )
    return arrays.find(tree)


def passing(opened: Opened, found: Found, query: Query) -> Found:
    """What of it passes the filters of a query."""
    if not query.filters:
        return found
    return found.narrowed(opened.filters.passing(query).of(found.sets))


def ordered(opened: Opened, found: Found, sort: Sort, count: int) -> Matched:
    """The first `count` documents as the query wants them sorted, with their scores."""
    order = opened.order(sort)
    if sort is Sort.RELEVANCE:
        return found.best(count, order)
    documents = found.first(_with_ties(opened.columns.published, found, order, count), order)
    scores = found.score(documents)
    moments = opened.columns.published[documents]
    when = order.ranks[documents]
    # Equal moments: the more relevant first. Their ranks only told equal ones apart.
    groups = np.concatenate([[0], np.cumsum(moments[1:] != moments[:-1])]) if len(when) else when
    places = np.lexsort((opened.columns.identity_ranks[documents], -scores, groups))[:count]
    return Matched(documents[places], scores[places])


def _with_ties(published: Numbers, found: Found, order: Precedence, count: int) -> int:
    """How many of the first to look at, so that all with the moment of the last are there."""
    reach = count + 1
    while reach <= found.total:
        first = found.first(reach, order)
        if published[first[-1]] != published[first[count - 1]]:
            return reach
        reach *= 2
    return found.total
