"""A spelling goes in, how many articles hold it comes out, read from the columns of segments."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.pair_dictionary import BETWEEN
from index.engines.whoosh.codec.segment_columns import FieldColumns, SegmentColumns
from index.engines.whoosh.fields import (
    PAIRS_ACCENTED,
    PAIRS_FOLDED,
    TEXT_ACCENTED,
    TEXT_FOLDED,
)
from index.engines.whoosh.schema import BARE

_BARE = BARE.encode()


class ColumnStatistics:
    """The Statistics of an index, over the columns of its segments."""

    def __init__(self, segments: Sequence[SegmentColumns], articles: int) -> None:
        self.articles = articles
        self._segments = segments

    def holders(self, spelling: str) -> int:
        """How many articles hold a canonical spelling in text that is written with marks."""
        return self._frequency(TEXT_ACCENTED, spelling.encode())

    def folded_holders(self, folded: str) -> int:
        """How many articles hold a folded spelling, with any marks or none."""
        return self._frequency(TEXT_FOLDED, folded.encode())

    def spellings(self, folded: str) -> Sequence[tuple[str, int]]:
        """The canonical spellings of a folded one with their holders, the most frequent first."""
        found: Counter[str] = Counter()
        for segment, inverse in zip(self._segments, self._inverses, strict=True):
            accented = segment.fields.get(TEXT_ACCENTED)
            number = _number(segment, TEXT_FOLDED, folded.encode())
            if accented is None or number is None:
                continue
            for own in inverse.of(number):
                term = accented.terms.term(own)
                holders = accented.frequency(own)
                if holders and not term.startswith(_BARE):
                    found[term.decode()] += holders
        return sorted(found.items(), key=lambda one: (-one[1], one[0]))

    def pair_holders(self, first: str, second: str) -> int:
        """How many articles hold two canonical spellings as neighbours, in this order."""
        return self._frequency(PAIRS_ACCENTED, first.encode() + BETWEEN + second.encode())

    def folded_pair_holders(self, first: str, second: str) -> int:
        """How many articles hold two folded spellings as neighbours, in this order."""
        return self._frequency(PAIRS_FOLDED, first.encode() + BETWEEN + second.encode())

    def _frequency(self, name: str, term: bytes) -> int:
        total = 0
        for segment in self._segments:
            number = _number(segment, name, term)
            if number is not None:
                total += _holders(segment.fields[name], number)
        return total

    @cached_property
    def _inverses(self) -> list["_Inverse"]:
        return [_Inverse(segment.fields.get(TEXT_FOLDED)) for segment in self._segments]


class _Inverse:
    """The accented terms of each folded one: what a field's map says, the other way round."""

    def __init__(self, field: FieldColumns | None) -> None:
        folded_of: NDArray[Any] = np.empty(0, dtype=np.uint32)
        if field is not None and field.map is not None:
            folded_of = field.map
        self._order = np.argsort(folded_of, kind="stable")
        self._ends = np.cumsum(np.bincount(folded_of))

    def of(self, number: int) -> Iterator[int]:
        """The accented terms of a folded one."""
        start = int(self._ends[number - 1]) if number else 0
        return iter(self._order[start : int(self._ends[number])].tolist())


def _number(segment: SegmentColumns, name: str, term: bytes) -> int | None:
    field = segment.fields.get(name)
    return None if field is None else field.terms.find(term)


def _holders(field: FieldColumns, number: int) -> int:
    """How many documents have a term; those of a union are counted, its lists may overlap."""
    return len(field.documents_of(number)) if field.about.union_of else field.frequency(number)
