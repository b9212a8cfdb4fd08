"""A word of a query goes in, the numbers of the terms that answer it in a segment come out."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.segment_columns import SegmentColumns
from index.engines.whoosh.codec.token_stream import stand_aside
from index.engines.whoosh.fields import TEXT_ACCENTED, TEXT_FOLDED
from index.engines.whoosh.schema import BARE
from index.matching import Marks
from index.query import Word

Numbers = NDArray[np.uint32]

_MOST_KNOWN = 16_384  # words: some 4 MB; then they are looked up anew
_NONE = np.empty(0, dtype=np.uint32)


class Terms(NamedTuple):
    """Term numbers: those that stand in a stream as they are, and those that stand aside."""

    often: Numbers
    rare: Numbers


class Spellings:
    """The accented terms of one segment, by word. Safe to share between threads."""

    def __init__(self, columns: SegmentColumns) -> None:
        self._accented = columns.fields[TEXT_ACCENTED].terms
        self._folded = columns.fields[TEXT_FOLDED]
        self._known: dict[tuple[Word, Marks], Terms] = {}

    def terms(self, word: Word, marks: Marks) -> Terms:
        """The accented terms that meet a word. All of them fold to the word's folded spelling."""
        known = self._known.get((word, marks))
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            numbers = self._look_up(word, marks)
            rare = stand_aside(numbers)
            known = Terms(numbers[~rare], numbers[rare])
            self._known[word, marks] = known
        return known

    def _look_up(self, word: Word, marks: Marks) -> Numbers:
        if marks is Marks.ANY:
            number = self._folded.terms.find(word.folded.encode())
            if number is None:
                return _NONE
            return self._folded.spellings_of(number)
        spellings = [word.canonical]
        if marks is Marks.OWN or not word.marked:
            spellings.append(f"{BARE}{word.folded}")
        found = (self._accented.find(spelling.encode()) for spelling in spellings)
        return np.array([number for number in found if number is not None], dtype=np.uint32)
