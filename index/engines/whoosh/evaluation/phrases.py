"""The places of a phrase go in, each with its terms; the node of the documents that have it out.

Two words side by side are one list where the schema keeps pairs. A longer phrase stands in
documents that have all its pairs, and is looked for in their tokens.
"""

from collections.abc import Sequence
from itertools import pairwise, product

from index.engines.whoosh.codec.pair_dictionary import PairDictionary
from index.engines.whoosh.evaluation.adjacency import Adjacency
from index.engines.whoosh.evaluation.document_sets import (
    DocumentSet,
    intersect,
    unite,
)
from index.engines.whoosh.evaluation.field_lists import FieldLists

_PAIR = 2

Places = Sequence[Sequence[int]]  # the term numbers wanted at each place, any of several


def phrase_documents(
    places: Places, sets: Sequence[DocumentSet], adjacency: Adjacency, pairs: FieldLists | None
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
