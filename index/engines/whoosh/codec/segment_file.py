"""Terms, postings, lengths and tokens of each field go in, the file of a segment comes out."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.array_file import ArrayFileWriter
from index.engines.whoosh.codec.dictionary import write_dictionary
from index.engines.whoosh.codec.list_places import long_lists, write_counts, write_places
from index.engines.whoosh.codec.pair_dictionary import write_pairs
from index.engines.whoosh.codec.posting_lists import encode_lists
from index.engines.whoosh.codec.runs import Runs
from index.engines.whoosh.codec.segment_columns import FieldAbout, SegmentAbout, write_about
from index.engines.whoosh.codec.token_stream import Numbers, StreamContent, write_stream

_NONE = np.empty(0, dtype=np.uint32)
_NO_KEYS = np.empty(0, dtype=np.uint64)
_PIECE = 1 << 24  # bytes copied at once


@dataclass(slots=True)
class FieldContent:
    """Everything of one field of a segment.

    `terms` by number; a field of pairs has none, its keys are pairs of numbers of the field
    they are neighbours in, and one that shares another's terms takes them from there. `runs`
    hold postings by term number (or pair key). `lengths` per document belong to a scored field,
    `stream` to one with positions of its own, `map` to one whose positions are another's: there,
    for each term number of the other, the own one. The runs of a union of pairs only tell how
    many documents each pair has.
    """

    about: FieldAbout
    runs: Runs
    terms: Sequence[bytes] = ()
    lengths: NDArray[np.uint32] | None = None
    stream: StreamContent | None = None
    map: Numbers | None = None


def write_segment(
    path: Path,
    *,
    documents: int,
    fields: Mapping[str, FieldContent],
    beside: Callable[[ArrayFileWriter], None] = lambda _: None,
) -> None:
    """Write the columns of all fields into one file, and what `beside` adds to it."""
    about = SegmentAbout(
        documents=documents, fields={name: content.about for name, content in fields.items()}
    )
    with ArrayFileWriter(path) as file:
        write_about(file, about)
        for name, content in fields.items():
            if content.about.union_of:
                _write_union(file, name, content, fields)
            else:
                with _Lists(path.parent, documents, content.about.usual) as lists:
                    _write_field(file, name, content, fields, lists)
        beside(file)


def _write_field(
    file: ArrayFileWriter,
    name: str,
    content: FieldContent,
    fields: Mapping[str, FieldContent],
    lists: "_Lists",
) -> None:
    prefix = f"{name}/"
    terms = fields[content.about.terms_of].terms if content.about.terms_of else content.terms
    file.add_pieces(f"{prefix}content", np.uint8, lists.encoded(content.runs))
    if content.about.pairs_of:
        words = len(fields[content.about.pairs_of].terms)
        write_pairs(file, prefix, lists.keys(), words=words)
        lists.write(file, prefix, numbers=None)
    else:
        if not content.about.terms_of:
            write_dictionary(file, prefix, terms)
        lists.write(file, prefix, numbers=len(terms))
    if content.lengths is not None:
        file.add(f"{prefix}lengths", content.lengths)
    if content.map is not None:
        file.add(f"{prefix}map", content.map)
    if content.stream is not None:
        write_stream(file, prefix, content.stream)


def _write_union(
    file: ArrayFileWriter, name: str, content: FieldContent, fields: Mapping[str, FieldContent]
) -> None:
    """Write the pairs of a union and how many documents each has: their lists are another's."""
    blocks = [(block.keys, block.counts) for block in content.runs.blocks()]
    keys = np.concatenate([*(keys for keys, _ in blocks), _NO_KEYS])
    words = len(fields[content.about.pairs_of].terms)
    write_pairs(file, f"{name}/", keys, words=words)
    write_counts(file, f"{name}/", np.concatenate([*(counts for _, counts in blocks), _NONE]))


class _Lists:
    """Encodes the postings of a field block by block and keeps what locates each list.

    Short lists go out as they come; long ones wait on the disk until all short ones are out.
    """

    def __init__(self, folder: Path, documents: int, usual: int) -> None:
        self._documents = documents
        self._usual = usual
        # In the index's folder: a system's temporary one may be small, or memory.
        self._long = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed with the `with`
        self._keys: list[NDArray[np.uint64]] = []
        self._sizes: list[Numbers] = []
        self._forms: list[NDArray[np.uint8]] = []
        self._counts: list[Numbers] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._long.close()

    def encoded(self, runs: Runs) -> Iterator[NDArray[np.uint8]]:
        """The bytes of the lists in the order of their keys, the short ones first."""
        for block in runs.blocks():
            starts = np.cumsum(block.counts, dtype=np.int64) - block.counts
            lists = encode_lists(
                starts, block.documents, block.weights, of=self._documents, usual=self._usual
            )
            self._keys.append(block.keys)
            self._sizes.append(lists.sizes.astype(np.uint32))
            self._forms.append(lists.forms)
            self._counts.append(lists.frequencies)
            long = np.repeat(long_lists(lists.sizes, lists.frequencies), lists.sizes)
            self._long.write(lists.content[long].data)
            yield lists.content[~long]
        self._long.seek(0)
        while piece := self._long.read(_PIECE):
            yield np.frombuffer(piece, dtype=np.uint8)

    def keys(self) -> NDArray[np.uint64]:
        """The key of each list."""
        return np.concatenate([*self._keys, _NO_KEYS])

    def write(self, file: ArrayFileWriter, prefix: str, *, numbers: int | None) -> None:
        """Write where the lists lie; with `numbers`, keys are term numbers below that."""
        sizes = np.concatenate([*self._sizes, _NONE])
        forms = np.concatenate([*self._forms, np.empty(0, dtype=np.uint8)])
        counts = np.concatenate([*self._counts, _NONE])
        if numbers is not None:
            keys = self.keys().astype(np.int64)
            sizes = _at(keys, sizes, numbers)
            forms = _at(keys, forms, numbers)
            counts = _at(keys, counts, numbers)
        file.add(f"{prefix}forms", forms)
        write_places(file, prefix, sizes, counts)


def _at(keys: NDArray[np.int64], values: NDArray[Any], room: int) -> NDArray[Any]:
    """The values at their keys, zero elsewhere."""
    whole = np.zeros(room, dtype=values.dtype)
    whole[keys] = values
    return whole
