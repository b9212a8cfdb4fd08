"""A query and an article in words and numbers: why it stands where it stands, or not at all.

Plain values, for the command line to show.
"""

from dataclasses import dataclass
from typing import Literal

from index.results import Relaxed

PartKind = Literal["word", "optional", "marks", "pair", "excluded"]
FilterKind = Literal["site", "section", "day"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePart:
    """One thing that a query scores by, and what it gives to an article.

    A "word" is what was asked for, an "optional" phrase need not stand anywhere, "marks" lift
    what agrees in marks once these are relaxed, a "pair" is two words side by side. `holders`
    articles have it; `score` is 0 where this one has not.
    """

    kind: PartKind
    text: str
    holders: int
    stands: bool
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why an article is found by a query and at which place, or why it is not.

    The scores of the `parts` and the `constant` sum to the score before it is multiplied by
    `recency`. `held` is whether the index has the article, `rank` its place from 1 on or None
    where it is not found. `excluded` phrases stand in it, `filters` keep it out; where both are
    empty and it is not found, it lacks the parts that do not stand. `total` articles are found.
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
