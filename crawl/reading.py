"""The bytes of an address go in, what was found there comes out: an article, further addresses."""

from crawl.discovery import read_discovery
from crawl.extraction.article import article_on
from crawl.extraction.links import links_on
from crawl.extraction.page import open_page
from crawl.frontier import Entry, Kind
from crawl.outcomes import Finding
from crawl.profile import Profile

_PAGES = ("text/html", "application/xhtml+xml", "text/plain")


def read(entry: Entry, body: bytes, *, content_type: str, profile: Profile) -> Finding:
    """Read a page, a sitemap or a feed; whatever is wrong with it is a problem to report."""
    try:
        if entry.kind in {Kind.SITEMAP, Kind.FEED}:
            return _read_discovery(body)
        return _read_page(entry, body, content_type, profile)
    except Exception as error:  # noqa: BLE001 - a page may break a parser in ways no list foresees
        return Finding(problem=f"it cannot be read: {type(error).__name__}: {str(error)[:200]}")


def _read_discovery(body: bytes) -> Finding:
    found = read_discovery(body)
    return Finding(articles=found.pages, sitemaps=found.sitemaps)


def _read_page(entry: Entry, body: bytes, content_type: str, profile: Profile) -> Finding:
    named = content_type.partition(";")[0].strip().lower()
    if named and named not in _PAGES:
        expected = entry.kind is Kind.ARTICLE
        return Finding(problem=f"it is no web page but {named}" if expected else "")
    page = open_page(body, url=entry.url, content_type=content_type)
    article = article_on(page, profile)
    if article is not None:
        # What stands beside an article repeats what the listings say.
        return Finding(article=article)
    links = links_on(page, profile)
    return Finding(articles=links.articles, listings=links.listings)
