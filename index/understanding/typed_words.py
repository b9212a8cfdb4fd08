"""A query's text goes in, the words in it that are no operators come out, each with its place."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from index.reading import MOST_SYLLABLES
from index.text.tokens import Token, document_numbers, tokenize

_FILTER = re.compile(r"(?<!\S)(?:site|from|to|từ|đến):\S+", re.IGNORECASE)
_OR = re.compile(r"(?<!\S)OR(?!\S)")


def typed_words(text: str, *, in_numbers: bool = False) -> Iterator[Token]:
    """The words of a composed text without its filters; the parts of document numbers if asked.

    As many as are read of a query; what stands behind them is not searched either.

    >>> [word.text for word in typed_words("thi ddua site:a.vn 12/QD-UBND -khen")]
    ['thi', 'ddua', 'khen']
    """
    taken = [match.span() for shape in (_FILTER, _OR) for match in shape.finditer(text)]
    if not in_numbers:
        taken += [(number.start, number.end) for number in document_numbers(text)]
    for token in islice(tokenize(text), MOST_SYLLABLES):
        if not any(start <= token.start < end for start, end in taken):
            yield token


def with_words_replaced(text: str, changes: Mapping[Token, str]) -> str:
    """The text with some of its words replaced, all else as it was typed."""
    pieces, place = [], 0
    for word in sorted(changes, key=lambda one: one.start):
        pieces += [text[place : word.start], changes[word]]
        place = word.end
    return "".join((*pieces, text[place:]))
