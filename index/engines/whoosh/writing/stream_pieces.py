"""The tokens of documents go in run by run, the stream of a field comes out as it is written."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.anchors import AnchorSlots, lay_out
from index.engines.whoosh.codec.token_stream import RARE, Overlaps, StreamContent, pack_tokens
from index.engines.whoosh.writing.collecting import Tokens

Numbers = NDArray[np.uint32]


class StreamPieces:
    """The packed tokens of one field, run by run, in memory or, once spilled, on the disk."""

    def __init__(self, folder: Path) -> None:
        self._codes = _Spool(folder, np.uint16)
        self._lengths: list[Numbers] = []
        self._rare_counts: list[Numbers] = []
        self._rare: list[Numbers] = []
        self._over: list[Overlaps] = []
        self._anchors: list[AnchorSlots] = []
        self._positions = 0

    def add(self, tokens: Tokens, *, base: int) -> None:
        """Take the tokens of some documents, the first of which has the number `base`."""
        self.add_renumbered(tokens.tokens, tokens.lengths, tokens.anchors)
        over = tokens.overlaps
        self.add_overlaps(over.documents + np.uint32(base), over.positions, over.terms)

    def add_renumbered(self, tokens: Numbers, lengths: NDArray[np.int64], anchors: Numbers) -> None:
        """Take the tokens of some documents, end to end, how many each has, and their anchors."""
        self._anchors.append(lay_out(anchors, lengths, first=self._positions))
        self._positions += len(tokens)
        codes, rare = pack_tokens(tokens)
        rare_places = np.flatnonzero(codes == RARE)
        owners = np.searchsorted(np.cumsum(lengths), rare_places, side="right")
        self._lengths.append(lengths.astype(np.uint32))
        self._rare_counts.append(np.bincount(owners, minlength=len(lengths)).astype(np.uint32))
        self._codes.append(codes)
        self._rare.append(rare)

    def add_overlaps(self, documents: Numbers, positions: Numbers, terms: Numbers) -> None:
        """Take what stands over other tokens, sorted by document, then position."""
        self._over.append(Overlaps(documents, positions, terms))

    def spill(self) -> None:
        """Move the tokens in memory to the disk."""
        self._codes.spill()

    def close(self) -> None:
        """Forget the tokens, on the disk too."""
        self._codes.close()

    def content(self) -> StreamContent:
        """The stream as it is written."""
        return StreamContent(
            lengths=np.concatenate([*self._lengths, _NONE]),
            rare_counts=np.concatenate([*self._rare_counts, _NONE]),
            codes=self._codes,
            rare=self._rare,
            anchors=self._anchors,
            overlaps=Overlaps(
                np.concatenate([*(over.documents for over in self._over), _NONE]),
                np.concatenate([*(over.positions for over in self._over), _NONE]),
                np.concatenate([*(over.terms for over in self._over), _NONE]),
            ),
        )


class _Spool:
    """Arrays in the order they came, the first ones in a file, each read when it is asked for."""

    def __init__(self, folder: Path, dtype: type[np.generic]) -> None:
        self._folder = folder
        self._dtype = np.dtype(dtype)
        self._file: IO[bytes] | None = None
        self._places: list[tuple[int, int]] = []
        self._held: list[NDArray[Any]] = []

    def append(self, array: NDArray[Any]) -> None:
        """Take an array."""
        self._held.append(array)

    def spill(self) -> None:
        """Move the arrays in memory to the disk."""
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - until `close`
        for array in self._held:
            self._places.append((self._file.tell(), len(array)))
            self._file.write(array.data.cast("B"))
        self._held.clear()

    def close(self) -> None:
        """Forget the arrays."""
        self._held.clear()
        if self._file is not None:
            self._file.close()

    def __iter__(self) -> Iterator[NDArray[Any]]:
        for offset, length in self._places:
            assert self._file is not None  # noqa: S101 - what is spilled is there
            self._file.seek(offset)
            content = self._file.read(length * self._dtype.itemsize)
            yield np.frombuffer(content, dtype=self._dtype)
        yield from self._held


_NONE = np.empty(0, dtype=np.uint32)
