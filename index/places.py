"""A Query and an article's texts go in; which tokens were asked for, and where most, comes out.

The phrases of a query have numbers, a bit each, in the order in which they were typed. Of a token
three masks of such bits are told: the phrases that asked for it (`words`), those of them that
stand there beside their neighbour in the query (`joined`), and those whose neighbour in the query
is the token before (`beside`).
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Protocol

from index.fields import FieldText
from index.matching import marks_of, occurrences
from index.query import Phrase, Query

SURE_TOKENS = 24  # from an asked token on, what a passage that begins for its sake surely shows
# Where a snippet is looked for; of equal passages the earlier field's is shown.
_TELLING_FIELDS = ("body", "summary", "captions", "attachments")
# Shown only where nothing more telling holds a word of the query: they say who and where.
_LABEL_FIELDS = ("unit", "author", "section", "tags")
_RANKS = {
    name: rank for rank, name in enumerate(reversed((*_TELLING_FIELDS, *_LABEL_FIELDS)), start=1)
}
MOST_RANK = len(_RANKS)
_LEAST_TELLING = _RANKS[_TELLING_FIELDS[-1]]
_RANK_BITS, _WORDS_BITS = 4, 8
_MOST_BITS = 64  # a longer query's last phrases share one
ALL_BITS = (1 << _MOST_BITS) - 1

Counted = Any  # a number, or an array of numbers
Spans = tuple[list[int], list[int]]  # of each token the first character, and the one after it
AskedToken = tuple[int, int, int]  # its number in its text, its words, which of them are joined


class Places(Protocol):
    """What a query asked for in one article. Texts are counted as `searched_texts` gives them."""

    def best(self, covered: int) -> tuple[int, int] | None:
        """The text and the token from which on most is shown that is not `covered` yet."""
        ...

    def inside(self, text: int, first: int, last: int) -> list[AskedToken]:
        """The asked tokens of a text from `first` on and before `last`, ascending."""
        ...

    def spans(self, text: int, first: int, last: int) -> tuple[int, Spans]:
        """A token at or before `first`, and the characters of all from it on, at least to `last`.

        Fewer where the text ends; `last` is the one after the last that is needed.
        """
        ...


def numbered(query: Query) -> list[tuple[int, Phrase]]:
    """The wanted phrases, each with its bit; a bit stays free between two alternatives."""
    number, found = 0, []
    for alternative in query.alternatives:
        for phrase in alternative:
            found.append((1 << min(number, _MOST_BITS - 1), phrase))
            number += 1
        number += 1
    return found


def rank_of(field: str) -> int:
    """How gladly a passage is taken from a field; 0 where from none."""
    return _RANKS.get(field, 0)


def base_worth(rank: int) -> int:
    """What a field's rank adds to the worth of a window; much less than nothing for rank 0."""
    if not rank:
        return -(1 << (_RANK_BITS + _WORDS_BITS))
    return ((rank >= _LEAST_TELLING) << (_RANK_BITS + _WORDS_BITS)) | rank


def worth(new: Counted, beside: Counted, base: Counted) -> Counted:
    """The worth of a window: a telling field, then new words and neighbours, then the field.

    Positive where a passage is taken from the field at all. Serves arrays of numbers as well.
    """
    return ((new + beside) << _RANK_BITS) + base


class TextPlaces:
    """Places found by comparing every token with every word: slow, and obviously right."""

    def __init__(self, query: Query, texts: Sequence[FieldText], *, relaxed: bool) -> None:
        self._ranks = [rank_of(text.field) for text in texts]
        self._tokens = [text.tokens for text in texts]
        self._asked = [list(_asked(query, text, relaxed=relaxed)) for text in texts]

    def best(self, covered: int) -> tuple[int, int] | None:
        """Judge a window from each asked token on; of equal ones the first is taken."""
        most, found = 0, None
        for text, rank in enumerate(self._ranks):
            if not rank:
                continue
            for token, words, beside in _windows(self._asked[text]):
                new, own = words & ~covered, beside & ~covered
                value = worth(new.bit_count(), own.bit_count(), base_worth(rank))
                if value > most:
                    most, found = value, ((text, token) if new else None)
        return found

    def inside(self, text: int, first: int, last: int) -> list[AskedToken]:
        """The asked tokens of a part of a text."""
        asked = [(token, words, joined) for token, words, joined, _ in self._asked[text]]
        return asked[bisect_left(asked, (first,)) : bisect_left(asked, (last,))]

    def spans(self, text: int, first: int, last: int) -> tuple[int, Spans]:
        """The characters of the tokens of a part of a text."""
        tokens = self._tokens[text][first:last]
        return first, ([token.start for token in tokens], [token.end for token in tokens])


def _windows(asked: Sequence[tuple[int, int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """From each asked token on: the words and the neighbours that are surely shown."""
    for place, (first, own, _, _) in enumerate(asked):
        words, beside = own, 0
        for token, more, _, neighbours in asked[place + 1 : place + SURE_TOKENS]:
            if token >= first + SURE_TOKENS:
                break
            words |= more
            beside |= neighbours
        yield first, words, beside


def _asked(query: Query, text: FieldText, *, relaxed: bool) -> Iterator[tuple[int, int, int, int]]:
    """The asked tokens of a text: number, words, joined, beside."""
    count = len(text.tokens) + 1
    words, joined, begun, ended = [0] * count, [0] * count, [0] * count, [0] * count
    for bit, phrase in numbered(query):
        marks = marks_of(query, phrase, relaxed=relaxed)
        for tokens in occurrences(phrase, text, marks):
            begun[tokens[0]] |= bit
            ended[tokens[-1]] |= bit
            for token in tokens:
                words[token] |= bit
                joined[token] |= bit if len(tokens) > 1 else 0
    beside = [0] * count
    for one, other in pairwise(range(count)):
        beside[other] = (ended[one] << 1) & begun[other] & ALL_BITS
        joined[other] |= beside[other]
        joined[one] |= beside[other] >> 1
    for token in range(count):
        if words[token]:
            yield token, words[token], joined[token], beside[token]
