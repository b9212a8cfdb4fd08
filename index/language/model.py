"""Words go in, how often they stand side by side in an index comes out: its language in counts.

A word is a canonical spelling and has a number. Runs of two and of three words are packed into
one whole number each, so that many can be asked for at once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

NO_WORD, BOUNDARY, UNKNOWN = 0, 1, 2  # BOUNDARY: where a piece of text begins or ends
FIRST_WORD = 3
WORD_BITS = 16
LAST_WORD = (1 << WORD_BITS) - 1
MOST_WORDS = (1 << WORD_BITS) - FIRST_WORD  # the less frequent ones are UNKNOWN
# Counts of runs are kept in steps: no run stands more often than its words but by so much.
NEARLY = 1.1
# A headline is what queries are most like: a title counts as often as so many bodies. Measured on
# headlines, see docs/language.md.
TITLE_COPIES = 4


Number = TypeVar("Number", int, NDArray[np.int64])  # one word, or arrays of words that broadcast


def pair(first: Number, second: Number) -> Number:
    """Two neighbouring words as one number."""
    return first << WORD_BITS | second


def triple(first: Number, second: Number, third: Number) -> Number:
    """Three neighbouring words as one number."""
    return (first << WORD_BITS | second) << WORD_BITS | third


@dataclass(frozen=True, slots=True)
class KnownPhrase:
    """A title or a frequent run of words of the index, canonical, and how much it weighs."""

    words: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Candidates:
    """Words that may have been meant, each once, and what the slip to each costs."""

    numbers: NDArray[np.int64]
    costs: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shares:
    """Of each word, by its number, what its frequency says of it and of what follows it.

    `alone`: how probable it is anywhere; `per_count`: what one count of a pair that it begins is of
    all; `left`: the share that such pairs leave to what is probable anywhere.
    """

    alone: NDArray[np.float64]
    per_count: NDArray[np.float64]
    left: NDArray[np.float64]


class LanguageModel(Protocol):
    """The words of an index and their neighbours. Safe to share between threads."""

    @property
    def tokens(self) -> int:
        """How many words were counted."""
        ...

    @property
    def shares(self) -> Shares:
        """What the frequencies of all words say."""
        ...

    def number(self, spelling: str) -> int:
        """The number of a canonical spelling, UNKNOWN where the index has it not or seldom."""
        ...

    def spelling(self, number: int) -> str:
        """The canonical spelling of a word."""
        ...

    def frequency(self, number: int) -> int:
        """How often a word, BOUNDARY or UNKNOWN stands in the index."""
        ...

    def readings(self, folded: Sequence[str]) -> Sequence[tuple[int, ...]]:
        """For each folded spelling the words that are written so, the most frequent first."""
        ...

    def frequencies(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """How often each of some words stands in the index; the shape is kept."""
        ...

    def counts(self, runs: NDArray[np.int64]) -> NDArray[np.int64]:
        """How often runs of `pair` and `triple` stand in the index, nearly; 0 where too rarely."""
        ...

    def candidates(self, typed: str) -> Candidates:
        """Words of the index that a slip may have turned into a canonical spelling."""
        ...

    def phrases(self, folded: str, *, most: int) -> Iterator[KnownPhrase]:
        """At most `most` phrases whose folded words, joined by blanks, begin so; heaviest first."""
        ...


class KnowsLanguage(Protocol):
    """An index that has a model of its own language."""

    @property
    def language(self) -> LanguageModel:
        """The model of what the index holds."""
        ...
