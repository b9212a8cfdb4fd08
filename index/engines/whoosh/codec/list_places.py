"""Sizes and frequencies of lists go in; where each list lies comes out, in some three bytes a list.

Most lists are short: a byte for the size and one for the frequency say where they lie, with the
sum of sizes at the beginning of each block of lists. The few long ones lie after all others and
are named in tables of their own.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.array_file import ArrayFile, ArrayFileWriter, narrowed

_LONG = 0xFF  # in place of a frequency: the list is in the tables
_BLOCK = 32  # lists


def long_lists(sizes: NDArray[Any], counts: NDArray[Any]) -> NDArray[np.bool_]:
    """Which lists are too long for a byte."""
    return (sizes >= _LONG) | (counts >= _LONG)


def write_counts(
    file: ArrayFileWriter,
    prefix: str,
    counts: NDArray[np.uint32],
    long: NDArray[np.bool_] | None = None,
) -> None:
    """Write how many documents lists have; `long` ones in the table, those that must by default."""
    aside = counts >= _LONG if long is None else long
    file.add(f"{prefix}short_counts", np.where(aside, _LONG, counts).astype(np.uint8))
    file.add(f"{prefix}long_numbers", np.flatnonzero(aside).astype(np.uint32))
    file.add(f"{prefix}long_counts", counts[aside])


def write_places(
    file: ArrayFileWriter, prefix: str, sizes: NDArray[Any], counts: NDArray[np.uint32]
) -> None:
    """Write where lists lie, by number: the short ones end to end, then the long ones."""
    long = long_lists(sizes, counts)
    short_sizes = np.where(long, 0, sizes)
    starts = np.cumsum(short_sizes, dtype=np.int64) - short_sizes
    long_sizes = sizes[long]
    file.add(f"{prefix}short_sizes", short_sizes.astype(np.uint8))
    file.add(f"{prefix}block_starts", narrowed(starts[::_BLOCK]))
    long_ends = np.cumsum(long_sizes, dtype=np.uint64) + np.uint64(short_sizes.sum(dtype=np.int64))
    file.add(f"{prefix}long_ends", long_ends)
    write_counts(file, prefix, counts, long)


class ListCounts:
    """How many documents the list of each number has."""

    def __init__(self, file: ArrayFile, prefix: str) -> None:
        self._counts = file[f"{prefix}short_counts"]
        self._long_numbers = file[f"{prefix}long_numbers"]
        self._long_counts = file[f"{prefix}long_counts"]

    def __len__(self) -> int:
        return len(self._counts)

    def count(self, number: int) -> int:
        """How many documents a list has."""
        count = int(self._counts[number])
        return count if count != _LONG else int(self._long_counts[self._row(number)])

    def counts(self) -> NDArray[np.uint32]:
        """How many documents each list has."""
        counts = self._counts.astype(np.uint32)
        counts[self._long_numbers] = self._long_counts
        return counts

    def _row(self, number: int) -> int:
        return int(self._long_numbers.searchsorted(np.uint32(number)))


class ListPlaces(ListCounts):
    """Where the list of each number lies too."""

    def __init__(self, file: ArrayFile, prefix: str) -> None:
        super().__init__(file, prefix)
        self._sizes = file[f"{prefix}short_sizes"]
        self._block_starts = file[f"{prefix}block_starts"]
        self._long_ends = file[f"{prefix}long_ends"]

    def extent(self, number: int) -> tuple[int, int]:
        """Where a list begins and ends in the bytes of all lists."""
        if self._counts[number] == _LONG:
            row = self._row(number)
            start = self._long_ends[row - 1] if row else self._short_end()
            return int(start), int(self._long_ends[row])
        block = number // _BLOCK
        before = int(self._sizes[block * _BLOCK : number].sum())
        start = int(self._block_starts[block]) + before
        return start, start + int(self._sizes[number])

    def sizes(self) -> NDArray[np.int64]:
        """How many bytes each list takes."""
        sizes = self._sizes.astype(np.int64)
        starts = np.concatenate([[self._short_end()], self._long_ends[:-1].astype(np.int64)])
        sizes[self._long_numbers] = (
            self._long_ends.astype(np.int64) - starts[: len(self._long_ends)]
        )
        return sizes

    def long_numbers(self) -> NDArray[np.uint32]:
        """The numbers of the long lists, ascending."""
        return np.asarray(self._long_numbers)

    def _short_end(self) -> int:
        """Where the last short list ends."""
        if not len(self._sizes):
            return 0
        last = (len(self._sizes) - 1) // _BLOCK
        return int(self._block_starts[last]) + int(self._sizes[last * _BLOCK :].sum())
