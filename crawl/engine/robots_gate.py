"""A request goes in and passes, or is refused by the robots.txt of its host."""

from http import HTTPStatus
from typing import Self, cast
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawl.engine.answers import (
    RobotsRefused,
    RobotsUnreachable,
    Stopped,
    header,
    status_outcome,
)
from crawl.engine.spider import ENTRY, PortalSpider, spider_of
from crawl.errors import AddressRefused
from crawl.frontier import Entry
from crawl.outcomes import Moved
from crawl.robots import RobotsRules, read_rules, rules_unreachable

_ROBOTS = "timtin_robots"
_MOST_HOPS = 5  # RFC 9309 asks for at least five redirects to be followed


class RobotsGate:
    """Fetches robots.txt once for each scheme, host and port, before anything else of it."""

    def __init__(self, crawler: Crawler, spider: PortalSpider) -> None:
        self._crawler = crawler
        self._spider = spider
        self._rules: dict[str, RobotsRules] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The gate of a crawler whose spider is a PortalSpider."""
        return cls(crawler, spider_of(crawler))

    async def process_request(self, request: Request) -> None:
        """Let a request pass, or raise what refuses it."""
        if request.meta.get(_ROBOTS):
            return
        entry = cast("Entry", request.meta[ENTRY])
        # The guard speaks first: nothing of a host that may not be dialled is asked for.
        self._spider.session.guard.check_url(request.url)
        rules = await self._rules_for(request.url, entry)
        if rules.unavailable:
            raise RobotsUnreachable(f"{rules.unavailable}; until it can be had, nothing is fetched")
        if not rules.allows(request.url):
            raise RobotsRefused("robots.txt forbids it")

    async def _rules_for(self, url: str, entry: Entry) -> RobotsRules:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            rules = await self._fetch_patiently(f"{origin}/robots.txt", entry.host)
            self._rules[origin] = rules
            self._spider.session.note_robots(entry, rules, origin=origin)
        return self._rules[origin]

    async def _fetch_patiently(self, url: str, host: str) -> RobotsRules:
        """The rules of a host; where its server fails, after as many tries as a page has."""
        session = self._spider.session
        rules = await self._fetch(url)
        for again in range(session.settings.attempts - 1):
            if not rules.unavailable:
                break
            session.hold(host, times=again)
            rules = await self._fetch(url)
        return rules

    async def _fetch(self, url: str) -> RobotsRules:
        for hop in range(_MOST_HOPS + 1):
            try:
                response = await self._download(url)
            except (Stopped, AddressRefused) as error:
                if hop and isinstance(error, AddressRefused):
                    return rules_unreachable(f"robots.txt leads astray: {error}")
                raise
            except Exception as error:  # noqa: BLE001 - whatever went wrong, there are no rules
                return rules_unreachable(f"robots.txt cannot be fetched: {str(error)[:200]}")
            outcome = status_outcome(response) if response.status != HTTPStatus.OK else None
            if not isinstance(outcome, Moved):
                content_type = header(response, "Content-Type")
                return read_rules(response.status, response.body, content_type=content_type)
            url = urljoin(url, outcome.to)
        # As the RFC has it, a chain without an end counts as no file at all.
        return read_rules(HTTPStatus.NOT_FOUND, b"")

    async def _download(self, url: str) -> Response:
        meta = {_ROBOTS: True, "verbatim_url": True}
        request = Request(url, callback=NO_CALLBACK, meta=meta)
        return await self._crawler.engine.download_async(request)
