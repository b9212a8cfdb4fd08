"""Ends of things that lie one behind another go in, in two bytes each; extents come out.

Arrays `ends`, the lower sixteen bits of each end, and `wraps`, the numbers of the things from
which on the upper bits are one more; nothing is as long as these sixteen bits can count.
"""

from bisect import bisect_right
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.array_file import ArrayFile, ArrayFileWriter

_BITS = 16


def write_ends(file: ArrayFileWriter, prefix: str, ends: NDArray[np.int64]) -> None:
    """Write ends, which ascend; names of arrays are led by `prefix`."""
    above = np.diff(ends >> _BITS, prepend=0)
    file.add(f"{prefix}ends", (ends & ((1 << _BITS) - 1)).astype(np.uint16))
    file.add(f"{prefix}wraps", np.flatnonzero(above).astype(np.uint32))


class NarrowEnds:
    """Where things begin and end, by number."""

    def __init__(self, file: ArrayFile, prefix: str) -> None:
        self._ends: NDArray[Any] = file[f"{prefix}ends"]
        self._wraps: list[int] = file[f"{prefix}wraps"].tolist()

    def __len__(self) -> int:
        return len(self._ends)

    def extent(self, number: int) -> tuple[int, int]:
        """Where a thing begins, and where it ends (exclusive)."""
        end = int(self._ends[number]) + (bisect_right(self._wraps, number) << _BITS)
        if not number:
            return 0, end
        start = int(self._ends[number - 1]) + (bisect_right(self._wraps, number - 1) << _BITS)
        return start, end
