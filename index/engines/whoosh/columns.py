"""A Whoosh reader goes in; its columns come out as arrays to filter, sort and count by."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.article import VIETNAM
from index.engines.whoosh.schema import UNDATED
from index.query import Query, Sort
from index.ranking import MOST_FACET_VALUES
from index.results import Facets, FacetValue, facet_values

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]

_SECOND = 1_000_000  # the unit of `published` is a microsecond
_DAY = 86_400 * _SECOND
_OFFSET = int(VIETNAM.utcoffset(None).total_seconds()) * _SECOND
_NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Labels:
    """A column of few values: for each document the place of its value among `values`."""

    values: tuple[str, ...]
    codes: Numbers

    @classmethod
    def read(cls, reader: Any, name: str) -> "Labels":
        """Read a column of UTF-8 text."""
        places: dict[bytes, int] = {}
        codes = [places.setdefault(bytes(value), len(places)) for value in _column(reader, name)]
        return cls(tuple(value.decode() for value in places), np.array(codes, dtype=np.int64))

    def mask(self, wanted: set[int]) -> Mask:
        """Which documents have one of the wanted values."""
        return np.isin(self.codes, sorted(wanted))

    def counts(self, documents: Numbers) -> tuple[FacetValue, ...]:
        """The most frequent values among documents; an empty value is none."""
        counts = np.bincount(self.codes[documents], minlength=len(self.values))
        pairs = [
            (value, int(count))
            for value, count in zip(self.values, counts, strict=True)
            if count and value
        ]
        return facet_values(pairs, limit=MOST_FACET_VALUES)


class Columns:
    """Columns of one generation, read once: sites, sections, moments, identities."""

    def __init__(self, reader: Any) -> None:
        self.sites = Labels.read(reader, "site")
        self.sections = Labels.read(reader, "section")
        self.published = np.array(list(_column(reader, "published")), dtype=np.int64)
        self._reader = reader

    @cached_property
    def identity_ranks(self) -> Numbers:
        """For each document its place in the order of identities; only ties ask for it."""
        identities = [bytes(value) for value in _column(self._reader, "identity_column")]
        ranks = np.empty(len(identities), dtype=np.int64)
        ranks[sorted(range(len(identities)), key=identities.__getitem__)] = np.arange(
            len(identities)
        )
        return ranks

    @cached_property
    def days(self) -> Numbers:
        """The day in Vietnam on which each document was published, counted from 1970-01-01."""
        days: Numbers = (self.published + _OFFSET) // _DAY
        return np.where(self.published == UNDATED, UNDATED, days)

    @cached_property
    def years(self) -> Labels:
        """The year in Vietnam in which each document was published, "" where unknown."""
        dated = self.published != UNDATED
        years = self.days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
        values, codes = np.unique(np.where(dated, years, 0), return_inverse=True)
        return Labels(tuple(str(value) if value else "" for value in values), codes)

    def in_filters(self, query: Query) -> Mask:
        """Which documents pass the filters of a query."""
        passing = np.ones(len(self.published), dtype=np.bool_)
        if query.sites:
            wanted = {
                place
                for place, site in enumerate(self.sites.values)
                if any(site == asked or site.endswith(f".{asked}") for asked in query.sites)
            }
            passing &= self.sites.mask(wanted)
        if query.sections:
            sections = enumerate(self.sections.values)
            passing &= self.sections.mask(
                {place for place, name in sections if name in query.sections}
            )
        if query.since or query.until:
            passing &= self.published != UNDATED
        if query.since:
            passing &= self.days >= np.datetime64(query.since, "D").astype(np.int64)
        if query.until:
            passing &= self.days <= np.datetime64(query.until, "D").astype(np.int64)
        return passing

    def facets(self, query: Query, documents: Numbers) -> Facets:
        """Count the matching documents, each facet without its own filter."""

        def passing(loosened: Query) -> Numbers:
            return documents[self.in_filters(loosened)[documents]]

        return Facets(
            site=self.sites.counts(passing(replace(query, sites=()))),
            section=self.sections.counts(passing(replace(query, sections=()))),
            year=self.years.counts(passing(replace(query, since=None, until=None))),
        )

    def order(self, documents: Numbers, scores: NDArray[np.float64], sort: Sort) -> Numbers:
        """Places of `documents` in the order of a query; equal in all else, by identity."""
        published = self.published[documents]
        undated = published == UNDATED
        newest = np.where(undated, _NEVER, -published)
        ranks = self.identity_ranks[documents]
        if sort is Sort.NEWEST:
            return np.lexsort((ranks, -scores, newest))
        if sort is Sort.OLDEST:
            return np.lexsort((ranks, -scores, np.where(undated, _NEVER, published)))
        return np.lexsort((ranks, newest, -scores))


def _column(reader: Any, name: str) -> Any:
    """The values of a column, one for each document, deleted ones included."""
    return reader.column_reader(name, translate=False) if reader.doc_count_all() else ()
