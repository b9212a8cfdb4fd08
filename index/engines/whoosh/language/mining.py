"""Runs of words with their counts go in; those that are worth suggesting come out as phrases.

A phrase begins and ends where its neighbours differ: `ủy ban nhân` goes on with `dân` nearly
always and is none, `ban nhân dân` comes after `ủy` and is none either. It neither begins nor ends
with a word of grammar, and holds no number.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.language.counting import Counts, Keys, Runs, Words, split_run
from index.language.model import FIRST_WORD, NO_WORD, WORD_BITS
from index.language.phrases import GRAMMAR, LONGEST_PHRASE, LONGEST_TITLE, SHORTEST_TITLE

_BITS = np.uint64(WORD_BITS)
# A neighbour that stands beside a run so often belongs to it.
_BELONGS = 0.5
# What stands together so many times more often than its ends would by chance is one thing:
# `thi đua`, not `tỉnh đã`.
_BY_CHANCE = 6.0
# What a title's one article counts, so that of equal beginnings what is written often comes first.
_TITLE_WEIGHT = 1.0


@dataclass(frozen=True, slots=True)
class Mined:
    """Phrases as rows of word numbers, NO_WORD behind the last, and their weights."""

    rows: Words
    weights: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """Of each run, ascending, the most frequent neighbour and how often it stands there."""

    runs: Keys
    words: Words
    counts: Counts

    def of(self, runs: Keys) -> tuple[Words, Counts]:
        """The neighbour of each run and its count; NO_WORD and 0 where none is known."""
        if not len(self.runs):
            return np.zeros(len(runs), dtype=np.uint16), np.zeros(len(runs), dtype=np.int64)
        places = np.minimum(np.searchsorted(self.runs, runs), len(self.runs) - 1)
        found = self.runs[places] == runs
        return np.where(found, self.words[places], NO_WORD), np.where(found, self.counts[places], 0)


def mine(runs: dict[int, Runs], words: Sequence[str], frequencies: Counts) -> Mined:
    """Phrases of frequent runs by their length (2, 3, 4); `frequencies` by number of a word."""
    inner, outer = _fitness(words)
    found = []
    for length in sorted(runs):
        own = runs[length]
        columns = split_run(own.keys, length)
        fit = inner[columns[0]] & inner[columns[-1]] & outer[columns[0]] & outer[columns[-1]]
        for column in columns[1:-1]:
            fit &= inner[column]
        fit &= own.counts > _BY_CHANCE * _expected(own, length, frequencies, runs)
        keys, counts = own.keys[fit], own.counts[fit]
        if length + 1 in runs:
            fit = ~_incomplete(keys, counts, runs[length + 1], length)
            keys, counts = keys[fit], counts[fit]
            rows = _rows(split_run(keys, length))
        else:
            rows = _prolonged(keys, runs[length], runs[length - 1], length)
            starts = _begins_within(rows, runs[length], runs[length - 1], length)
            last = _last_words(rows)
            fit = ~starts & outer[last] & inner[last]
            rows, counts = rows[fit], counts[fit]
        found.append(Mined(rows, counts.astype(np.float64)))
    return Mined(
        np.concatenate([one.rows for one in found]), np.concatenate([one.weights for one in found])
    )


def titles(numbers: Words, boundary: int) -> Mined:
    """Whole titles, parted by boundaries, as phrases; each as often as it stands there."""
    ends = np.flatnonzero(numbers == boundary)
    starts, lengths = ends[:-1] + 1, np.diff(ends) - 1
    fit = (lengths >= SHORTEST_TITLE) & (lengths <= LONGEST_TITLE)
    starts, lengths = starts[fit], lengths[fit]
    steps = np.arange(LONGEST_TITLE)
    places = np.minimum(starts[:, None] + steps, len(numbers) - 1)
    rows = np.where(steps < lengths[:, None], numbers[places], NO_WORD).astype(np.uint16)
    known = ((rows == NO_WORD) | (rows >= FIRST_WORD)).all(axis=1)
    return Mined(rows[known], np.full(int(known.sum()), _TITLE_WEIGHT))


def _fitness(words: Sequence[str]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """By number of a word: whether a phrase may hold it, and whether it may stand at an end."""
    inner = [False] * FIRST_WORD + [word.isalpha() for word in words]
    outer = [False] * FIRST_WORD + [word not in GRAMMAR for word in words]
    return np.array(inner), np.array(outer)


def _expected(
    own: Runs, length: int, frequencies: Counts, runs: dict[int, Runs]
) -> NDArray[np.float64]:
    """How often each run would stand if its first or its last word came by chance."""
    columns = split_run(own.keys, length)
    first, last = frequencies[columns[0]], frequencies[columns[-1]]
    heads, tails = first.astype(np.float64), last.astype(np.float64)
    if length - 1 in runs:
        known, counts = _sorted(runs[length - 1])
        heads = _count_of(own.keys >> _BITS, known, counts)
        tails = _count_of(own.keys & _mask(length - 1), known, counts)
    expected: NDArray[np.float64] = np.maximum(heads * last, tails * first) / frequencies.sum()
    return expected


def _sorted(runs: Runs) -> tuple[Keys, Counts]:
    order = np.argsort(runs.keys)
    return runs.keys[order], runs.counts[order]


def _mask(length: int) -> np.uint64:
    """The bits of the last `length` words of a run."""
    return (np.uint64(1) << np.uint64(WORD_BITS * length)) - np.uint64(1)


def _following(longer: Runs) -> _Neighbours:
    return _most_frequent(longer.keys >> _BITS, longer.keys & _mask(1), longer.counts)


def _preceding(longer: Runs, length: int) -> _Neighbours:
    first = longer.keys >> np.uint64(WORD_BITS * length)
    return _most_frequent(longer.keys & _mask(length), first, longer.counts)


def _most_frequent(runs: Keys, neighbours: Keys, counts: Counts) -> _Neighbours:
    order = np.lexsort((-counts, runs))
    runs = runs[order]
    first = np.ones(len(runs), dtype=np.bool_)
    first[1:] = runs[1:] != runs[:-1]
    chosen = order[first]
    return _Neighbours(runs[first], neighbours[chosen].astype(np.uint16), counts[chosen])


def _incomplete(keys: Keys, counts: Counts, longer: Runs, length: int) -> NDArray[np.bool_]:
    """Whether one neighbour, before or behind, stands beside most of a run's occurrences."""
    _, behind = _following(longer).of(keys)
    _, before = _preceding(longer, length).of(keys)
    missing: NDArray[np.bool_] = np.maximum(behind, before) > _BELONGS * counts
    return missing


def _prolonged(keys: Keys, longest: Runs, shorter: Runs, length: int) -> Words:
    """The longest runs as rows, each with the words that its end calls for."""
    following = _following(longest)
    known, often = _sorted(shorter)
    rows = _rows(split_run(keys, length))
    tails = keys & _mask(length - 1)
    going = np.ones(len(keys), dtype=np.bool_)
    for place in range(length, LONGEST_PHRASE):
        words, beside = following.of(tails)
        going &= (beside > _BELONGS * _count_of(tails, known, often)) & (words >= FIRST_WORD)
        rows[going, place] = words[going]
        tails = ((tails << _BITS) | words) & _mask(length - 1)
    return rows


def _begins_within(rows: Words, longest: Runs, shorter: Runs, length: int) -> NDArray[np.bool_]:
    """Whether one word stands before most occurrences of what a row begins with."""
    heads = np.zeros(len(rows), dtype=np.uint64)
    for place in range(length - 1):
        heads = (heads << _BITS) | rows[:, place]
    known, often = _sorted(shorter)
    _, before = _preceding(longest, length - 1).of(heads)
    within: NDArray[np.bool_] = before > _BELONGS * _count_of(heads, known, often)
    return within


def _count_of(runs: Keys, known: Keys, counts: Counts) -> NDArray[np.float64]:
    """The count of each run; where it is not known, more than any."""
    if not len(known):
        return np.full(len(runs), np.inf)
    places = np.minimum(np.searchsorted(known, runs), len(known) - 1)
    return np.where(known[places] == runs, counts[places].astype(np.float64), np.inf)


def _rows(columns: list[Words]) -> Words:
    rows = np.zeros((len(columns[0]), LONGEST_TITLE), dtype=np.uint16)
    for place, column in enumerate(columns):
        rows[:, place] = column
    return rows


def _last_words(rows: Words) -> Words:
    lengths = np.maximum((rows != NO_WORD).sum(axis=1), 1)
    last: Words = rows[np.arange(len(rows)), lengths - 1]
    return last
