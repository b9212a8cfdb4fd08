"""The folded term of each term goes in; the spellings of a folded term come out."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint32]


class Spellings:
    """Which terms of one field are a term of another, which has `folded` of them.

    Safe to share between threads.
    """

    def __init__(self, folded_of: Numbers, *, folded: int) -> None:
        self._folded_of = folded_of
        self._count = folded

    def of(self, folded: int) -> Numbers:
        """The terms that fold to a term, ascending."""
        order, ends = self._by_folded
        return order[int(ends[folded - 1]) if folded else 0 : int(ends[folded])]

    @cached_property
    def _by_folded(self) -> tuple[Numbers, Numbers]:
        """The terms sorted by their folded ones, and where those of each end."""
        counts = np.bincount(self._folded_of, minlength=self._count)
        order = np.argsort(self._folded_of, kind="stable").astype(np.uint32)
        return order, np.cumsum(counts, dtype=np.uint32)
