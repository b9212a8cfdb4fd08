"""The readings of each word go in; the few that may be meant come out, with what triples say.

Pairs alone tell of each reading how probable the best way through it is, by one pass from each
end. What is far behind the best way is given up, so that the triples of the others are few and
can be looked up at once.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from index.language.model import BOUNDARY, NO_WORD, UNKNOWN, LanguageModel, triple
from index.language.probability import Logarithms, Numbers, Predictor, Probabilities, logs_by_three

# A syllable has up to forty readings; those beyond so many, and rarer than this share of the most
# frequent, are other languages' words and misprints.
_MOST_READINGS = 16
_LEAST_SHARE = 1 / 20_000
# Readings of a word that are weighed by triples, and how far the best way through one may be
# behind the best by pairs, as a logarithm: twice as much changes one headline in a thousand.
_MOST_HOPEFUL = 6
_BEHIND = 4.5
_NEVER = 1e-300  # a probability whose logarithm is still a number


@dataclass(frozen=True, slots=True)
class Hopeful:
    """The words that are left at each place, and how probable each is behind others.

    `begun` has the logarithms for the words of the first place at the beginning of a text, each of
    `steps` those for the words of the next one, and at last for the end: by the place of the last
    word but one among those left, of the last, and of the word itself.
    """

    words: Sequence[Sequence[int]]
    begun: Sequence[float]
    steps: Sequence[Sequence[Sequence[Sequence[float]]]]


@dataclass(frozen=True, slots=True)
class _Between:
    """From the words of each place, rows, to those of the next: counts and probabilities."""

    pairs: Numbers
    chances: Probabilities

    def of(self, columns: Sequence[Sequence[int]]) -> list[list[list[tuple[int, float]]]]:
        """Count and probability of the pairs that some columns of each place make."""
        width = self.pairs.shape[1]
        places = np.array(
            [
                (place * width + one) * width + other
                for place, (own, following) in enumerate(pairwise(columns))
                for one in own
                for other in following
            ]
        )
        both = zip(
            self.pairs.ravel()[places].tolist(), self.chances.ravel()[places].tolist(), strict=True
        )
        return [
            [[next(both) for _ in following] for _ in own] for own, following in pairwise(columns)
        ]


def hopeful(readings: Sequence[tuple[int, ...]], language: LanguageModel) -> Hopeful:
    """The readings of words that are worth weighing by triples."""
    grid = _grid(readings, language)
    between = _between(grid, Predictor(language))
    columns = _columns(between)
    words = [
        [row[column] for column in own] for row, own in zip(grid.tolist(), columns, strict=True)
    ]
    pairs = between.of(columns)
    return Hopeful(
        words[1:-1],
        [math.log(chance) for _, chance in pairs[0][0]],
        _steps(words, pairs, language),
    )


def _steps(
    words: Sequence[Sequence[int]],
    pairs: Sequence[Sequence[Sequence[tuple[int, float]]]],
    language: LanguageModel,
) -> list[list[list[list[float]]]]:
    """How probable each word is behind each two, all triples looked up at once."""
    runs = [
        triple(one, two, three)
        for first, second, third in zip(words, words[1:], words[2:], strict=False)
        for one in first
        for two in second
        for three in third
    ]
    found = iter(language.counts(np.array(runs, dtype=np.int64)).tolist())
    return [
        [
            [
                logs_by_three(held, behind, found)
                for (held, _), behind in zip(row, following, strict=True)
            ]
            for row in own
        ]
        for own, following in pairwise(pairs)
    ]


def _grid(readings: Sequence[tuple[int, ...]], language: LanguageModel) -> Numbers:
    """The readings worth trying, a row for each word between rows of BOUNDARY; NO_WORD fills it."""
    rows = [(BOUNDARY,), *(known[:_MOST_READINGS] or (UNKNOWN,) for known in readings), (BOUNDARY,)]
    widest = max(map(len, rows))
    grid = np.array([row + (NO_WORD,) * (widest - len(row)) for row in rows], dtype=np.int64)
    frequencies = language.frequencies(grid)
    grid[frequencies < _LEAST_SHARE * frequencies[:, :1]] = NO_WORD
    return grid


def _between(words: Numbers, predictor: Predictor) -> _Between:
    """All pairs of neighbours, looked up at once; where there is no word, the chance is none."""
    shape = (len(words) - 1, words.shape[1], words.shape[1])
    there = words > NO_WORD
    places = np.flatnonzero(there[:-1, :, None] & there[1:, None])
    widest = words.shape[1]
    rows = places // widest
    columns = (rows // widest + 1) * widest + places % widest
    before, behind = words.ravel().take(rows), words.ravel().take(columns)
    pairs, chances = np.zeros(shape, dtype=np.int64), np.full(shape, _NEVER)
    own = predictor.pairs(before, behind)
    pairs.ravel()[places] = own  # a view
    chances.ravel()[places] = predictor.by_two(before, behind, own)
    return _Between(pairs, chances)


def _columns(between: _Between) -> list[list[int]]:
    """The columns of each place that the best ways by pairs lead through."""
    ways = _best_ways(np.log(between.chances)).tolist()
    least = max(ways[0]) - _BEHIND
    columns = []
    for row in ways:
        own = [column for column, way in enumerate(row) if way >= least]
        if len(own) > _MOST_HOPEFUL:
            own = sorted(own, key=row.__getitem__)[-_MOST_HOPEFUL:]
        columns.append(own)
    return columns


def _best_ways(steps: Logarithms) -> Logarithms:
    """Of each word at each place the logarithm of the best way through it, by pairs."""
    there_and_back = np.stack([steps, steps[::-1].transpose(0, 2, 1)], axis=1)
    reached = np.full((len(steps) + 1, *there_and_back.shape[1:3]), np.log(_NEVER))
    reached[0, :, 0] = 0.0
    for here, step, then in zip(reached[..., None], there_and_back, reached[1:], strict=False):
        np.maximum.reduce(here + step, axis=1, out=then)
    ways: Logarithms = reached[:, 0] + reached[::-1, 1]
    return ways
