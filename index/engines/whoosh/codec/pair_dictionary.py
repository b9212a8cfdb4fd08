"""Pairs of term numbers go in, sorted; number by pair and pair by number out.

A pair is a term of its own field, written as its two terms with a blank between. It is stored as
the number of its second term, under that of its first: arrays `first_ends` and `seconds`.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.array_file import ArrayFile
from index.engines.whoosh.codec.dictionary import Dictionary

BETWEEN = b" "  # before every byte that a term may hold, so that pairs sort as their terms do
_SECOND_BITS = np.uint64(32)


def pair_keys(firsts: NDArray[Any], seconds: NDArray[Any]) -> NDArray[np.uint64]:
    """Keys that sort as pairs of term numbers do."""
    return (firsts.astype(np.uint64) << _SECOND_BITS) | seconds.astype(np.uint64)


def split_keys(keys: NDArray[np.uint64]) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """The two term numbers of each key."""
    return (keys >> _SECOND_BITS).astype(np.uint32), keys.astype(np.uint32)


class PairDictionary:
    """Pairs and their numbers, over the dictionary of the field whose neighbours they are."""

    def __init__(self, file: ArrayFile, prefix: str, words: Dictionary) -> None:
        self._words = words
        self._first_ends = file[f"{prefix}first_ends"]
        self._seconds = file[f"{prefix}seconds"]

    def __len__(self) -> int:
        return len(self._seconds)

    def term(self, number: int) -> bytes:
        """The pair with a number."""
        first = int(np.searchsorted(self._first_ends, number, side="right"))
        second = int(self._seconds[number])
        return self._words.term(first) + BETWEEN + self._words.term(second)

    def find(self, term: bytes) -> int | None:
        """The number of a pair; None where no document has these neighbours."""
        first, between, second = term.partition(BETWEEN)
        if not between:
            return None
        numbers = self._words.find(first), self._words.find(second)
        return None if None in numbers else self.find_numbers(*numbers)  # type: ignore[arg-type]

    def find_numbers(self, first: int, second: int) -> int | None:
        """The number of the pair of two terms given by number."""
        start, end = self._extent(first)
        place = start + int(np.searchsorted(self._seconds[start:end], second))
        return place if place < end and int(self._seconds[place]) == second else None

    def numbers(self) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """The first and the second term number of every pair, by number of the pair."""
        counts = np.diff(np.concatenate([[0], self._first_ends.astype(np.int64)]))
        firsts = np.repeat(np.arange(len(counts), dtype=np.uint32), counts)
        return firsts, np.asarray(self._seconds)

    def numbers_from(self, term: bytes) -> Iterator[int]:
        """The numbers of all pairs from `term` on, in the order of the pairs."""
        ranks = np.empty(len(self._words), dtype=np.uint32)
        ranks[self._words.order] = np.arange(len(self._words), dtype=np.uint32)
        first_term, _, _ = term.partition(BETWEEN)
        for first in self._words.order[self._words.first_place(first_term) :]:
            start, end = self._extent(int(first))
            order = np.argsort(ranks[self._seconds[start:end]])
            for number in (start + order).tolist():
                if self.term(number) >= term:
                    yield number

    def _extent(self, first: int) -> tuple[int, int]:
        start = int(self._first_ends[first - 1]) if first else 0
        return start, int(self._first_ends[first])
