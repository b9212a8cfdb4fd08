"""A query and an article in words and numbers: why it stands where it stands, or not at all.

Plain values, for the command line to show.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from index.results import Relaxed

PartKind = Literal["word", "optional", "marks", "pair", "excluded"]
FilterKind = Literal["site", "section", "day"]
PinState = Literal["stands", "early", "over", "filtered", "sorted", "off"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldCount:
    """How often something stands in a field of an article."""

    field: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePart:
    """One thing that a query scores by, and what it gives to an article.

    A "word" is what was asked for, an "optional" phrase need not stand anywhere, "marks" lift
    what agrees in marks once these are relaxed, a "pair" is two words side by side. `holders`
    articles have it; `score` is 0 where this one has not. `fields` tell where it stands.
    """

    kind: PartKind
    text: str
    holders: int
    stands: bool
    score: float
    fields: tuple[FieldCount, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinning:
    """That staff pinned an article to a query, and whether it stands first for that.

    It does not where its first day is still to come ("early") or its last one is "over", and
    where the query is "filtered", "sorted" by date or asked with pins "off". `line` is its place
    in the file of pins.
    """

    owner: str
    line: int
    since: date | None
    until: date | None
    state: PinState


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why an article is found by a query and at which place, or why it is not.

    The scores of the `parts` and the `constant` sum to the score before it is multiplied by
    `recency`. `held` is whether the index has the article, `rank` its place by relevance from 1
    on or None where it is not found, `place` its place on the pages, where pinned articles stand
    first; engines know of no pins and leave it out. `excluded` phrases stand in it, `filters` keep
    it out; where both are empty and it is not found, it lacks the parts that do not stand.
    `total` articles are on the pages.
    """

    identity: str
    held: bool
    rank: int | None = None
    total: int = 0
    score: float = 0.0
    parts: tuple[ScorePart, ...] = ()
    constant: float = 0.0
    recency: float = 1.0
    relaxed: Relaxed | None = None
    excluded: tuple[str, ...] = ()
    filters: tuple[FilterKind, ...] = ()
    place: int | None = None
    pin: Pinning | None = None
