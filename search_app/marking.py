"""Passages go in, escaped HTML with <mark> and nothing else comes out; made here and only here."""

import html
import re
from collections.abc import Callable, Sequence

from markupsafe import Markup

from index import Passage

BETWEEN_PASSAGES = " … "
_has_markup = re.compile(r"""[&<>"']""").search  # what html.escape looks for, piece by piece


def marked(passage: Passage) -> Markup:
    """The text of a passage, escaped, each of its spans between <mark> and </mark>."""
    return Markup(_marked(passage))  # noqa: S704 - every piece is escaped or one of our two tags


def marked_snippet(passages: Sequence[Passage]) -> Markup:
    """Marked passages as one snippet."""
    # Joined as Markup, piece by piece, the same takes a third of the time of a whole answer.
    return Markup(BETWEEN_PASSAGES.join(map(_marked, passages)))  # noqa: S704 - as above


def _marked(passage: Passage) -> str:
    text = passage.text
    escape: Callable[[str], str] = html.escape if _has_markup(text) else str
    pieces: list[str] = []
    done = 0
    for span in passage.marks:
        start, end = span.start - passage.start, span.end - passage.start
        pieces += (escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>")
        done = end
    pieces.append(escape(text[done:]))
    return "".join(pieces)


def plain_snippet(passages: Sequence[Passage]) -> str:
    """The same snippet as plain text."""
    return BETWEEN_PASSAGES.join(passage.text for passage in passages)
