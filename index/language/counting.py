"""Pieces of text as words go in, a LanguageModel counted in dictionaries comes out.

For the plain engine: what the mapped model says with hashes and columns, said plainly.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.language.confusing import Confusions
from index.language.model import (
    BOUNDARY,
    FIRST_WORD,
    TITLE_COPIES,
    UNKNOWN,
    Candidates,
    KnownPhrase,
    pair,
    triple,
)
from index.language.phrases import GRAMMAR, LONGEST_TITLE, SHORTEST_TITLE
from index.language.probability import shares_of
from index.text.tokens import fold_token

_LEAST_PHRASE = 2  # times in the index
_SHARE_OF_WHOLE = 0.5  # a neighbour that stands beside a run so often belongs to it


class CountedModel:
    """A LanguageModel over pieces of text; titles are named apart and are among the pieces too."""

    def __init__(
        self, pieces: Iterable[Sequence[str]], titles: Iterable[Sequence[str]] = ()
    ) -> None:
        self._titles = [tuple(title) for title in titles]
        texts = [tuple(piece) for piece in pieces]
        self._texts = texts + self._titles * TITLE_COPIES
        often = Counter(word for text in self._texts for word in text)
        ordered = sorted(often, key=lambda word: (-often[word], word))
        self._words = ordered
        self._numbers = {word: number for number, word in enumerate(ordered, start=FIRST_WORD)}
        self._frequencies = Counter({self._numbers[word]: often[word] for word in ordered})
        self._frequencies[BOUNDARY] = len(self._texts) + 1
        self.tokens = self._frequencies.total()
        numbers_of_all = np.arange(FIRST_WORD + len(ordered))
        self.shares = shares_of(self.frequencies(numbers_of_all))
        self._readings: dict[str, list[int]] = defaultdict(list)
        for word in ordered:
            self._readings[fold_token(word)].append(self._numbers[word])
        self._runs: Counter[int] = Counter()
        for text in self._texts:
            numbers = [BOUNDARY, *(self._numbers[word] for word in text), BOUNDARY]
            self._runs.update(pair(*two) for two in pairwise(numbers))
            self._runs.update(
                triple(*three) for three in zip(numbers, numbers[1:], numbers[2:], strict=False)
            )
        self._phrases = self._mined()
        self._confusions = Confusions(self)

    def number(self, spelling: str) -> int:
        """The number of a canonical spelling, UNKNOWN where there is none."""
        return self._numbers.get(spelling, UNKNOWN)

    def spelling(self, number: int) -> str:
        """The canonical spelling of a word."""
        return self._words[number - FIRST_WORD]

    def frequency(self, number: int) -> int:
        """How often a word stands in the texts."""
        return self._frequencies[number]

    def readings(self, folded: Sequence[str]) -> Sequence[tuple[int, ...]]:
        """For each folded spelling the words that are written so, the most frequent first."""
        return [tuple(self._readings.get(spelling, ())) for spelling in folded]

    def frequencies(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """How often each of some words stands in the texts."""
        found = [self._frequencies[number] for number in numbers.ravel().tolist()]
        return np.array(found, dtype=np.int64).reshape(numbers.shape)

    def counts(self, runs: NDArray[np.int64]) -> NDArray[np.int64]:
        """How often runs stand in the texts."""
        return np.array([self._runs.get(run, 0) for run in runs.tolist()], dtype=np.int64)

    def candidates(self, typed: str) -> Candidates:
        """Words that a slip may have turned into a canonical spelling."""
        return self._confusions.of(typed)

    def phrases(self, folded: str, *, most: int) -> Iterator[KnownPhrase]:
        """The heaviest phrases that begin so."""
        *whole, begun = folded.split(" ")
        found = [
            phrase
            for spelt, phrase in self._phrases
            if spelt[: len(whole)] == tuple(whole)
            and len(spelt) > len(whole)
            and spelt[len(whole)].startswith(begun)
        ]
        found.sort(key=lambda phrase: -phrase.weight)
        yield from found[:most]

    def _mined(self) -> list[tuple[tuple[str, ...], KnownPhrase]]:
        """Titles, and frequent runs whose neighbours differ, with their folded words."""
        runs = Counter(
            text[start : start + length]
            for text in self._texts
            for length in (2, 3, 4, 5)
            for start in range(len(text) - length + 1)
        )
        beside: Counter[tuple[str, ...]] = Counter()
        for run, count in runs.items():
            for part in (run[1:], run[:-1]):
                beside[part] = max(beside[part], count)
        weights: Counter[tuple[str, ...]] = Counter(
            {
                run: count
                for run, count in runs.items()
                if count >= _LEAST_PHRASE
                and len(run) <= 4  # noqa: PLR2004 - the longest run that is counted whole
                and beside[run] <= _SHARE_OF_WHOLE * count
                and not GRAMMAR & {run[0], run[-1]}
                and all(word.isalpha() for word in run)
            }
        )
        weights.update(
            title for title in self._titles if SHORTEST_TITLE <= len(title) <= LONGEST_TITLE
        )
        return [
            (tuple(map(fold_token, words)), KnownPhrase(words, float(weight)))
            for words, weight in sorted(weights.items())
        ]
