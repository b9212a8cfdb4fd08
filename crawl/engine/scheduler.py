"""The frontier's next address goes in, a Scrapy request comes out, one at a time for each host."""

from typing import Self

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from typing_extensions import override

from crawl.engine.spider import PortalSpider, spider_of


class FrontierScheduler(BaseScheduler):
    """Scrapy's scheduler over the SQLite frontier.

    Requests are made here alone: whatever else leads on (links, redirects, second tries) waits
    in the frontier first, in the same transaction as the page that led to it.
    """

    def __init__(self, spider: PortalSpider) -> None:
        self._spider = spider

    @classmethod
    @override
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The scheduler of a crawler whose spider is a PortalSpider."""
        return cls(spider_of(crawler))

    @override
    def has_pending_requests(self) -> bool:
        """Whether an address waits that this crawl will still fetch."""
        return self._spider.session.has_waiting()

    @override
    def enqueue_request(self, request: Request) -> bool:
        """Refuse: no request comes from anywhere but the frontier."""
        return False

    @override
    def next_request(self) -> Request | None:
        """The request for the next waiting address, or None while all hosts are being asked."""
        try:
            entry = self._spider.session.next_entry()
            return None if entry is None else self._spider.request_for(entry)
        except Exception as error:  # noqa: BLE001 - the caller of the crawl raises it
            self._spider.session.fail(error)
            return None
