"""Runs of words with their counts go in, the counts of many runs at once come out.

In the mapped table each run takes three bytes: 16 bits of its hash and 8 of its count. The top
bits of the hash choose a bucket of some ten entries. Arrays `run_marks`, `run_codes`, `run_ends`.
Of runs that were never seen one in 6,000 is taken for another: these counts weigh readings, they
decide none alone.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.array_file import ArrayFile, ArrayFileWriter
from index.engines.whoosh.language.counting import Counts, Keys, Runs

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio, odd
_FOLD = np.uint64(29)
_HASH_BITS = 64
_MARK_BITS = 16
_COUNT_BITS = 8
_PER_BUCKET = 8  # entries on average, up to twice as many
_EXACT = 32  # counts up to this are kept as they are, others in steps of some nine hundredths
_MOST_COUNT = 1 << 31


def _code_values() -> NDArray[np.int64]:
    steps = np.geomspace(_EXACT, _MOST_COUNT, (1 << _COUNT_BITS) - _EXACT)
    return np.concatenate([np.arange(_EXACT), np.round(steps)]).astype(np.int64)


_VALUES = _code_values()


def write_runs(file: ArrayFileWriter, runs: Runs) -> None:
    """Write a table of runs."""
    bits = max(0, (len(runs.keys) // _PER_BUCKET).bit_length() - 1)
    hashes = _hashes(runs.keys)
    codes = np.searchsorted(_VALUES, runs.counts, side="right") - 1
    # Bucket, then mark, then count: the high bits of the hash lead.
    sorted_hashes = np.sort((hashes & ~np.uint64(0xFF)) | codes.astype(np.uint64))
    buckets = _buckets(sorted_hashes, bits)
    ends = np.cumsum(np.bincount(buckets, minlength=1 << bits), dtype=np.uint32)
    file.add("run_marks", _marks(sorted_hashes, bits))
    file.add("run_codes", (sorted_hashes & np.uint64(0xFF)).astype(np.uint8))
    file.add("run_ends", ends)


class RunTable:
    """How often runs came, looked up many at once."""

    def __init__(self, file: ArrayFile) -> None:
        self._marks: NDArray[Any] = file["run_marks"]
        self._codes: NDArray[Any] = file["run_codes"]
        self._ends: NDArray[Any] = file["run_ends"]
        self._bits = len(self._ends).bit_length() - 1

    def counts(self, keys: Keys) -> Counts:
        """The count of each run, 0 where the table has it not."""
        if not len(keys) or not len(self._marks):
            return np.zeros(len(keys), dtype=np.int64)
        hashes = _hashes(keys)
        buckets = _buckets(hashes, self._bits)
        ends = self._ends[buckets].astype(np.int64)
        starts = np.where(buckets > 0, self._ends[buckets - (buckets > 0)], 0).astype(np.int64)
        widest = int((ends - starts).max())
        if not widest:
            return np.zeros(len(keys), dtype=np.int64)
        places = starts[:, None] + np.arange(widest)
        np.minimum(places, len(self._marks) - 1, out=places)
        same = self._marks[places] == _marks(hashes, self._bits)[:, None]
        same &= places < ends[:, None]
        rows, columns = np.nonzero(same)
        counts = np.zeros(len(keys), dtype=np.int64)
        counts[rows] = _VALUES[self._codes[places[rows, columns]]]
        return counts


def _hashes(keys: Keys) -> Keys:
    mixed = keys * _MULTIPLIER
    mixed ^= mixed >> _FOLD
    mixed *= _MULTIPLIER
    return mixed


def _buckets(hashes: Keys, bits: int) -> NDArray[np.int64]:
    if not bits:
        return np.zeros(len(hashes), dtype=np.int64)
    return (hashes >> np.uint64(_HASH_BITS - bits)).astype(np.int64)


def _marks(hashes: Keys, bits: int) -> NDArray[np.uint16]:
    return (hashes >> np.uint64(_HASH_BITS - bits - _MARK_BITS)).astype(np.uint16)
