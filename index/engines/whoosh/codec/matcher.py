"""One posting list of columns goes in, Whoosh's matcher over it comes out."""

from bisect import bisect_left
from collections.abc import Iterator
from copy import copy as shallow_copy
from functools import cached_property
from math import inf
from typing import Any

import numpy as np
from whoosh import formats
from whoosh.matching import LeafMatcher, NullMatcher, ReadTooFar

from index.engines.whoosh.codec.segment_columns import FieldColumns

_OF_POSITIONS = frozenset({"positions", "position_boosts"})


class PostingList:
    """What is read of a term, when it is first asked for; shared by the copies of a matcher."""

    def __init__(self, field: FieldColumns, number: int) -> None:
        self.field = field
        self.number = number
        # Python's own numbers: one at a time they are read several times as fast.
        self.documents: list[int] = field.documents_of(number).tolist()

    @cached_property
    def weights(self) -> list[float]:
        """The weight of each posting."""
        counts = self.field.weights_of(self.number).astype(np.float64)
        weights: list[float] = (counts * self.field.about.unit).tolist()
        return weights


class ColumnMatcher(LeafMatcher):
    """Walks the postings of a term, deleted documents included."""

    def __init__(
        self,
        field: FieldColumns,
        number: int,
        format_: Any,
        *,
        term: tuple[str, bytes],
        scorer: Any = None,
    ) -> None:
        self._postings = PostingList(field, number)
        self._ids = self._postings.documents
        self._place = 0
        self.format = format_
        self._term = term
        self.scorer = scorer

    def is_active(self) -> bool:
        """Whether there is a posting here."""
        return self._place < len(self._ids)

    def reset(self) -> None:
        """Go back to the first posting."""
        self._place = 0

    def copy(self) -> "ColumnMatcher":
        """Another walk over the same list, from the same place."""
        return shallow_copy(self)

    def replace(self, minquality: float = 0) -> Any:  # noqa: ARG002 - Whoosh gives it
        """Nothing, where nothing is left."""
        return self if self.is_active() else NullMatcher()

    def id(self) -> int:
        """The document of the posting here; after the end still the last one.

        Whoosh's AndNot asks for it before it asks whether there is one.
        """
        return self._ids[min(self._place, len(self._ids) - 1)]

    def all_ids(self) -> Iterator[int]:
        """The documents of this and all later postings."""
        return iter(self._ids[self._place :])

    def next(self) -> bool:
        """Go to the next posting; never into another block. Raises ReadTooFar."""
        self._check_active()
        self._place += 1
        return False

    def skip_to(self, id: int) -> None:  # noqa: A002 - Whoosh calls it so
        """Go to the first posting from here on whose document is `id` or later."""
        self._check_active()
        self._place = bisect_left(self._ids, id, self._place)

    def _check_active(self) -> None:
        if not self.is_active():
            raise ReadTooFar(f"the postings of {self._term!r} end before")

    def weight(self) -> float:
        """The weight of the posting here."""
        return self._postings.weights[self._place]

    def supports(self, astype: str) -> bool:
        """Whether `value_as` knows this."""
        if astype in _OF_POSITIONS and self._postings.field.stream is None:
            return False
        known: bool = self.format.supports(astype)
        return known

    def value(self) -> bytes:
        """The posting here as the format of the field would have encoded it."""
        if isinstance(self.format, formats.Positions):
            encoded: bytes = self.format.encode(self._positions())
        elif isinstance(self.format, formats.Frequency):
            frequency = self.weight() / self.format.field_boost
            encoded = formats.pack_uint(round(frequency))
        else:
            encoded = b""
        return encoded

    def value_as(self, astype: str) -> Any:
        """The posting here as positions, frequency and what else the format knows."""
        if astype == "positions" and self.supports(astype):
            return self._positions()
        return super().value_as(astype)

    def _positions(self) -> list[int]:
        return self._postings.field.positions_of(self._postings.number, self.id())

    def all_items(self) -> Iterator[tuple[int, bytes]]:
        """Documents and encoded values of this and all later postings."""
        while self.is_active():
            yield self.id(), self.value()
            self.next()

    def supports_block_quality(self) -> bool:
        """Never: Whoosh 2.7.4 compares a boosted query with the quality of its parts unboosted.

        Skipping by blocks loses documents there; the evaluation by arrays skips on its own.
        """
        return False

    def max_quality(self) -> float:
        """No bound: Whoosh asks for it all the same, and drops what cannot reach a score."""
        return inf
