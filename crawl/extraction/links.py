"""A parsed page and a profile go in, the addresses to follow come out: articles, further pages."""

from dataclasses import dataclass

from crawl.addresses import resolve
from crawl.extraction.page import Page, attribute_of
from crawl.profile import Profile


@dataclass(frozen=True, slots=True)
class Links:
    """Where a page leads: to articles, and to pages that list more of them."""

    articles: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()


def links_on(page: Page, profile: Profile) -> Links:
    """The links that a profile's selectors find, each once, in reading order."""
    articles = _found(page, profile, profile.listing.link)
    listings = _found(page, profile, profile.listing.next)
    return Links(articles, tuple(link for link in listings if link not in set(articles)))


def _found(page: Page, profile: Profile, selectors: tuple[str, ...]) -> tuple[str, ...]:
    found = (
        resolve(attribute_of(link, "href"), base=page.url, rules=profile.addresses)
        for selector in selectors
        for link in page.root.select(selector)
    )
    return tuple(dict.fromkeys(url for url in found if url))
