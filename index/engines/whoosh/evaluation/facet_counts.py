"""Columns of few values go in; how many of the documents found have each value comes out.

Values of all columns make one code while their combinations are few, so that each document is
touched once for all facets.
"""

from collections.abc import Sequence
from math import prod

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.evaluation.document_sets import Documents

Counts = NDArray[np.int64]

# Combinations: the counts of more would not fit beside the codes in a processor's second cache.
_MOST_COMBINATIONS = 1 << 16


class FacetColumns:
    """Columns of one generation, each a code below its size for every document of the index."""

    def __init__(self, columns: Sequence[tuple[NDArray[np.integer], int]]) -> None:
        self._sizes = tuple(size for _, size in columns)
        together = prod(self._sizes) <= _MOST_COMBINATIONS
        groups = [columns] if together else [[column] for column in columns]
        self._codes = [_combined(group) for group in groups]
        self._shapes = [tuple(size for _, size in group) for group in groups]
        self._of_all = [
            np.bincount(codes, minlength=prod(shape))
            for codes, shape in zip(self._codes, self._shapes, strict=True)
        ]

    def counts(self, documents: Documents) -> tuple[Counts, ...]:
        """For each column how many of some ascending documents have each of its values."""
        cubes = [
            self._counted(documents, codes, of_all).reshape(shape)
            for codes, of_all, shape in zip(self._codes, self._of_all, self._shapes, strict=True)
        ]
        if len(cubes) == len(self._sizes):
            return tuple(cubes)
        cube = cubes[0]
        axes = range(cube.ndim)
        return tuple(cube.sum(axis=tuple(one for one in axes if one != own)) for own in axes)

    def _counted(self, documents: Documents, codes: NDArray[np.intp], of_all: Counts) -> Counts:
        if 2 * len(documents) <= len(codes):
            return np.bincount(codes.take(documents), minlength=len(of_all))
        # Of most documents: those that were not found are fewer.
        others = np.ones(len(codes), dtype=np.bool_)
        others[documents] = False
        return of_all - np.bincount(codes.compress(others), minlength=len(of_all))


def _combined(columns: Sequence[tuple[NDArray[np.integer], int]]) -> NDArray[np.intp]:
    codes = np.zeros(len(columns[0][0]), dtype=np.intp)
    for own, size in columns:
        codes *= size
        codes += own
    return codes
