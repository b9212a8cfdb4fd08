"""The tokens of documents as arrays go in, runs of the lists of each field come out.

Term, document and weight are packed into one number of 64 bits each and sorted: NumPy sorts such
numbers with vector instructions, twice as fast as by several passes over two bytes.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.pair_dictionary import pair_keys
from index.engines.whoosh.codec.runs import Run, counts_between
from index.engines.whoosh.codec.token_stream import NO_TERM
from index.engines.whoosh.writing.collecting import Tokens

Numbers = NDArray[np.uint32]
Places = NDArray[np.int64]

RUN_TOKENS = 1_000_000  # in a run: some 100 MB while it is sorted
_MOST_WEIGHT = (1 << 16) - 1
_KEY_BITS = 64


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Terms, the documents they stand in, counted from `base`, and their weights."""

    terms: Numbers
    documents: Numbers
    weights: NDArray[np.uint16]
    base: int

    @classmethod
    def of(cls, tokens: Tokens, *, base: int) -> "Occurrences":
        """The occurrences of some documents, the first of which has the number `base`."""
        there = tokens.tokens != NO_TERM
        over = tokens.overlaps
        return cls(
            terms=np.concatenate([tokens.tokens[there], over.terms]),
            documents=np.concatenate([tokens.document_of()[there], over.documents]),
            weights=np.concatenate([tokens.weights[there], tokens.over_weights]),
            base=base,
        )

    def lists(self, numbers: Numbers | None = None) -> Run:
        """The run of a field: each term of each document once, its weights summed.

        `numbers` maps terms to those of another field.
        """
        mapped = self.terms if numbers is None else numbers[self.terms]
        terms, documents, weights = _sorted(mapped, self.documents, self.weights)
        starts = _changes(terms, documents)
        terms, documents = terms[starts], documents[starts]
        heads = _changes(terms)
        return Run(
            keys=terms[heads].astype(np.uint64),
            counts=counts_between(heads, len(starts)),
            documents=documents + np.uint32(self.base),
            weights=_summed(weights, starts),
        )


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Terms side by side, the documents they stand in, counted from `base`, and their weights.

    `weights` are empty where only documents are counted.
    """

    firsts: Numbers
    seconds: Numbers
    documents: Numbers
    weights: NDArray[np.uint16]
    base: int

    @classmethod
    def of(
        cls,
        tokens: Numbers,
        document_of: Numbers,
        *,
        base: int,
        weights: NDArray[np.uint16] | None = None,
    ) -> "Neighbours":
        """The neighbours among tokens in reading order, NO_TERM where nothing stands.

        A pair weighs what its tokens do: both stand in one piece of text. Without `weights`
        documents can be counted, no lists made.
        """
        beside = (tokens[:-1] != NO_TERM) & (tokens[1:] != NO_TERM)
        beside &= document_of[:-1] == document_of[1:]
        return cls(
            firsts=tokens[:-1][beside],
            seconds=tokens[1:][beside],
            documents=document_of[:-1][beside],
            weights=_NO_WEIGHTS if weights is None else weights[:-1][beside],
            base=base,
        )

    def lists(self) -> Run:
        """The run of the pairs: each of each document once, its weights summed."""
        firsts, seconds, documents, weights = _sorted(
            self.firsts, self.seconds, self.documents, self.weights
        )
        starts = _changes(firsts, seconds, documents)
        keys = pair_keys(firsts[starts], seconds[starts])
        heads = _changes(keys)
        return Run(
            keys=keys[heads],
            counts=counts_between(heads, len(starts)),
            documents=documents[starts] + np.uint32(self.base),
            weights=_summed(weights, starts),
        )

    def counts(self, numbers: Numbers) -> Run:
        """In how many documents each pair of other terms stands, to which `numbers` maps these."""
        firsts, seconds, documents = _sorted(
            numbers[self.firsts], numbers[self.seconds], self.documents
        )
        starts = _changes(firsts, seconds, documents)
        keys = pair_keys(firsts[starts], seconds[starts])
        heads = _changes(keys)
        return Run(keys[heads], counts_between(heads, len(starts)), _NONE, _NO_WEIGHTS)


def _sorted(*columns: NDArray[Any]) -> list[NDArray[Any]]:
    """Rows given by columns, sorted by the first one, then the second, and so on."""
    widths = [int(column.max(initial=0)).bit_length() for column in columns]
    if sum(widths) > _KEY_BITS:
        order = np.lexsort(columns[::-1])
        return [column[order] for column in columns]
    keys = np.zeros(len(columns[0]), dtype=np.uint64)
    for column, width in zip(columns, widths, strict=True):
        keys <<= np.uint64(width)
        keys |= column
    keys.sort()
    found: list[NDArray[Any]] = []
    for column, width in zip(columns[::-1], widths[::-1], strict=True):
        found.append((keys & np.uint64((1 << width) - 1)).astype(column.dtype))
        keys >>= np.uint64(width)
    return found[::-1]


def _changes(*columns: NDArray[Any]) -> Places:
    """Where any of some columns changes, the first place with them."""
    new = np.zeros(len(columns[0]), dtype=np.bool_)
    new[:1] = True
    for column in columns:
        new[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(new)


def _summed(weights: NDArray[Any], starts: Places) -> NDArray[np.uint16]:
    """The sums of the weights from each start to the next."""
    if not len(starts):
        return _NO_WEIGHTS
    return np.minimum(np.add.reduceat(weights, starts), _MOST_WEIGHT).astype(np.uint16)


_NONE = np.empty(0, dtype=np.uint32)
_NO_WEIGHTS = np.empty(0, dtype=np.uint16)
