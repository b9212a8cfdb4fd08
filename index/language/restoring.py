"""Words typed without marks go in, their most probable accented reading comes out.

Every syllable has the readings that the index knows; the most probable way through them, by
pairs and triples of the index's own text, is found with a beam.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.language.model import BOUNDARY, NO_WORD, UNKNOWN, LanguageModel
from index.language.probability import Predictor
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
class _Way:
    """A way through the readings so far: its logarithm, its last two words, its path.

    `held` is how often these two words stand together in the index.
    """

    score: float
    first: int
    second: int
    held: int
    path: tuple[int, ...]


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


def ways_through(readings: Sequence[tuple[int, ...]], language: LanguageModel) -> list[_Way]:
    """The most probable ways from boundary to boundary, the best first; never none."""
    predictor = Predictor(language)
    ways = [_Way(0.0, NO_WORD, BOUNDARY, 0, ())]
    for known in readings:
        ways = _followed(ways, _worth_trying(known, language), predictor)
    return _followed(ways, (BOUNDARY,), predictor, end=True)


def _followed(
    ways: Sequence[_Way], words: Sequence[int], predictor: Predictor, *, end: bool = False
) -> list[_Way]:
    """The most probable ways with one more word; of those alike in their last two the best."""
    first, second, held = (
        np.array(column)[:, None]
        for column in ([w.first for w in ways], [w.second for w in ways], [w.held for w in ways])
    )
    pairs = predictor.pairs(second, np.array([words]))
    chances = predictor.chances(first, second, np.array([words]), held, pairs)
    scores = (chances + np.array([[way.score] for way in ways])).ravel()
    found: dict[tuple[int, int], _Way] = {}
    counts = pairs.ravel().tolist()
    least = float(scores.max()) - _HOPELESS
    for place in np.argsort(-scores, kind="stable").tolist():
        way, word = ways[place // len(words)], words[place % len(words)]
        score = float(scores[place])
        if (score <= least or len(found) == _BEAM) and found and not end:
            break
        last = (way.second, word) if not end else (way.first, way.second)
        if last not in found:
            path = way.path if end else (*way.path, word)
            found[last] = _Way(score, way.second, word, counts[place], path)
    return list(found.values())


def _worth_trying(readings: tuple[int, ...], language: LanguageModel) -> Sequence[int]:
    if not readings:
        return (UNKNOWN,)
    least = language.frequency(readings[0]) * _LEAST_SHARE
    return [word for word in readings[:_MOST_READINGS] if language.frequency(word) >= least]
