"""Documents and the words of a phrase go in; those documents where the words stand in a row out.

The tokens of the documents are laid end to end. The word with the fewest spellings is looked for
in all of them, the others only beside the places where it was found.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.laid_out import LaidOut
from index.engines.whoosh.codec.segment_columns import FieldColumns
from index.engines.whoosh.codec.token_stream import stand_aside
from index.engines.whoosh.evaluation.bits import SCRATCH, Documents, Mask

Numbers = NDArray[np.uint32]

_MANY = 256  # documents: of fewer it is not worth while to divide them
_AT_ONCE = 1_024  # documents laid end to end: what fits into a processor's second cache


class Adjacency:
    """Finds phrases in one field of one segment; safe to share between threads.

    `spelt` is the field whose terms the stream of the field holds, itself or another.
    """

    def __init__(self, field: FieldColumns, spelt: FieldColumns) -> None:
        assert spelt.stream is not None  # noqa: S101 - a field without positions has no phrases
        self._field = field
        self._spelt = spelt
        self._stream = spelt.stream
        over = np.zeros(len(field.terms), dtype=np.bool_)
        terms_over = self._stream.overlaps.terms
        over[terms_over if field.map is None else field.map[terms_over]] = True
        # A byte for each term, which Python looks up faster than an array's element.
        self._over = over.tobytes()

    def standing_in_a_row(self, places: Sequence[Sequence[int]], documents: Documents) -> Mask:
        """In which documents terms of consecutive places stand at consecutive positions.

        `places` are term numbers of the field, any of several for each place.
        """
        if self.stands_over(places):
            return _one_by_one(self._field, places, documents)
        found = np.zeros(len(documents), dtype=np.bool_)
        spellings_of = self._field.spellings_of
        wanted = [np.concatenate([spellings_of(number) for number in place]) for place in places]
        if len(documents) < _MANY:
            self._look(wanted, documents, np.ones(len(documents), dtype=np.bool_), found)
            return found
        aside = [stand_aside(place) for place in wanted]
        with_aside = self._have_any(np.concatenate(wanted)[np.concatenate(aside)], documents)
        # What stands aside takes long to look through, and hardly any document has such a term.
        self._look(wanted, documents, with_aside, found)
        common = [place[~rare] for place, rare in zip(wanted, aside, strict=True)]
        if all(map(len, common)):
            self._look(common, documents, ~with_aside, found)
        return found

    def stands_over(self, places: Sequence[Sequence[int]]) -> bool:
        """Whether one of these terms ever shares a position with another."""
        return any(self._over[number] for place in places for number in place)

    def _have_any(self, numbers: Numbers, documents: Documents) -> Mask:
        """Which documents have any of some terms of the stream."""
        marks = SCRATCH.marks(self._field.documents)
        lists = [self._spelt.documents_of(number) for number in numbers.tolist()]
        for own in lists:
            marks[own] = True
        have: Mask = marks.take(documents)
        for own in lists:
            marks[own] = False
        return have

    def _look(
        self, wanted: Sequence[Numbers], documents: Documents, where: Mask, found: Mask
    ) -> None:
        """Set in `found` which of the documents at some places have the phrase."""
        places = np.flatnonzero(where)
        for start in range(0, len(places), _AT_ONCE):
            chunk = places[start : start + _AT_ONCE]
            found[chunk] = _in_chunk(LaidOut(self._stream, documents.take(chunk)), wanted)


def _in_chunk(tokens: LaidOut, wanted: Sequence[Numbers]) -> Mask:
    pivot = min(range(len(wanted)), key=lambda place: tokens.cost(wanted[place]))
    starts = tokens.positions_of(wanted[pivot]) - pivot
    starts = starts[(starts >= 0) & (starts + len(wanted) <= tokens.size)]
    for place, numbers in enumerate(wanted):
        if place != pivot and len(starts):
            starts = starts[tokens.are(starts + place, numbers)]
    found = np.zeros(len(tokens), dtype=np.bool_)
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
