"""Runs of words with their counts go in, the counts of many runs at once come out.

The table holds no runs: the cells that a run's hash names, taken together by exclusive or, give
the level of its count, hidden by sixteen more bits of the hash (`peeling.py`). Arrays `run_cells`,
`run_levels` and `run_shape`. Of runs that were never seen about one in a thousand looks as if it
had been; whoever asks knows how often its words stand, and that no run stands more often.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.array_file import ArrayFile, ArrayFileWriter
from index.engines.whoosh.language.counting import Counts, Keys, Runs
from index.engines.whoosh.language.peeling import Shape, cells_for

# Levels of counts: all that there are where they are few, else each up to so many and others in
# steps of a fifth, so that none is more than a tenth off.
_FEW_LEVELS, _EXACT, _STEP = 128, 16, 1.2


def write_runs(file: ArrayFileWriter, runs: Runs) -> None:
    """Write a table of runs, each given once."""
    levels = _levels(runs.counts)
    edges = np.sqrt(levels[1:] * levels[:-1].astype(np.float64))
    values = np.searchsorted(edges, runs.counts).astype(np.uint16)
    shape, cells = cells_for(runs.keys, values)
    file.add("run_cells", cells)
    file.add("run_levels", levels.astype(np.uint32))
    file.add("run_shape", np.array([shape.seed, shape.segments, shape.bits], dtype=np.uint64))


def _levels(counts: Counts) -> NDArray[np.int64]:
    distinct = np.unique(counts).astype(np.int64)
    if len(distinct) <= _FEW_LEVELS:
        return distinct
    most = int(distinct[-1])
    steps = np.arange(np.log(most / _EXACT) / np.log(_STEP) + 1)
    above = np.round(_EXACT * _STEP**steps)
    return np.unique(np.concatenate([np.arange(1, _EXACT), above])).astype(np.int64)


class RunTable:
    """How often runs came, looked up many at once."""

    def __init__(self, file: ArrayFile) -> None:
        self._cells: NDArray[Any] = file["run_cells"]
        # Behind the levels, what every cell that holds none is taken for.
        self._counts = np.append(file["run_levels"].astype(np.int64), 0)
        seed, segments, bits = file["run_shape"].tolist()
        self._shape = Shape(seed=seed, segments=segments, bits=bits)

    def counts(self, keys: Keys) -> Counts:
        """The count of each run, nearly; 0 where the table has it not."""
        places, masks = self._shape.places(keys)
        levels = np.bitwise_xor.reduce(self._cells.take(places), axis=0)
        levels ^= masks
        counts: Counts = self._counts.take(levels, mode="clip")
        return counts
