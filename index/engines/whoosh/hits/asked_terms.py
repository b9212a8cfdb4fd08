"""A Query goes in; which token of a stream answers which phrase comes out, by tables."""

import threading
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.token_stream import RARE, stand_aside
from index.engines.whoosh.hits.spellings import Spellings
from index.matching import Marks, marks_of
from index.places import numbered
from index.query import Query, Word

Numbers = NDArray[np.uint32]
Kinds = NDArray[np.uint16]

_CODES = 1 << 16


@dataclass(frozen=True, slots=True)
class Sequence:
    """Words, by their slots, that answer the phrase `bit` where they stand side by side."""

    bit: int
    slots: tuple[int, ...]
    title_only: bool


class _Scratch(threading.local):
    """A table of a thread, by code, all zero between uses: made anew it costs more than its use."""

    def __init__(self) -> None:
        self.table: Kinds = np.zeros(_CODES, dtype=np.uint16)


_SCRATCH = _Scratch()


class AskedTerms:
    """The words of a query in the terms of one segment.

    Terms that answer the same words are of one kind; kind 0 answers none. `masks[kind]` are the
    phrases that a term answers by itself, `title_masks[kind]` those it answers in titles too;
    `answers[slot][kind]` tells whether it answers a word of a longer phrase in `sequences`.
    """

    def __init__(self, query: Query, spellings: Spellings, *, relaxed: bool) -> None:
        slots: dict[tuple[Word, Marks], int] = {}
        sequences = []
        bits = 0
        for bit, phrase in numbered(query):
            marks = marks_of(query, phrase, relaxed=relaxed)
            bits |= bit
            for words in phrase.wordings:
                own = tuple(slots.setdefault((word, marks), len(slots)) for word in words)
                sequences.append(Sequence(bit, own, phrase.title_only))
        self._find_kinds([spellings.numbers(word, marks) for word, marks in slots])
        self.sequences = [one for one in sequences if len(one.slots) > 1]
        self.dtype: Any = _narrowest(bits)
        singles = [one for one in sequences if len(one.slots) == 1]
        self.title_masks = self._masks(singles)
        self.masks = self.title_masks
        if any(one.title_only for one in singles):
            self.masks = self._masks([one for one in singles if not one.title_only])

    def _find_kinds(self, numbers: list[Numbers]) -> None:
        """Give terms that answer the same one kind: the frequent ones by code, others by number."""
        terms = np.concatenate([*numbers, np.empty(0, dtype=np.uint32)])
        places = np.arange(1, len(terms) + 1, dtype=np.uint16)
        kinds = places.copy()
        rare = stand_aside(terms)
        self._rare, self._rare_kinds = terms[:0], kinds[:0]
        often: Any = slice(None)
        if rare.any():
            self._rare, first = np.unique(terms[rare], return_index=True)
            self._rare_kinds = places[rare][first]
            kinds[rare] = self._rare_kinds[np.searchsorted(self._rare, terms[rare])]
            often = ~rare
        self._often = terms[often]
        table = _SCRATCH.table
        table[self._often] = places[often]
        kinds[often] = self._often_kinds = table.take(self._often)
        table[self._often] = 0
        ends = list(accumulate(map(len, numbers), initial=0))
        self._kinds_of = [kinds[start:end] for start, end in pairwise(ends)]
        self._kinds = len(terms) + 1

    @cached_property
    def answers(self) -> list[NDArray[np.bool_]]:
        """For each slot which kinds answer its word."""
        answers = np.zeros((len(self._kinds_of), self._kinds), dtype=np.bool_)
        for own, kinds in zip(answers, self._kinds_of, strict=True):
            own[kinds] = True
        return list(answers)

    def _masks(self, singles: list[Sequence]) -> NDArray[Any]:
        masks = np.zeros(self._kinds, dtype=self.dtype)
        for one in singles:
            masks[self._kinds_of[one.slots[0]]] |= self.dtype(one.bit)
        return masks

    @property
    def any_rare(self) -> bool:
        """Whether any of the terms stands aside in a stream."""
        return len(self._rare) > 0

    def kinds(self, codes: Kinds, rare: Numbers) -> Kinds:
        """The kind of each token, given as in the stream; `rare` are the numbers of rare ones.

        Nobody needs the rare ones where none of the terms is.
        """
        table = _SCRATCH.table
        table[self._often] = self._often_kinds
        kinds: Kinds = table.take(codes, mode="wrap")  # no code is beyond it: nothing to check
        table[self._often] = 0
        if len(self._rare) and len(rare):
            found = np.searchsorted(self._rare, rare)
            found[found == len(self._rare)] = 0
            asked = self._rare[found] == rare
            kinds[np.flatnonzero(codes == RARE)[asked]] = self._rare_kinds[found[asked]]
        return kinds


def _narrowest(bits: int) -> Any:
    """The smallest type that holds so many bits: windows are slid over every token."""
    for kind in (np.uint8, np.uint16, np.uint32):
        if bits <= np.iinfo(kind).max:
            return kind
    return np.uint64
