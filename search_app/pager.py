"""A ResultPage goes in, the links to its neighbours and to both ends come out."""

from dataclasses import dataclass

from index import ResultPage
from search_app.figures import number
from search_app.links import Links
from search_app.wording import wording

_AROUND = 1  # numbers on both sides of the page at hand: seven signs fit on a phone


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A way to a page: `spoken` says more than its short `label`; a gap has neither link nor word.

    `rel` is "prev" or "next" for the two that turn the page, else "".
    """

    label: str
    spoken: str = ""
    href: str = ""
    rel: str = ""
    current: bool = False


def page_links(lang: str, page: ResultPage, links: Links) -> tuple[PageLink, ...]:
    """Previous, the numbers around the page at hand with both ends, next; none for one page."""
    if page.pages <= 1 or page.page > page.pages:
        return ()
    found: list[PageLink] = []
    if page.page > 1:
        found.append(_turn("prev", page.page - 1, lang, links))
    last_shown = 0
    for shown in _numbers(page):
        if shown > last_shown + 1:
            found.append(PageLink(label="…"))
        found.append(_numbered(shown, lang, links, current=shown == page.page))
        last_shown = shown
    if page.page < page.pages:
        found.append(_turn("next", page.page + 1, lang, links))
    return tuple(found)


def _numbers(page: ResultPage) -> list[int]:
    around = range(page.page - _AROUND, page.page + _AROUND + 1)
    return sorted({1, page.pages, *(near for near in around if 1 <= near <= page.pages)})


def _numbered(shown: int, lang: str, links: Links, *, current: bool) -> PageLink:
    label = number(shown, lang)
    return PageLink(
        label=label,
        spoken=wording(lang)["page"].format(page=label),
        href=links.changed([("page", str(shown))]),
        current=current,
    )


def _turn(rel: str, to_page: int, lang: str, links: Links) -> PageLink:
    words = wording(lang)["previous" if rel == "prev" else "next"]
    href = links.changed([("page", str(to_page))])
    return PageLink(label=words, spoken=words, href=href, rel=rel)
