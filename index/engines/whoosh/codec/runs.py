"""Sorted runs of postings go in as they are made; all of them come out merged, in blocks.

A run holds the postings of some documents, sorted by key; later runs hold later documents. What
exceeds the budget waits on the disk, so that memory does not grow with the number of articles.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Numbers = NDArray[np.uint32]

BLOCK_POSTINGS = 4_000_000  # merged at once: some 100 MB with what sorting takes


@dataclass(frozen=True, slots=True)
class Run:
    """Postings sorted by key, then document; each (key, document) once."""

    keys: Keys
    documents: Numbers
    weights: NDArray[Any]

    def __len__(self) -> int:
        return len(self.keys)


class Runs:
    """Runs of one field, in memory or, once spilled, in files of a folder that others clear."""

    def __init__(self, folder: Path, *, block_postings: int = BLOCK_POSTINGS) -> None:
        self._folder = folder
        self._block_postings = block_postings
        self._prefix = f"runs-{id(self):x}"
        self._runs: list[Run] = []
        self._spilled = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Forget the runs, on the disk too."""
        self._runs.clear()
        for path in self._folder.glob(f"{self._prefix}-*.npy"):
            path.unlink()

    def add(self, run: Run) -> None:
        """Take a run; its documents come after those of all runs before."""
        if len(run):
            self._runs.append(run)

    def spill(self) -> None:
        """Move what is in memory to the disk, mapped from there."""
        for place in range(self._spilled, len(self._runs)):
            run = self._runs[place]
            self._runs[place] = Run(
                self._save(place, "keys", run.keys),
                self._save(place, "documents", run.documents),
                self._save(place, "weights", run.weights),
            )
        self._spilled = len(self._runs)

    def _save(self, place: int, name: str, array: NDArray[Any]) -> NDArray[Any]:
        path = self._folder / f"{self._prefix}-{place}-{name}.npy"
        np.save(path, array)
        mapped: NDArray[Any] = np.load(path, mmap_mode="r")
        return mapped

    def blocks(self) -> Iterator[Run]:
        """All postings sorted by key, then document; a key is never divided between blocks."""
        begins = [0] * len(self._runs)
        for border in self._borders():
            ends = [
                len(run) if border is None else int(np.searchsorted(run.keys, border))
                for run in self._runs
            ]
            slices = [
                (run, slice(begin, end))
                for run, begin, end in zip(self._runs, begins, ends, strict=True)
                if end > begin
            ]
            begins = ends
            if slices:
                yield _merge(slices)

    def _borders(self) -> list[np.uint64 | None]:
        """Keys that divide the postings into blocks of the wanted size, about."""
        total = sum(map(len, self._runs))
        blocks = -(-total // self._block_postings)
        if blocks <= 1:
            return [None]
        largest = max(self._runs, key=len).keys
        step = len(largest) / blocks
        borders = {np.uint64(largest[int(step * place)]) for place in range(1, blocks)}
        return [*sorted(borders), None]


def _merge(slices: list[tuple[Run, slice]]) -> Run:
    if len(slices) == 1:
        run, own = slices[0]
        return Run(np.asarray(run.keys[own]), run.documents[own], run.weights[own])
    keys = np.concatenate([run.keys[own] for run, own in slices])
    # Runs are sorted already and in the order of documents: a stable sort only merges them.
    order = np.argsort(keys, kind="stable")
    documents = np.concatenate([run.documents[own] for run, own in slices])
    weights = np.concatenate([run.weights[own] for run, own in slices])
    return Run(keys[order], documents[order], weights[order])
