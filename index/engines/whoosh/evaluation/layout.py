"""A field of columns goes in; where the documents of its short lists lie comes out as arrays.

Nearly all terms of a prefix have a handful of documents, whose lists are read together and
without their weights: here is what that takes, worked out once for all terms.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.array_file import ArrayFile
from index.engines.whoosh.codec.list_places import ListPlaces
from index.engines.whoosh.codec.posting_lists import (
    BYTE_1,
    BYTE_2,
    FLOAT_4,
    GAPS,
    LONG_GAPS,
    USUAL,
)

# How the documents of a term are to be read: not at all, each list on its own, or together.
EMPTY, ALONE, IN_GAPS, IN_LONG_GAPS = range(4)
_WEIGHT_SHIFT, _LOW = 4, 0x0F  # of the form of a list, as posting_lists.py writes it
# Bytes of a weight by its form; -1 where they can't be told without looking.
_WEIGHT_BYTES = np.full(16, -1, dtype=np.int64)
_WEIGHT_BYTES[[USUAL, BYTE_1, BYTE_2, FLOAT_4]] = [0, 1, 2, 4]


@dataclass(frozen=True, slots=True)
class Layout:
    """For each term how to read it, how many documents it has, and the bytes of these."""

    kinds: NDArray[np.uint8]
    counts: NDArray[np.uint8]
    starts: NDArray[np.int64]
    sizes: NDArray[np.uint8]
    content: NDArray[Any]

    @classmethod
    def read(cls, file: ArrayFile, name: str) -> "Layout":
        """The layout of a field, some 11 bytes a term."""
        places = ListPlaces(file, f"{name}/")
        counts, forms = places.counts(), file[f"{name}/forms"]
        short = np.ones(len(places), dtype=np.bool_)
        short[places.long_numbers()] = False
        sizes = np.where(short, places.sizes(), 0)
        starts = np.cumsum(sizes) - sizes
        each = _WEIGHT_BYTES.take(forms >> _WEIGHT_SHIFT)
        together = short & (each >= 0)
        kinds = np.full(len(places), ALONE, dtype=np.uint8)
        kinds[together & ((forms & _LOW) == GAPS)] = IN_GAPS
        kinds[together & ((forms & _LOW) == LONG_GAPS)] = IN_LONG_GAPS
        kinds[counts == 0] = EMPTY
        weights = np.where(kinds >= IN_GAPS, each * counts, 0)
        return cls(
            kinds=kinds,
            counts=np.where(kinds >= IN_GAPS, counts, 0).astype(np.uint8),
            starts=starts + weights,
            sizes=(sizes - weights).astype(np.uint8),
            content=file[f"{name}/content"],
        )
