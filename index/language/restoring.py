"""Words typed without marks go in, their most probable accented reading comes out.

Every syllable has the readings that the index knows; the most probable way through them, by
pairs and triples of the index's own text, is found with a beam.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from index.language.model import BOUNDARY, NO_WORD, UNKNOWN, LanguageModel, pair
from index.language.probability import Logarithms, Numbers, Predictor, Probabilities
from index.language.showing import shown_as_typed
from index.text.tokens import canonical_token, fold_token

# Ways kept after each syllable: twice as many change one headline in a thousand.
_BEAM = 12
# Ways so much less probable than the best (a factor of e to this) never won on headlines.
_HOPELESS = 9.0
# A syllable has up to forty readings; those beyond so many, and rarer than this share of the most
# frequent, are other languages' words and misprints.
_MOST_READINGS = 16
_LEAST_SHARE = 1 / 20_000


@dataclass(frozen=True, slots=True)
class Restored:
    """An accented reading of typed words, word by word, in the capitals that were typed.

    `confidence` is its share, 0 to 1, of the probability of all readings that were weighed.
    """

    words: tuple[str, ...]
    confidence: float

    @property
    def text(self) -> str:
        """The reading as one text."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Way:
    """A way through the readings so far: its logarithm, where it came from, its path.

    `first` is the last word but one, `column` the place of the last among the readings of its
    syllable, `held` how often these two words stand together in the index.
    """

    score: float
    first: int
    column: int
    held: int
    path: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """From the readings of one syllable, rows, to those of the next: counts and probabilities."""

    before: Sequence[int]
    words: Sequence[int]
    pairs: Numbers
    chances: Probabilities


def restore(words: Sequence[str], language: LanguageModel) -> Restored | None:
    """The most probable accented reading of words that were typed without marks.

    None where any word bears marks, where there is none, and where nothing would be accented.
    """
    folded = [fold_token(word) for word in words]
    if any(canonical_token(word) != bare for word, bare in zip(words, folded, strict=True)):
        return None
    ways = ways_through(language.readings(folded), language)
    best = ways[0]
    spellings = [
        bare if number == UNKNOWN else language.spelling(number)
        for number, bare in zip(best.path, folded, strict=True)
    ]
    if spellings == folded:
        return None
    whole = math.fsum(math.exp(way.score - best.score) for way in ways)
    shown = map(shown_as_typed, words, spellings)
    return Restored(tuple(shown), 1 / whole)


def ways_through(readings: Sequence[tuple[int, ...]], language: LanguageModel) -> list[Way]:
    """The most probable ways from boundary to boundary, the best first; never none."""
    predictor = Predictor(language)
    places = [(BOUNDARY,), *(_worth_trying(known, language) for known in readings), (BOUNDARY,)]
    *steps, end = _steps(places, predictor)
    ways = [Way(0.0, NO_WORD, 0, 0, ())]
    for step in steps:
        ways = _followed(ways, step, predictor)
    ends = _scores(ways, end, predictor)[:, 0].tolist()
    ended = [replace(way, score=score) for way, score in zip(ways, ends, strict=True)]
    return sorted(ended, key=lambda way: -way.score)


def _steps(places: Sequence[Sequence[int]], predictor: Predictor) -> Iterator[_Step]:
    """From each place to the next: all pairs of a query are looked up at once."""
    grids = [np.meshgrid(here, then, indexing="ij") for here, then in pairwise(places)]
    before = np.concatenate([here.ravel() for here, _ in grids])
    words = np.concatenate([then.ravel() for _, then in grids])
    pairs = predictor.model.counts(pair(before, words))
    chances = predictor.by_two(before, words, pairs)
    start = 0
    for (grid, _), (here, then) in zip(grids, pairwise(places), strict=True):
        own = slice(start, start + grid.size)
        start += grid.size
        yield _Step(here, then, pairs[own].reshape(grid.shape), chances[own].reshape(grid.shape))


def _followed(ways: Sequence[Way], step: _Step, predictor: Predictor) -> list[Way]:
    """The most probable ways with one more word; of those alike in their last two the best."""
    scores = _scores(ways, step, predictor).ravel()
    order = np.argsort(-scores, kind="stable")
    order = order[scores[order] > scores[order[0]] - _HOPELESS]
    found: dict[tuple[int, int], Way] = {}
    for place, score in zip(order.tolist(), scores[order].tolist(), strict=True):
        way, column = ways[place // len(step.words)], place % len(step.words)
        if (way.column, column) in found:
            continue
        held = int(step.pairs[way.column, column])
        path = (*way.path, step.words[column])
        found[way.column, column] = Way(score, step.before[way.column], column, held, path)
        if len(found) == _BEAM:
            break
    return list(found.values())


def _scores(ways: Sequence[Way], step: _Step, predictor: Predictor) -> Logarithms:
    """The logarithm of how probable each way, a row, is with each word."""
    columns = [way.column for way in ways]
    runs = np.array([[pair(way.first, step.before[way.column])] for way in ways])
    held = np.array([[way.held] for way in ways])
    chances = predictor.by_three(
        runs, held, np.array([step.words]), step.pairs[columns], step.chances[columns]
    )
    scores: Logarithms = np.log(chances) + np.array([[way.score] for way in ways])
    return scores


def _worth_trying(readings: tuple[int, ...], language: LanguageModel) -> Sequence[int]:
    if not readings:
        return (UNKNOWN,)
    least = language.frequency(readings[0]) * _LEAST_SHARE
    return [word for word in readings[:_MOST_READINGS] if language.frequency(word) >= least]
