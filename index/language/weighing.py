"""Places of a query go in; for each the change of its word that gains most comes out.

A change gains by how much more probable the other word is between its neighbours, less what the
slip costs. All candidates of all places are looked up together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.language.kinds import KNOWN_NAME, SHARE_OF_NAMES, holders
from index.language.model import NO_WORD, UNKNOWN, Candidates, LanguageModel
from index.language.probability import Predictor
from index.language.slips import TWO_IN_ONE
from index.text.legal import is_legal
from index.text.tokens import fold_token

CONTEXT = 2  # words on each side that a triple can reach
# The costs of slips say what is likelier than what; so many times their sum stands against the
# context best.
_SLIP_WEIGHT = 1.4
_OTHER_LANGUAGE = 6.0  # `hot` is not meant for `học`, however well that would stand there
_LONGEST_OF_TWO = 64  # letters; what is longer was not typed by hand, and has many cuts
_LEAST_HALF = 20  # times in the index, where one of two words typed as one is no syllable
_MISPRINTS_PER_WORD = 100  # the architecture's hundredth: `đươc` beside `được`
_LENGTH = 2 * CONTEXT + 2  # of a row: the words around, and two in the place of one


@dataclass(frozen=True, slots=True)
class Change:
    """One word replaced by another, or by two; `gain` as the logarithm of a probability."""

    place: int
    spellings: tuple[str, ...]
    gain: float


@dataclass(frozen=True, slots=True)
class _Place:
    """A word, what may have been meant, and rows of words: it, UNKNOWN, candidates, halves."""

    place: int
    typed: str
    candidates: Candidates
    halves: tuple[tuple[str, str], ...]
    rows: NDArray[np.int64]


def best_changes(
    spelt: Sequence[str], places: Sequence[int], language: LanguageModel
) -> dict[int, Change | None]:
    """For each place the change that gains most; None where the index has nothing to offer."""
    if not places:
        return {}
    weighed = [_place(spelt, place, language) for place in places]
    scores = Predictor(language).along(np.concatenate([one.rows for one in weighed]))
    ends = np.cumsum([len(one.rows) for one in weighed])[:-1]
    return {
        one.place: _best(one, own, language)
        for one, own in zip(weighed, np.split(scores, ends), strict=True)
    }


def _place(spelt: Sequence[str], place: int, language: LanguageModel) -> _Place:
    typed = spelt[place]
    before, after = _around(spelt, place, language)
    candidates = language.candidates(typed)
    halves = () if is_legal(typed) else tuple(_halves(typed, language))
    own = language.number(typed)
    rows = np.full((2 + len(candidates.numbers) + len(halves), _LENGTH), NO_WORD, dtype=np.int64)
    rows[:, :CONTEXT] = before
    rows[: len(rows) - len(halves), CONTEXT] = [own, UNKNOWN, *candidates.numbers.tolist()]
    rows[:, CONTEXT + 1 : CONTEXT + 1 + len(after)] = after
    for row, both in enumerate(halves, start=len(rows) - len(halves)):
        rows[row, CONTEXT : CONTEXT + 2 + len(after)] = [*map(language.number, both), *after]
    return _Place(place, typed, candidates, halves, rows)


def _around(
    spelt: Sequence[str], place: int, language: LanguageModel
) -> tuple[list[int], list[int]]:
    """The numbers of two words before a place, and of up to two behind it."""
    before = [language.number(word) for part in spelt[:place] for word in part.split()]
    after = [language.number(word) for part in spelt[place + 1 :] for word in part.split()]
    return [NO_WORD, UNKNOWN, *before][-CONTEXT:], after[:CONTEXT]


def _best(place: _Place, scores: NDArray[np.float64], language: LanguageModel) -> Change | None:
    """The change that gains most at a place, given how probable each row is."""
    typed, candidates = place.typed, place.candidates
    frequencies = language.frequencies(candidates.numbers)
    known = holders(language.number(typed), language)
    syllable = is_legal(typed)
    own = float(scores[0])
    # A misprint stands in the index too: what is no syllable, and so much rarer, is one.
    if not syllable and known * _MISPRINTS_PER_WORD < max(frequencies, default=0):
        own = float(scores[:2].min())
    end = 2 + len(candidates.numbers)
    gains = scores[2:end] - _SLIP_WEIGHT * candidates.costs - own
    if not syllable and typed == fold_token(typed):
        gains = _of_a_name(typed, gains, candidates, known >= KNOWN_NAME, language)
    changes = []
    if len(gains):
        best = int(gains.argmax())
        spelling = language.spelling(int(candidates.numbers[best]))
        changes.append(Change(place.place, (spelling,), float(gains[best])))
    for both, score in zip(place.halves, scores[end:].tolist(), strict=True):
        changes.append(Change(place.place, both, score - _SLIP_WEIGHT * TWO_IN_ONE - own))
    best_change = max(changes, key=lambda change: change.gain, default=None)
    return best_change if best_change and np.isfinite(best_change.gain) else None


def _of_a_name(
    typed: str,
    gains: NDArray[np.float64],
    candidates: Candidates,
    known: bool,  # noqa: FBT001 - told apart by its name where it is given
    language: LanguageModel,
) -> NDArray[np.float64]:
    """What candidates gain over a bare word that is no syllable: names that are new are many."""
    spellings = [language.spelling(number) for number in candidates.numbers.tolist()]
    syllables = np.array([is_legal(spelling) for spelling in spellings], dtype=np.bool_)
    if not known:
        frequent = language.frequencies(candidates.numbers) >= language.tokens * SHARE_OF_NAMES
        return np.where(syllables | frequent, gains, -np.inf)
    others = np.array([fold_token(spelling) != typed for spelling in spellings], dtype=np.bool_)
    return gains - _OTHER_LANGUAGE * (syllables & others)


def _halves(typed: str, language: LanguageModel) -> Iterator[tuple[str, str]]:
    """The two words that may have been typed as one."""
    if len(typed) > _LONGEST_OF_TWO:
        return
    for cut in range(1, len(typed)):
        first, second = halves = typed[:cut], typed[cut:]
        rarest = min(holders(language.number(half), language) for half in halves)
        syllables = is_legal(first) + is_legal(second)
        if rarest and syllables and (syllables == len(halves) or rarest >= _LEAST_HALF):
            yield halves
