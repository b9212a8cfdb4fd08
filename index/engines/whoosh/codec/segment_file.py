"""Terms, postings, lengths and tokens of each field go in, the file of a segment comes out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.array_file import ArrayFileWriter
from index.engines.whoosh.codec.dictionary import write_dictionary
from index.engines.whoosh.codec.pair_dictionary import split_keys
from index.engines.whoosh.codec.posting_lists import encode_lists
from index.engines.whoosh.codec.runs import Run, Runs
from index.engines.whoosh.codec.segment_columns import FieldAbout, SegmentAbout, write_about
from index.engines.whoosh.codec.token_stream import Numbers, Overlaps, write_stream

_NONE = np.empty(0, dtype=np.uint32)


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


@dataclass(slots=True)
class FieldContent:
    """Everything of one field of a segment.

    `terms` by number; a field of pairs has none, its keys are pairs of numbers of the field
    they are neighbours in, and one that shares another's terms takes them from there. `runs`
    hold postings by term number (or pair key). `lengths` per document belong to a scored field,
    `stream` to one with positions of its own, `map` to one whose positions are another's: there,
    for each term number of the other, the own one.
    """

    about: FieldAbout
    runs: Runs
    terms: Sequence[bytes] = ()
    lengths: NDArray[np.uint32] | None = None
    stream: StreamContent | None = None
    map: Numbers | None = None


def write_segment(path: Path, *, documents: int, fields: Mapping[str, FieldContent]) -> None:
    """Write the columns of all fields into one file."""
    about = SegmentAbout(
        documents=documents, fields={name: content.about for name, content in fields.items()}
    )
    with ArrayFileWriter(path) as file:
        write_about(file, about)
        for name, content in fields.items():
            _write_field(file, name, content, fields, documents)


def _write_field(
    file: ArrayFileWriter,
    name: str,
    content: FieldContent,
    fields: Mapping[str, FieldContent],
    documents: int,
) -> None:
    prefix = f"{name}/"
    terms = fields[content.about.terms_of].terms if content.about.terms_of else content.terms
    postings = _Postings(len(terms), documents, content.about.usual)
    file.add_pieces(f"{prefix}content", np.uint8, postings.encoded(content.runs))
    if content.about.pairs_of:
        firsts, seconds = split_keys(np.array(postings.keys(), dtype=np.uint64))
        words = len(fields[content.about.pairs_of].terms)
        counts = np.bincount(firsts, minlength=words)
        file.add(f"{prefix}first_ends", np.cumsum(counts, dtype=np.uint32))
        file.add(f"{prefix}seconds", seconds)
    else:
        if not content.about.terms_of:
            write_dictionary(file, prefix, terms)
        postings.spread()
    file.add(f"{prefix}starts", postings.starts())
    file.add(f"{prefix}forms", postings.forms())
    file.add(f"{prefix}frequencies", postings.frequencies())
    if content.lengths is not None:
        file.add(f"{prefix}lengths", content.lengths)
    if content.map is not None:
        file.add(f"{prefix}map", content.map)
    if content.stream is not None:
        stream = content.stream
        write_stream(
            file,
            prefix,
            lengths=stream.lengths,
            codes=stream.codes,
            rare=stream.rare,
            rare_counts=stream.rare_counts,
            overlaps=stream.overlaps,
        )


class _Postings:
    """Encodes the postings of a field block by block and keeps what locates each list."""

    def __init__(self, terms: int, documents: int, usual: int) -> None:
        self._terms = terms
        self._documents = documents
        self._usual = usual
        self._keys: list[NDArray[np.uint64]] = []
        self._sizes: list[NDArray[np.int64]] = []
        self._forms: list[NDArray[np.uint8]] = []
        self._frequencies: list[Numbers] = []

    def encoded(self, runs: Runs) -> Iterator[NDArray[np.uint8]]:
        """The bytes of the lists, in the order of their keys."""
        for block in runs.blocks():
            starts = _starts(block)
            lists = encode_lists(
                starts, block.documents, block.weights, of=self._documents, usual=self._usual
            )
            self._keys.append(block.keys[starts])
            self._sizes.append(lists.sizes)
            self._forms.append(lists.forms)
            self._frequencies.append(lists.frequencies)
            yield lists.content

    def keys(self) -> NDArray[np.uint64]:
        """The key of each list."""
        return np.concatenate([*self._keys, np.empty(0, dtype=np.uint64)])

    def spread(self) -> None:
        """Give every term number a place, those without postings an empty one."""
        keys = self.keys().astype(np.int64)
        for column, dtype in (
            (self._sizes, np.int64),
            (self._forms, np.uint8),
            (self._frequencies, np.uint32),
        ):
            whole = np.zeros(self._terms, dtype=dtype)
            whole[keys] = np.concatenate([*column, np.empty(0, dtype=dtype)])
            column[:] = [whole]  # type: ignore[list-item]

    def starts(self) -> NDArray[Any]:
        """Where each list begins in the bytes, and the end of the last one."""
        sizes = np.concatenate([*self._sizes, np.empty(0, dtype=np.int64)])
        starts = np.concatenate([[0], np.cumsum(sizes)])
        return starts.astype(np.uint32 if starts[-1] < 1 << 32 else np.uint64)

    def forms(self) -> NDArray[np.uint8]:
        """The form of each list."""
        return np.concatenate([*self._forms, np.empty(0, dtype=np.uint8)])

    def frequencies(self) -> Numbers:
        """How many documents each list has."""
        return np.concatenate([*self._frequencies, _NONE])


def _starts(block: Run) -> NDArray[np.int64]:
    """Where each key begins."""
    changes = np.flatnonzero(block.keys[1:] != block.keys[:-1]) + 1
    return np.concatenate([[0], changes]).astype(np.int64)
