"""A pair of folded terms goes in, the lists of all its spellings come out as one.

Folded pairs keep no lists: whoever asks for `thi dua` gets those of `thi đua`, `thí dụa` and
whatever else was written, joined.
"""

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.pair_dictionary import PairDictionary
from index.engines.whoosh.codec.runs import key_starts

Numbers = NDArray[np.uint32]

_MOST_WEIGHT = (1 << 16) - 1


class SpeltPairs(Protocol):
    """The field whose lists are joined."""

    pairs: PairDictionary | None

    def documents_of(self, number: int) -> Numbers:
        """The documents of a pair."""
        ...

    def postings_of(self, number: int) -> tuple[Numbers, NDArray[Any]]:
        """The documents of a pair and its weights in them."""
        ...


class PairUnion:
    """The lists of folded pairs; `spellings_of` gives the terms as spelt of a folded one."""

    def __init__(
        self, pairs: PairDictionary, spelt: SpeltPairs, spellings_of: Callable[[int], Numbers]
    ) -> None:
        self._pairs = pairs
        self._spelt = spelt
        self._spellings_of = spellings_of

    def postings_of(self, number: int) -> tuple[Numbers, NDArray[Any]]:
        """The documents of a pair, ascending, and its weights in them."""
        members = self.members_of(number)
        lists = [self._spelt.postings_of(member) for member in members.tolist()]
        if len(lists) == 1:
            return lists[0]
        documents = np.concatenate([documents for documents, _ in lists])
        weights = np.concatenate([weights for _, weights in lists]).astype(np.uint32)
        order = np.argsort(documents, kind="stable")
        documents, weights = documents[order], weights[order]
        starts = key_starts(documents)
        joined = np.minimum(np.add.reduceat(weights, starts), _MOST_WEIGHT)
        return documents[starts], joined.astype(np.uint16)

    def documents_of(self, number: int) -> Numbers:
        """The documents of a pair, ascending."""
        lists = [self._spelt.documents_of(member) for member in self.members_of(number).tolist()]
        if len(lists) == 1:
            return lists[0]
        documents = np.sort(np.concatenate(lists), kind="stable")
        return documents[key_starts(documents)]

    def members_of(self, number: int) -> NDArray[np.int64]:
        """The numbers of the pairs as spelt that are this one without marks."""
        assert self._spelt.pairs is not None  # noqa: S101 - it is a field of pairs
        first, second = self._pairs.numbers_of(number)
        return self._spelt.pairs.find_all(self._spellings_of(first), self._spellings_of(second))
