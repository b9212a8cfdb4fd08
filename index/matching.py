"""A Query and a piece of text go in; which tokens the query asked for comes out.

This is the meaning of a match (architecture section 4), said once: the plain engine and the
highlighter use it, the others are held to it.
"""

from collections.abc import Iterator, Sequence
from enum import Enum

from index.fields import FieldText
from index.query import Accents, Phrase, Query, Word
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


def asked_tokens(query: Query, text: FieldText, *, relaxed: bool) -> dict[int, Phrase]:
    """The places of the tokens that the query asked for, each with a phrase that asked."""
    asked: dict[int, Phrase] = {}
    for alternative in query.alternatives:
        for phrase in alternative:
            marks = marks_of(query, phrase, relaxed=relaxed)
            for places in occurrences(phrase, text, marks):
                for place in places:
                    asked.setdefault(place, phrase)
    return asked


def matches(query: Query, texts: Sequence[FieldText], *, relaxed: bool) -> bool:
    """Whether an article's words answer a query, filters aside.

    A query that asks for no word is met by any article that has none of the excluded phrases.
    """

    def stands(phrase: Phrase, *, excluded: bool = False) -> bool:
        marks = marks_of(query, phrase, relaxed=relaxed, excluded=excluded)
        return any(any(True for _ in occurrences(phrase, text, marks)) for text in texts)

    if any(stands(phrase, excluded=True) for phrase in query.excluded):
        return False
    if not query.alternatives:
        return True
    return any(
        all(stands(phrase) for phrase in phrases if not phrase.optional)
        for phrases in query.alternatives
    )
