"""A Query and a piece of text go in; which tokens the query asked for comes out.

This is the meaning of a match (architecture section 4), said once: the plain engine and the
highlighter use it, the others are held to it.
"""

from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import starmap, zip_longest

from index.fields import FieldText
from index.query import Accents, Phrase, Query, Word
from index.relaxing import Needed, may_be_missing
from index.text.tokens import Token


class Marks(Enum):
    """How the marks of a word and of a token have to agree."""

    ANY = "any marks match"
    OWN = "its own marks, or none in a field written without marks"
    SAME = "its own marks alone"


def marks_of(query: Query, phrase: Phrase, *, relaxed: bool, excluded: bool = False) -> Marks:
    """How strictly a phrase of a query is matched.

    `relaxed` is the first relaxation: words with other marks; it never touches what was quoted
    or excluded.
    """
    if query.accents is Accents.STRICT:
        return Marks.SAME
    if query.accents is Accents.IGNORE or not query.marked:
        return Marks.ANY
    if relaxed and not phrase.quoted and not excluded:
        return Marks.ANY
    return Marks.OWN


def meets(word: Word, token: Token, marks: Marks, *, bare_field: bool) -> bool:
    """Whether a token is what a word asks for."""
    if token.folded != word.folded:
        return False
    if marks is Marks.ANY or token.canonical == word.canonical:
        return True
    return marks is Marks.OWN and bare_field and token.canonical == token.folded


def occurrences(phrase: Phrase, text: FieldText, marks: Marks) -> Iterator[range]:
    """Where a phrase stands in a text in any of its wordings, as places of its tokens."""
    if phrase.title_only and text.field != "title":
        return
    tokens = text.tokens
    for words in phrase.wordings:
        for start in range(len(tokens) - len(words) + 1):
            if all(
                meets(word, tokens[start + place], marks, bare_field=text.bare)
                for place, word in enumerate(words)
            ):
                yield range(start, start + len(words))


def stands_in(phrase: Phrase, texts: Sequence[FieldText], marks: Marks) -> bool:
    """Whether a phrase stands anywhere in an article."""
    return any(any(True for _ in occurrences(phrase, text, marks)) for text in texts)


def matches(
    query: Query,
    texts: Sequence[FieldText],
    *,
    relaxed: bool,
    most: Sequence[Needed | None] = (),
) -> bool:
    """Whether an article's words answer a query, filters aside.

    A query that asks for no word is met by any article that has none of the excluded phrases.
    `most` tells for each alternative of which most words are enough what these are.
    """

    def stands(phrase: Phrase, *, excluded: bool = False) -> bool:
        marks = marks_of(query, phrase, relaxed=relaxed, excluded=excluded)
        return stands_in(phrase, texts, marks)

    def answers(phrases: Sequence[Phrase], enough: Needed | None) -> bool:
        loose = [one for one in phrases if enough and may_be_missing(one)]
        if enough:
            weighed = zip(loose, enough.shares, strict=True)
            if sum(share for one, share in weighed if stands(one)) < enough.threshold:
                return False
        return all(stands(one) for one in phrases if one not in loose and not one.optional)

    if any(stands(phrase, excluded=True) for phrase in query.excluded):
        return False
    if not query.alternatives:
        return True
    return any(starmap(answers, zip_longest(query.alternatives, most)))
