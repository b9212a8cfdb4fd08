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
from index.engines.whoosh.codec.list_places import long_lists, write_places
from index.engines.whoosh.codec.pair_dictionary import pair_keys, split_keys
from index.engines.whoosh.codec.posting_lists import encode_lists
from index.engines.whoosh.codec.runs import Run, Runs
from index.engines.whoosh.codec.segment_columns import FieldAbout, SegmentAbout, write_about
from index.engines.whoosh.codec.token_stream import Numbers, StreamContent, write_stream

_NONE = np.empty(0, dtype=np.uint32)
_PIECE = 1 << 24  # bytes copied at once


@dataclass(slots=True)
class FieldContent:
    """Everything of one field of a segment.

    `terms` by number; a field of pairs has none, its keys are pairs of numbers of the field
    they are neighbours in, and one that shares another's terms takes them from there. `runs`
    hold postings by term number (or pair key). `lengths` per document belong to a scored field,
    `stream` to one with positions of its own, `map` to one whose positions are another's: there,
    for each term number of the other, the own one. A union of pairs has such a `map` too, and its
    runs only tell how many documents each pair has.
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
        pairs: dict[str, NDArray[np.uint64]] = {}
        for name, content in fields.items():
            if content.about.union_of:
                _write_union(file, name, content, fields, pairs[content.about.union_of])
            else:
                pairs[name] = _write_field(file, name, content, fields, documents)
        beside(file)


def _write_field(
    file: ArrayFileWriter,
    name: str,
    content: FieldContent,
    fields: Mapping[str, FieldContent],
    documents: int,
) -> NDArray[np.uint64]:
    """Write one field; returns the keys of its lists."""
    prefix = f"{name}/"
    terms = fields[content.about.terms_of].terms if content.about.terms_of else content.terms
    with _Lists(documents, content.about.usual) as lists:
        file.add_pieces(f"{prefix}content", np.uint8, lists.encoded(content.runs))
        if content.about.pairs_of:
            _write_pairs(file, prefix, lists.keys(), len(fields[content.about.pairs_of].terms))
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
    return lists.keys()


def _write_pairs(file: ArrayFileWriter, prefix: str, keys: NDArray[np.uint64], words: int) -> None:
    firsts, seconds = split_keys(keys)
    ends = np.cumsum(np.bincount(firsts, minlength=words))
    file.add(f"{prefix}first_ends", ends.astype(np.uint32))
    file.add(f"{prefix}seconds", seconds)


def _write_union(
    file: ArrayFileWriter,
    name: str,
    content: FieldContent,
    fields: Mapping[str, FieldContent],
    joined: NDArray[np.uint64],
) -> None:
    """Write which pairs of the joined field are one pair here, and how many documents it has."""
    assert content.map is not None  # noqa: S101 - a union tells what becomes of each term
    prefix = f"{name}/"
    firsts, seconds = split_keys(joined)
    keys = pair_keys(content.map[firsts], content.map[seconds])
    members = np.argsort(keys, kind="stable").astype(np.uint32)
    starts = _key_starts(keys[members])
    sizes = np.diff(np.append(starts, len(members)))
    counts = np.concatenate([*(_key_counts(block) for block in content.runs.blocks()), _NONE])
    file.add(f"{prefix}content", _long_last(members, sizes, counts))
    words = len(fields[content.about.pairs_of].terms)
    _write_pairs(file, prefix, keys[members[starts]], words)
    write_places(file, prefix, sizes, counts)


def _key_counts(block: Run) -> Numbers:
    """How many postings each key of a block has."""
    return np.diff(np.append(_key_starts(block.keys), len(block))).astype(np.uint32)


def _long_last(members: Numbers, sizes: NDArray[np.int64], counts: Numbers) -> Numbers:
    """The members with those of long lists after all others, as their places say."""
    long = np.repeat(long_lists(sizes, counts), sizes)
    return np.concatenate([members[~long], members[long]])


class _Lists:
    """Encodes the postings of a field block by block and keeps what locates each list.

    Short lists go out as they come; long ones wait on the disk until all short ones are out.
    """

    def __init__(self, documents: int, usual: int) -> None:
        self._documents = documents
        self._usual = usual
        self._long = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the `with` ends
        self._keys: list[NDArray[np.uint64]] = []
        self._sizes: list[NDArray[np.int64]] = []
        self._forms: list[NDArray[np.uint8]] = []
        self._counts: list[Numbers] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._long.close()

    def encoded(self, runs: Runs) -> Iterator[NDArray[np.uint8]]:
        """The bytes of the lists in the order of their keys, the short ones first."""
        for block in runs.blocks():
            starts = _key_starts(block.keys)
            lists = encode_lists(
                starts, block.documents, block.weights, of=self._documents, usual=self._usual
            )
            self._keys.append(block.keys[starts])
            self._sizes.append(lists.sizes)
            self._forms.append(lists.forms)
            self._counts.append(lists.frequencies)
            long = np.repeat(long_lists(lists.sizes, lists.frequencies), lists.sizes)
            self._long.write(lists.content[long].tobytes())
            yield lists.content[~long]
        self._long.seek(0)
        while piece := self._long.read(_PIECE):
            yield np.frombuffer(piece, dtype=np.uint8)

    def keys(self) -> NDArray[np.uint64]:
        """The key of each list."""
        return np.concatenate([*self._keys, np.empty(0, dtype=np.uint64)])

    def write(self, file: ArrayFileWriter, prefix: str, *, numbers: int | None) -> None:
        """Write where the lists lie; with `numbers`, keys are term numbers below that."""
        sizes = np.concatenate([*self._sizes, np.empty(0, dtype=np.int64)])
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


def _key_starts(keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Where each of the sorted keys begins."""
    if not len(keys):
        return np.empty(0, dtype=np.int64)
    changes = np.flatnonzero(keys[1:] != keys[:-1]) + 1
    return np.concatenate([[0], changes]).astype(np.int64)
