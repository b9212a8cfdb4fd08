"""The segments of a generation go in; columns to filter, sort and count by come out as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.article import VIETNAM
from index.engines.whoosh.codec.dictionary import Dictionary
from index.engines.whoosh.codec.labels import UNDATED, read_labels
from index.engines.whoosh.codec.segment_columns import SegmentColumns
from index.engines.whoosh.fields import IDENTITY, IDENTITY_NUMBERS, PUBLISHED, SECTION, SITE

Numbers = NDArray[np.int64]
Days = NDArray[np.int32]

_SECOND = 1_000_000  # the unit of a moment is a microsecond
_DAY = 86_400 * _SECOND
_OFFSET = int(VIETNAM.utcoffset(None).total_seconds()) * _SECOND
_NEVER = np.iinfo(np.int64).max
NO_DAY = np.iinfo(np.int32).min
"""The day of a document whose day is unknown, before all others."""


@dataclass(frozen=True)
class Labels:
    """A column of few values: of each segment, for each document the place of its value."""

    values: tuple[str, ...]
    codes: tuple[NDArray[Any], ...]

    @classmethod
    def read(cls, segments: Sequence[SegmentColumns], name: str) -> "Labels":
        """The column of several segments, with the values of all."""
        places: dict[bytes, int] = {}
        read = [read_labels(segment.file, name) for segment in segments]
        renumbered = [
            [places.setdefault(label, len(places)) for label in labels] for labels, _ in read
        ]
        kind = np.min_scalar_type(len(places))
        return cls(
            tuple(label.decode() for label in places),
            tuple(
                np.array([*own, 0], dtype=kind)[codes]
                for own, (_, codes) in zip(renumbered, read, strict=True)
            ),
        )


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
    def days(self) -> tuple[Days, ...]:
        """Of each segment the days in Vietnam of its documents, since 1970-01-01, or NO_DAY."""
        days = (self.published + _OFFSET) // _DAY
        found: Days = np.where(self.published == UNDATED, NO_DAY, days).astype(np.int32)
        return self._by_segment(found)

    @cached_property
    def years(self) -> Labels:
        """The year in Vietnam in which each document was published, "" where unknown."""
        days = np.concatenate([*self.days, _NO_DAYS])
        years = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
        values, codes = np.unique(np.where(days == NO_DAY, 0, years), return_inverse=True)
        small = codes.astype(np.min_scalar_type(len(values)))
        return Labels(
            tuple(str(value) if value else "" for value in values.tolist()),
            self._by_segment(small),
        )

    def _by_segment(self, column: NDArray[Any]) -> tuple[NDArray[Any], ...]:
        ends = np.cumsum([segment.about.documents for segment in self._segments])
        return tuple(np.split(column, ends[:-1])) if len(ends) else ()


_NO_MOMENTS = np.empty(0, dtype=np.int64)
_NO_DAYS = np.empty(0, dtype=np.int32)
