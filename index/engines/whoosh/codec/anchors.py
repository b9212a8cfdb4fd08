"""Which character each 32nd token of a document begins at goes in; the same for any token out.

Two bytes an anchor, the difference to the one before; what does not fit stands aside. The first
position of a document needs none: it begins at character 0. The anchor of the position `p` in a
document whose tokens begin at `s` of the stream stands in the slot `(s + p) // 32 - 1`, so that
nothing has to tell where a document's anchors are; a slot between two documents may be free.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.array_file import ArrayFile, ArrayFileWriter

Numbers = NDArray[np.uint32]

ANCHORED = 32  # positions from one anchor to the next: two bytes for some 180 of text
_LOW_BITS = 16
_NONE = np.empty(0, dtype=np.uint32)


@dataclass(frozen=True, slots=True)
class AnchorSlots:
    """The anchors of consecutive documents in their slots.

    `wide_rest` says what the slots `wide_slots`, counted from the stream's first, lack of their
    difference: how many times 65,536.
    """

    low: NDArray[np.uint16]
    wide_slots: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    wide_rest: Numbers = field(default_factory=lambda: _NONE)


def lay_out(anchors: Numbers, lengths: NDArray[np.int64], *, first: int) -> AnchorSlots:
    """The slots of documents whose first token stands at `first` of the stream.

    `lengths` are their positions, `anchors` the characters of each 32nd one but the document's
    first, document after document.
    """
    starts = first + np.cumsum(lengths) - lengths
    slots, firsts = _slots(starts, lengths)
    differences = anchors.astype(np.int64)
    differences[1:] -= anchors[:-1]
    differences[firsts] = anchors[firsts]
    begin, end = first // ANCHORED, (first + int(lengths.sum())) // ANCHORED
    low = np.zeros(end - begin, dtype=np.uint16)
    low[slots - begin] = differences.astype(np.uint16)
    rest = differences >> _LOW_BITS
    wide = np.flatnonzero(rest)
    return AnchorSlots(low, slots[wide], rest[wide].astype(np.uint32))


def write_anchors(file: ArrayFileWriter, prefix: str, pieces: Sequence[AnchorSlots]) -> None:
    """Write the slots of a whole stream, which come in pieces of consecutive documents."""
    file.add_pieces(f"{prefix}anchors", np.uint16, [piece.low for piece in pieces])
    file.add_pieces(f"{prefix}anchor_wide_slots", np.uint32, [one.wide_slots for one in pieces])
    file.add_pieces(f"{prefix}anchor_wide_rest", np.uint32, [one.wide_rest for one in pieces])


class Anchors:
    """The anchors of a segment's documents, found by where their tokens begin in the stream."""

    def __init__(self, file: ArrayFile, prefix: str) -> None:
        self._low = file[f"{prefix}anchors"]
        self._differences = self._low.data
        self._wide_slots = file[f"{prefix}anchor_wide_slots"]
        self._wide_rest = file[f"{prefix}anchor_wide_rest"]

    def before(self, start: int, position: int) -> tuple[int, int]:
        """The last anchored position up to one of a document, and the character there."""
        count = position // ANCHORED
        slot = start // ANCHORED
        character = sum(self._differences[slot : slot + count])  # a few: NumPy's takes longer
        if len(self._wide_slots):
            own = slice(*np.searchsorted(self._wide_slots, [slot, slot + count]))
            character += int(self._wide_rest[own].sum()) << _LOW_BITS
        return count * ANCHORED, character

    def all_of(self, starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> Numbers:
        """The anchors of several documents, as `lay_out` takes them."""
        slots, firsts = _slots(starts, lengths)
        differences = self._low[slots].astype(np.int64)
        if len(self._wide_slots):
            found = np.searchsorted(self._wide_slots, slots)
            found[found == len(self._wide_slots)] = 0
            wide = self._wide_slots[found] == slots
            differences[wide] += self._wide_rest[found[wide]].astype(np.int64) << _LOW_BITS
        sums = np.cumsum(differences)
        before = (sums - differences)[firsts]
        counts = np.diff(np.append(firsts, len(sums)))
        return (sums - np.repeat(before, counts)).astype(np.uint32)


def _slots(
    starts: NDArray[Any], lengths: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The slot of each anchor of some documents, and which anchors are a document's first."""
    counts = np.maximum(lengths - 1, 0) // ANCHORED
    ends = np.cumsum(counts)
    firsts = ends - counts
    slots = np.repeat(starts // ANCHORED - firsts, counts) + np.arange(counts.sum())
    return slots.astype(np.int64), firsts[counts > 0]
