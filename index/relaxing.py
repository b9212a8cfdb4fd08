"""A Query goes in; in which ways it is asked one after another, and what is said of it, come out.

Up to some syllables all words are wanted; of a longer question most (architecture section 4.6).
The first way that finds anything is the answer. Every engine follows the same ways with the
same shares, so that their totals are the same.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from index.query import Accents, Phrase, Query, Sort
from index.ranking import MOST_ALL_WANTED, MOST_WORDS, rarity
from index.results import Note, Relaxed

_SHARES = 1_000  # shares of a unit of rarity: whole numbers sum alike in every order


@dataclass(frozen=True, slots=True)
class Way:
    """One way to ask a query.

    `loose_marks` lets unquoted words match with any marks; `most` asks of every alternative for
    most of its words, `most_of_long` only of the long ones. `relaxed` is what the page calls it.
    """

    loose_marks: bool = False
    most: bool = False
    most_of_long: bool = False
    relaxed: Relaxed | None = None


@dataclass(frozen=True, slots=True)
class Needed:
    """The shares of some phrases, and what those of an article have to sum to."""

    shares: tuple[int, ...]
    threshold: int


AS_TYPED = Way()


def ways(query: Query) -> tuple[Way, ...]:
    """The ways to ask a query, the strictest first.

    Who asks for strict accents wants what was typed: that is never relaxed.
    """
    if query.literal or "relaxed" in query.off:
        return (AS_TYPED,)
    loose = [one for phrases in query.alternatives for one in phrases if may_be_missing(one)]
    long = any(is_long(phrases) for phrases in query.alternatives)
    found = [AS_TYPED] if not long or query.sort is not Sort.RELEVANCE else []
    if long:
        found.append(Way(most_of_long=True))
    if _may_loosen_marks(query):
        found.append(Way(loose_marks=True, most_of_long=long, relaxed="accents"))
    if len(loose) > 1 and query.accents is not Accents.STRICT:
        found.append(Way(most=True, relaxed="words"))
    return tuple(found)


def is_long(phrases: Sequence[Phrase]) -> bool:
    """Whether an alternative has too many syllables for all of them to be wanted."""
    return sum(len(one.words) for one in phrases if not one.optional) > MOST_ALL_WANTED


def may_be_missing(phrase: Phrase) -> bool:
    """Whether most of the words are there without it: never what is quoted or is for a title."""
    return not (phrase.quoted or phrase.title_only or phrase.optional)


def asks_for_most(phrases: Sequence[Phrase], way: Way) -> bool:
    """Whether of an alternative most words are enough in one way of asking."""
    return way.most or (way.most_of_long and is_long(phrases))


def needed(articles: int, holders: Sequence[int]) -> Needed:
    """How much each of some phrases counts, and how much is most of them.

    `holders` tells how many of the living articles hold each phrase. What none holds cannot be
    asked for and counts nothing.
    """
    shares = tuple(
        max(1, round(_SHARES * rarity(articles, count))) if count else 0 for count in holders
    )
    return Needed(shares, max(1, math.ceil(MOST_WORDS.value * sum(shares))))


def _may_loosen_marks(query: Query) -> bool:
    """Whether giving up the marks of the unquoted words asks for anything else."""
    loose = any(not phrase.quoted for phrases in query.alternatives for phrase in phrases)
    return loose and query.accents is Accents.AUTO and query.marked


def relaxed_note(query: Query, relaxed: Relaxed) -> Note:
    """Say that more is shown than was asked for, and how to see what was asked for alone."""
    words = (
        word.folded if relaxed == "accents" else word.canonical
        for phrases in query.alternatives
        for phrase in phrases
        if not phrase.quoted
        for word in phrase.words
    )
    return Note(
        kind="relaxed",
        source=query.understood,
        target=" ".join(words),
        applied=True,
        changes=(("off", "relaxed"),),
    )
