"""Phrases go in as rows of word numbers; those that begin as one typed come out, heaviest first.

Phrases lie sorted by their folded words, whose numbers are in the order of their letters, so that
what begins alike lies together. Arrays `phrase_words`, `phrase_ends`, `phrase_wraps` and
`phrase_weights`.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.array_file import ArrayFile, ArrayFileWriter
from index.engines.whoosh.language.counting import Words
from index.engines.whoosh.language.mining import Mined
from index.engines.whoosh.language.narrow_ends import NarrowEnds, write_ends
from index.engines.whoosh.language.spelling_table import FoldedSpellings
from index.language.model import FIRST_WORD, NO_WORD

_BEYOND = b"\x7f"  # behind every letter and digit of folded words in ASCII
_WEIGHT_STEPS = 8.0  # of a weight's binary logarithm: 32 doublings in a byte, by 9 % each


def write_phrases(file: ArrayFileWriter, phrases: Mined, folded_of: NDArray[np.uint16]) -> None:
    """Write phrases, equal ones as one of their summed weights."""
    rows, weights = _merged(phrases)
    folded = np.zeros(FIRST_WORD + len(folded_of), dtype=np.uint32)
    folded[FIRST_WORD:] = folded_of.astype(np.uint32) + 1
    order = _order(folded[rows])
    rows, weights = rows[order], weights[order]
    there = rows != NO_WORD
    codes = np.minimum(np.round(np.log2(1 + weights) * _WEIGHT_STEPS), np.iinfo(np.uint8).max)
    file.add("phrase_words", rows[there])
    write_ends(file, "phrase_", np.cumsum(there.sum(axis=1), dtype=np.int64))
    file.add("phrase_weights", codes.astype(np.uint8))


def _merged(phrases: Mined) -> tuple[Words, NDArray[np.float64]]:
    if not len(phrases.rows):
        return phrases.rows, phrases.weights
    order = _order(phrases.rows)
    rows = phrases.rows[order]
    fresh = np.ones(len(rows), dtype=np.bool_)
    fresh[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    return rows[fresh], np.add.reduceat(phrases.weights[order], np.flatnonzero(fresh))


def _order(rows: NDArray[Any]) -> NDArray[np.int64]:
    """The order of rows of numbers, compared place by place: as bytes, high ones first."""
    if not len(rows):
        return np.empty(0, dtype=np.int64)
    content = np.ascontiguousarray(rows.astype(">u2"))
    keys = content.view(f"S{content.shape[1] * content.itemsize}").ravel()
    return np.argsort(keys, kind="stable")


class PhraseTable:
    """Phrases by what they begin with."""

    def __init__(
        self, file: ArrayFile, folded: FoldedSpellings, folded_of: NDArray[np.uint16]
    ) -> None:
        self._words: NDArray[Any] = file["phrase_words"]
        self._ends = NarrowEnds(file, "phrase_")
        self._weights: NDArray[Any] = file["phrase_weights"]
        self._folded = folded
        self._folded_of = folded_of  # by number of a word less FIRST_WORD

    def __len__(self) -> int:
        return len(self._ends)

    def beginning(self, folded: str, *, most: int) -> Iterator[tuple[list[int], float]]:
        """Phrases and weights; a typed last word may be the beginning of a longer one."""
        *whole, begun = folded.split(" ")
        numbers = [self._folded.find(word.encode()) for word in whole]
        if None in numbers:
            return
        known = [number for number in numbers if number is not None]
        low = self._folded.first_place(begun.encode())
        high = self._folded.first_place(begun.encode() + _BEYOND)
        start, end = self._place([*known, low]), self._place([*known, high])
        weights = self._weights[start:end]
        if most < len(weights):
            best = np.argpartition(weights, len(weights) - most)[-most:]
            best = best[np.lexsort((best, -weights[best].astype(np.int16)))]
        else:
            best = np.argsort(-weights.astype(np.int16), kind="stable")
        for place in best.tolist():
            words = self._words[slice(*self._ends.extent(start + place))].tolist()
            yield words, 2.0 ** (float(weights[place]) / _WEIGHT_STEPS) - 1

    def _place(self, key: list[int]) -> int:
        """The first phrase whose folded words do not come before these."""
        low, high = 0, len(self._ends)
        while low < high:
            middle = (low + high) // 2
            start, end = self._ends.extent(middle)
            words = self._words[start : min(end, start + len(key))]
            if self._folded_of[words - FIRST_WORD].tolist() < key:
                low = middle + 1
            else:
                high = middle
        return low
