"""Words and what stands before them go in, how probable each is there comes out.

Counts of triples, discounted, over those of pairs, over those of words: what a longer run has
not been seen to be followed by, it leaves to the shorter one. All runs of a question are looked
up together, triples only where their pairs were seen.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.language.model import NO_WORD, UNKNOWN, WORD_BITS, LanguageModel, pair

Numbers = NDArray[np.int64]  # of words, or counts
Logarithms = NDArray[np.float64]
Probabilities = NDArray[np.float64]

# Taken off every count of a run: what came once is worth little. Measured, docs/language.md.
_DISCOUNT = 0.9
# The share of a context's followers that was not seen behind it falls slowly with its count: a
# context seen a thousand times still leaves a third to the shorter one. Measured likewise; nearer
# to 0 it trusts long runs less.
_LEFT = -0.15
_MOST_LEFT = 0.9
# A word that the index has not at all, or so seldom that it is not told apart.
UNKNOWN_PROBABILITY = 1e-7


@dataclass(frozen=True, slots=True)
class Predictor:
    """How probable words are by a model."""

    model: LanguageModel

    def along(self, rows: Numbers) -> Logarithms:
        """Of each row of words, the logarithm of how probable its third and those behind it are.

        A row that is shorter than others ends with NO_WORD, which counts for nothing.
        """
        pairs = self._pairs_of(rows)
        second, words = rows[:, 1:-1], rows[:, 2:]
        by_two = self.by_two(second, words, pairs[:, 1:])
        runs = pair(rows[:, :-2], second)
        chances = self.by_three(runs, pairs[:, :-1], words, pairs[:, 1:], by_two)
        whole: Logarithms = np.where(words == NO_WORD, 0.0, np.log(chances)).sum(axis=1)
        return whole

    def by_two(self, before: Numbers, words: Numbers, pairs: Numbers) -> Probabilities:
        """How probable words are behind others, `pairs` of which stand together; one for each."""
        alone = (self.model.frequencies(words) + 0.5) / (self.model.tokens + 1)
        alone = np.where(words == UNKNOWN, UNKNOWN_PROBABILITY, alone)
        total = np.where(before == UNKNOWN, 0, self.model.frequencies(before))
        return _with_shorter(pairs, total, alone)

    def by_three(
        self, runs: Numbers, held: Numbers, words: Numbers, pairs: Numbers, by_two: Probabilities
    ) -> Probabilities:
        """How probable words are behind two others, given how probable behind the nearer one.

        `runs` are the `pair`s before, `held` is how often they stand in the index, `pairs` how
        often the nearer word stands before each of `words`. Runs and words broadcast.
        """
        seen = (held > 0) & (pairs > 0)
        triples = np.zeros(seen.shape, dtype=np.int64)
        triples[seen] = self.model.counts((runs << WORD_BITS | words)[seen])
        return _with_shorter(triples, held, by_two)

    def _pairs_of(self, rows: Numbers) -> Numbers:
        """How often the neighbours in each row stand together; most rows share most of theirs."""
        keys = pair(rows[:, :-1], rows[:, 1:])
        own, places = np.unique(keys, return_inverse=True)
        return self.model.counts(own)[places].reshape(keys.shape)


def _with_shorter(seen: Numbers, total: Numbers, shorter: Probabilities) -> Probabilities:
    """The share of `seen` in `total`, and what is left to the probability by a shorter context."""
    known = np.maximum(total, 1)
    left = np.minimum(known**_LEFT, _MOST_LEFT)
    own = np.maximum(seen - _DISCOUNT, 0.0) / np.maximum(known, seen) + left * shorter
    mixed: Probabilities = np.where(total > 0, own, shorter)
    return mixed
