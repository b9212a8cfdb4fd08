"""Phrases of Whoosh's kind and of ours go in, nodes of words side by side come out.

Two words side by side are one list where the schema keeps pairs. A longer phrase stands in
documents that have all its pairs, and is looked for in their tokens.
"""

from collections.abc import Sequence
from itertools import pairwise, product
from typing import Any

from whoosh import query as whoosh_query

from index.engines.whoosh.codec.pair_dictionary import PairDictionary
from index.engines.whoosh.evaluation.adjacency import Adjacency
from index.engines.whoosh.evaluation.booleans import OrNode, SumNode
from index.engines.whoosh.evaluation.collection import Collection, FoundTerm, Segment
from index.engines.whoosh.evaluation.document_sets import DocumentSet, intersect, unite
from index.engines.whoosh.evaluation.field_lists import FieldLists
from index.engines.whoosh.evaluation.nodes import Node, TermNode
from index.engines.whoosh.tree import AnyOf

_PAIR = 2

_Wanted = tuple[Any, float]  # a term as it is asked for, and its boost
_Places = Sequence[Sequence[int]]  # the term numbers wanted at each place, any of several


def phrase_node(collection: Collection, segment: Segment, query: Any, boost: float) -> Node | None:
    """The node of a Phrase; None where only Whoosh can tell."""
    if query.slop != 1 or not query.words:
        return None
    boost *= query.boost
    return _row(collection, segment, query.fieldname, [[(word, boost)] for word in query.words])


def neighbours_node(
    collection: Collection, segment: Segment, query: Any, boost: float
) -> Node | None:
    """The node of terms side by side, or of any of several at a place; None as above."""
    if (query.slop, query.ordered, query.mindist) != (1, True, 1) or not query.qs:
        return None
    places: list[list[_Wanted]] = []
    fields: set[str] = set()
    for asked in query.qs:
        terms = asked.subqs if type(asked) is AnyOf else [asked]
        if any(type(term) is not whoosh_query.Term for term in terms):
            return None
        fields.update(term.fieldname for term in terms)
        places.append([(term.text, term.boost * boost) for term in terms])
    return _row(collection, segment, fields.pop(), places) if len(fields) == 1 else None


def _row(
    collection: Collection, segment: Segment, field: str, places: list[list[_Wanted]]
) -> Node | None:
    lists = segment.lists.get(field)
    adjacency = segment.adjacency_in(field)
    if lists is None or adjacency is None:
        return None
    found = [_found(collection, segment, field, place) for place in places]
    if not all(found):
        return segment.nothing
    parts: list[Node] = []
    for place in found:
        nodes = [TermNode(lists, term.number, term.factor * boost) for term, boost in place]
        parts.append(nodes[0] if len(nodes) == 1 else OrNode(nodes, segment.size))
    matching = _documents(
        [[term.number for term, _ in place] for place in found],
        [part.matching for part in parts],
        adjacency,
        segment.pairs.get(field),
    )
    return SumNode(matching, parts)


def _found(
    collection: Collection, segment: Segment, field: str, place: list[_Wanted]
) -> list[tuple[FoundTerm, float]]:
    """The terms of a place that the segment has."""
    found = []
    for text, boost in place:
        term = collection.find(segment.place, field, text)
        if term is not None:
            found.append((term, boost))
    return found


def _documents(
    places: _Places, sets: Sequence[DocumentSet], adjacency: Adjacency, pairs: FieldLists | None
) -> DocumentSet:
    """The documents of a phrase.

    `sets` are the documents of each place, wherever its terms stand.
    """
    if len(places) == 1:
        return sets[0]
    # Pairs are made of neighbouring tokens, not of what stands over one.
    known = pairs is not None and not adjacency.stands_over(places)
    if known and pairs is not None:
        sets = [_pair_documents(pairs, *two) for two in pairwise(places)]
    common = intersect(sets)
    if known and len(places) == _PAIR:
        return common
    return common.where(adjacency.standing_in_a_row(places, common.documents))


def _pair_documents(
    pairs: FieldLists, firsts: Sequence[int], seconds: Sequence[int]
) -> DocumentSet:
    """Where one of some terms stands before one of others."""
    terms = pairs.columns.terms
    assert isinstance(terms, PairDictionary)  # noqa: S101 - a field of pairs has no other
    numbers = [terms.find_numbers(*two) for two in product(firsts, seconds)]
    sets = [pairs.members_of(number) for number in numbers if number is not None]
    return unite(sets, pairs.size) if sets else DocumentSet.of_none(pairs.size)
