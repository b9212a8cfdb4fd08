"""The segments of a generation go in; columns to filter, sort and count by come out as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.article import VIETNAM
from index.engines.whoosh.codec.dictionary import Dictionary
from index.engines.whoosh.codec.labels import UNDATED, read_labels
from index.engines.whoosh.codec.segment_columns import SegmentColumns
from index.engines.whoosh.evaluation.document_sets import Documents
from index.engines.whoosh.evaluation.facet_counts import FacetColumns
from index.engines.whoosh.fields import IDENTITY, IDENTITY_NUMBERS, PUBLISHED, SECTION, SITE
from index.query import Query
from index.ranking import MOST_FACET_VALUES
from index.results import Facets, FacetValue, facet_values

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]

_SECOND = 1_000_000  # the unit of a moment is a microsecond
_DAY = 86_400 * _SECOND
_OFFSET = int(VIETNAM.utcoffset(None).total_seconds()) * _SECOND
_NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Labels:
    """A column of few values: for each document the place of its value among `values`."""

    values: tuple[str, ...]
    codes: NDArray[Any]

    @classmethod
    def read(cls, segments: Sequence[SegmentColumns], name: str) -> "Labels":
        """The column of several segments as one."""
        places: dict[bytes, int] = {}
        pieces: list[NDArray[Any]] = []
        for segment in segments:
            labels, codes = read_labels(segment.file, name)
            own = [places.setdefault(label, len(places)) for label in labels]
            pieces.append(np.array([*own, 0], dtype=np.uint32)[codes])
        codes = pieces[0] if len(pieces) == 1 else np.concatenate([*pieces, _NO_CODES])
        return cls(tuple(label.decode() for label in places), codes)

    def mask(self, wanted: set[int]) -> Mask:
        """Which documents have one of the wanted values."""
        chosen = np.zeros(len(self.values) + 1, dtype=np.bool_)
        chosen[sorted(wanted)] = True
        passing: Mask = chosen[self.codes]
        return passing

    def most_frequent(self, counts: NDArray[Any]) -> tuple[FacetValue, ...]:
        """The values with the highest counts; an empty value is none."""
        pairs = [
            (value, count)
            for value, count in zip(self.values, counts.tolist(), strict=True)
            if count and value
        ]
        return facet_values(pairs, limit=MOST_FACET_VALUES)


class Columns:
    """Columns of one generation: sites, sections, moments, identities."""

    def __init__(self, segments: Sequence[SegmentColumns]) -> None:
        self._segments = segments

    @cached_property
    def sites(self) -> Labels:
        """The site of each document."""
        return Labels.read(self._segments, SITE)

    @cached_property
    def sections(self) -> Labels:
        """The section of each document."""
        return Labels.read(self._segments, SECTION)

    @cached_property
    def published(self) -> Numbers:
        """When each document was published, in microseconds since 1970; UNDATED if unknown."""
        pieces = [segment.file[PUBLISHED] for segment in self._segments]
        return np.asarray(pieces[0]) if len(pieces) == 1 else np.concatenate([*pieces, _NO_MOMENTS])

    @cached_property
    def identity_ranks(self) -> Numbers:
        """For each document its place in the order of identities."""
        if len(self._segments) == 1:
            terms = self._segments[0].fields[IDENTITY].terms
            assert isinstance(terms, Dictionary)  # noqa: S101 - identities share no terms
            ranks = np.empty(len(terms), dtype=np.int64)
            ranks[terms.order] = np.arange(len(terms))
            of_documents: Numbers = ranks[self._segments[0].file[IDENTITY_NUMBERS]]
            return of_documents
        identities: list[bytes] = []
        for segment in self._segments:
            terms = segment.fields[IDENTITY].terms
            assert isinstance(terms, Dictionary)  # noqa: S101 - as above
            known = terms.terms()
            identities.extend(known[one] for one in segment.file[IDENTITY_NUMBERS].tolist())
        ranks = np.empty(len(identities), dtype=np.int64)
        order = sorted(range(len(identities)), key=identities.__getitem__)
        ranks[order] = np.arange(len(identities))
        return ranks

    @cached_property
    def newest_ranks(self) -> Numbers:
        """For each document its place from the newest on, undated last, then by identity."""
        undated = self.published == UNDATED
        return self._ranks(np.where(undated, _NEVER, -self.published))

    @cached_property
    def oldest_ranks(self) -> Numbers:
        """For each document its place from the oldest on, undated last, then by identity."""
        undated = self.published == UNDATED
        return self._ranks(np.where(undated, _NEVER, self.published))

    def _ranks(self, moments: Numbers) -> Numbers:
        ranks = np.empty(len(moments), dtype=np.int64)
        ranks[np.lexsort((self.identity_ranks, moments))] = np.arange(len(moments))
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

    @cached_property
    def _facets(self) -> FacetColumns:
        """Site, section and year, to be counted together."""
        facets = (self.sites, self.sections, self.years)
        return FacetColumns([(facet.codes, len(facet.values)) for facet in facets])

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

    def facets(self, query: Query, documents: Documents) -> Facets:
        """Count the matching documents, each facet without its own filter."""
        if not query.filters:
            counts = self._facets.counts(documents)
        else:
            loosened = (
                replace(query, sites=()),
                replace(query, sections=()),
                replace(query, since=None, until=None),
            )
            passing = [documents[self.in_filters(one)[documents]] for one in loosened]
            counts = tuple(self._facets.counts(own)[place] for place, own in enumerate(passing))
        return Facets(
            site=self.sites.most_frequent(counts[0]),
            section=self.sections.most_frequent(counts[1]),
            year=self.years.most_frequent(counts[2]),
        )


_NO_CODES = np.empty(0, dtype=np.uint32)
_NO_MOMENTS = np.empty(0, dtype=np.int64)
