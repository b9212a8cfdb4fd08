"""A session goes in, its crawl is run to the end in this thread; its report comes out."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner

from crawl.engine.session import CrawlSession
from crawl.engine.spider import PortalSpider
from crawl.report import CrawlReport
from crawl.settings import CrawlSettings


def run(session: CrawlSession) -> CrawlReport:
    """Crawl until nothing waits any more.

    Raises what the store raised, and KeyboardInterrupt once the pages in hand are stored.
    """
    asyncio.run(_run(session))
    if session.failure is not None:
        raise session.failure
    return session.finish()


async def _run(session: CrawlSession) -> None:
    runner = AsyncCrawlerRunner(_scrapy_settings(session.settings))
    crawler = runner.create_crawler(PortalSpider)
    crawling = runner.crawl(crawler, session=session)
    try:
        await asyncio.shield(crawling)
    except asyncio.CancelledError:
        session.stopping = True
        # Before its engine runs a crawler cannot be stopped; it then ends for lack of addresses.
        with suppress(RuntimeError):
            await crawler.stop_async()
        await crawling
        raise


_OURS = "crawl.engine"
_DOWNLOAD = f"{_OURS}.download.GuardedDownload"

# Scrapy with our plug-ins, and with all it does unasked switched off.
_ALWAYS: Mapping[str, Any] = {
    "TWISTED_REACTOR_ENABLED": False,
    "SCHEDULER": f"{_OURS}.scheduler.FrontierScheduler",
    "DOWNLOAD_HANDLERS": {
        **dict.fromkeys(("http", "https"), _DOWNLOAD),
        **dict.fromkeys(("data", "file", "ftp", "s3")),
    },
    "DOWNLOADER_MIDDLEWARES": {
        f"{_OURS}.robots_gate.RobotsGate": 100,
        "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    },
    "DEFAULT_REQUEST_HEADERS": {
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
        "Accept-Language": "vi,en;q=0.5",
    },
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_WARNSIZE": 0,
    "HTTPERROR_ALLOW_ALL": True,
    # Pacing, robots.txt, redirects and second tries are ours: Scrapy's know no crash.
    "DOWNLOAD_DELAY": 0,
    "ROBOTSTXT_OBEY": False,
    "REDIRECT_ENABLED": False,
    "METAREFRESH_ENABLED": False,
    "RETRY_ENABLED": False,
    "COOKIES_ENABLED": False,
    "HTTPPROXY_ENABLED": False,
    "REFERER_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "MEMUSAGE_ENABLED": False,
}


def _scrapy_settings(settings: CrawlSettings) -> dict[str, Any]:
    return {
        **_ALWAYS,
        "USER_AGENT": settings.user_agent,
        "CONCURRENT_REQUESTS": settings.hosts_at_once,
        "DOWNLOAD_MAXSIZE": settings.most_bytes,
        # Ours is the only handler; this speaks to whoever puts another in its place.
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_TIMEOUT": settings.timeout,
    }
