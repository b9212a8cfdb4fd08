"""Passages go in, escaped HTML with <mark> and nothing else comes out; made here and only here."""

import html
from collections.abc import Sequence

from markupsafe import Markup

from index import Passage

BETWEEN_PASSAGES = " … "


def marked(passage: Passage) -> Markup:
    """The text of a passage, escaped, each of its spans between <mark> and </mark>."""
    text = passage.text
    pieces: list[str] = []
    done = 0
    for span in passage.marks:
        start, end = span.start - passage.start, span.end - passage.start
        pieces += (html.escape(text[done:start]), "<mark>", html.escape(text[start:end]), "</mark>")
        done = end
    pieces.append(html.escape(text[done:]))
    # Piece by piece as Markup, the same takes a third of the time of a whole answer.
    return Markup("".join(pieces))  # noqa: S704 - every piece is escaped or one of our two tags


def marked_snippet(passages: Sequence[Passage]) -> Markup:
    """Marked passages as one snippet."""
    return Markup(BETWEEN_PASSAGES).join(  # noqa: S704 - a constant without markup
        marked(passage) for passage in passages
    )


def plain_snippet(passages: Sequence[Passage]) -> str:
    """The same snippet as plain text."""
    return BETWEEN_PASSAGES.join(passage.text for passage in passages)
