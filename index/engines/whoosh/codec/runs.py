"""Sorted runs of lists go in as they are made; all of them come out merged, in blocks.

A run holds the lists of some documents, sorted by key; later runs hold later documents. What
exceeds the budget waits in a file, of which a block's part is read at a time, so that memory
does not grow with the number of articles.
"""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Numbers = NDArray[np.uint32]

BLOCK_POSTINGS = 1_000_000  # merged at once: some 80 MB with what encoding them takes
# Of so many lists, or postings, of a run one key stays in memory, to find the others by.
_SIGN_LISTS = 1_024
_SIGN_POSTINGS = 4_096


@dataclass(frozen=True, slots=True)
class Run:
    """Lists sorted by key, each key once: how many postings it has, and these, end to end.

    The documents of a list ascend. Where only counts matter there are no postings.
    """

    keys: Keys
    counts: Numbers
    documents: Numbers
    weights: NDArray[Any]

    @classmethod
    def of_postings(cls, keys: Keys, documents: Numbers, weights: NDArray[Any]) -> "Run":
        """The run of postings that are sorted by key, then document."""
        starts = key_starts(keys)
        return cls(keys[starts], counts_between(starts, len(keys)), documents, weights)

    def __len__(self) -> int:
        return len(self.keys)


_ARRAYS = tuple(field.name for field in fields(Run))


class Runs:
    """Runs of one field, in memory or, once spilled, in a file of a folder that has no name."""

    def __init__(self, folder: Path, *, block_postings: int = BLOCK_POSTINGS) -> None:
        self._folder = folder
        self._block_postings = block_postings
        self._file: IO[bytes] | None = None
        self._runs: list[_Waiting] = []
        self._spilled = 0

    def close(self) -> None:
        """Forget the runs, on the disk too."""
        self._runs.clear()
        if self._file is not None:
            self._file.close()

    def add(self, run: Run) -> None:
        """Take a run; its documents come after those of all runs before."""
        if len(run):
            self._runs.append(_Waiting(run))

    def spill(self) -> None:
        """Move what is in memory to the disk."""
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - until `close`
        for run in self._runs[self._spilled :]:
            run.move_to(self._file)
        self._spilled = len(self._runs)

    def blocks(self) -> Iterator[Run]:
        """All lists sorted by key, the postings of a key sorted by document and in one block."""
        readers = [_Reader(run) for run in self._runs]
        for border in self._borders():
            parts = [part for reader in readers if len(part := reader.until(border))]
            if parts:
                yield _merge(parts)

    def _borders(self) -> list[np.uint64 | None]:
        """Keys that divide the postings into blocks of the wanted size, about."""
        blocks = -(-sum(run.postings for run in self._runs) // self._block_postings)
        if blocks <= 1:
            return [None]
        signs = np.concatenate([run.signs for run in self._runs])
        order = np.argsort(signs, kind="stable")
        before = np.cumsum(np.concatenate([run.sign_postings for run in self._runs])[order])
        wanted = np.arange(1, blocks) * self._block_postings
        return [*np.unique(signs[order][np.searchsorted(before, wanted)]), None]


class _Waiting:
    """A run that waits to be merged, in memory or in a file; some of its keys stay at hand."""

    def __init__(self, run: Run) -> None:
        starts = np.cumsum(run.counts, dtype=np.int64) - run.counts
        self.lists = len(run)
        self.postings = int(run.counts.sum(dtype=np.int64))
        signed = np.diff(starts // _SIGN_POSTINGS, prepend=-1) > 0
        signed[::_SIGN_LISTS] = True
        self.sign_lists = np.flatnonzero(signed)
        self.signs = run.keys[self.sign_lists]
        self.sign_postings = np.diff(np.append(starts[self.sign_lists], self.postings))
        self._run: Run | None = run
        self._file: IO[bytes] | None = None
        self._places: dict[str, tuple[int, np.dtype[Any], int]] = {}

    def move_to(self, file: IO[bytes]) -> None:
        """Write the arrays to the end of a file and let go of them."""
        for name in _ARRAYS:
            array = np.ascontiguousarray(getattr(self._run, name))
            self._places[name] = file.tell(), array.dtype, len(array)
            file.write(array.data.cast("B"))
        self._file, self._run = file, None

    def read(self, name: str, begin: int, end: int) -> NDArray[Any]:
        """A part of one of the arrays."""
        if self._file is None:
            held: NDArray[Any] = getattr(self._run, name)
            return held[begin:end]
        offset, dtype, length = self._places[name]
        part = np.empty(max(min(end, length) - begin, 0), dtype=dtype)
        self._file.seek(offset + begin * dtype.itemsize)
        self._file.readinto(part.data.cast("B"))  # type: ignore[attr-defined]
        return part


class _Reader:
    """Reads a run from its first list to its last, up to one key after another."""

    def __init__(self, run: _Waiting) -> None:
        self._run = run
        self._list = 0
        self._posting = 0

    def until(self, border: np.uint64 | None) -> Run:
        """The lists from where the last ones ended up to a key; to the end where it is None."""
        run, begin, posting = self._run, self._list, self._posting
        end = run.lists if border is None else self._first_at(border)
        counts = run.read("counts", begin, end)
        after = posting + int(counts.sum(dtype=np.int64))
        self._list, self._posting = end, after
        return Run(
            run.read("keys", begin, end),
            counts,
            run.read("documents", posting, after),
            run.read("weights", posting, after),
        )

    def _first_at(self, border: np.uint64) -> int:
        """The number of the first list whose key is not before `border`."""
        sign = int(np.searchsorted(self._run.signs, border))
        if not sign:
            return 0
        after = np.append(self._run.sign_lists, self._run.lists)
        first = int(after[sign - 1])
        keys = self._run.read("keys", first, int(after[sign]))
        return first + int(np.searchsorted(keys, border))


def _merge(parts: Sequence[Run]) -> Run:
    if len(parts) == 1:
        return parts[0]
    keys = np.concatenate([part.keys for part in parts])
    # Parts are sorted already and in the order of documents: a stable sort only merges them.
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    counts = np.concatenate([part.counts for part in parts])
    places = np.cumsum(counts, dtype=np.int64) - counts
    documents = np.concatenate([part.documents for part in parts])
    weights = np.concatenate([part.weights for part in parts])
    counts = counts[order]
    if len(documents):
        moved = spread(places[order], counts)
        documents, weights = documents[moved], weights[moved]
    starts = key_starts(keys)
    joined = np.add.reduceat(counts, starts, dtype=np.uint32)
    return Run(keys[starts], joined, documents, weights)


def key_starts(keys: NDArray[Any]) -> NDArray[np.int64]:
    """Where each of the sorted keys begins."""
    if not len(keys):
        return np.empty(0, dtype=np.int64)
    changes = np.flatnonzero(keys[1:] != keys[:-1]) + 1
    return np.concatenate([np.zeros(1, dtype=np.int64), changes])


def counts_between(starts: NDArray[np.int64], end: int) -> Numbers:
    """How many there are from each start to the next one."""
    return np.diff(np.append(starts, end)).astype(np.uint32)


def spread(places: NDArray[np.int64], lengths: NDArray[Any]) -> NDArray[np.int64]:
    """Every place of some ranges, one range after another."""
    ends = np.cumsum(lengths, dtype=np.int64)
    steps = np.arange(int(ends[-1]) if len(ends) else 0, dtype=np.int64)
    steps += np.repeat(places - (ends - lengths), lengths)
    return steps
