"""A term in a segment: its list, scored by BM25."""

import numpy as np

from index.engines.whoosh.evaluation.candidates import Candidates, Floats
from index.engines.whoosh.evaluation.field_lists import FieldLists


class TermNode:
    """The documents of one term; `factor` is all of its score but the impact."""

    zero_outside = True

    def __init__(self, lists: FieldLists, number: int, factor: float) -> None:
        self._list = lists.list_of(number)
        self.matching = self._list.matching()
        self._lists = lists
        self._number = number
        self._factor = np.float32(factor)

    def score(self, candidates: Candidates) -> Floats:
        """BM25."""
        return self._list.impacts_at(candidates, self._lists.norms) * self._factor

    def score_of_all(self) -> Floats:
        """The scores of all its documents."""
        return self.score(Candidates(self.matching.documents))

    def ceilings(self) -> Floats | None:
        """The highest impact of each block, as a score; unknown for a negative boost."""
        if self._factor < 0:
            return None
        return self._lists.peaks_of(self._number, self._list) * self._factor
