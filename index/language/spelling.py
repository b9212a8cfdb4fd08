"""Words of a query go in, the words that were probably meant come out, or None.

Each word is weighed against the index's own words that a slip could have turned into it: by how
likely the slip is, and by how much better the other word stands between its neighbours.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.language.kinds import KINDS, kind_of, kinds_of
from index.language.model import UNKNOWN, LanguageModel, triple
from index.language.restoring import best_way
from index.language.showing import shown_as_typed
from index.language.weighing import CONTEXT, Change, best_changes
from index.text.legal import is_legal
from index.text.tokens import canonical_token, fold_token

_AFTER_ANOTHER = 6.0  # more, in a query where something surer was found: slips are seldom two
# A syllable that stands so often between the same neighbours is no slip, and need not be weighed:
# nothing else has ever gained enough there.
_AT_HOME = 3
_MOST_CHANGES = 3  # of one query; with more it is better typed again
MOST_WEIGHED = 16  # words of a query; a longer one is a text, and its time is bounded


@dataclass(frozen=True, slots=True)
class Correction:
    """What was probably meant: the words in the capitals that were typed, and which changed.

    `gain` is by how much, as a natural logarithm, it is the more probable; 0 where a query
    without marks holds a word that the index has not.
    """

    words: tuple[str, ...]
    changed: tuple[int, ...]
    gain: float

    @property
    def text(self) -> str:
        """The correction as one text."""
        return " ".join(self.words)


def correct(words: Sequence[str], language: LanguageModel) -> Correction | None:
    """The correction of a query's words; None where they are best as they are.

    Only words of the index are offered. In a query without marks only words that the index has
    not with any marks are corrected, and all are given theirs: the rest is for `restore`.
    """
    spelt = [canonical_token(word) for word in words]
    if spelt == [fold_token(word) for word in words]:
        return _correct_bare(words, spelt, language)
    kinds = kinds_of(words, spelt, language)
    changes = _settled(spelt, worth_weighing(spelt, kinds, language), language)
    if not changes:
        return None
    shown: list[str] = list(words)
    for change in changes:
        typed = words[change.place]
        shown[change.place] = " ".join(shown_as_typed(typed, one) for one in change.spellings)
    changed = sorted(change.place for change in changes)
    return Correction(tuple(shown), tuple(changed), math.fsum(change.gain for change in changes))


def _settled(spelt: list[str], kinds: dict[int, float], language: LanguageModel) -> list[Change]:
    """The changes that gain enough, the least sure words first; `spelt` is changed with them.

    A word is weighed again after a change that it can see.
    """
    settled: list[Change] = []
    weighed: dict[int, Change | None] = {}
    for kind in KINDS:
        least = kind + _AFTER_ANOTHER * bool(settled)
        places = {place for place, own in kinds.items() if own == kind}
        while places and len(settled) < _MOST_CHANGES:
            weighed |= best_changes(spelt, [*(kinds.keys() - weighed.keys())], language)
            found = [change for place in places if (change := weighed[place]) is not None]
            best = max(found, key=lambda change: change.gain, default=None)
            if best is None or best.gain < least:
                break
            settled.append(best)
            spelt[best.place] = " ".join(best.spellings)
            del kinds[best.place]
            places.discard(best.place)
            seen = range(best.place - CONTEXT, best.place + CONTEXT + 1)
            weighed = {place: one for place, one in weighed.items() if place not in seen}
    return settled


def worth_weighing(
    spelt: Sequence[str], kinds: dict[int, float], language: LanguageModel
) -> dict[int, float]:
    """The words that may be slips, the least sure of them where there are many."""
    numbers = [language.number(word) for word in spelt]
    inner = [place for place in kinds if 0 < place < len(spelt) - 1]
    runs = [triple(*numbers[place - 1 : place + 2]) for place in inner]
    together = dict(zip(inner, language.counts(np.array(runs, dtype=np.int64)), strict=True))
    places = [
        place for place in kinds if together.get(place, 0) < _AT_HOME or not is_legal(spelt[place])
    ]
    places.sort(key=lambda place: (kinds[place], together.get(place, 0)))
    return {place: kinds[place] for place in places[:MOST_WEIGHED]}


def _correct_bare(
    words: Sequence[str], folded: Sequence[str], language: LanguageModel
) -> Correction | None:
    """The correction of a query without marks, by the way that is the most probable in whole."""
    readings = list(language.readings(folded))
    changed = [
        place
        for place, known in enumerate(readings)
        if not known and kind_of(folded[place], language) is not None
    ]
    for place in changed:
        readings[place] = tuple(language.candidates(folded[place]).numbers.tolist())
    if not changed or len(changed) > _MOST_CHANGES or not all(readings[one] for one in changed):
        return None
    best = best_way(readings, language)
    shown = [
        typed if number == UNKNOWN else shown_as_typed(typed, language.spelling(number))
        for typed, number in zip(words, best.path, strict=True)
    ]
    return Correction(tuple(shown), tuple(changed), 0.0)
