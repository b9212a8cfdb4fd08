"""An Article goes in; the pieces of text that are searched come out, each with its tokens."""

from collections.abc import Iterator
from dataclasses import dataclass

from index.article import Article
from index.ranking import BARE_SHARE
from index.text.tokens import Token, tokenize


@dataclass(frozen=True, slots=True)
class FieldText:
    """One piece of an article's text: a title, a body, one caption of several.

    `bare` says that it is written without marks, so that a bare syllable in it stands for any.
    """

    field: str
    text: str
    tokens: tuple[Token, ...]
    bare: bool


def searched_texts(article: Article) -> Iterator[tuple[str, str]]:
    """The name and text of every piece that is searched; phrases don't run across pieces."""
    for name in ("title", "summary", "body", "author", "unit", "section"):
        text = getattr(article, name)
        if text:
            yield name, text
    for name in ("tags", "captions"):
        for text in getattr(article, name):
            yield name, text
    for attachment in article.attachments:
        if attachment.title:
            yield "attachments", attachment.title


def field_text(name: str, text: str) -> FieldText:
    """Tokenize one piece of composed text and tell whether it is written without marks."""
    tokens = tuple(tokenize(text))
    return FieldText(name, text, tokens, is_bare(tokens))


def field_texts(article: Article) -> tuple[FieldText, ...]:
    """Every searched piece of an article with its tokens."""
    return tuple(field_text(name, text) for name, text in searched_texts(article))


def is_bare(tokens: tuple[Token, ...]) -> bool:
    """Whether fewer than one syllable in ten carries a mark; False where there is no syllable."""
    syllables = [token for token in tokens if token.text.isalpha()]
    if not syllables:
        return False
    marked = sum(token.canonical != token.folded for token in syllables)
    return marked < BARE_SHARE.value * len(syllables)
