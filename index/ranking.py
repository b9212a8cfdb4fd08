"""Every number that orders results, each with its reason; nothing goes in, a table comes out.

docs/relevance.md tells how they were measured and what else was tried.
"""

import math
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Weight:
    """A number of the ranking and why it is what it is."""

    value: float
    reason: str


FIELD_WEIGHTS: dict[str, Weight] = {
    "title": Weight(8.0, "measured: a title says what an article is about; 6 to 10 are alike"),
    "summary": Weight(1.5, "chosen: the lead repeats what matters; no judged set has any"),
    "body": Weight(1.0, "the unit that the others are measured in"),
    "captions": Weight(0.5, "chosen: says who stands in a picture, rarely what it is about"),
    "author": Weight(0.5, "architecture section 3: lowest weights"),
    "unit": Weight(0.5, "architecture section 3: lowest weights"),
    "section": Weight(0.5, "architecture section 3: lowest weights"),
    "tags": Weight(0.5, "architecture section 3: lowest weights"),
    "attachments": Weight(0.5, "architecture section 3: lowest weights"),
}

PAIR_WEIGHT = Weight(
    0.7, "two words that are neighbours, as they are in the query: measured; .7 and .8 are alike"
)
PAIR_BEYOND = Weight(
    0.7, "a pair says what its rarity tells beyond that of its rarer word: measured"
)

BARE_FIELD = Weight(0.7, "chosen: a field without marks meets a marked word worse than the word")
SAME_MARKS_LIFT = Weight(
    1.0, "chosen: once accents are relaxed, the marks that do agree count a word's weight again"
)
WHOLE_NUMBER = Weight(2.0, "chosen: a document number as typed comes before its scattered parts")

SATURATION = Weight(1.0, "BM25's k1, measured; .75 to 1.2 are alike")
LENGTH_SHARE = Weight(0.9, "BM25's b, measured; a long text holds many words by its length alone")

RECENT_LIFT = Weight(
    0.05, "chosen: the newest article gains a twentieth, less than a word more or less does"
)
RECENT_HALF_LIFE = Weight(
    730.0, "days, chosen: after two years half of the lift is left, after ten a thirtieth"
)

MOST_WORDS = Weight(
    0.2, "measured: 99 of 100 right answers to long questions hold a larger share of their words"
)
MOST_ALL_WANTED = 8  # syllables, architecture section 4.6: of a longer question most are wanted

BARE_SHARE = Weight(0.1, "architecture section 4.5: fewer marked syllables, and a field is bare")

MOST_FACET_VALUES = 20  # architecture section 3


def rarity(articles: int, holders: int) -> float:
    """How much it says that a word is there: its idf as BM25 has it, never negative.

    >>> rarity(1000, 1) > rarity(1000, 900) > 0
    True
    """
    return math.log(1 + (articles - holders + 0.5) / (holders + 0.5))


def recent_lift(days: Any) -> Any:  # noqa: ANN401 - numbers and arrays alike
    """By what a score is multiplied, `days` (a number or an array) before the newest article.

    >>> recent_lift(0), round(recent_lift(730), 3)
    (1.05, 1.025)
    """
    return 1 + RECENT_LIFT.value * 0.5 ** (days / RECENT_HALF_LIFE.value)
