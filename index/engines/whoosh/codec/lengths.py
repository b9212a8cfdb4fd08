"""The lengths of a field by document go in; any one, their sum and their extremes come out."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class FieldLengths:
    """Exact lengths by document, 0 where it has no such field; deleted documents included.

    A length is its count times `unit`: postings weigh their count times the same unit, so that
    weights and lengths of segments with different units still mean the same.
    """

    counts: NDArray[Any]
    unit: float = 1.0

    def of(self, document: int) -> float:
        """The length of one document, an int where it is whole."""
        return self._scaled(self.counts[document])

    @cached_property
    def total(self) -> float:
        """The sum of all lengths."""
        return self._scaled(self.counts.sum(dtype=np.float64))

    @cached_property
    def shortest(self) -> float:
        """The smallest length, 0 where some document has no such field."""
        return self._scaled(self.counts.min()) if len(self.counts) else 0

    @cached_property
    def longest(self) -> float:
        """The largest length."""
        return self._scaled(self.counts.max(initial=0))

    def _scaled(self, count: Any) -> float:
        length = float(count) * self.unit
        return int(length) if length.is_integer() else length
