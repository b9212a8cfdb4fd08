"""A list goes in; its highest impact in each block of documents comes out.

The ten best are found in few blocks of 8 documents, if it is known what each can hold at most.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.evaluation.candidates import Candidates, Floats
from index.engines.whoosh.evaluation.document_sets import BLOCK, BLOCK_SHIFT, blocks_of
from index.engines.whoosh.evaluation.lists import TermList

# Of a byte, but one that rounding may add to the highest peak: a peak is rounded up by less than
# half a hundredth of it.
_STEPS = 254
_MANY_OF = 8  # from one of so many documents on, halving all blocks at once is faster
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
        documents = found.matching().documents
        impacts = found.impacts_at(Candidates(documents), norms)
        if factors is not None:
            impacts = impacts * factors.take(documents)
        peaks = exact_peaks(documents, impacts, found.size)
        unit = peaks.max() / np.float32(_STEPS)
        return cls(np.ceil(peaks / unit).astype(np.uint8), unit * _A_LITTLE_MORE)

    @property
    def nbytes(self) -> int:
        """Bytes of its array."""
        return self.counts.nbytes


def exact_peaks(documents: NDArray[np.integer], impacts: Floats, size: int) -> Floats:
    """The highest of some impacts in each block, 0 where there is none."""
    peaks = np.zeros(blocks_of(size), dtype=np.float32)
    if len(documents) * _MANY_OF > size:
        spread = np.zeros(len(peaks) * BLOCK, dtype=np.float32)
        spread[documents] = impacts
        while len(spread) > len(peaks):
            spread = np.maximum(spread[0::2], spread[1::2])
        return spread
    blocks, highest = peaks_by_block(documents, impacts)
    peaks[blocks] = highest
    return peaks


def peaks_by_block(
    documents: NDArray[np.integer], impacts: Floats
) -> tuple[NDArray[np.integer], Floats]:
    """The blocks that some ascending documents are in, and the highest impact in each."""
    if not len(documents):
        return documents, impacts
    blocks = documents >> BLOCK_SHIFT
    starts = np.concatenate((_FIRST, (blocks[1:] != blocks[:-1]).nonzero()[0] + 1))
    return blocks.take(starts), np.maximum.reduceat(impacts, starts)
