"""Sites in, Articles in the store out: the door of the crawler.

Importing it loads neither Scrapy nor Beautiful Soup; a crawl or an extraction does.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from crawl.errors import AddressRefused as AddressRefused
from crawl.errors import ContactMissing as ContactMissing
from crawl.errors import CrawlError as CrawlError
from crawl.errors import SiteFileError as SiteFileError
from crawl.profile import Profile as Profile
from crawl.profile import family as family
from crawl.report import CrawlProgress as CrawlProgress
from crawl.report import CrawlReport as CrawlReport
from crawl.report import PageFailure as PageFailure
from crawl.report import SiteReport as SiteReport
from crawl.settings import CrawlSettings as CrawlSettings
from crawl.settings import LoopbackPermit as LoopbackPermit
from crawl.sites import Site as Site
from crawl.sites import load_sites as load_sites
from index import Article, ArticleStore, WriterLock


def crawl(
    sites: Sequence[Site],
    *,
    store: ArticleStore,
    settings: CrawlSettings,
    progress: Callable[[CrawlProgress], None] | None = None,
) -> CrawlReport:
    """Fetch the sites' pages and keep their articles in the store; go on where a crawl broke off.

    Runs in the calling thread, which must have opened the store, until nothing waits any more.
    `progress` is called after each address. Raises ContactMissing before anything is asked,
    WriterBusy while another crawl of this store runs, StoreUnusable where it cannot be written.
    KeyboardInterrupt arrives once the pages in hand are stored, a second one at once.
    """
    names = [site.name for site in sites]
    if len(set(names)) < len(names):
        raise CrawlError(f"two sites have one name: {', '.join(sorted(names))}")
    settings.require_contact(frozenset(host for site in sites for host in site.host_names))
    from crawl.engine.running import run
    from crawl.engine.session import CrawlSession

    with WriterLock(_folder(store) / "crawl.lock", purpose="crawl"):
        return run(CrawlSession(sites, store=store, settings=settings, progress=progress))


def extract(body: bytes, *, url: str, profile: Profile, content_type: str = "") -> Article | None:
    """The article on a page as fetched, or None where there is none. Touches no network."""
    from crawl.extraction.article import extract

    return extract(body, url=url, profile=profile, content_type=content_type)


def _folder(store: ArticleStore) -> Path:
    """The folder of the store's file."""
    rows = store.connection.execute("PRAGMA database_list").fetchall()
    return next(Path(file).parent for _, name, file in rows if name == "main")
