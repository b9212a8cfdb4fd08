"""Queries of one field go in, nodes come out: a term, every document of a field, many terms."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import query as whoosh_query

from index.engines.whoosh.codec.dictionary import Dictionary
from index.engines.whoosh.evaluation.booleans import OrNode
from index.engines.whoosh.evaluation.collection import Collection, Segment
from index.engines.whoosh.evaluation.document_sets import DocumentSet
from index.engines.whoosh.evaluation.field_lists import FieldLists
from index.engines.whoosh.evaluation.nodes import ConstantNode, Node, ScoredNode, TermNode

_BEYOND = b"\xff"  # in UTF-8 no term has this byte
# Patterns that Whoosh takes for "any term at all".
_ANYTHING = {whoosh_query.Prefix: "", whoosh_query.Wildcard: "*", whoosh_query.Regex: ".*"}


def term_node(collection: Collection, segment: Segment, query: Any, boost: float) -> Node | None:
    """The documents of a term; None where the field has no columns."""
    lists = segment.lists.get(query.fieldname)
    if lists is None or query.minquality:
        return None
    found = collection.find(segment.place, query.fieldname, query.text)
    if found is None:
        return segment.nothing
    return TermNode(lists, found.number, found.factor * boost * query.boost)


def every_node(segment: Segment, query: Any, boost: float) -> Node | None:
    """Every document, or every one that has a field; None where the field has no columns."""
    if query.fieldname is None:
        return ConstantNode(DocumentSet.of_all(segment.size), query.boost * boost)
    lists = segment.lists.get(query.fieldname)
    if lists is None:
        return None
    return ConstantNode(_documents_with(lists), query.boost * boost)


def multi_term_node(
    collection: Collection, segment: Segment, query: Any, boost: float
) -> Node | None:
    """The documents of any of the terms a query stands for; None where it has no columns.

    With a constant score each has the boost; Whoosh gives the boost or BM25 as it comes.
    """
    field = query.fieldname
    lists = segment.lists.get(field)
    if lists is None:
        return None
    if type(query) in _ANYTHING and query.text == _ANYTHING[type(query)]:
        return ConstantNode(_documents_with(lists), query.boost * boost)
    numbers = _numbers_of(query, segment, lists)
    if query.constantscore:
        return ConstantNode(lists.union_of(numbers), query.boost * boost)
    texts = [lists.columns.terms.term(int(number)) for number in numbers]
    found = [collection.find(segment.place, field, text) for text in texts]
    return _summed(
        lists, [(term.number, term.factor * query.boost * boost) for term in found if term]
    )


def _numbers_of(query: Any, segment: Segment, lists: FieldLists) -> NDArray[np.intp]:
    """The terms of a prefix, a pattern, a range or a fuzzy term, each once."""
    terms = lists.columns.terms
    reader = segment.searcher.reader()
    to_bytes = reader.schema[query.fieldname].to_bytes
    if type(query) is whoosh_query.Prefix and isinstance(terms, Dictionary):
        prefix = to_bytes(query.text)
        first, beyond = (terms.first_place(one) for one in (prefix, prefix + _BEYOND))
        return terms.order[first:beyond].astype(np.intp)
    # A fuzzy term gives text, the others bytes.
    texts = {to_bytes(text): None for text in query._btexts(reader) if text}  # noqa: SLF001 - Whoosh has no other way
    found = map(terms.find, texts)
    return np.array([number for number in found if number is not None], dtype=np.intp)


def _summed(lists: FieldLists, terms: list[tuple[int, float]]) -> Node:
    """The documents of many terms, their scores summed at once."""
    if len(terms) <= _FEW_TERMS:
        nodes = [TermNode(lists, number, factor) for number, factor in terms]
        if nodes:
            return OrNode(nodes, lists.size)
    scores = np.zeros(lists.size, dtype=np.float32)
    there = np.zeros(lists.size, dtype=np.bool_)
    for number, factor in terms:
        node = TermNode(lists, number, factor)
        documents = node.matching.documents
        scores[documents] += node.score_of_all()
        there[documents] = True
    documents = np.flatnonzero(there)
    return ScoredNode(DocumentSet(lists.size, documents=documents), scores.take(documents))


def _documents_with(lists: FieldLists) -> DocumentSet:
    """The documents that have any term of a field."""
    lengths = lists.columns.lengths
    if lengths is not None:
        return DocumentSet.of_mask(np.asarray(lengths) > 0)
    return lists.union_of(np.arange(len(lists.columns.terms)))


_FEW_TERMS = 64  # as many are one Or; more are added up term by term
