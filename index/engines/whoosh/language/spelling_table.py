"""Spellings go in, by number; the spelling of a number comes out, and the folded one's number.

Arrays `terms` (bytes end to end), `ends` and `wraps` (`narrow_ends.py`); of folded spellings, whose
numbers are in the order of their letters, `checks` too, their crc32 ascending, and `checked`, the
numbers that these belong to.
"""

import zlib
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.array_file import ArrayFile, ArrayFileWriter
from index.engines.whoosh.language.narrow_ends import NarrowEnds, write_ends

_APART = 64  # spellings between two signposts: 60,000 have a thousand, which is 50 kB


def write_spellings(file: ArrayFileWriter, prefix: str, spellings: Sequence[str]) -> None:
    """Write spellings, their arrays' names led by `prefix`."""
    terms = [spelling.encode() for spelling in spellings]
    file.add(f"{prefix}terms", np.frombuffer(b"".join(terms), dtype=np.uint8))
    write_ends(file, prefix, np.cumsum([len(term) for term in terms], dtype=np.int64))


def write_folded(file: ArrayFileWriter, prefix: str, spellings: Sequence[str]) -> None:
    """Write folded spellings, which ascend, so that they can be found too."""
    write_spellings(file, prefix, spellings)
    checks = np.array([zlib.crc32(spelling.encode()) for spelling in spellings], dtype=np.uint32)
    order = np.argsort(checks, kind="stable")
    file.add(f"{prefix}checks", checks[order])
    file.add(f"{prefix}checked", order.astype(np.uint16))


class Spellings:
    """Spellings by number."""

    def __init__(self, file: ArrayFile, prefix: str) -> None:
        self._terms: NDArray[Any] = file[f"{prefix}terms"]
        self._ends = NarrowEnds(file, prefix)

    def __len__(self) -> int:
        return len(self._ends)

    def term(self, number: int) -> bytes:
        """The spelling with a number."""
        return self._terms[slice(*self._ends.extent(number))].tobytes()


class FoldedSpellings(Spellings):
    """Folded spellings, found among thousands of questions at once."""

    def __init__(self, file: ArrayFile, prefix: str) -> None:
        super().__init__(file, prefix)
        self._checks: NDArray[Any] = file[f"{prefix}checks"]
        self._checked: NDArray[Any] = file[f"{prefix}checked"]

    def find(self, spelling: bytes) -> int | None:
        """The number of a folded spelling, None where there is none."""
        check = zlib.crc32(spelling)
        place = int(self._checks.searchsorted(np.uint32(check)))
        while place < len(self._checks) and self._checks[place] == check:
            number = int(self._checked[place])
            if self.term(number) == spelling:
                return number
            place += 1
        return None

    def likely(self, spellings: Sequence[str]) -> list[bool]:
        """Of each folded spelling whether it may be known; wrong for one in 70,000 that is not."""
        if not len(self._checks):
            return [False] * len(spellings)
        checks = [zlib.crc32(spelling.encode()) for spelling in spellings]
        sought = np.array(checks, dtype=np.uint32)
        places = np.minimum(self._checks.searchsorted(sought), len(self._checks) - 1)
        likely: list[bool] = (self._checks[places] == sought).tolist()
        return likely

    def first_place(self, beginning: bytes) -> int:
        """The first number whose spelling is not before `beginning`."""
        post = bisect_left(self._signposts, beginning)
        low, high = max(0, (post - 1) * _APART), min(post * _APART, len(self))
        return bisect_left(range(len(self)), beginning, low, high, key=self.term)

    @cached_property
    def _signposts(self) -> list[bytes]:
        """Every so manyth spelling, held in memory."""
        return [self.term(number) for number in range(0, len(self), _APART)]
