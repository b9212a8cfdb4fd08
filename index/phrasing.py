"""A stretch of a query's text and what was read in it go in, the Phrases that it asks for come out.

A word is a phrase of one. What is one thing however it is worded, as an abbreviation or a date,
may stand in the articles in any of its wordings.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from index.entities.entity import Entity
from index.query import Phrase, Word
from index.results import Span
from index.text.remembering import remembered
from index.text.tokens import Token, canonical_token, document_numbers, fold_token, tokenize

_MOST_WORDS = 8_192  # remembered, some 5 MB: more than the syllables of the language


@dataclass(frozen=True, slots=True)
class Names:
    """What was read in a text: entities that do not overlap, and words of address before names.

    Both by their characters in the whole text.
    """

    entities: Sequence[Entity] = ()
    honorifics: Sequence[Span] = ()


def phrases_of(text: str, start: int, end: int, names: Names) -> Iterator[Phrase]:
    """The phrases that the characters from `start` to `end` of a text ask for.

    What was typed as several words, such as `ủy ban nhân dân` or `tháng 9 năm 2021`, is found as
    these words, wherever they stand, or in one of its other wordings; what was typed without a
    blank only as a whole.
    """
    stretch = text[start:end]
    inside = [one for one in names.entities if start <= one.start < one.end <= end]
    numbers = list(document_numbers(stretch))

    def lone(token: Token) -> Phrase:
        place = token.start + start
        if names.honorifics and any(one.start <= place < one.end for one in names.honorifics):
            return Phrase((word_of(token),), optional=True)
        return _lone_phrase(token.text)

    if not inside and not numbers:
        yield from map(lone, tokenize(stretch))
        return

    def owner(token: Token) -> Entity | Token:
        place = token.start + start
        entity = next((one for one in inside if one.start <= place < one.end), None)
        return entity or next((n for n in numbers if n.start <= token.start < n.end), token)

    for meaning, tokens in groupby(tokenize(stretch), key=owner):
        words = tuple(word_of(token) for token in tokens)
        if isinstance(meaning, Entity):
            yield from _phrases(words, meaning, typed=text[meaning.start : meaning.end])
        elif meaning in numbers:
            yield Phrase(words, number=word_of(meaning))
        else:
            yield lone(meaning)


def _phrases(words: tuple[Word, ...], entity: Entity, *, typed: str) -> Iterator[Phrase]:
    if " " not in typed:
        yield Phrase(words, number=entity.number, readings=entity.wordings)
        return
    for word in words:
        yield Phrase((word,), number=entity.number, readings=entity.wordings, sharing=len(words))


def word_of(token: Token) -> Word:
    """A token as a word of a query."""
    return _lone_phrase(token.text).words[0]


def _phrase_of(token: str) -> Phrase:
    return Phrase((Word(canonical_token(token), fold_token(token)),))


# People type the same few thousand words; to make three objects of each takes its time.
_lone_phrase = remembered(_phrase_of, most=_MOST_WORDS)
