"""What a visitor asked goes in as text and parameters, a Query comes out: a plain value.

A Query holds what was understood, so that every engine answers the same question.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import chain

from index.results import Note


class Accents(StrEnum):
    """What marks mean: as decided by the text, each means itself, or none means anything."""

    AUTO = "auto"
    STRICT = "strict"
    IGNORE = "ignore"


class Sort(StrEnum):
    """The order of results."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Word:
    """One token of a query in its canonical spelling, and without marks."""

    canonical: str
    folded: str

    @property
    def marked(self) -> bool:
        """Whether it was asked with marks."""
        return self.canonical != self.folded


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand side by side; a lone word is a phrase of one.

    `readings` are other wordings that answer it as well: the long form of an abbreviation, a
    date spelt otherwise. The words of a long form are phrases of their own, `sharing` the same
    readings and so their weight. A `quoted` phrase is never relaxed; `title_only` looks in titles
    alone. `number` is the document number that the words are the parts of. An `optional`
    phrase, as an honorific before a name, need not stand anywhere but counts where it does.
    """

    words: tuple[Word, ...]
    quoted: bool = False
    title_only: bool = False
    number: Word | None = None
    readings: tuple[tuple[Word, ...], ...] = ()
    optional: bool = False
    sharing: int = 1

    @property
    def wordings(self) -> tuple[tuple[Word, ...], ...]:
        """Every sequence of words that answers the phrase, its own first."""
        return (self.words, *self.readings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question as it was understood.

    `alternatives` are joined by OR; of one alternative all phrases are wanted but the optional
    ones, and one at least is not optional; `excluded` phrases are wanted nowhere. `since` and
    `until` are days in Vietnam, both included. A site covers its subdomains. `off` names the
    kinds of note that the visitor undid. `marked` tells whether it was typed with a mark anywhere,
    so that bare words mean bare ones.
    """

    text: str = ""
    understood: str = ""
    alternatives: tuple[tuple[Phrase, ...], ...] = ()
    excluded: tuple[Phrase, ...] = ()
    sites: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    accents: Accents = Accents.AUTO
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    per_page: int = 10
    off: frozenset[str] = frozenset()
    literal: bool = False
    notes: tuple[Note, ...] = ()
    marked: bool = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Look for marks once: what a bare word means is asked for every word of a query."""
        phrases = chain(*self.alternatives, self.excluded)
        marked = any(word.marked for phrase in phrases for word in phrase.words)
        object.__setattr__(self, "marked", marked)

    @property
    def asks_for_words(self) -> bool:
        """Whether any word is wanted."""
        return any(self.alternatives)

    @property
    def filters(self) -> bool:
        """Whether any filter narrows the articles."""
        return bool(self.sites or self.sections or self.since or self.until)
