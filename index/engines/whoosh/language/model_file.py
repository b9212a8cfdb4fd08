"""Words, their runs and phrases go into one file beside the segments; a LanguageModel comes out.

The file is made aside and renamed: generations share files by links, and a file that has been
written never changes.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.array_file import ArrayFile, ArrayFileWriter, narrowed
from index.engines.whoosh.language.counting import Counts, Runs
from index.engines.whoosh.language.mining import Mined
from index.engines.whoosh.language.phrase_table import PhraseTable, write_phrases
from index.engines.whoosh.language.run_table import RunTable, write_runs
from index.engines.whoosh.language.spelling_table import (
    FoldedSpellings,
    Spellings,
    write_folded,
    write_spellings,
)
from index.errors import IndexDamaged, IndexIncompatible
from index.language.confusing import Confusions
from index.language.model import (
    FIRST_WORD,
    UNKNOWN,
    Candidates,
    KnownPhrase,
)
from index.language.probability import shares_of
from index.text.tokens import fold_token

MODEL_FILE = "language.cols"
LANGUAGE_FORMAT = 3
_ABOUT = "language"
_WORDS, _FOLDED = "words/", "folded/"
_FEW = 32  # spellings: more of them are mostly unknown, and sifted all at once
_REMEMBERED = 8192  # spellings looked up: an hour's queries use fewer


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAbout:
    """What a model was built of: the living articles, and of each segment how many were deleted."""

    articles: int
    deletions: dict[str, int]
    format: int = LANGUAGE_FORMAT


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelContent:
    """Words in the order of their numbers, how often each stands in the index, runs, phrases."""

    words: Sequence[str]
    frequencies: Counts
    runs: Runs
    phrases: Mined


def write_model(folder: Path, about: ModelAbout, content: ModelContent) -> None:
    """Write a model, replacing the one that is there."""
    draft = folder / f"{MODEL_FILE}.new"
    folded_of = [fold_token(word) for word in content.words]
    folded = sorted(set(folded_of))
    places = {spelling: place for place, spelling in enumerate(folded)}
    folded_numbers = np.array([places[spelling] for spelling in folded_of], dtype=np.uint16)
    with ArrayFileWriter(draft) as file:
        file.add(_ABOUT, np.frombuffer(json.dumps(asdict(about)).encode(), dtype=np.uint8))
        write_spellings(file, _WORDS, content.words)
        write_folded(file, _FOLDED, folded)
        file.add("frequencies", narrowed(content.frequencies))
        _write_readings(file, content.frequencies[FIRST_WORD:], folded_numbers, len(folded))
        write_runs(file, content.runs)
        write_phrases(file, content.phrases, folded_numbers)
    draft.replace(folder / MODEL_FILE)


def _write_readings(
    file: ArrayFileWriter, frequencies: Counts, folded_of: NDArray[np.uint16], count: int
) -> None:
    """Write for each folded spelling the words that are written so, the most frequent first."""
    order = np.lexsort((-frequencies, folded_of))
    order = order[frequencies[order] > 0]  # a word of deleted documents alone is none
    ends = np.cumsum(np.bincount(folded_of[order], minlength=count))
    file.add("readings", (order + FIRST_WORD).astype(np.uint16))
    file.add("reading_ends", ends.astype(np.uint16))


class MappedModel:
    """A LanguageModel over a mapped file. Raises IndexDamaged or IndexIncompatible at open."""

    def __init__(self, path: Path) -> None:
        self._file = ArrayFile(path)
        self.about = _about(self._file, path)
        self._words = Spellings(self._file, _WORDS)
        self._folded = FoldedSpellings(self._file, _FOLDED)
        # Small, asked for with every query, and quicker so.
        self._frequencies = self._file["frequencies"].astype(np.int64)
        self._readings: NDArray[Any] = self._file["readings"]
        self._reading_ends: NDArray[Any] = self._file["reading_ends"]
        self._runs = RunTable(self._file)
        self._phrases = PhraseTable(self._file, self._folded, self._folded_of())
        self.shares = shares_of(self._frequencies)
        self.tokens = int(self._frequencies.sum())
        self.number = lru_cache(_REMEMBERED)(self._find_number)
        self.spelling = lru_cache(_REMEMBERED)(self._find_spelling)
        self._reading = lru_cache(_REMEMBERED)(self._find_readings)
        self._confusions = Confusions(self)

    def verify(self) -> None:
        """Read everything and compare checksums. Raises IndexDamaged naming what is wrong."""
        self._file.verify()

    def frequency(self, number: int) -> int:
        """How often a word stands in the index."""
        return int(self._frequencies[number])

    def readings(self, folded: Sequence[str]) -> Sequence[tuple[int, ...]]:
        """For each folded spelling the words that are written so, the most frequent first."""
        if len(folded) <= _FEW:
            return [self._reading(spelling) for spelling in folded]
        likely = self._folded.likely(folded)
        return [
            self._reading(spelling) if there else ()
            for spelling, there in zip(folded, likely, strict=True)
        ]

    def frequencies(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """How often each of some words stands in the index."""
        return self._frequencies.take(numbers)

    def counts(self, runs: NDArray[np.int64]) -> NDArray[np.int64]:
        """How often runs stand in the index, nearly."""
        return self._runs.counts(runs.view(np.uint64))

    def candidates(self, typed: str) -> Candidates:
        """Words of the index that a slip may have turned into a canonical spelling."""
        return self._confusions.of(typed)

    def phrases(self, folded: str, *, most: int) -> Iterator[KnownPhrase]:
        """The heaviest phrases that begin so."""
        for numbers, weight in self._phrases.beginning(folded, most=most):
            yield KnownPhrase(tuple(map(self.spelling, numbers)), weight)

    def _find_number(self, spelling: str) -> int:
        """The number of a canonical spelling, UNKNOWN where there is none."""
        own = (one for one in self._reading(fold_token(spelling)) if self.spelling(one) == spelling)
        return next(own, UNKNOWN)

    def _find_spelling(self, number: int) -> str:
        return self._words.term(number - FIRST_WORD).decode()

    def _folded_of(self) -> NDArray[np.uint16]:
        """The folded spelling of each word, by number; words of no living article may have any."""
        ends: NDArray[Any] = self._reading_ends.astype(np.int64)
        counts = np.diff(ends, prepend=0)
        folded_of = np.zeros(len(self._words), dtype=np.uint16)
        folded_of[self._readings - FIRST_WORD] = np.repeat(np.arange(len(counts)), counts)
        return folded_of

    def _find_readings(self, folded: str) -> tuple[int, ...]:
        place = self._folded.find(folded.encode())
        if place is None:
            return ()
        start = int(self._reading_ends[place - 1]) if place else 0
        return tuple(self._readings[start : int(self._reading_ends[place])].tolist())


def _about(file: ArrayFile, path: Path) -> ModelAbout:
    try:
        file.verify(_ABOUT)
        content = json.loads(file[_ABOUT].tobytes())
        found = content["format"]
        if found == LANGUAGE_FORMAT:
            return ModelAbout(**content)
    except (KeyError, TypeError, ValueError) as error:
        raise IndexDamaged(
            f"{path} does not say what it holds ({error!r}); build it again with: timtin reindex"
        ) from error
    raise IndexIncompatible(
        f"{path} has format {found}, this timtin reads {LANGUAGE_FORMAT};"
        " build it again with: timtin reindex"
    )
