"""What each page came to goes in; how far a crawl is, and in the end what it did, comes out."""

from dataclasses import dataclass, field

from crawl.frontier import Entry
from crawl.ledger import Settled
from crawl.outcomes import Outcome, Read, Refused, RefusedBy
from index import Change

# A broken template makes every page a failure; the first hundreds tell as much as all.
_MOST_FAILURES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlProgress:
    """How far a crawl is after one more address of `site`, on `host`, is settled.

    The numbers are of that site: pages fetched, articles added and changed, addresses waiting.
    """

    site: str
    host: str
    url: str
    fetched: int
    added: int
    changed: int
    waiting: int


@dataclass(frozen=True, slots=True)
class PageFailure:
    """A page that could not be used, and why."""

    url: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReport:
    """What the crawl of one site did, in pages and articles; `seconds` is the time it took.

    `refused_*` count addresses that robots.txt, the address guard and the limits of the site
    kept us from. `failed` counts pages, the first of which `failures` names. `waiting` is what
    is left for the next crawl, `resumed` says that it went on with an interrupted one.
    """

    site: str
    fetched: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    refused_by_robots: int = 0
    refused_by_guard: int = 0
    refused_by_scope: int = 0
    failed: int = 0
    failures: tuple[PageFailure, ...] = ()
    waiting: int = 0
    resumed: bool = False
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """What a crawl did, site by site; `seconds` is the time of the whole."""

    sites: tuple[SiteReport, ...]
    seconds: float

    @property
    def changes(self) -> int:
        """How many articles are not what they were: added, changed, gone."""
        return sum(site.added + site.changed + site.gone for site in self.sites)


@dataclass(slots=True)
class Tally:
    """Counts while a site is crawled; `ended_at` is seconds from the crawl's beginning."""

    site: str
    resumed: bool = False
    fetched: int = 0
    gone: int = 0
    ended_at: float = 0.0
    changes: dict[Change, int] = field(default_factory=lambda: dict.fromkeys(Change, 0))
    refused: dict[RefusedBy, set[str]] = field(
        default_factory=lambda: {by: set[str]() for by in RefusedBy}
    )
    failed: int = 0
    failures: list[PageFailure] = field(default_factory=list)

    def count(self, entry: Entry, outcome: Outcome, settled: Settled) -> None:
        """Count what became of one address."""
        self.fetched += isinstance(outcome, Read)
        self.gone += settled.gone
        if settled.change is not None:
            self.changes[settled.change] += 1
        if isinstance(outcome, Refused):
            self.refused[outcome.by].add(entry.url)
        self.refused[RefusedBy.SCOPE] |= settled.refused
        if settled.problem:
            self.fail(entry.url, settled.problem)

    def fail(self, url: str, reason: str) -> None:
        """Count a failure."""
        self.failed += 1
        if len(self.failures) < _MOST_FAILURES:
            self.failures.append(PageFailure(url, reason))

    def progress(self, entry: Entry, *, waiting: int) -> CrawlProgress:
        """How far the site is."""
        return CrawlProgress(
            site=self.site,
            host=entry.host,
            url=entry.url,
            fetched=self.fetched,
            added=self.changes[Change.ADDED],
            changed=self.changes[Change.CHANGED],
            waiting=waiting,
        )

    def report(self, *, waiting: int) -> SiteReport:
        """What the crawl of the site did."""
        return SiteReport(
            site=self.site,
            fetched=self.fetched,
            added=self.changes[Change.ADDED],
            changed=self.changes[Change.CHANGED],
            unchanged=self.changes[Change.UNCHANGED],
            gone=self.gone,
            refused_by_robots=len(self.refused[RefusedBy.ROBOTS]),
            refused_by_guard=len(self.refused[RefusedBy.GUARD]),
            refused_by_scope=len(self.refused[RefusedBy.SCOPE]),
            failed=self.failed,
            failures=tuple(self.failures),
            waiting=waiting,
            resumed=self.resumed,
            seconds=self.ended_at,
        )
