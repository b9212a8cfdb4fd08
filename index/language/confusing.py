"""A word as typed goes in; the words of an index that may have been meant come out, with costs.

What a slip of letters leads to is kept for each folded spelling, and what is left of it by marks
for each word: of both there are some thousands in use, and finding them takes most of the time.
"""

from bisect import insort
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.language.model import UNKNOWN, Candidates, LanguageModel
from index.language.slips import far_spellings, key_slips, marks_cost, near_spellings
from index.text.legal import is_legal
from index.text.tokens import fold_token

_MOST_CANDIDATES = 48  # by frequency and cost of the slip; the context chooses among these
# Kept: some 2,000 syllables there are without marks and 7,000 with them, and names. A folded one
# takes some 3 kB, a word 1.2.
_FOLDED_KEPT, _TYPED_KEPT = 2048, 8192
# Where one slip leads to no word that has this share of the index's words, two are tried.
_SHARE_OF_FOUND = 2e-7

_Near = tuple[NDArray[np.uint16], NDArray[np.float32], NDArray[np.float32]]  # kept small


class Confusions:
    """The candidates for words, by the words of one model; kept within bounds, safe for threads."""

    def __init__(self, language: LanguageModel) -> None:
        self._language = language
        self.of = lru_cache(_TYPED_KEPT)(self._find)
        self._near = lru_cache(_FOLDED_KEPT)(self._find_near)

    def _find(self, typed: str) -> Candidates:
        """Words that may have been meant by a canonical spelling, the likeliest of them."""
        folded = fold_token(typed)
        numbers, costs, ranks = self._near(folded)
        # A foreign name with its accents and without is one: `Pokémon`.
        left_out = {typed} if is_legal(typed) or is_legal(folded) else {typed, folded}
        best: list[tuple[float, int, float]] = []
        for number, cost, rank in zip(
            numbers.tolist(), costs.tolist(), ranks.tolist(), strict=True
        ):
            if len(best) == _MOST_CANDIDATES and rank >= best[-1][0]:
                break  # marks only add to the cost, and ranks ascend
            spelling = self._language.spelling(number)
            if spelling not in left_out:
                marks = marks_cost(typed, spelling)
                insort(best, (rank + marks, number, cost + marks))
                del best[_MOST_CANDIDATES:]
        costs_of = {number: cost for _, number, cost in best}
        for number, cost in self._by_keys(typed):
            costs_of[number] = min(cost, costs_of.get(number, cost))
        return Candidates(
            np.array([*costs_of], dtype=np.int64), np.array([*costs_of.values()], dtype=np.float64)
        )

    def _by_keys(self, typed: str) -> Iterator[tuple[int, float]]:
        """Words whose keys, Telex or VNI, were typed but for a slip."""
        for spelling, cost in key_slips(typed).items():
            number = self._language.number(spelling)
            if number != UNKNOWN:
                yield number, cost

    def _find_near(self, folded: str) -> _Near:
        """Words of other letters, the cost of these, and it less the weight of their frequency.

        They ascend by the last, which is what marks are added to.
        """
        language = self._language
        near = near_spellings(folded)
        numbers, costs = self._words(near)
        if not (language.frequencies(numbers) >= _SHARE_OF_FOUND * language.tokens).any():
            numbers, costs = self._words(far_spellings(folded) | near)
        ranks = costs - np.log1p(language.frequencies(numbers))
        order = np.argsort(ranks, kind="stable")
        return (
            numbers[order].astype(np.uint16),
            costs[order].astype(np.float32),
            ranks[order].astype(np.float32),
        )

    def _words(self, spellings: dict[str, float]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        readings = self._language.readings(list(spellings))
        found = [
            (words, cost) for words, cost in zip(readings, spellings.values(), strict=True) if words
        ]
        numbers = [number for words, _ in found for number in words]
        costs = [cost for words, cost in found for _ in words]
        return np.array(numbers, dtype=np.int64), np.array(costs, dtype=np.float64)
