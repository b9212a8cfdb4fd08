"""Pairs of term numbers go in, sorted; number by pair and pair by number out.

A pair is a term of its own field, written as its two terms with a blank between. It is stored as
the number of its second term, under that of its first: arrays `first_ends` and `seconds`, two
bytes each. Seconds from 65,535 on, the last of each first, stand as `_RARE`; `rare_pairs` and
`rare_seconds` tell which they are.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.array_file import ArrayFile, ArrayFileWriter
from index.engines.whoosh.codec.dictionary import Dictionary

BETWEEN = b" "  # before every byte that a term may hold, so that pairs sort as their terms do
_SECOND_BITS = np.uint64(32)
_RARE = 0xFFFF
_NONE = np.empty(0, dtype=np.int64)


def pair_keys(firsts: NDArray[Any], seconds: NDArray[Any]) -> NDArray[np.uint64]:
    """Keys that sort as pairs of term numbers do."""
    return (firsts.astype(np.uint64) << _SECOND_BITS) | seconds.astype(np.uint64)


def split_keys(keys: NDArray[np.uint64]) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """The two term numbers of each key."""
    return (keys >> _SECOND_BITS).astype(np.uint32), keys.astype(np.uint32)


def write_pairs(
    file: ArrayFileWriter, prefix: str, keys: NDArray[np.uint64], *, words: int
) -> None:
    """Write the dictionary of some sorted keys; `words` is how many terms pairs can be made of."""
    firsts, seconds = split_keys(keys)
    rare = np.flatnonzero(seconds >= _RARE)
    ends = np.cumsum(np.bincount(firsts, minlength=words))
    file.add(f"{prefix}first_ends", ends.astype(np.uint32))
    file.add(f"{prefix}seconds", np.minimum(seconds, _RARE).astype(np.uint16))
    file.add(f"{prefix}rare_pairs", rare.astype(np.uint32))
    file.add(f"{prefix}rare_seconds", seconds[rare])


class PairDictionary:
    """Pairs and their numbers, over the dictionary of the field whose neighbours they are."""

    def __init__(self, file: ArrayFile, prefix: str, words: Dictionary) -> None:
        self._words = words
        self._first_ends = file[f"{prefix}first_ends"]
        self._seconds = file[f"{prefix}seconds"]
        self._rare_pairs = file[f"{prefix}rare_pairs"]
        self._rare_seconds = file[f"{prefix}rare_seconds"]

    def __len__(self) -> int:
        return len(self._seconds)

    def term(self, number: int) -> bytes:
        """The pair with a number."""
        first, second = self.numbers_of(number)
        return self._words.term(first) + BETWEEN + self._words.term(second)

    def numbers_of(self, number: int) -> tuple[int, int]:
        """The numbers of the two terms of a pair."""
        first = int(self._first_ends.searchsorted(np.uint32(number), side="right"))
        second = int(self._seconds[number])
        if second == _RARE:
            second = int(self._rare_seconds[self._rare_pairs.searchsorted(np.uint32(number))])
        return first, second

    def find(self, term: bytes) -> int | None:
        """The number of a pair; None where no document has these neighbours."""
        first, between, second = term.partition(BETWEEN)
        if not between:
            return None
        numbers = self._words.find(first), self._words.find(second)
        return None if None in numbers else self.find_numbers(*numbers)  # type: ignore[arg-type]

    def find_numbers(self, first: int, second: int) -> int | None:
        """The number of the pair of two terms given by number."""
        if second >= _RARE:
            found = self.find_all(np.array([first]), np.array([second], dtype=np.uint32))
            return int(found[0]) if len(found) else None
        start, end = self._extent(first)
        # A number of another type would have the whole slice turned into that type.
        place = start + int(self._seconds[start:end].searchsorted(np.uint16(second)))
        return place if place < end and int(self._seconds[place]) == second else None

    def find_all(self, firsts: NDArray[Any], seconds: NDArray[np.uint32]) -> NDArray[np.int64]:
        """The numbers of all pairs of one of some terms and one of others, which ascend."""
        ends = self._first_ends.take(firsts).astype(np.int64)
        starts = self._first_ends.take(np.maximum(firsts, 1) - 1).astype(np.int64) * (firsts > 0)
        common = seconds[seconds < _RARE].astype(np.uint16)
        rare = seconds[len(common) :]
        found = [_NONE]
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            if start == end:
                continue
            found.append(start + _found(self._seconds[start:end], common))
            if len(rare):
                found.append(self._rare_between(start, end, rare))
        return np.concatenate(found)

    def _rare_between(self, start: int, end: int, seconds: NDArray[np.uint32]) -> NDArray[np.int64]:
        """The numbers of the pairs in a range whose second terms are some rare ones."""
        rare_start, rare_end = self._rare_pairs.searchsorted(np.array([start, end], np.uint32))
        places = rare_start + _found(self._rare_seconds[rare_start:rare_end], seconds)
        numbers: NDArray[np.int64] = self._rare_pairs.take(places).astype(np.int64)
        return numbers

    def numbers(self) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """The first and the second term number of every pair, by number of the pair."""
        counts = np.diff(np.concatenate([[0], self._first_ends.astype(np.int64)]))
        firsts = np.repeat(np.arange(len(counts), dtype=np.uint32), counts)
        seconds = self._seconds.astype(np.uint32)
        seconds[self._rare_pairs] = self._rare_seconds
        return firsts, seconds

    def numbers_from(self, term: bytes) -> Iterator[int]:
        """The numbers of all pairs from `term` on, in the order of the pairs."""
        ranks = np.empty(len(self._words), dtype=np.uint32)
        ranks[self._words.order] = np.arange(len(self._words), dtype=np.uint32)
        _, seconds = self.numbers()
        first_term, _, _ = term.partition(BETWEEN)
        for first in self._words.order[self._words.first_place(first_term) :]:
            start, end = self._extent(int(first))
            order = np.argsort(ranks[seconds[start:end]])
            for number in (start + order).tolist():
                if self.term(number) >= term:
                    yield number

    def _extent(self, first: int) -> tuple[int, int]:
        start = int(self._first_ends[first - 1]) if first else 0
        return start, int(self._first_ends[first])


def _found(ascending: NDArray[Any], wanted: NDArray[Any]) -> NDArray[np.int64]:
    """The places of those of the wanted numbers that are there."""
    if not len(ascending):
        return _NONE
    places: NDArray[np.int64] = ascending.searchsorted(wanted)
    # What is beyond the last is not the last: that would have been found.
    there: NDArray[np.int64] = places[ascending.take(places, mode="clip") == wanted]
    return there
