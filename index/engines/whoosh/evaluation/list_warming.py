"""Fields and a number of bytes go in; the lists that take longest to decode are decoded."""

from collections.abc import Callable, Iterable

import numpy as np

from index.engines.whoosh.evaluation.field_lists import FieldLists


def warm(fields: Iterable[FieldLists], most_bytes: int, wanted: Callable[[], bool]) -> int:
    """Decode the most frequent terms of some fields, most frequent first, into their cache.

    Stops at `most_bytes`, where lists are short, or where it is not `wanted` any more. Returns
    the bytes decoded.
    """
    heaviest: list[tuple[int, int, FieldLists]] = []
    for lists in fields:
        frequencies = lists.columns.frequencies().astype(np.int64)
        heavy = np.flatnonzero(frequencies >= max(lists.shares.packed * lists.size, 1))
        heaviest += [(int(frequencies[number]), int(number), lists) for number in heavy]
    heaviest.sort(key=lambda entry: -entry[0])
    decoded = 0
    for _, number, lists in heaviest:
        if decoded >= most_bytes or not wanted():
            break
        found = lists.list_of(number)
        decoded += found.nbytes + lists.peaks_of(number, found).nbytes
    return decoded
