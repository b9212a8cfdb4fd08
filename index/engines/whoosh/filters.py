"""The filters of a query go in; sets of the documents that pass them come out.

The bits of one filter are the same for every request of a generation: they are kept, the least
recently asked ones dropped, and only joined for each request. What was found is never kept.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from index.bounded_cache import BoundedCache
from index.engines.whoosh.columns import NO_DAY, Columns, Labels
from index.engines.whoosh.evaluation.bits import Mask, Words, words_of_mask
from index.engines.whoosh.evaluation.document_sets import DocumentSet
from index.query import Query

# 12.5 kB a filter at 100,000 articles: all sites and years that visitors choose among.
_KEPT_BYTES = 4 * 1024 * 1024
_LATEST = np.iinfo(np.int32).max

Kind = Literal["site", "section", "day"]


@dataclass(frozen=True, slots=True)
class Bits:
    """Of each segment a bit for every document, set where it passes one filter."""

    words: tuple[Words, ...]

    @property
    def nbytes(self) -> int:
        """Bytes of its arrays."""
        return sum(words.nbytes for words in self.words)


@dataclass(frozen=True, slots=True)
class Passing:
    """What passes the filters of one query, each kind of filter apart."""

    bits: Mapping[Kind, Bits]

    def of(
        self, sets: Sequence[DocumentSet], *, without: Kind | None = None
    ) -> Sequence[DocumentSet]:
        """What passes of the sets of all segments; the filter `without` is not asked."""
        for kind, bits in self.bits.items():
            if kind != without:
                sets = [
                    one.intersect(DocumentSet(one.size, words=words))
                    for one, words in zip(sets, bits.words, strict=True)
                ]
        return sets


class Filters:
    """The filters of one generation; safe to share between threads."""

    def __init__(self, columns: Columns, most_bytes: int = _KEPT_BYTES) -> None:
        self._columns = columns
        self.kept = BoundedCache(most_bytes)

    def passing(self, query: Query) -> Passing:
        """What passes each filter that a query has."""
        bits: dict[Kind, Bits] = {}
        if query.sites:
            bits["site"] = self._kept("site", query.sites, lambda: self._of_sites(query.sites))
        if query.sections:
            bits["section"] = self._kept(
                "section",
                query.sections,
                lambda: _labelled(self._columns.sections, set(query.sections).__contains__),
            )
        if query.since or query.until:
            days = (query.since, query.until)
            bits["day"] = self._kept("day", days, lambda: self._of_days(*days))
        return Passing(bits)

    def _kept(self, kind: Kind, asked: tuple[object, ...], make: Callable[[], Bits]) -> Bits:
        return self.kept.get((kind, asked), make)

    def _of_sites(self, asked: tuple[str, ...]) -> Bits:
        """A site covers its subdomains."""
        within = tuple(f".{site}" for site in asked)
        return _labelled(self._columns.sites, lambda site: site in asked or site.endswith(within))

    def _of_days(self, since: date | None, until: date | None) -> Bits:
        first = NO_DAY + 1 if since is None else _number(since)
        last = _LATEST if until is None else _number(until)
        return _bits([(days >= first) & (days <= last) for days in self._columns.days])


def _labelled(column: Labels, wanted: Callable[[str], bool]) -> Bits:
    """The documents whose value is wanted."""
    chosen = np.array([*map(wanted, column.values), False], dtype=np.bool_)
    return _bits([chosen[codes] for codes in column.codes])


def _bits(masks: Sequence[Mask]) -> Bits:
    return Bits(tuple(map(words_of_mask, masks)))


def _number(day: date) -> int:
    return int(np.datetime64(day, "D").astype(np.int64))
