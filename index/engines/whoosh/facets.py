"""Sets of documents go in, the values of site, section and year with their counts come out."""

from collections.abc import Sequence
from functools import reduce

import numpy as np

from index.engines.whoosh.columns import Columns
from index.engines.whoosh.evaluation.document_sets import DocumentSet
from index.engines.whoosh.evaluation.facet_counts import Counts, FacetColumn, FacetColumns
from index.engines.whoosh.filters import Kind, Passing
from index.ranking import MOST_FACET_VALUES
from index.results import Facets, facet_values

# The filter that each facet is counted without, its own: of sites, sections, years.
_OWN: tuple[Kind, ...] = ("site", "section", "day")


class FacetCounter:
    """Counts the facets of one generation; safe to share between threads."""

    def __init__(self, columns: Columns) -> None:
        labels = (columns.sites, columns.sections, columns.years)
        self._values = tuple(facet.values for facet in labels)
        self._segments = [
            FacetColumns(
                [
                    FacetColumn(codes, len(values))
                    for codes, values in zip(parts, self._values, strict=True)
                ]
            )
            for parts in zip(*(facet.codes for facet in labels), strict=True)
        ]

    def count(self, found: Sequence[DocumentSet], passing: Passing) -> Facets:
        """Count what was found in all segments, each facet without its own filter."""
        counts = self._apart(found, passing) if passing.bits else self._together(found)
        site, section, year = (
            facet_values(pairs, limit=MOST_FACET_VALUES) for pairs in self._summed(counts)
        )
        return Facets(site=site, section=section, year=year)

    def by_site(self, found: Sequence[DocumentSet]) -> dict[str, int]:
        """How many documents each site has, most first."""
        counts = self._summed(self._together(found))[0]
        return dict(sorted(counts, key=lambda pair: (-pair[1], pair[0])))

    def _together(self, found: Sequence[DocumentSet]) -> list[list[Counts]]:
        """Of each segment the counts of each facet, of the same documents."""
        return [
            segment.counts(documents)
            for segment, documents in zip(self._segments, found, strict=True)
        ]

    def _apart(self, found: Sequence[DocumentSet], passing: Passing) -> list[list[Counts]]:
        """The same, of what passes all filters but the facet's own."""
        passed = [passing.of(found, without=own) for own in _OWN]
        return [
            [
                column.counts(documents)
                for column, documents in zip(segment.columns, own, strict=True)
            ]
            for segment, own in zip(self._segments, zip(*passed, strict=True), strict=True)
        ]

    def _summed(self, counts: list[list[Counts]]) -> list[list[tuple[str, int]]]:
        """Of each facet the values that occur and their counts; an empty value is none."""
        if not counts:
            return [[] for _ in self._values]
        return [
            [
                (value, count)
                for value, count in zip(values, reduce(np.add, own).tolist(), strict=True)
                if count and value
            ]
            for values, own in zip(self._values, zip(*counts, strict=True), strict=True)
        ]
