"""A list goes in; its highest impact in each block of documents comes out.

The ten best are found in few blocks of 8 documents, if it is known what each can hold at most.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.evaluation.bits import BLOCK, BLOCK_SHIFT, blocks_of
from index.engines.whoosh.evaluation.candidates import Floats
from index.engines.whoosh.evaluation.lists import TermList

# Of a byte, but one that rounding may add to the highest peak: a peak is rounded up by less than
# half a hundredth of it.
_STEPS = 254
_FIRST = np.zeros(1, dtype=np.intp)
_A_LITTLE_MORE = np.float32(1 + 1e-6)  # so that rounding never takes a peak below an impact


@dataclass(frozen=True, slots=True)
class Peaks:
    """The peak of each block as a count of `unit`."""

    counts: NDArray[np.uint8]
    unit: np.float32

    @classmethod
    def of(cls, found: TermList, norms: Floats | None, factors: Floats | None = None) -> "Peaks":
        """The peaks of a list; `norms` and `factors` are those of all documents of the segment.

        With factors the peaks are those of the impacts times the factor of their document.
        """
        impacts = found.impacts_everywhere(norms)
        if factors is not None:
            impacts *= factors
        peaks = highest_of_blocks(impacts)
        unit = peaks.max() / np.float32(_STEPS)
        return cls(np.ceil(peaks / unit).astype(np.uint8), unit * _A_LITTLE_MORE)

    @property
    def nbytes(self) -> int:
        """Bytes of its array."""
        return self.counts.nbytes


def highest_of_blocks(numbers: Floats) -> Floats:
    """The highest in each block of one number, not negative, for each document of a segment."""
    blocks = blocks_of(len(numbers))
    highest = np.zeros(blocks * BLOCK, dtype=np.float32)
    highest[: len(numbers)] = numbers
    # Halving all blocks at once takes a sixth of the time that NumPy takes to reduce each.
    while len(highest) > blocks:
        highest = np.maximum(highest[0::2], highest[1::2])
    return highest


def peaks_by_block(
    documents: NDArray[np.integer], impacts: Floats
) -> tuple[NDArray[np.integer], Floats]:
    """The blocks that some ascending documents are in, and the highest impact in each."""
    if not len(documents):
        return documents, impacts
    blocks = documents >> BLOCK_SHIFT
    starts = np.concatenate((_FIRST, (blocks[1:] != blocks[:-1]).nonzero()[0] + 1))
    return blocks.take(starts), np.maximum.reduceat(impacts, starts)
