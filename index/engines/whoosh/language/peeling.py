"""Keys with small numbers go in; cells come out, four of which give each key its number.

A key names four cells of neighbouring segments; their exclusive or is its number, hidden by bits
of its hash. No key is kept, so that a cell needs as many bits as the number with its hiding, and
there are a thirteenth more cells than keys, and more where these are few. They are filled by
peeling: a cell that only one key names is left for it; without that key others are free, and so
on; then all are filled in the other direction. Segments make the free ones spread from both ends
(Graf and Lemire, "Binary Fuse Filters", 2022).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.language.counting import Keys

Cells = NDArray[np.uint16]
Places = NDArray[Any]  # whole numbers, of 32 bits where they fit

_NAMED = 4  # cells by a key
_MOST_BITS = 16  # of a segment's size: four places in a hash
_SEED_STEP = 0x9E3779B97F4A7C15  # 2^64 over the golden ratio, odd
_WHOLE = (1 << 64) - 1
_FIRST_MIX, _SECOND_MIX = np.uint64(0xD6E8FEB86659FD93), np.uint64(0xA24BAED4963EE407)
_HALF = np.uint64(32)
_PIECE = 1 << 15  # keys
_SEGMENTS = np.arange(_NAMED, dtype=np.uint64)[:, None]
_SHIFTS = _SEGMENTS * np.uint64(_MOST_BITS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How keys name cells: segments of `1 << bits` cells, hashes by a seed."""

    seed: int
    segments: int
    bits: int

    @property
    def size(self) -> int:
        """How many cells there are."""
        return (self.segments + _NAMED - 1) << self.bits

    def places(self, keys: Keys) -> tuple[Places, Cells]:
        """The four cells of each key, one in each row, and the bits that hide its number."""
        hashes = keys * np.uint64(self.seed)
        hashes ^= hashes >> _HALF
        hashes *= _FIRST_MIX
        first = ((hashes >> _HALF) * np.uint64(self.segments << self.bits)) >> _HALF
        within = ((hashes * _SECOND_MIX) >> _SHIFTS) & np.uint64((1 << self.bits) - 1)
        places = (first + (_SEGMENTS << np.uint64(self.bits))) ^ within
        return places.view(np.int64), hashes.astype(np.uint16)


def cells_for(keys: Keys, numbers: Cells) -> tuple[Shape, Cells]:
    """The shape and the cells for keys, each given once, and their numbers."""
    seed = _SEED_STEP
    while True:
        shape = _shape(len(keys), seed)
        places, hidden = _hidden(shape, keys, numbers)
        # Keys that name neighbouring cells lie together: peeled in the processor's reach.
        order = np.argsort(places[0], kind="stable")
        cells = _filled(places[:, order], hidden[order], shape.size)
        if cells is not None:
            return shape, cells
        seed = (seed * _SEED_STEP) & _WHOLE


def _hidden(shape: Shape, keys: Keys, numbers: Cells) -> tuple[Places, Cells]:
    """The cells of each key and its number hidden, made piece by piece in the same reach."""
    narrow = shape.size <= np.iinfo(np.int32).max
    places = np.empty((_NAMED, len(keys)), dtype=np.int32 if narrow else np.int64)
    hidden = np.empty(len(keys), dtype=np.uint16)
    for start in range(0, len(keys), _PIECE):
        piece = slice(start, start + _PIECE)
        places[:, piece], masks = shape.places(keys[piece])
        hidden[piece] = numbers[piece] ^ masks
    return places, hidden


def _shape(keys: int, seed: int) -> Shape:
    """Segments as long as the free cells can still spread in; few keys need more room."""
    # Lengths and room are those that the paper found by trying.
    logarithm = math.log(max(keys, 2))
    bits = max(2, min(_MOST_BITS, int(logarithm / math.log(2.91) - 0.5)))
    room = keys * max(1.075, 0.77 + 0.305 * math.log(6e5) / logarithm)
    return Shape(seed=seed, segments=max(1, math.ceil(room / (1 << bits)) - _NAMED + 1), bits=bits)


def _filled(places: Places, numbers: Cells, size: int) -> Cells | None:
    """The cells; None where keys remain of which each shares all its cells with others."""
    rounds = list(_peeled(places, size))
    if sum(len(keys) for keys, _ in rounds) < len(numbers):
        return None
    cells = np.zeros(size, dtype=np.uint16)
    for keys, own in reversed(rounds):
        cells[own] = numbers[keys] ^ np.bitwise_xor.reduce(cells[places[:, keys]], axis=0)
    return cells


def _peeled(places: Places, size: int) -> Iterator[tuple[Places, Places]]:
    """Keys and the cell that is left for each, round by round."""
    keys = np.arange(places.shape[1])
    named = np.zeros(size, dtype=np.int32)
    sums = np.zeros(size, dtype=np.int64)  # of the keys that name a cell: of one, the key
    for row in places:
        named += np.bincount(row, minlength=size).astype(np.int32)
        np.add.at(sums, row, keys)
    owner = np.empty(len(keys), dtype=np.int64)
    free = np.flatnonzero(named == 1)
    while len(free):
        found = sums[free]
        owner[found] = free  # of a key's free cells the last
        own = owner[found] == free
        found, free = found[own], free[own]
        yield found, free
        touched = places[:, found].ravel()
        np.subtract.at(named, touched, 1)
        np.subtract.at(sums, touched, np.tile(found, _NAMED))
        touched.sort()
        touched = touched[np.append(True, touched[1:] != touched[:-1])]
        free = touched[named[touched] == 1]
