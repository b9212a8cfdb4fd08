"""The terms of a field go in, in the order of their numbers; number by term and term by number out.

Terms keep the number they got when they first came; `order` lists the numbers in the order of
the terms, for listing and ranges. Arrays `terms` (bytes end to end), `term_ends`, `term_order`
and `term_slots`, an open hash table of numbers by crc32.
"""

import zlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.array_file import ArrayFile, ArrayFileWriter, narrowed
from index.engines.whoosh.codec.list_places import ListCounts

_FREE = 0xFFFFFFFF  # no term has this number
_FILLED = 0.6  # of the slots: two or three looks a term
_SMALLEST = 8
_APART = 64  # terms between two signposts: 300,000 terms have 5,000, which is half a megabyte


def write_dictionary(file: ArrayFileWriter, prefix: str, terms: Sequence[bytes]) -> None:
    """Write the arrays of a dictionary, their names led by `prefix`."""
    ends = np.cumsum([len(term) for term in terms], dtype=np.uint64)
    order = np.array(sorted(range(len(terms)), key=terms.__getitem__), dtype=np.uint32)
    file.add(f"{prefix}terms", np.frombuffer(b"".join(terms), dtype=np.uint8))
    file.add(f"{prefix}term_ends", narrowed(ends))
    file.add(f"{prefix}term_order", order)
    file.add(f"{prefix}term_slots", _slots(terms))


def _slots(terms: Sequence[bytes]) -> NDArray[np.uint32]:
    size = _SMALLEST
    while size * _FILLED < len(terms):
        size *= 2
    slots = [_FREE] * size
    for number, term in enumerate(terms):
        place = zlib.crc32(term) & (size - 1)
        while slots[place] != _FREE:
            place = (place + 1) & (size - 1)
        slots[place] = number
    return np.array(slots, dtype=np.uint32)


class Terms(Protocol):
    """The terms of a field by number, and their order."""

    def __len__(self) -> int: ...

    def term(self, number: int) -> bytes:
        """The term with a number."""
        ...

    def find(self, term: bytes) -> int | None:
        """The number of a term, None where there is none."""
        ...

    def numbers_from(self, term: bytes) -> Iterator[int]:
        """The numbers of all terms from `term` on, in the order of the terms."""
        ...


class Dictionary:
    """Terms and their numbers, read from a file of arrays; safe to share between threads."""

    def __init__(self, file: ArrayFile, prefix: str) -> None:
        self._terms = file[f"{prefix}terms"]
        self._ends = file[f"{prefix}term_ends"]
        self._slots = file[f"{prefix}term_slots"]
        self.order: NDArray[Any] = file[f"{prefix}term_order"]

    def __len__(self) -> int:
        return len(self._ends)

    def term(self, number: int) -> bytes:
        """The term with a number."""
        start = int(self._ends[number - 1]) if number else 0
        return self._terms[start : int(self._ends[number])].tobytes()

    def find(self, term: bytes) -> int | None:
        """The number of a term; None where the field has no such term."""
        mask = len(self._slots) - 1
        place = zlib.crc32(term) & mask
        while (number := int(self._slots[place])) != _FREE:
            if self.term(number) == term:
                return number
            place = (place + 1) & mask
        return None

    def first_place(self, term: bytes) -> int:
        """The first place in `order` whose term is not before `term`."""
        post = bisect_left(self._signposts, term)
        low, high = max(0, (post - 1) * _APART), min(post * _APART, len(self))
        return bisect_left(self.order, term, low, high, key=self.term)

    @cached_property
    def _signposts(self) -> list[bytes]:
        """Every so manyth term in the order of the terms, held in memory."""
        return [self.term(number) for number in self.order[::_APART].tolist()]

    def numbers_from(self, term: bytes) -> Iterator[int]:
        """The numbers of all terms from `term` on, in the order of the terms."""
        return map(int, self.order[self.first_place(term) :])

    def terms(self) -> list[bytes]:
        """Every term, by number."""
        content = self._terms.tobytes()
        ends = self._ends.tolist()
        return [content[start:end] for start, end in zip([0, *ends], ends, strict=False)]


class SharedTerms:
    """The terms of another field, of which this one holds some."""

    def __init__(self, terms: Terms, places: ListCounts) -> None:
        self._terms = terms
        self._places = places

    def __len__(self) -> int:
        return len(self._terms)

    def term(self, number: int) -> bytes:
        """The term with a number."""
        return self._terms.term(number)

    def find(self, term: bytes) -> int | None:
        """The number of a term that this field holds."""
        number = self._terms.find(term)
        return number if number is not None and self._places.count(number) else None

    def numbers_from(self, term: bytes) -> Iterator[int]:
        """The numbers of the terms that this field holds, from `term` on."""
        return (one for one in self._terms.numbers_from(term) if self._places.count(one))
