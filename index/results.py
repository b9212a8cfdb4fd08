"""A search that is done goes in as plain values: ResultPage, Hit, Passage, facets, notes.

Suggestions stand beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import starmap
from operator import itemgetter
from typing import Literal

from index.article import Article
from index.frozen import maker

NoteKind = Literal[
    "keystrokes",
    "encoding",
    "accents",
    "spelling",
    "abbreviation",
    "number",
    "date",
    "place",
    "exclusion",
    "length",
    "relaxed",
    "pinned",
]
Relaxed = Literal["accents", "words"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters, counted in the stored text of a field."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece of one stored field and the characters in it that the query asked for.

    `text` stands at `start` of the field's stored text; `marks` are spans into that stored
    text, ascending, not touching each other's characters, and inside the passage.
    """

    field: str
    start: int
    text: str
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What was made of the query, or could be: one reading and the way to or from it.

    An applied note's `changes` lead to the page without it, an offered one's to the page with
    it. `changes` are (parameter, value) pairs: `off` is added to what is there, any other
    parameter replaces it.
    """

    kind: NoteKind
    source: str
    target: str
    applied: bool
    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """One value of a facet and how many matching articles have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """At most 20 values each, most frequent first, each counted without its own filter."""

    site: tuple[FacetValue, ...] = ()
    section: tuple[FacetValue, ...] = ()
    year: tuple[FacetValue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One article of a result page with the passages that answer the query."""

    article: Article
    score: float
    title: Passage
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """The answer to one Query: an exact total, one page of hits, facets, and what was done.

    `understood` is the query as it was read; `relaxed` says which demand was given up because
    nothing met it; `suggestion` is another query worth trying; `partial` is true where a part
    of a distributed index did not answer.
    """

    total: int
    page: int
    per_page: int
    hits: tuple[Hit, ...]
    facets: Facets = Facets()
    understood: str = ""
    notes: tuple[Note, ...] = ()
    relaxed: Relaxed | None = None
    suggestion: str | None = None
    partial: bool = False

    @property
    def pages(self) -> int:
        """How many pages the hits fill; 0 where there are none."""
        return -(-self.total // self.per_page)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion as it is shown, and its weight: how often it stands in the index, nearly."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexStatus:
    """What an index holds: articles in all and by site, its generation and when it was built.

    `revision` is the store's revision that the index has seen.
    """

    articles: int
    by_site: dict[str, int] = field(default_factory=dict)
    generation: str = ""
    built_at: datetime | None = None
    revision: int = 0


def facet_values(counts: Sequence[tuple[str, int]], *, limit: int) -> tuple[FacetValue, ...]:
    """The `limit` most frequent of (value, count) pairs; equal counts in order of the value."""
    by_value = sorted(counts)
    by_value.sort(key=itemgetter(1), reverse=True)  # equal counts stay in the order of the value
    return tuple(starmap(_facet_value, by_value[:limit]))


_facet_value = maker(FacetValue)
