"""Words and what stands before them go in, how probable each is there comes out.

Counts of triples, discounted, over those of pairs, over those of words: what a longer run has
not been seen to be followed by, it leaves to the shorter one. All runs of a question are looked
up together, triples only where their pairs were seen.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.language.model import NO_WORD, UNKNOWN, WORD_BITS, LanguageModel

Numbers = NDArray[np.int64]  # of words, or counts
Logarithms = NDArray[np.float64]

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
    """Logarithms of probabilities by a model."""

    model: LanguageModel

    def along(self, rows: Numbers) -> Logarithms:
        """Of each row of words, the logarithm of how probable its third and those behind it are.

        A row that is shorter than others ends with NO_WORD, which counts for nothing.
        """
        pairs = self._pairs_of(rows)
        words = rows[:, 2:]
        chances = self.chances(rows[:, :-2], rows[:, 1:-1], words, pairs[:, :-1], pairs[:, 1:])
        whole: Logarithms = np.where(words == NO_WORD, 0.0, chances).sum(axis=1)
        return whole

    def chances(
        self, first: Numbers, second: Numbers, words: Numbers, held: Numbers, pairs: Numbers
    ) -> Logarithms:
        """The logarithm of the probability of each of `words` behind a first and a second word.

        `held` counts the two words before together, `pairs` the second with the word: they
        are taken for known, since whoever asks needs them too. All arrays broadcast.
        """
        alone = (self.model.frequencies(words) + 0.5) / (self.model.tokens + 1)
        alone = np.where(words == UNKNOWN, UNKNOWN_PROBABILITY, alone)
        total = np.where(second == UNKNOWN, 0, self.model.frequencies(second))
        by_two = _with_shorter(pairs, total, alone)
        triples = np.zeros(by_two.shape, dtype=np.int64)
        seen = np.broadcast_to((held > 0) & (pairs > 0), by_two.shape)
        keys = np.broadcast_to(((first << WORD_BITS | second) << WORD_BITS) | words, seen.shape)
        triples[seen] = self.model.counts(keys[seen])
        logarithms: Logarithms = np.log(_with_shorter(triples, held, by_two))
        return logarithms

    def pairs(self, first: Numbers, second: Numbers) -> Numbers:
        """How often words stand behind others; arrays that broadcast."""
        keys = first << WORD_BITS | second
        return self.model.counts(keys.ravel()).reshape(keys.shape)

    def _pairs_of(self, rows: Numbers) -> Numbers:
        """How often the neighbours in each row stand together; most rows share most of theirs."""
        keys = rows[:, :-1] << WORD_BITS | rows[:, 1:]
        own, places = np.unique(keys, return_inverse=True)
        return self.model.counts(own)[places].reshape(keys.shape)


def _with_shorter(seen: Any, total: Any, shorter: Logarithms) -> Any:
    """The share of `seen` in `total`, with what is left to the probability by a shorter context."""
    known = np.maximum(total, 1)
    left = np.minimum(known**_LEFT, _MOST_LEFT)
    own = np.maximum(seen - _DISCOUNT, 0.0) / np.maximum(known, seen) + left * shorter
    return np.where(total > 0, own, shorter)
