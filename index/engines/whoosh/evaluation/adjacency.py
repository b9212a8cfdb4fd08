"""Documents and the words of a phrase go in; those documents where the words stand in a row out.

The tokens of the documents are laid end to end. The word with the fewest spellings is looked for
in all of them, the others only beside the places where it was found.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.segment_columns import FieldColumns
from index.engines.whoosh.evaluation.document_sets import Documents, Mask
from index.engines.whoosh.evaluation.laid_out import LaidOut, StreamArrays

Numbers = NDArray[np.uint32]

_AT_ONCE = 4_096  # documents whose tokens are laid end to end: a few megabytes


class Adjacency:
    """Finds phrases in one field of one segment; safe to share between threads."""

    def __init__(self, field: FieldColumns, arrays: StreamArrays) -> None:
        self._field = field
        self._arrays = arrays
        self._spellings = None if field.map is None else _Spellings(field.map)
        # A byte for each term, which Python looks up faster than an array's element.
        self._over = arrays.terms_over(len(field.terms), field.map).tobytes()

    def standing_in_a_row(self, places: Sequence[Sequence[int]], documents: Documents) -> Mask:
        """In which documents terms of consecutive places stand at consecutive positions.

        `places` are term numbers of the field, any of several for each place.
        """
        if self.stands_over(places):
            return _one_by_one(self._field, places, documents)
        wanted = [self._in_stream(place) for place in places]
        found = np.zeros(len(documents), dtype=np.bool_)
        for start in range(0, len(documents), _AT_ONCE):
            chunk = documents[start : start + _AT_ONCE]
            found[start : start + _AT_ONCE] = _in_chunk(self._arrays, wanted, chunk)
        return found

    def stands_over(self, places: Sequence[Sequence[int]]) -> bool:
        """Whether one of these terms ever shares a position with another."""
        return any(self._over[number] for place in places for number in place)

    def _in_stream(self, numbers: Sequence[int]) -> Numbers:
        """The numbers that some terms have in the stream of the field."""
        if self._spellings is None:
            return np.array(numbers, dtype=np.uint32)
        return np.concatenate([self._spellings.of(number) for number in numbers])


class _Spellings:
    """For each term of a field the terms of the stream that map to it."""

    def __init__(self, numbers: NDArray[np.uint32]) -> None:
        self._order = np.argsort(numbers, kind="stable").astype(np.uint32)
        self._ends = np.cumsum(np.bincount(numbers), dtype=np.uint32)

    def of(self, number: int) -> Numbers:
        """The spellings of a term."""
        start = int(self._ends[number - 1]) if number else 0
        return self._order[start : int(self._ends[number])]


def _in_chunk(arrays: StreamArrays, wanted: Sequence[Numbers], documents: Documents) -> Mask:
    tokens = LaidOut(arrays, documents)
    pivot = min(range(len(wanted)), key=lambda place: tokens.cost(wanted[place]))
    starts = tokens.positions_of(wanted[pivot]) - pivot
    starts = starts[(starts >= 0) & (starts + len(wanted) <= tokens.size)]
    for place, numbers in enumerate(wanted):
        if place != pivot and len(starts):
            starts = starts[tokens.are(starts + place, numbers)]
    found = np.zeros(len(documents), dtype=np.bool_)
    if len(starts):
        owners = tokens.documents_at(starts)
        whole = owners == tokens.documents_at(starts + len(wanted) - 1)
        found[owners[whole]] = True
    return found


def _one_by_one(field: FieldColumns, places: Sequence[Sequence[int]], documents: Documents) -> Mask:
    """The same where some term stands over another token: rare, so no array is worth it."""

    def stands(document: int) -> bool:
        starts: set[int] | None = None
        for place, numbers in enumerate(places):
            here = {
                position - place
                for number in numbers
                for position in field.positions_of(number, document)
            }
            starts = here if starts is None else starts & here
        return bool(starts)

    return np.fromiter(map(stands, documents.tolist()), dtype=np.bool_, count=len(documents))
