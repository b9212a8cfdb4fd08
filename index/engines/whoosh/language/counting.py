"""Texts in word numbers go in, runs of words with how often they came go out: one sort of keys.

A key holds four neighbours, sixteen bits each; sorted, it shows every run of two, three and four
that begins with the same word as a stretch. Keys are made and sorted in parts by their first
word, so that memory is bounded by the part.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.language.model import BOUNDARY, FIRST_WORD, WORD_BITS

Words = NDArray[np.uint16]
Keys = NDArray[np.uint64]
Counts = NDArray[Any]  # 32 bits of a run, which there are many of; 64 of a word

PART_KEYS = 4_000_000  # in a part: 32 MB of keys, sorted in the processor's reach
SPAN = 4  # words in a key
_SCATTER = np.uint16(40503)  # 2^16 over the golden ratio: neighbouring numbers part ways
_BITS = np.uint64(WORD_BITS)
_LAST = np.uint64((1 << WORD_BITS) - 1)


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of words, each once, with how often it came."""

    keys: Keys
    counts: Counts

    def at_least(self, count: int) -> "Runs":
        """Those that came so often."""
        often = self.counts >= count
        return Runs(self.keys[often], self.counts[often])


def joined(parts: list[Runs]) -> Runs:
    """Several sets of runs, none in two of them, as one."""
    keys = np.concatenate([part.keys for part in parts] or [np.empty(0, dtype=np.uint64)])
    counts = np.concatenate([part.counts for part in parts] or [np.empty(0, dtype=np.int32)])
    return Runs(keys, counts)


def count_runs(words: Words) -> Iterator[tuple[Runs, Runs, Runs]]:
    """The runs of two, of three and of four words of a text, part by part of the first words.

    `words` ends with a BOUNDARY and SPAN - 1 zeros; no run goes on behind a BOUNDARY.
    """
    parts = max(1, -(-len(words) // PART_KEYS))
    part_of = (
        (np.arange(1 << WORD_BITS).astype(np.uint16) * _SCATTER).astype(np.int64) * parts
    ) >> WORD_BITS
    parted = part_of.astype(np.uint8 if parts <= 1 << 8 else np.uint16)[words]
    for part in range(parts):
        places = np.flatnonzero(parted[: 1 - SPAN] == part)
        keys = _keys(words, places)
        keys.sort()
        yield _runs(keys, 2), _runs(keys, 3), _runs(keys, SPAN)


def _keys(words: Words, places: NDArray[np.int64]) -> Keys:
    """The four words from each place on, as far as the next boundary."""
    last = words[places]
    keys = last.astype(np.uint64)
    ended = np.zeros(len(places), dtype=np.bool_)
    for step in range(1, SPAN):
        last = words[places + step]
        last[ended] = 0
        keys <<= _BITS
        keys |= last
        ended |= last == BOUNDARY
    return keys


def _runs(keys: Keys, length: int) -> Runs:
    """The stretches of keys that agree in their first `length` words."""
    heads = keys >> np.uint64(WORD_BITS * (SPAN - length)) if length < SPAN else keys
    fresh = np.empty(len(heads), dtype=np.bool_)
    fresh[:1] = True
    np.not_equal(heads[1:], heads[:-1], out=fresh[1:])
    starts = np.flatnonzero(fresh)
    counts = np.diff(starts, append=len(heads)).astype(np.int32)
    runs = heads[starts]
    whole = (runs & _LAST) != 0
    return Runs(runs[whole], counts[whole])


def split_run(keys: Keys, length: int) -> list[Words]:
    """The words of runs of `length` words: all first ones, all second ones, and so on."""
    shifts = range(WORD_BITS * (length - 1), -1, -WORD_BITS)
    return [((keys >> np.uint64(shift)) & _LAST).astype(np.uint16) for shift in shifts]


def of_words_alone(runs: Runs, length: int) -> Runs:
    """The runs in which every place is a known word."""
    known = np.ones(len(runs.keys), dtype=np.bool_)
    for words in split_run(runs.keys, length):
        known &= words >= FIRST_WORD
    return Runs(runs.keys[known], runs.counts[known])
