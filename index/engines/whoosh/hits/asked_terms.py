"""A Query goes in; which token of a stream answers which phrase comes out, by tables."""

import threading
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.token_stream import RARE
from index.engines.whoosh.hits.spellings import Spellings, Terms
from index.matching import Marks, marks_of
from index.places import numbered
from index.query import Query, Word

Numbers = NDArray[np.uint32]
Kinds = NDArray[np.uint16]
Kind = int | Kinds  # of all of some terms, or of each

_CODES = 1 << 16


@dataclass(frozen=True, slots=True)
class WordSequence:
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
    `answers[slot][kind]` tells whether it answers a word of a longer phrase in `sequences`. `bits`
    are those of all phrases.
    """

    def __init__(self, query: Query, spellings: Spellings, *, relaxed: bool) -> None:
        slots: dict[tuple[Word, Marks], int] = {}
        sequences = []
        self.bits = 0
        for bit, phrase in numbered(query):
            marks = marks_of(query, phrase, relaxed=relaxed)
            self.bits |= bit
            for words in phrase.wordings:
                own = tuple([slots.setdefault((word, marks), len(slots)) for word in words])
                sequences.append(WordSequence(bit, own, phrase.title_only))
        self._often: list[tuple[Numbers, Kind]] = []
        self._rare: list[tuple[Numbers, Kind]] = []
        self._kinds = 1
        self._kind_of: list[Kind] = [0] * len(slots)
        self._find_kinds(slots, spellings)
        self.sequences = [one for one in sequences if len(one.slots) > 1]
        self.dtype: Any = _narrowest(self.bits)
        singles = [one for one in sequences if len(one.slots) == 1]
        self.title_masks = self._masks(singles)
        self.masks = self.title_masks
        if any(one.title_only for one in singles):
            self.masks = self._masks([one for one in singles if not one.title_only])

    def _find_kinds(self, slots: dict[tuple[Word, Marks], int], spellings: Spellings) -> None:
        """Give terms that answer the same one kind; words that fold alike may share terms."""
        alike: dict[str, list[tuple[int, Terms]]] = {}
        for (word, marks), slot in slots.items():
            alike.setdefault(word.folded, []).append((slot, spellings.terms(word, marks)))
        for words in alike.values():
            if len(words) == 1:
                ((slot, terms),) = words
                self._kind_of[slot] = self._kinds
                self._add(terms, self._kinds, self._kinds)
                self._kinds += 1
            else:
                self._find_shared(words)

    def _find_shared(self, words: list[tuple[int, Terms]]) -> None:
        """Give each term that any of these words has a kind of its own."""
        often = np.unique(np.concatenate([terms.often for _, terms in words]))
        rare = np.unique(np.concatenate([terms.rare for _, terms in words]))
        kinds = np.arange(self._kinds, self._kinds + len(often) + len(rare), dtype=np.uint16)
        self._kinds += len(kinds)
        often_kinds, rare_kinds = kinds[: len(often)], kinds[len(often) :]
        self._add(Terms(often, rare), often_kinds, rare_kinds)
        for slot, terms in words:
            own = often_kinds[often.searchsorted(terms.often)]
            self._kind_of[slot] = np.append(own, rare_kinds[rare.searchsorted(terms.rare)])

    def _add(self, terms: Terms, often: Kind, rare: Kind) -> None:
        """Say of which kind terms are."""
        self._often.append((terms.often, often))
        if len(terms.rare):
            self._rare.append((terms.rare, rare))

    @cached_property
    def answers(self) -> list[NDArray[np.bool_]]:
        """For each slot which kinds answer its word."""
        answers = np.zeros((len(self._kind_of), self._kinds), dtype=np.bool_)
        for own, kinds in zip(answers, self._kind_of, strict=True):
            own[kinds] = True
        return list(answers)

    def _masks(self, singles: list[WordSequence]) -> NDArray[Any]:
        masks = np.zeros(self._kinds, dtype=self.dtype)
        for one in singles:
            masks[self._kind_of[one.slots[0]]] |= self.dtype(one.bit)
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
        for terms, kind in self._often:
            table[terms] = kind
        kinds: Kinds = table.take(codes, mode="wrap")  # no code is beyond it: nothing to check
        for terms, _ in self._often:
            table[terms] = 0
        if self._rare and len(rare):
            kinds[codes == RARE] = self._rare_kinds(rare)
        return kinds

    def _rare_kinds(self, rare: Numbers) -> Kinds:
        """The kinds of terms that stand aside."""
        kinds = np.zeros(len(rare), dtype=np.uint16)
        for terms, kind in self._rare:
            found = terms.searchsorted(rare)
            found[found == len(terms)] = 0
            asked = terms[found] == rare
            kinds[asked] = kind if isinstance(kind, int) else kind[found[asked]]
        return kinds


def _narrowest(bits: int) -> Any:
    """The smallest type that holds so many bits: windows are slid over every token."""
    for kind in (np.uint8, np.uint16, np.uint32):
        if bits <= np.iinfo(kind).max:
            return kind
    return np.uint64
