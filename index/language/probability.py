"""Words and what stands before them go in, how probable each is there comes out.

Counts of triples, discounted, over those of pairs, over those of words: what a longer run has
not been seen to be followed by, it leaves to the shorter one. All runs of a question are looked
up together, triples only where their pairs were seen.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.language.model import (
    LAST_WORD,
    NEARLY,
    NO_WORD,
    UNKNOWN,
    WORD_BITS,
    LanguageModel,
    Shares,
    pair,
)

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
_UNKNOWN_PROBABILITY = 1e-7


def shares_of(frequencies: Numbers) -> Shares:
    """What the frequencies of all words, by number, say of them."""
    alone = (frequencies + 0.5) / (frequencies.sum() + 1)
    per_count = 1 / np.maximum(frequencies, 1)
    left = _left(frequencies)
    # Behind what is not known every word is as probable as anywhere.
    alone[UNKNOWN], per_count[UNKNOWN], left[UNKNOWN] = _UNKNOWN_PROBABILITY, 0.0, 1.0
    return Shares(alone, per_count, left)


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

    def pairs(self, before: Numbers, words: Numbers) -> Numbers:
        """How often words stand behind others, one for each."""
        counts = self.model.counts(pair(before, words))
        frequencies = self.model.frequencies
        return plausible(counts, np.minimum(frequencies(before), frequencies(words)))

    def by_two(self, before: Numbers, words: Numbers, pairs: Numbers) -> Probabilities:
        """How probable words are behind others, `pairs` of which stand together; one for each."""
        return by_two(self.model.shares, before, words, pairs)

    def by_three(
        self, runs: Numbers, held: Numbers, words: Numbers, pairs: Numbers, by_two: Probabilities
    ) -> Probabilities:
        """How probable words are behind two others, given how probable behind the nearer one.

        `runs` are the `pair`s before, `held` is how often they stand in the index, `pairs` how
        often the nearer word stands before each of `words`. Runs and words broadcast.
        """
        rarer = np.minimum(held, pairs)
        seen = rarer > 0
        triples = np.zeros(seen.shape, dtype=np.int64)
        own = self.model.counts((runs << WORD_BITS | words)[seen])
        triples[seen] = plausible(own, rarer[seen])
        return by_three(triples, held, by_two)

    def _pairs_of(self, rows: Numbers) -> Numbers:
        """How often the neighbours in each row stand together; most rows share most of theirs."""
        keys = pair(rows[:, :-1], rows[:, 1:])
        own, places = np.unique(keys, return_inverse=True)
        counts = self.pairs(own >> WORD_BITS, own & LAST_WORD)
        return counts[places].reshape(keys.shape)


def plausible(counts: Numbers, rarer: Numbers) -> Numbers:
    """Counts of runs; those that are another run's and betray themselves are made none.

    No run stands more often than the rarer of its parts.
    """
    counts[counts > NEARLY * rarer] = 0
    return counts


def by_two(shares: Shares, before: Numbers, words: Numbers, pairs: Numbers) -> Probabilities:
    """How probable words are behind others, `pairs` of which stand together."""
    own: Probabilities = np.maximum(pairs - _DISCOUNT, 0.0)
    own *= shares.per_count.take(before)
    own += shares.left.take(before) * shares.alone.take(words)
    return own


def by_three(triples: Numbers, held: Numbers, by_two: Probabilities) -> Probabilities:
    """How probable words are behind two others that stand together `held` times."""
    own: Probabilities = np.maximum(triples - _DISCOUNT, 0.0) / np.maximum(held, 1)
    own += np.where(held > 0, _left(held), 1.0) * by_two
    return own


def _left(total: Numbers) -> Probabilities:
    """The share of what follows a run that was not seen there."""
    left: Probabilities = np.minimum(np.maximum(total, 1) ** _LEFT, _MOST_LEFT)
    return left


def logs_by_three(
    held: int, behind: Sequence[tuple[int, float]], triples: Iterator[int]
) -> list[float]:
    """The logarithms of what `by_three` says of some words; of few it is quicker so.

    `behind` has for each how often it stands behind the nearer word, and how probable it is there;
    so many of `triples` are taken.
    """
    left = min(held**_LEFT, _MOST_LEFT) if held else 1.0
    logarithms = []
    for (pairs, chance), count in zip(behind, triples, strict=False):
        own = left * chance
        if count and held and count <= NEARLY * min(held, pairs):
            own += max(count - _DISCOUNT, 0.0) / held
        logarithms.append(math.log(own))
    return logarithms
