"""Words typed without marks go in, their most probable accented reading comes out.

Every syllable has the readings that the index knows. Pairs of the index's own text leave a few of
them (`hopeful.py`); of these the most probable way is found by triples.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from index.language.hopeful import hopeful
from index.language.model import UNKNOWN, LanguageModel
from index.language.showing import shown_as_typed
from index.text.tokens import canonical_token, fold_token

# Ways so much less probable than the best (a factor of e to this) never won on headlines.
_HOPELESS = 9.0

_Ways = dict[tuple[int, int], tuple[float, tuple[int, ...]]]


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
    """A way through the readings, and its `share` of the probability of those it was weighed with.

    `score` is the logarithm of how probable it is.
    """

    score: float
    path: tuple[int, ...]
    share: float


def restore(words: Sequence[str], language: LanguageModel) -> Restored | None:
    """The most probable accented reading of words that were typed without marks.

    None where any word bears marks, where there is none, and where nothing would be accented.
    """
    folded = [fold_token(word) for word in words]
    if any(canonical_token(word) != bare for word, bare in zip(words, folded, strict=True)):
        return None
    best = best_way(language.readings(folded), language)
    spellings = [
        bare if number == UNKNOWN else language.spelling(number)
        for number, bare in zip(best.path, folded, strict=True)
    ]
    if spellings == folded:
        return None
    return Restored(tuple(map(shown_as_typed, words, spellings)), best.share)


def best_way(readings: Sequence[tuple[int, ...]], language: LanguageModel) -> Way:
    """The most probable way from boundary to boundary.

    It is weighed with the best ways that have other last two words.
    """
    places = hopeful(readings, language)
    # By the columns of the last two words: a way's score, and its columns so far.
    ways: _Ways = {(0, column): (score, (column,)) for column, score in enumerate(places.begun)}
    for step in places.steps:
        ways = _followed(ways, step)
    best, columns = max(ways.values())
    path = tuple([words[column] for words, column in zip(places.words, columns, strict=False)])
    whole = math.fsum([math.exp(score - best) for score, _ in ways.values()])
    return Way(best, path, 1 / whole)


def _followed(ways: _Ways, step: Sequence[Sequence[Sequence[float]]]) -> _Ways:
    """The most probable ways with one more word; of those alike in their last two the best."""
    followed: _Ways = {}
    most = -math.inf
    for (before, last), (score, path) in ways.items():
        for column, more in enumerate(step[before][last]):
            whole = score + more
            known = followed.get((last, column))
            if known is None or known[0] < whole:
                followed[last, column] = (whole, (*path, column))
                most = max(most, whole)
    if len(followed) == 1:
        return followed
    least = most - _HOPELESS
    return {ends: way for ends, way in followed.items() if way[0] >= least}
