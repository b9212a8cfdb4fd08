"""Many terms of a field go in, the documents that have any of them come out."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.evaluation.document_sets import (
    SCRATCH,
    DocumentSet,
    unite,
    words_of_mask,
)
from index.engines.whoosh.evaluation.field_lists import FieldLists
from index.engines.whoosh.evaluation.layout import ALONE, IN_GAPS, IN_LONG_GAPS, Layout

_GAP_BITS = 7
_MORE = 1 << _GAP_BITS


def union_of(lists: FieldLists, numbers: NDArray[Any]) -> DocumentSet:
    """The documents that have any of the terms."""
    if lists.columns.about.union_of:
        # Its lists are lists of lists: there is nothing short about them.
        sets = [lists.members_of(number) for number in numbers.tolist()]
        return unite([DocumentSet.of_none(lists.size), *sets], lists.size)
    kinds = lists.layout.kinds.take(numbers)
    sets = [lists.members_of(number) for number in numbers[kinds == ALONE].tolist()]
    marks = SCRATCH.marks(lists.size)
    for one in sets:
        if one.few:
            marks[one.documents] = True
    for kind in (IN_GAPS, IN_LONG_GAPS):
        _mark(lists.layout, numbers[kinds == kind], marks, long=kind == IN_LONG_GAPS)
    words = [one.words for one in sets if not one.few]
    words.append(words_of_mask(marks[: lists.size]))
    marks[: lists.size] = False
    return DocumentSet(lists.size, words=np.bitwise_or.reduce(words))


def _mark(layout: Layout, numbers: NDArray[Any], marks: NDArray[np.bool_], *, long: bool) -> None:
    """Mark the documents of some short lists."""
    if not len(numbers):
        return
    starts, sizes = layout.starts.take(numbers), layout.sizes.take(numbers).astype(np.int64)
    content = layout.content.take(_spread(starts, sizes))
    gaps = _read_long(content) if long else content
    marks[_documents(gaps, layout.counts.take(numbers).astype(np.int64))] = True


def _documents(gaps: NDArray[Any], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The documents of several lists from their gaps, end to end."""
    sums = np.cumsum(gaps, dtype=np.int64)
    ends = np.cumsum(counts)
    before = np.zeros(len(counts), dtype=np.int64)
    before[1:] = sums.take(ends[:-1] - 1)
    documents: NDArray[np.int64] = sums - np.repeat(before, counts)
    return documents


def _read_long(content: NDArray[np.uint8]) -> NDArray[np.int64]:
    """The gaps of seven bits a byte: all but the last byte of a gap say that more follow."""
    last = (content < _MORE).nonzero()[0]
    lengths = np.diff(last, prepend=-1)
    gaps = content.take(last).astype(np.int64)
    for byte in range(1, int(lengths.max())):
        longer = (lengths > byte).nonzero()[0]
        piece = content.take(last.take(longer) - byte) & (_MORE - 1)
        gaps[longer] = (gaps.take(longer) << _GAP_BITS) | piece
    return gaps


def _spread(starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Every place of some ranges, one range after another."""
    ends = np.cumsum(sizes)
    spread: NDArray[np.int64] = np.arange(ends[-1]) + np.repeat(starts - ends + sizes, sizes)
    return spread
