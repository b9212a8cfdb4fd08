"""The term numbers of documents go in as they come, runs of postings of each field come out.

Documents are collected until a budget of tokens is reached, then inverted together: one sort of
64-bit keys a field gives every list of the run.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.pair_dictionary import pair_keys
from index.engines.whoosh.codec.runs import Run
from index.engines.whoosh.codec.token_stream import (
    NO_TERM,
    RARE,
    Overlaps,
    StreamContent,
    pack_tokens,
)
from index.engines.whoosh.writing.analysis import Piece

Numbers = NDArray[np.uint32]

RUN_TOKENS = 4_000_000  # in a run: some 150 MB while it is sorted
_KEY_BITS = 64
_MOST_WEIGHT = (1 << 16) - 1
_GAP = np.array([NO_TERM], dtype=np.uint32)


@dataclass(slots=True)
class Collected:
    """Documents of one field, as they came, waiting to be inverted."""

    tokens: list[Numbers] = field(default_factory=list)
    weights: list[NDArray[np.uint16]] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    over_documents: list[int] = field(default_factory=list)
    over_positions: list[int] = field(default_factory=list)
    over_terms: list[int] = field(default_factory=list)
    over_weights: list[int] = field(default_factory=list)
    size: int = 0

    def add(self, pieces: list[tuple[Piece, int]]) -> int:
        """Take a document's pieces, each with the weight of a token in it.

        A position stays free between two pieces. Returns the document's weighted length.
        """
        document, offset, weighed = len(self.lengths), 0, 0
        for piece, weight in pieces:
            if offset:
                self.tokens.append(_GAP)
                self.weights.append(_FREE)
                offset += 1
            count = len(piece.tokens)
            self.tokens.append(piece.tokens)
            self.weights.append(np.full(count, weight, dtype=np.uint16))
            for position, term in zip(
                piece.over_positions.tolist(), piece.over_terms.tolist(), strict=True
            ):
                self.over_documents.append(document)
                self.over_positions.append(offset + position)
                self.over_terms.append(term)
                self.over_weights.append(weight)
            offset += count
            weighed += weight * count
        self.lengths.append(offset)
        self.size += offset
        return weighed


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Collected documents as arrays: terms, the documents they stand in, their weights.

    `tokens` are in reading order with gaps and without what stands over them; `document_of`
    tells each one's document, counted from the first collected.
    """

    tokens: Numbers
    document_of: Numbers
    terms: Numbers
    documents: Numbers
    weights: NDArray[np.uint64]

    @classmethod
    def of(cls, collected: Collected) -> "Occurrences":
        """The arrays of what was collected."""
        tokens = np.concatenate([*collected.tokens, _NONE])
        weights = np.concatenate([*collected.weights, _NO_WEIGHTS])
        numbers = np.arange(len(collected.lengths), dtype=np.uint32)
        document_of = np.repeat(numbers, collected.lengths)
        there = tokens != NO_TERM
        over = np.array(collected.over_terms, dtype=np.uint32)
        over_documents = np.array(collected.over_documents, dtype=np.uint32)
        over_weights = np.array(collected.over_weights, dtype=np.uint16)
        return cls(
            tokens=tokens,
            document_of=document_of,
            terms=np.concatenate([tokens[there], over]),
            documents=np.concatenate([document_of[there], over_documents]),
            weights=np.concatenate([weights[there], over_weights]).astype(np.uint64),
        )


def invert(occurrences: Occurrences, *, base: int, numbers: Numbers | None = None) -> Run:
    """The run of a field: each term of each document once, its weights summed.

    `base` is the number of the first document, `numbers` maps terms to those of another field.
    """
    terms = occurrences.terms if numbers is None else numbers[occurrences.terms]
    room = np.uint64(16)
    document_bits = _bits(occurrences.documents)
    keys = terms.astype(np.uint64) << np.uint64(document_bits + 16)
    keys |= occurrences.documents.astype(np.uint64) << room
    keys |= np.minimum(occurrences.weights, _MOST_WEIGHT)
    keys.sort()
    postings = keys >> room
    starts = _starts(postings)
    weights = np.add.reduceat(keys & np.uint64(_MOST_WEIGHT), starts) if len(keys) else keys
    postings = postings[starts]
    documents = postings & np.uint64((1 << document_bits) - 1)
    return Run(
        keys=postings >> np.uint64(document_bits),
        documents=(documents + np.uint64(base)).astype(np.uint32),
        weights=np.minimum(weights, _MOST_WEIGHT).astype(np.uint16),
    )


def invert_pairs(
    tokens: Numbers, document_of: Numbers, *, base: int, numbers: Numbers | None = None
) -> Run:
    """The run of the neighbours: each pair of each document once, with its frequency.

    `tokens` are in reading order, `document_of` counts from the document with the number `base`;
    `numbers` maps terms to those of another field.
    """
    beside = (tokens[:-1] != NO_TERM) & (tokens[1:] != NO_TERM)
    beside &= document_of[:-1] == document_of[1:]
    firsts, seconds, documents = tokens[:-1][beside], tokens[1:][beside], document_of[:-1][beside]
    if numbers is not None:
        firsts, seconds = numbers[firsts], numbers[seconds]
    term_bits = max(_bits(firsts), _bits(seconds))
    document_bits = _bits(documents)
    if 2 * term_bits + document_bits > _KEY_BITS:
        raise OverflowError("too many terms for one run of pairs")
    keys = firsts.astype(np.uint64) << np.uint64(term_bits + document_bits)
    keys |= seconds.astype(np.uint64) << np.uint64(document_bits)
    keys |= documents.astype(np.uint64)
    keys.sort()
    starts = _starts(keys)
    counts = np.diff(np.append(starts, len(keys)))
    keys = keys[starts]
    pairs = keys >> np.uint64(document_bits)
    found = keys & np.uint64((1 << document_bits) - 1)
    return Run(
        keys=pair_keys(pairs >> np.uint64(term_bits), pairs & np.uint64((1 << term_bits) - 1)),
        documents=(found + np.uint64(base)).astype(np.uint32),
        weights=np.minimum(counts, _MOST_WEIGHT).astype(np.uint16),
    )


class StreamPieces:
    """The packed tokens of one field, run by run, in memory or, once spilled, on the disk."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._spilled = 0
        self._lengths: list[NDArray[np.int64]] = []
        self._rare_counts: list[NDArray[np.int64]] = []
        self._codes: list[NDArray[np.uint16]] = []
        self._rare: list[Numbers] = []
        self._over: list[Overlaps] = []

    def add(self, collected: Collected, occurrences: Occurrences, *, base: int) -> None:
        """Take the tokens of a run's documents, the first of which has the number `base`."""
        self.add_renumbered(occurrences.tokens, np.array(collected.lengths, dtype=np.int64))
        self.add_overlaps(
            np.array(collected.over_documents, dtype=np.uint32) + np.uint32(base),
            np.array(collected.over_positions, dtype=np.uint32),
            np.array(collected.over_terms, dtype=np.uint32),
        )

    def add_renumbered(self, tokens: Numbers, lengths: NDArray[np.int64]) -> None:
        """Take the tokens of some documents, end to end, and how many each has."""
        codes, rare = pack_tokens(tokens)
        document_of = np.repeat(np.arange(len(lengths)), lengths)
        counts = np.bincount(document_of[codes == RARE], minlength=len(lengths))
        self._lengths.append(lengths)
        self._rare_counts.append(counts.astype(np.int64))
        self._codes.append(codes)
        self._rare.append(rare)

    def add_overlaps(self, documents: Numbers, positions: Numbers, terms: Numbers) -> None:
        """Take what stands over other tokens, sorted by document, then position."""
        self._over.append(Overlaps(documents, positions, terms))

    def spill(self) -> None:
        """Move the tokens in memory to the disk, mapped from there."""
        for place in range(self._spilled, len(self._codes)):
            path = self._folder / f"{self._name}-codes-{place}.npy"
            np.save(path, self._codes[place])
            self._codes[place] = np.load(path, mmap_mode="r")
        self._spilled = len(self._codes)

    def content(self) -> StreamContent:
        """The stream as it is written."""
        return StreamContent(
            lengths=np.concatenate([*self._lengths, _NO_COUNTS]),
            rare_counts=np.concatenate([*self._rare_counts, _NO_COUNTS]),
            codes=self._codes,
            rare=self._rare,
            overlaps=Overlaps(
                np.concatenate([*(over.documents for over in self._over), _NONE]),
                np.concatenate([*(over.positions for over in self._over), _NONE]),
                np.concatenate([*(over.terms for over in self._over), _NONE]),
            ),
        )


def _bits(numbers: NDArray[Any]) -> int:
    """How many bits the largest of these numbers takes."""
    return int(numbers.max()).bit_length() if len(numbers) else 0


def _starts(keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Where each of the sorted keys begins."""
    if not len(keys):
        return _NO_COUNTS
    changes = np.flatnonzero(keys[1:] != keys[:-1]) + 1
    return np.concatenate([_FIRST, changes])


_NONE = np.empty(0, dtype=np.uint32)
_NO_WEIGHTS = np.empty(0, dtype=np.uint16)
_FREE = np.zeros(1, dtype=np.uint16)
_NO_COUNTS = np.empty(0, dtype=np.int64)
_FIRST = np.zeros(1, dtype=np.int64)
