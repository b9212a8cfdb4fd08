"""Fields and a number of bytes go in; the lists that take longest to decode are decoded."""

from collections.abc import Callable, Iterable

import numpy as np

from index.engines.whoosh.evaluation.field_lists import FieldLists
from index.engines.whoosh.evaluation.lifts import Lifts

Heavy = tuple[int, int, FieldLists, Lifts | None]  # how many documents, and which term has them


def warm(
    fields: Iterable[tuple[FieldLists, Lifts | None]],
    most_bytes: int,
    wanted: Callable[[], bool],
) -> int:
    """Decode the most frequent terms of some fields, most frequent first, into their cache.

    Their peaks are found under the lifts that stand beside a field, as queries will ask for them.
    Stops at `most_bytes`, where lists are short, or where it is not `wanted` any more. Returns
    the bytes decoded.
    """
    heaviest: list[Heavy] = []
    for lists, lifts in fields:
        frequencies = lists.columns.frequencies().astype(np.int64)
        heavy = np.flatnonzero(frequencies >= max(lists.shares.packed * lists.size, 1))
        heaviest += [(int(frequencies[one]), int(one), lists, lifts) for one in heavy]
    heaviest.sort(key=lambda entry: -entry[0])
    decoded = 0
    for _, number, lists, lifts in heaviest:
        if decoded >= most_bytes or not wanted():
            break
        found = lists.list_of(number)
        decoded += found.nbytes + lists.peaks_of(number, found, lifts).nbytes
    return decoded
