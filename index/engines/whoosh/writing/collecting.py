"""Articles' pieces of text go in as packed terms; arrays of many documents' tokens come out.

Nothing but a join happens for each piece: positions, characters, weights and what is written
without marks are worked out for all documents at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.anchors import ANCHORED
from index.engines.whoosh.codec.token_stream import NO_TERM, Overlaps
from index.engines.whoosh.writing.analysis import NO_TOKEN, OVER, Analyst

Numbers = NDArray[np.uint32]
Places = NDArray[np.int64]

_ROW = 8  # bytes of a packed term: its number and its step


@dataclass(frozen=True, slots=True)
class Tokens:
    """Documents of one field as arrays.

    `tokens` are their terms in reading order, NO_TERM between two pieces; `lengths` counts them
    by document, `weights` has one for each. `overlaps` are what stands over others, by document
    counted from the first; `over_weights` theirs. `anchors` are the characters of every 32nd
    position of a document but its first.
    """

    tokens: Numbers
    weights: NDArray[np.uint16]
    lengths: Places
    overlaps: Overlaps
    over_weights: NDArray[np.uint16]
    anchors: Numbers

    def document_of(self) -> Numbers:
        """The document of each token, counted from the first."""
        return np.repeat(np.arange(len(self.lengths), dtype=np.uint32), self.lengths)

    def weighed_lengths(self) -> Numbers:
        """The sum of the weights of each document's tokens, without what stands over them."""
        sums = np.concatenate([_ZERO, np.cumsum(self.weights, dtype=np.int64)])
        ends = np.cumsum(self.lengths)
        weighed: Numbers = (sums[ends] - sums[ends - self.lengths]).astype(np.uint32)
        return weighed


@dataclass(slots=True)
class Collected:
    """Documents as they came, waiting to be inverted."""

    packed: list[bytes] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)
    pieces: list[int] = field(default_factory=list)
    size: int = 0

    def add(self, pieces: Iterable[tuple[bytes, int]]) -> None:
        """Take a document's packed pieces, each with the weight of a token in it."""
        before = len(self.packed)
        for packed, weight in pieces:
            self.packed.append(packed)
            self.weights.append(weight)
            self.size += len(packed) // _ROW
        self.pieces.append(len(self.packed) - before)

    def __len__(self) -> int:
        return len(self.pieces)

    def tokens(self, analyst: Analyst) -> Tokens:
        """The arrays of all pieces."""
        return _tokens(self.packed, self.weights, np.array(self.pieces, dtype=np.int64), analyst)

    def first_tokens(self, analyst: Analyst) -> Tokens:
        """The arrays of the first piece of each document, each token weighing 1."""
        ends = np.cumsum(self.pieces)
        packed = [self.packed[place] for place in (ends - self.pieces).tolist()]
        ones = np.ones(len(packed), dtype=np.int64)
        return _tokens(packed, [1] * len(packed), ones, analyst)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Packed terms end to end: the number, the piece and the character of each.

    `document_of` tells the document of each piece, `begins` its first row and `piece_characters`
    where it begins. Characters are counted from the first of the document.
    """

    numbers: Numbers
    piece_of: Places
    characters: Places
    document_of: Places
    begins: Places
    piece_characters: Places

    @classmethod
    def of(cls, packed: list[bytes], pieces: Places) -> "_Rows":
        """The rows of all pieces; `pieces` tells how many each document has."""
        terms = np.frombuffer(b"".join(packed), dtype=np.uint32).reshape(-1, 2)
        sums = np.concatenate([_ZERO, np.cumsum(terms[:, 1], dtype=np.int64)])
        sizes = np.array([len(piece) // _ROW for piece in packed], dtype=np.int64)
        begins = np.cumsum(sizes) - sizes
        document_of = np.repeat(np.arange(len(pieces)), pieces)
        document_begins = sums[begins[np.cumsum(pieces) - pieces]]
        piece_of = np.repeat(np.arange(len(packed)), sizes)
        return cls(
            numbers=terms[:, 0].copy(),
            piece_of=piece_of,
            characters=sums[:-1] - document_begins[document_of[piece_of]],
            document_of=document_of,
            begins=begins,
            piece_characters=sums[begins] - document_begins[document_of],
        )


def _tokens(packed: list[bytes], weights: list[int], pieces: Places, analyst: Analyst) -> Tokens:
    rows = _Rows.of(packed, pieces)
    document_of = rows.document_of
    plain = rows.numbers < OVER
    piece_of, numbers = rows.piece_of[plain], rows.numbers[plain]
    # One position stays free before each piece but a document's first.
    places = np.arange(len(numbers)) + (np.arange(len(packed)) - document_of)[piece_of]
    tokens = np.full(len(numbers) + len(packed) - len(pieces), NO_TERM, dtype=np.uint32)
    tokens[places] = analyst.in_bare_text(numbers, piece_of, len(packed))
    weight_of = np.array(weights, dtype=np.uint16)
    weighed = np.zeros(len(tokens), dtype=np.uint16)
    weighed[places] = weight_of[piece_of]
    lengths = np.bincount(document_of[piece_of], minlength=len(pieces)) + pieces - 1
    over = np.flatnonzero(~plain & (rows.numbers != NO_TOKEN))
    over_documents = document_of[rows.piece_of[over]]
    under = places[np.cumsum(plain)[over] - 1] - (np.cumsum(lengths) - lengths)[over_documents]
    return Tokens(
        tokens=tokens,
        weights=weighed,
        lengths=lengths,
        overlaps=Overlaps(
            over_documents.astype(np.uint32), under.astype(np.uint32), rows.numbers[over] - OVER
        ),
        over_weights=weight_of[rows.piece_of[over]],
        anchors=_anchors(rows, plain, places, lengths),
    )


def _anchors(rows: _Rows, plain: NDArray[np.bool_], places: Places, lengths: Places) -> Numbers:
    """The character of every 32nd position of each document but its first."""
    characters = np.empty(int(lengths.sum()), dtype=np.uint32)
    characters[places] = rows.characters[plain]
    # A free position stands for the blank before the next piece.
    pieces = np.arange(len(rows.document_of))
    free = np.concatenate([_ZERO, np.cumsum(plain)])[rows.begins] + pieces - rows.document_of - 1
    later = np.diff(rows.document_of, prepend=-1) == 0
    characters[free[later]] = rows.piece_characters[later] - 1
    counts = np.maximum(lengths - 1, 0) // ANCHORED
    within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts) + 1
    anchored = np.repeat(np.cumsum(lengths) - lengths, counts) + within * ANCHORED
    wanted: Numbers = characters[anchored]
    return wanted


_ZERO = np.zeros(1, dtype=np.int64)
