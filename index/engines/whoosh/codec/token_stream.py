"""The term numbers of each document in reading order go in; any document's come out again.

Two bytes a token: the 65,534 terms that came first, which hold nearly all tokens, stand by
number; others as RARE with their number aside. GAP is a position without a term, as between
two pieces of text. Terms that share a position with another stand aside in `over_*`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.array_file import ArrayFile, ArrayFileWriter

Numbers = NDArray[np.uint32]

NO_TERM = 0xFFFFFFFF  # in decoded tokens: a position without a term
RARE, _GAP = 0xFFFF, 0xFFFE
_NONE = np.empty(0, dtype=np.uint32)


@dataclass(frozen=True, slots=True)
class Overlaps:
    """Terms that share a position with the token there; sorted by document, then position."""

    documents: Numbers
    positions: Numbers
    terms: Numbers


def pack_tokens(terms: Numbers) -> tuple[NDArray[np.uint16], Numbers]:
    """Term numbers (NO_TERM for a gap) as two-byte codes, and the rare ones in their order."""
    rare = (terms >= _GAP) & (terms != NO_TERM)
    codes = np.where(rare, RARE, np.where(terms == NO_TERM, _GAP, terms)).astype(np.uint16)
    return codes, terms[rare]


@dataclass(slots=True)
class StreamContent:
    """The tokens of a field: per document how many positions and how many rare tokens.

    `codes` and `rare` are what `pack_tokens` gives, in pieces of consecutive documents.
    """

    lengths: NDArray[Any]
    rare_counts: NDArray[Any]
    codes: Sequence[NDArray[np.uint16]]
    rare: Sequence[Numbers]
    overlaps: Overlaps = field(default_factory=lambda: Overlaps(_NONE, _NONE, _NONE))


def write_stream(file: ArrayFileWriter, prefix: str, content: StreamContent) -> None:
    """Write the arrays of a stream: positions and rare tokens per document, then the tokens."""
    file.add(f"{prefix}token_ends", np.cumsum(content.lengths, dtype=np.uint64))
    file.add(f"{prefix}rare_ends", np.cumsum(content.rare_counts, dtype=np.uint64))
    file.add_pieces(f"{prefix}tokens", np.uint16, content.codes)
    file.add_pieces(f"{prefix}rare", np.uint32, content.rare)
    file.add(f"{prefix}over_documents", content.overlaps.documents)
    file.add(f"{prefix}over_positions", content.overlaps.positions)
    file.add(f"{prefix}over_terms", content.overlaps.terms)


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
        special = codes >= _GAP
        if special.any():
            rare_start = int(self._rare_ends[document - 1]) if document else 0
            rare = self._rare[rare_start : int(self._rare_ends[document])]
            numbers[codes == RARE] = rare
            numbers[codes == _GAP] = NO_TERM
        return numbers

    def tokens_of(self, documents: Numbers) -> tuple[Numbers, NDArray[np.int64]]:
        """The tokens of several documents end to end, and where each begins."""
        ends = self._ends[documents].astype(np.int64)
        first = documents == 0
        starts = np.where(first, 0, self._ends[documents - 1 + first]).astype(np.int64)
        lengths = ends - starts
        places = np.cumsum(lengths) - lengths
        within = np.arange(int(lengths.sum()), dtype=np.int64)
        codes = self._tokens[within + np.repeat(starts - places, lengths)]
        numbers = codes.astype(np.uint32)
        if (codes >= _GAP).any():
            numbers[codes == _GAP] = NO_TERM
            numbers[codes == RARE] = self._rare_of(documents)
        return numbers, places

    def overlaps_of(self, document: int) -> tuple[Numbers, Numbers]:
        """Positions and terms that stand over other tokens of a document."""
        documents = self.overlaps.documents
        if not len(documents):
            return _NONE, _NONE
        own = slice(*np.searchsorted(documents, [document, document + 1]))
        return self.overlaps.positions[own], self.overlaps.terms[own]

    def _rare_of(self, documents: Numbers) -> Numbers:
        ends = self._rare_ends
        pieces = [
            self._rare[int(ends[one - 1]) if one else 0 : int(ends[one])]
            for one in documents.tolist()
        ]
        return np.concatenate(pieces) if pieces else _NONE
