"""The columns of an older segment go in; runs and streams in the numbers of a new one come out.

Nothing is analysed again and no posting is replayed: blocks of lists are decoded, renumbered by
one lookup for terms and one for documents, and sorted.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.dictionary import Dictionary
from index.engines.whoosh.codec.pair_dictionary import pair_keys
from index.engines.whoosh.codec.runs import BLOCK_POSTINGS, Run
from index.engines.whoosh.codec.segment_columns import SegmentColumns
from index.engines.whoosh.codec.token_stream import NO_TERM, TokenStream
from index.engines.whoosh.fields import IDENTITY, IDENTITY_NUMBERS, TEXT_ACCENTED, TEXT_FOLDED
from index.engines.whoosh.writing.analysis import Analyst

Numbers = NDArray[np.uint32]

_STREAM_DOCUMENTS = 4_096  # renumbered at once: some 30 MB


class Merge:
    """One older segment on its way into a new one.

    `new_numbers` gives each of its documents the number it has now, -1 for deleted ones; the
    living ones, `living`, keep their order.
    """

    def __init__(self, columns: SegmentColumns, new_numbers: NDArray[np.int64]) -> None:
        self._columns = columns
        self._new_numbers = new_numbers
        self.living = np.flatnonzero(new_numbers >= 0).astype(np.uint32)

    def words(self, analyst: Analyst) -> tuple[Numbers, Numbers]:
        """The new numbers of the accented and of the folded terms."""
        accented = self._columns.fields[TEXT_ACCENTED].terms
        folded_field = self._columns.fields[TEXT_FOLDED]
        assert isinstance(accented, Dictionary)  # noqa: S101 - both fields own their terms
        assert isinstance(folded_field.terms, Dictionary)  # noqa: S101 - as above
        assert folded_field.map is not None  # noqa: S101 - its positions are the other's
        folded = [term.decode() for term in folded_field.terms.terms()]
        numbers = [
            analyst.number_of(term.decode(), folded[twin])
            for term, twin in zip(accented.terms(), folded_field.map.tolist(), strict=True)
        ]
        folded_numbers = [analyst.folded.number(term.encode()) for term in folded]
        return np.array(numbers, dtype=np.uint32), np.array(folded_numbers, dtype=np.uint32)

    def identities(self) -> list[bytes]:
        """The identity of each living document."""
        terms = self._columns.fields[IDENTITY].terms
        assert isinstance(terms, Dictionary)  # noqa: S101 - identities are words of their own
        numbers = self._columns.file[IDENTITY_NUMBERS][self.living].tolist()
        return [terms.term(number) for number in numbers]

    def postings(self, name: str, numbers: Numbers) -> Iterator[Run]:
        """The postings of a field, renumbered, in runs of disjoint terms."""
        field = self._columns.fields[name]
        for terms, documents, weights in field.all_postings(most=BLOCK_POSTINGS):
            yield from self._run(numbers[terms].astype(np.uint64), documents, weights)

    def pairs(self, name: str, numbers: Numbers) -> Iterator[Run]:
        """The postings of a field of pairs, whose terms have these new numbers."""
        field = self._columns.fields[name]
        assert field.pairs is not None  # noqa: S101 - the caller's promise
        firsts, seconds = field.pairs.numbers()
        keys = pair_keys(numbers[firsts], numbers[seconds])
        for terms, documents, weights in field.all_postings(most=BLOCK_POSTINGS):
            yield from self._run(keys[terms], documents, weights)

    def _run(
        self, keys: NDArray[np.uint64], documents: Numbers, weights: NDArray[np.uint16]
    ) -> Iterator[Run]:
        moved = self._new_numbers[documents]
        living = moved >= 0
        keys, weights = keys[living], weights[living]
        if len(keys):
            order = np.argsort(keys, kind="stable")  # documents ascend within a list already
            numbers = moved[living].astype(np.uint32)
            yield Run.of_postings(keys[order], numbers[order], weights[order])

    def lengths(self, name: str) -> Numbers:
        """The lengths of the living documents."""
        lengths = self._columns.fields[name].lengths
        assert lengths is not None  # noqa: S101 - scored fields have them
        return np.asarray(lengths[self.living])

    def stream(
        self, name: str, numbers: Numbers
    ) -> Iterator[tuple[Numbers, NDArray[np.int64], Numbers, int]]:
        """The tokens of some living documents at a time, their counts, anchors, first number."""
        stream = self._stream(name)
        renumber = np.append(numbers, np.uint32(NO_TERM))
        for first in range(0, len(self.living), _STREAM_DOCUMENTS):
            documents = self.living[first : first + _STREAM_DOCUMENTS]
            tokens, starts = stream.tokens_of(documents)
            tokens = renumber[np.minimum(tokens, len(numbers))]
            lengths = np.diff(np.append(starts, len(tokens)))
            anchors = stream.anchors_of(documents)
            yield tokens, lengths, anchors, int(self._new_numbers[documents[0]])

    def overlaps(self, name: str, numbers: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """What stands over other tokens of living documents: document, position, term."""
        over = self._stream(name).overlaps
        moved = self._new_numbers[over.documents]
        living = moved >= 0
        terms = numbers[over.terms[living]]
        return moved[living].astype(np.uint32), np.asarray(over.positions[living]), terms

    def _stream(self, name: str) -> TokenStream:
        stream = self._columns.fields[name].stream
        assert stream is not None  # noqa: S101 - the caller's promise
        return stream
