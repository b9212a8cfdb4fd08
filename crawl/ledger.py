"""What became of an address goes in; page, links, article and state are stored in one transaction.

Between two pages the store is whole: a page is either settled, with all that follows from it, or
still waits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from crawl.addresses import resolve
from crawl.frontier import Entry, Frontier, Kind, Priority
from crawl.outcomes import Failed, Finding, Gone, Moved, Outcome, Read, Refused
from crawl.pages import PageArchive, StoredPage
from crawl.sites import Site
from index import ArticleStore, Change, identity

_MOST_HOPS = 5  # redirects in a row; browsers give up at 20, portals need 2
_OPTIONAL = frozenset({Kind.SITEMAP, Kind.FEED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What the store made of an outcome.

    `refused` counts addresses outside the site, `problem` is what to report of the page,
    `again` says that the address still waits.
    """

    change: Change | None = None
    gone: bool = False
    again: bool = False
    refused: frozenset[str] = frozenset()
    problem: str = ""


class Ledger:
    """Writes down what became of addresses, for the sites of one crawl."""

    def __init__(
        self, store: ArticleStore, frontier: Frontier, sites: Iterable[Site], *, attempts: int
    ) -> None:
        self._store = store
        self._frontier = frontier
        self._sites: Mapping[str, Site] = {site.name: site for site in sites}
        self._attempts = attempts
        self._pages = PageArchive(store)

    def settle(self, entry: Entry, outcome: Outcome, *, at: datetime) -> Settled:
        """Store an outcome and all that follows from it, or nothing. Raises StoreUnusable."""
        with self._store.transaction():
            match outcome:
                case Read():
                    return self._read(entry, outcome, at)
                case Moved(status=status, to=to):
                    return self._moved(entry, status, to, at)
                case Gone(status=status):
                    return self._gone(entry, status, at)
                case Refused(by=by, reason=reason):
                    self._note(entry, at, reason=f"{by}: {reason}")
                    return Settled()
                case Failed(reason=reason, again=again):
                    if again and entry.attempts + 1 < self._attempts:
                        self._frontier.retry(entry)
                        return Settled(again=True)
                    self._note(entry, at, reason=reason)
                    return Settled(problem=reason)

    def discover(self, site: Site, sitemaps: Iterable[str], *, base: str) -> None:
        """Let the sitemaps that a robots.txt names wait, those on the site's own hosts."""
        with self._store.transaction():
            for url in self._inside(site, sitemaps, base=base)[0]:
                self._frontier.add(_seed(site.name, url, Kind.SITEMAP))

    def _read(self, entry: Entry, page: Read, at: datetime) -> Settled:
        finding, site = page.finding, self._sites[entry.site]
        problem = finding.problem
        if not problem and finding.article is None and entry.kind is Kind.ARTICLE:
            problem = "no article was found on the page"
        change = self._store.put(finding.article, at=at) if finding.article else None
        self._note(entry, at, status=page.status, reason=problem)
        article = finding.article
        self._pages.keep(
            entry.identity,
            StoredPage(
                body=page.body,
                content_type=page.content_type,
                etag=page.etag,
                last_modified=page.last_modified,
            ),
            article=article.identity if article else None,
        )
        return Settled(change=change, problem=problem, refused=self._follow(entry, site, finding))

    def _follow(self, entry: Entry, site: Site, finding: Finding) -> frozenset[str]:
        """Let the addresses found on a page wait; returns those outside the site."""
        refused: set[str] = set()
        # A sitemap names pages of all kinds; what a listing or a feed links is news.
        linked = Kind.PAGE if entry.kind is Kind.SITEMAP else Kind.ARTICLE
        for urls, kind, priority in (
            (finding.articles, linked, Priority.NEWS),
            (finding.listings, Kind.PAGE, Priority.LISTING),
            (finding.sitemaps, Kind.SITEMAP, Priority.SEED),
        ):
            inside, outside = self._inside(site, urls, base=entry.url)
            refused |= outside
            for url in inside:
                self._frontier.add(Entry(url=url, site=site.name, kind=kind, priority=priority))
        return frozenset(refused)

    def _inside(
        self, site: Site, urls: Iterable[str], *, base: str
    ) -> tuple[list[str], frozenset[str]]:
        found = [resolve(url, base=base, rules=site.profile.addresses) for url in urls]
        inside = [url for url in found if url and site.covers(url)]
        return inside, frozenset(url for url in found if url and not site.covers(url))

    def _moved(self, entry: Entry, status: int, to: str, at: datetime) -> Settled:
        site = self._sites[entry.site]
        inside, outside = self._inside(site, [to], base=entry.url)
        problem = ""
        if not inside:
            problem = f"redirected out of the site, to {to[:200]}"
        elif entry.hops >= _MOST_HOPS:
            problem = f"redirected more than {_MOST_HOPS} times"
        elif identity(inside[0]) == entry.identity:
            if inside[0] != entry.url:
                self._frontier.replace(entry, url=inside[0])
                return Settled(again=True)
            problem = "redirected to itself"
        self._note(entry, at, status=status, reason=problem or f"moved to {inside[0]}")
        if not problem:
            self._frontier.add(replace(entry, url=inside[0], hops=entry.hops + 1, attempts=0))
        return Settled(problem=problem, refused=outside)

    def _gone(self, entry: Entry, status: int, at: datetime) -> Settled:
        removed = self._pages.forget(entry.identity, at=at)
        self._note(entry, at, status=status, reason="gone")
        # Nobody promised a feed or a sitemap where a profile looks for one.
        unexpected = not removed and entry.priority is Priority.SEED
        problem = f"the server answered {status}" if unexpected else ""
        return Settled(gone=removed, problem="" if entry.kind in _OPTIONAL else problem)

    def _note(
        self, entry: Entry, at: datetime, *, status: int | None = None, reason: str = ""
    ) -> None:
        self._pages.note(
            entry.identity,
            url=entry.url,
            site=entry.site,
            run=self._frontier.run(entry.site),
            status=status,
            reason=reason,
            at=at,
        )
        self._frontier.drop(entry)


def _seed(site: str, url: str, kind: Kind) -> Entry:
    return Entry(url=url, site=site, kind=kind, priority=Priority.SEED)


def seeds_of(site: Site) -> list[Entry]:
    """Where a crawl of a site begins: start pages, and the sitemaps and feeds of their hosts."""
    rules = site.profile.addresses
    found = [(url, url, Kind.PAGE) for url in site.start]
    for base in site.start:
        found += [(base, path, Kind.SITEMAP) for path in site.profile.listing.sitemap]
        found += [(base, path, Kind.FEED) for path in site.profile.listing.feed]
    urls = [(resolve(link, base=base, rules=rules), kind) for base, link, kind in found]
    return [_seed(site.name, url, kind) for url, kind in urls if url]
