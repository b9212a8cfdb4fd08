"""A request as it was read goes in, what stands around every page comes out as ready values."""

from collections.abc import Mapping
from dataclasses import dataclass

from search_app.links import Links
from search_app.request_query import Asked, Pairs
from search_app.wording import wording

# A new search keeps how and where was searched; its page and what was undone belong to the old one.
_KEPT = frozenset({"per_page", "sort", "site", "section", "accents", "lang"})
LONGEST_TYPED = 1000  # characters: far more than is read of a query, and short enough for a url


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Head, search box and foot of a page.

    `text` are the sentences of its language; `hidden` the pairs that the form sends along;
    `suggest` is where its box asks for completions;
    `other_language` is the link to the same page in the other language.
    """

    lang: str
    text: Mapping[str, str]
    title: str
    home: str
    action: str
    suggest: str
    typed: str
    hidden: Pairs
    other_lang: str
    other_language: str
    noindex: bool = True
    longest: int = LONGEST_TYPED


def frame(
    asked: Asked, title: str, *, home: str, action: str, suggest: str, noindex: bool = True
) -> Frame:
    """The frame of a page titled `title`; `home`, `action` and `suggest` are paths."""
    other = "vi" if asked.lang == "en" else "en"
    words = wording(asked.lang)
    has_results = bool(asked.query.text or asked.query.filters)
    return Frame(
        lang=asked.lang,
        text=words,
        title=words["title"].format(what=title),
        home=Links(home, _only(asked, {"lang"})).changed(()),
        action=action,
        suggest=suggest,
        typed=asked.query.text,
        hidden=_only(asked, _KEPT),
        other_lang=other,
        other_language=Links(action if has_results else home, asked.parameters).changed(
            [("page", _page(asked)), ("lang", other)]
        ),
        noindex=noindex,
    )


def _page(asked: Asked) -> str:
    return str(asked.query.page)


def _only(asked: Asked, names: set[str] | frozenset[str]) -> Pairs:
    return tuple(pair for pair in asked.parameters if pair[0] in names)
