"""Sites and a store go in; what Scrapy's plug-ins share during one crawl comes out."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from crawl.frontier import Entry, Frontier
from crawl.guard import AddressGuard
from crawl.ledger import Ledger, seeds_of
from crawl.outcomes import Failed, Outcome, Read
from crawl.pacing import Pacing
from crawl.pages import PageArchive
from crawl.report import CrawlProgress, CrawlReport, Tally
from crawl.robots import RobotsRules
from crawl.settings import CrawlSettings
from crawl.sites import Site
from index import ArticleStore

# Longer than this no page is waited for; its host is left alone until the next crawl.
_LONGEST_WAIT = 600.0
# Doubled after every failure in a row, so that a server in trouble is left in peace.
_BACKOFF = 2.0


class CrawlSession:
    """One crawl of some sites: what is in flight, what the hosts ask for, what was counted.

    `failure` is what ended the crawl from within, if anything did.
    """

    def __init__(
        self,
        sites: Sequence[Site],
        *,
        store: ArticleStore,
        settings: CrawlSettings,
        progress: Callable[[CrawlProgress], None] | None = None,
    ) -> None:
        self.settings = settings
        self._store = store
        self.guard = AddressGuard(settings.loopback)
        self.frontier = Frontier(store)
        self.pages = PageArchive(store)
        self.ledger = Ledger(store, self.frontier, sites, attempts=settings.attempts)
        self.sites = {site.name: site for site in sites}
        self.failure: BaseException | None = None
        self.stopping = False
        self._progress = progress
        self._began = time.monotonic()
        self._in_flight: set[str] = set()
        self._failing: dict[str, int] = {}
        self._robots: dict[str, str] = {}
        bare = [(site, host.removeprefix("www.")) for site in sites for host in site.host_names]
        delays = {
            name: site.delay for site, host in bare if site.delay for name in (host, f"www.{host}")
        }
        self.pacing = Pacing(default=settings.delay, delays=delays)
        for host, start in self.pages.last_starts().items():
            self.pacing.started(host, at=start)
        self._tallies = {site.name: Tally(site.name) for site in sites}
        for site in sites:
            resumed = self.frontier.begin(site.name, seeds_of(site), at=_now())
            self._tallies[site.name].resumed = resumed

    def next_entry(self) -> Entry | None:
        """The next address to fetch, on a host that is not being asked; it is then in flight."""
        if self.stopping:
            return None
        shut = self._in_flight | self._given_up
        found = (self.frontier.next(site, without=shut) for site in self._open_sites())
        entry = min(filter(None, found), key=lambda entry: entry.priority, default=None)
        if entry is not None:
            self._in_flight.add(entry.host)
        return entry

    def has_waiting(self) -> bool:
        """Whether an address waits that this crawl will still fetch."""
        return not self.stopping and any(
            self.frontier.next(site, without=self._given_up) for site in self._open_sites()
        )

    def settle(self, entry: Entry, outcome: Outcome) -> None:
        """Store what became of an address, count it, and let its host be asked again."""
        with self._store.transaction():
            settled = self.ledger.settle(entry, outcome, at=_now())
            self._note_host(entry.host, outcome)
        tally = self._tallies[entry.site]
        tally.count(entry, outcome, settled)
        tally.ended_at = time.monotonic() - self._began
        self.release(entry)
        if self._progress is not None and not settled.again:
            self._progress(tally.progress(entry, waiting=self.frontier.waiting(entry.site)))

    def release(self, entry: Entry) -> None:
        """Let the host of an address be asked again, whatever became of the address."""
        self._in_flight.discard(entry.host)

    def fail(self, error: BaseException) -> None:
        """End the crawl with an error of our own side; the first one is raised to the caller."""
        self.failure = self.failure or error
        self.stopping = True

    def note_robots(self, entry: Entry, rules: RobotsRules, *, origin: str) -> None:
        """Heed the robots.txt of the host that an address is on: its delay, its sitemaps."""
        self.pacing.ask(entry.host, delay=rules.delay)
        self._robots[entry.host] = rules.unavailable or "read"
        if rules.unavailable:
            self._tallies[entry.site].fail(f"{origin}/robots.txt", rules.unavailable)
        self.ledger.discover(self.sites[entry.site], rules.sitemaps, base=f"{origin}/")

    def hold(self, host: str, *, times: int, wait: float | None = None) -> float:
        """Leave a host alone for `wait` seconds, or for longer after each of `times` failures."""
        seconds = wait or self.settings.retry_wait * _BACKOFF**times
        self.pacing.hold(host, until=time.time() + min(seconds, _LONGEST_WAIT))
        return seconds

    def finish(self) -> CrawlReport:
        """Close the runs of all sites at once, and say what was done."""
        reports = []
        for name, tally in self._tallies.items():
            for host in sorted(self._given_up & set(self.frontier.hosts(name))):
                tally.fail(f"http://{host}/", "the host kept failing; the rest waits")
            reports.append(tally.report(waiting=self.frontier.waiting(name)))
        self.frontier.finish(self.sites, at=_now())
        return CrawlReport(sites=tuple(reports), seconds=time.monotonic() - self._began)

    @property
    def _given_up(self) -> set[str]:
        return {host for host, times in self._failing.items() if times >= self.settings.patience}

    def _open_sites(self) -> list[str]:
        """The sites that have not reached the limit of their site file."""
        return [
            name
            for name, site in self.sites.items()
            if site.limit is None or self._tallies[name].fetched < site.limit
        ]

    def _note_host(self, host: str, outcome: Outcome) -> None:
        if isinstance(outcome, Failed) and outcome.again:
            times = self._failing.get(host, 0) + 1
            wait = self.hold(host, times=times - 1, wait=outcome.wait)
            self._failing[host] = self.settings.patience if wait > _LONGEST_WAIT else times
        elif isinstance(outcome, Read):
            self._failing.pop(host, None)
        self.pages.note_host(
            host,
            last_start=self.pacing.last_start(host),
            delay=self.pacing.delay(host),
            robots=self._robots.get(host, ""),
        )


def _now() -> datetime:
    return datetime.now(tz=UTC)
