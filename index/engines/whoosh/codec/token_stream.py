"""The term numbers of each document in reading order go in; any document's come out again.

Two bytes a token: the 65,534 terms that came first, which hold nearly all tokens, stand by
number; others as RARE with their number aside. GAP is a position without a term, as between
two pieces of text. Terms that share a position with another stand aside in `over_*`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.anchors import Anchors, AnchorSlots, write_anchors
from index.engines.whoosh.codec.array_file import ArrayFile, ArrayFileWriter, narrowed

Numbers = NDArray[np.uint32]

NO_TERM = 0xFFFFFFFF  # in decoded tokens: a position without a term
# Codes that are no term numbers: a term whose number is aside, a position without a term.
RARE, GAP = 0xFFFF, 0xFFFE
_GAP_BYTES = np.array([GAP], dtype=np.uint16).tobytes()
_NONE = np.empty(0, dtype=np.uint32)


@dataclass(frozen=True, slots=True)
class Overlaps:
    """Terms that share a position with the token there; sorted by document, then position."""

    documents: Numbers
    positions: Numbers
    terms: Numbers


def pack_tokens(terms: Numbers) -> tuple[NDArray[np.uint16], Numbers]:
    """Term numbers (NO_TERM for a gap) as two-byte codes, and the rare ones in their order."""
    rare = (terms >= GAP) & (terms != NO_TERM)
    codes = np.where(rare, RARE, np.where(terms == NO_TERM, GAP, terms)).astype(np.uint16)
    return codes, terms[rare]


@dataclass(slots=True)
class StreamContent:
    """The tokens of a field: per document how many positions and how many rare tokens.

    `codes` and `rare` are what `pack_tokens` gives, in pieces of consecutive documents. A field
    whose text is shown has `anchors`, in such pieces too.
    """

    lengths: NDArray[Any]
    rare_counts: NDArray[Any]
    codes: Iterable[NDArray[np.uint16]]
    rare: Sequence[Numbers]
    overlaps: Overlaps = field(default_factory=lambda: Overlaps(_NONE, _NONE, _NONE))
    anchors: Sequence[AnchorSlots] | None = None


def write_stream(file: ArrayFileWriter, prefix: str, content: StreamContent) -> None:
    """Write the arrays of a stream: positions and rare tokens per document, then the tokens."""
    file.add(f"{prefix}token_ends", narrowed(np.cumsum(content.lengths, dtype=np.uint64)))
    file.add(f"{prefix}rare_ends", narrowed(np.cumsum(content.rare_counts, dtype=np.uint64)))
    file.add_pieces(f"{prefix}tokens", np.uint16, content.codes)
    file.add_pieces(f"{prefix}rare", np.uint32, content.rare)
    file.add(f"{prefix}over_documents", content.overlaps.documents)
    file.add(f"{prefix}over_positions", content.overlaps.positions)
    file.add(f"{prefix}over_terms", content.overlaps.terms)
    if content.anchors is not None:
        write_anchors(file, prefix, content.anchors)


class TokenStream:
    """The tokens of the documents of a segment, by document."""

    def __init__(self, file: ArrayFile, prefix: str) -> None:
        self._ends = file[f"{prefix}token_ends"]
        self._rare_ends = file[f"{prefix}rare_ends"]
        self._tokens = file[f"{prefix}tokens"]
        self._rare = file[f"{prefix}rare"]
        self.overlaps = Overlaps(
            file[f"{prefix}over_documents"],
            file[f"{prefix}over_positions"],
            file[f"{prefix}over_terms"],
        )
        self.anchors = Anchors(file, prefix) if f"{prefix}anchors" in file else None

    def __len__(self) -> int:
        return len(self._ends)

    def extent(self, document: int) -> tuple[int, int]:
        """Where a document's tokens begin and end in the whole stream."""
        start = int(self._ends[document - 1]) if document else 0
        return start, int(self._ends[document])

    def tokens(self, document: int) -> Numbers:
        """The term number at each position of a document, NO_TERM at gaps."""
        start, end = self.extent(document)
        codes = self._tokens[start:end]
        numbers = codes.astype(np.uint32)
        special = codes >= GAP
        if special.any():
            rare_start = int(self._rare_ends[document - 1]) if document else 0
            rare = self._rare[rare_start : int(self._rare_ends[document])]
            numbers[codes == RARE] = rare
            numbers[codes == GAP] = NO_TERM
        return numbers

    def tokens_of(self, documents: Numbers) -> tuple[Numbers, NDArray[np.int64]]:
        """The tokens of several documents end to end, and where each begins."""
        codes, places = self.codes_of(documents)
        numbers = codes.astype(np.uint32)
        if (codes >= GAP).any():
            numbers[codes == GAP] = NO_TERM
            numbers[codes == RARE] = self.rare_of(documents)
        return numbers, places

    def apart(self, documents: Sequence[int]) -> tuple[NDArray[np.uint16], list[int]]:
        """The tokens of several documents as they are stored, a GAP after each document's.

        Also where each begins in the whole stream.
        """
        octets = self._tokens.view(np.uint8).data
        extents = [self.extent(document) for document in documents]
        slices = [octets[2 * start : 2 * end] for start, end in extents]
        content = _GAP_BYTES.join([*slices, b""])
        return np.frombuffer(content, dtype=np.uint16), [start for start, _ in extents]

    def anchors_of(self, documents: Numbers) -> Numbers:
        """The characters of each 32nd token of several documents but their first tokens."""
        if self.anchors is None:
            return _NONE
        starts, lengths = _extents(self._ends, documents)
        return self.anchors.all_of(starts, lengths)

    def overlaps_of(self, document: int) -> tuple[Numbers, Numbers]:
        """Positions and terms that stand over other tokens of a document."""
        documents = self.overlaps.documents
        if not len(documents):
            return _NONE, _NONE
        own = slice(*np.searchsorted(documents, [document, document + 1]))
        return self.overlaps.positions[own], self.overlaps.terms[own]

    def codes_of(self, documents: NDArray[Any]) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
        """The tokens of several documents end to end as they are stored, and where each begins."""
        starts, lengths = _extents(self._ends, documents)
        return _end_to_end(self._tokens, starts, lengths), np.cumsum(lengths) - lengths

    def rare_of(self, documents: NDArray[Any]) -> Numbers:
        """The terms behind the RARE codes of several documents, in their order."""
        return _end_to_end(self._rare, *_extents(self._rare_ends, documents))

    def rare_apart(self, documents: Sequence[int]) -> Numbers:
        """The same of a few documents, which takes less time so."""
        octets = self._rare.view(np.uint8).data
        ends = self._rare_ends.data
        slices = [
            octets[4 * (ends[document - 1] if document else 0) : 4 * ends[document]]
            for document in documents
        ]
        return np.frombuffer(b"".join(slices), dtype=np.uint32)


def _extents(
    ends: NDArray[Any], documents: NDArray[Any]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the slice of each of several documents begins, and how long it is."""
    stops = ends.take(documents).astype(np.int64)
    starts = ends.take(np.maximum(documents, 1) - 1).astype(np.int64)
    starts[documents == 0] = 0
    return starts, stops - starts


def _end_to_end(
    content: NDArray[Any], starts: NDArray[np.int64], lengths: NDArray[np.int64]
) -> NDArray[Any]:
    """Slices laid end to end. Memory is copied by slices: an index for each element costs more."""
    size = content.itemsize
    octets = content.view(np.uint8).data  # slices of it are made faster than those of an array
    begins, stops = starts * size, (starts + lengths) * size
    slices = [
        octets[begin:stop] for begin, stop in zip(begins.tolist(), stops.tolist(), strict=True)
    ]
    return np.frombuffer(b"".join(slices), dtype=content.dtype)


def stand_aside(terms: Numbers) -> NDArray[np.bool_]:
    """Which terms stand in a stream as RARE."""
    return terms >= GAP
