"""A response or a failure goes in, what became of its address is stored; nothing else comes out."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, cast

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure
from typing_extensions import override

from crawl.engine.answers import Stopped, failure_outcome, header, status_outcome
from crawl.engine.session import CrawlSession
from crawl.frontier import Entry
from crawl.outcomes import Outcome, Read
from crawl.pages import StoredPage
from crawl.reading import read

ENTRY = "timtin_entry"
_KNOWN = "timtin_known"


class PortalSpider(Spider):
    """Reads the pages of all sites of one crawl."""

    name = "timtin"

    def __init__(self, *, session: CrawlSession) -> None:
        super().__init__()
        self.session = session

    @override
    async def start(self) -> AsyncIterator[Any]:
        """Begin with nothing: the frontier holds the addresses to begin with."""
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    def request_for(self, entry: Entry) -> Request:
        """The request for an address, conditional where the page is known."""
        known = self.session.pages.fetched(entry.identity, entry.url)
        headers: dict[str, str] = {}
        if known is not None and known.etag:
            headers["If-None-Match"] = known.etag
        if known is not None and known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        return Request(
            entry.url,
            callback=self.parse,
            errback=self.failed,
            headers=headers,
            meta={ENTRY: entry, _KNOWN: known, "verbatim_url": True},
            dont_filter=True,
        )

    @override
    def parse(self, response: Response, **_: object) -> Iterator[Any]:
        """Store what a response means."""
        entry = cast("Entry", response.meta[ENTRY])
        with self._ending_on_failure():
            self.session.settle(entry, self._outcome(entry, response))
        return iter(())

    def failed(self, failure: Failure) -> None:
        """Store what a failure means; an address that was only not asked yet goes on waiting."""
        request = cast("Request", failure.request)  # type: ignore[attr-defined]  # set by Scrapy
        entry = cast("Entry", request.meta[ENTRY])
        error = failure.value
        if error is None or isinstance(error, Stopped):
            self.session.release(entry)
        else:
            with self._ending_on_failure():
                self.session.settle(entry, failure_outcome(error))

    def _outcome(self, entry: Entry, response: Response) -> Outcome:
        known = cast("StoredPage | None", response.meta[_KNOWN])
        if response.status == HTTPStatus.NOT_MODIFIED and known is not None:
            return self._read(entry, known, status=response.status)
        if response.status != HTTPStatus.OK:
            return status_outcome(response)
        page = StoredPage(
            body=response.body,
            content_type=header(response, "Content-Type"),
            etag=header(response, "ETag"),
            last_modified=header(response, "Last-Modified"),
        )
        return self._read(entry, page, status=response.status)

    def _read(self, entry: Entry, page: StoredPage, *, status: int) -> Read:
        profile = self.session.sites[entry.site].profile
        return Read(
            status=status,
            body=page.body,
            finding=read(entry, page.body, content_type=page.content_type, profile=profile),
            content_type=page.content_type,
            etag=page.etag,
            last_modified=page.last_modified,
        )

    @contextmanager
    def _ending_on_failure(self) -> Iterator[None]:
        """End the crawl where the store fails: Scrapy would only write it into a log."""
        try:
            yield
        except Exception as error:
            self.session.fail(error)
            raise CloseSpider("the crawl cannot go on") from error


def spider_of(crawler: Crawler) -> PortalSpider:
    """The spider of a crawler, as our plug-ins need it."""
    if not isinstance(crawler.spider, PortalSpider):
        raise TypeError("these plug-ins serve PortalSpider alone")
    return crawler.spider
