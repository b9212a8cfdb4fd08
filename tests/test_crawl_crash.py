"""A crawl that is killed, interrupted or refused: what the store holds then, and afterwards."""

import random
import signal
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from crawl import CrawlError, CrawlProgress, CrawlSettings, LoopbackPermit, Site, crawl, family
from index import ArticleStore, StoreUnusable, WriterBusy, WriterLock
from search_app.sample_portal.articles import PortalArticle, load_articles
from search_app.sample_portal.server import SamplePortal
from tests.scripted_portal import Answer, ScriptedPortal, html, listing, news

# A crawl in a process of its own, which kills itself before its Nth SQL statement: between two
# pages or in the middle of a page's transaction, as it happens.
_CRAWL = """
import os, signal, sys
from pathlib import Path
from crawl import CrawlSettings, LoopbackPermit, Site, crawl, family
from index import ArticleStore

folder, port, last = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
hosts = {"drupal7": "sonoivu.localhost", "nukeviet4": "cchc.localhost"}
sites = [
    Site(name=name, start=(f"http://{host}:{port}/",), profile=family(name))
    for name, host in hosts.items()
]
permit = LoopbackPermit(port=port, hosts=frozenset(hosts.values()))
with ArticleStore(folder / "articles.sqlite") as store:
    statements = iter(range(last))
    def count(statement: str) -> None:
        if next(statements, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
    if last:
        store.connection.set_trace_callback(count)
    crawl(sites, store=store, settings=CrawlSettings(delay=0.0001, loopback=permit))
"""
_MOST_KILLS = 100


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ArticleStore]:
    with ArticleStore(tmp_path / "articles.sqlite") as store:
        yield store


def _crawl_apart(folder: Path, portal: SamplePortal, *, last: int = 0) -> int:
    arguments = [str(folder), str(portal.port), str(last)]
    done = subprocess.run([sys.executable, "-c", _CRAWL, *arguments], check=False)
    return done.returncode


def _holdings(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that a crawl leaves behind, without the times."""
    with sqlite3.connect(folder / "articles.sqlite") as connection:
        queries = {
            "articles": "SELECT identity, line FROM articles ORDER BY identity",
            "removals": "SELECT identity, reason FROM removals ORDER BY identity",
            "pages": "SELECT identity, url, site, run, status, reason, content_type, etag, article,"
            " body FROM crawl_pages ORDER BY identity",
            "frontier": "SELECT identity FROM crawl_frontier",
            "runs": "SELECT site, run, finished_at IS NOT NULL FROM crawl_runs ORDER BY site",
            "changes": "SELECT latest FROM revisions",
            "whole": "PRAGMA integrity_check",
        }
        held = {name: connection.execute(query).fetchall() for name, query in queries.items()}
    connection.close()
    return held


def _kills_until_done(folder: Path, portal: SamplePortal, moments: Sequence[int]) -> int:
    for kills, moment in enumerate(moments):
        code = _crawl_apart(folder, portal, last=moment)
        if code == 0:
            return kills
        assert code == -signal.SIGKILL
    assert _crawl_apart(folder, portal) == 0
    return len(moments)


@pytest.mark.parametrize(
    ("articles", "latest", "least_kills"),
    [
        pytest.param(load_articles()[::3], 400, 3, id="sample"),
        pytest.param(load_articles(), 200, 20, id="soak", marks=pytest.mark.soak),
    ],
)
def test_a_crawl_killed_at_any_moment_loses_nothing_and_doubles_nothing(
    tmp_path: Path, articles: Sequence[PortalArticle], latest: int, least_kills: int
) -> None:
    with SamplePortal(articles) as portal:
        assert _crawl_apart(tmp_path / "whole", portal) == 0
        at_once = len(portal.requests)
        chance = random.Random(7)  # noqa: S311 - the same moments in every run
        moments = [chance.randrange(20, latest) for _ in range(_MOST_KILLS)]
        killed = _kills_until_done(tmp_path / "killed", portal, moments)
        again = len(portal.requests) - 2 * at_once

    assert killed >= least_kills
    assert _holdings(tmp_path / "killed") == _holdings(tmp_path / "whole")
    # Asked for twice at most: what was in hand when a crawl died (a page of each of two hosts),
    # and robots.txt, which every crawl reads first.
    assert again <= 4 * killed


def test_an_interrupt_arrives_once_the_page_in_hand_is_stored(store: ArticleStore) -> None:
    links = [f"/node/{number}" for number in range(30)]
    pages: dict[str, Answer] = {link: news(number) for number, link in enumerate(links)}
    seen: list[CrawlProgress] = []

    def interrupt(step: CrawlProgress) -> None:
        seen.append(step)
        if step.added == 4:
            signal.raise_signal(signal.SIGINT)

    with ScriptedPortal({"/": html(listing(*links)), **pages}) as portal:
        with pytest.raises(KeyboardInterrupt):
            crawl([portal.site()], store=store, settings=portal.settings(), progress=interrupt)
        asked = portal.paths
        assert store.count() == seen[-1].added == len(asked) - 1 < 30

        report = crawl([portal.site()], store=store, settings=portal.settings())

        assert sorted(portal.paths) == sorted(["/", *links])
    assert report.sites[0].resumed
    assert store.count() == 30


def test_what_progress_raises_ends_the_crawl_and_reaches_the_caller(store: ArticleStore) -> None:
    def fail(step: CrawlProgress) -> None:
        raise RuntimeError(step.site)

    with (
        ScriptedPortal({"/": html(listing("/node/1"))}) as portal,
        pytest.raises(RuntimeError, match="portal"),
    ):
        crawl([portal.site()], store=store, settings=portal.settings(), progress=fail)


def test_a_store_that_fails_ends_the_crawl_with_its_own_error(store: ArticleStore) -> None:
    with ScriptedPortal({"/": html(listing("/node/1")), "/node/1": news(1)}) as portal:

        def spoil(step: CrawlProgress) -> None:
            if step.url == f"{portal.origin}/":
                store.connection.execute("PRAGMA query_only = ON")

        with pytest.raises(StoreUnusable):
            crawl([portal.site()], store=store, settings=portal.settings(), progress=spoil)
        store.connection.execute("PRAGMA query_only = OFF")
        crawl([portal.site()], store=store, settings=portal.settings())
    assert store.count() == 1


def test_one_store_is_crawled_by_one_process_at_a_time(store: ArticleStore, tmp_path: Path) -> None:
    with ScriptedPortal({"/": html(listing())}) as portal:
        with (
            WriterLock(tmp_path / "crawl.lock", purpose="another crawl"),
            pytest.raises(WriterBusy, match="another crawl"),
        ):
            crawl([portal.site()], store=store, settings=portal.settings())
        assert portal.asked == []


def test_sites_of_one_crawl_share_a_port_and_nothing_else(tmp_path: Path) -> None:
    with ScriptedPortal({"/": html(listing("/node/1")), "/node/1": news(1)}) as portal:
        names = ("a.localhost", "b.localhost")
        sites = [
            Site(name=name, start=(f"http://{name}:{portal.port}/",), profile=family("drupal7"))
            for name in names
        ]
        permit = LoopbackPermit(port=portal.port, hosts=frozenset(names))
        settings = CrawlSettings(delay=0.001, loopback=permit)
        with ArticleStore(tmp_path / "articles.sqlite") as store:
            report = crawl(sites, store=store, settings=settings)
            assert store.counts_by_site() == {"a.localhost": 1, "b.localhost": 1}
    assert [(site.site, site.added) for site in report.sites] == [(name, 1) for name in names]


def test_two_sites_of_one_name_are_refused(store: ArticleStore) -> None:
    with ScriptedPortal({}) as portal, pytest.raises(CrawlError, match="portal"):
        crawl([portal.site(), portal.site()], store=store, settings=portal.settings())


def test_a_damaged_page_in_the_store_ends_the_crawl_with_an_error_and_never_hangs(
    store: ArticleStore,
) -> None:
    with ScriptedPortal({"/": html(listing("/node/1")), "/node/1": news(1)}) as portal:
        crawl([portal.site()], store=store, settings=portal.settings())
        store.connection.execute("UPDATE crawl_pages SET body = x'00'")
        with pytest.raises(zlib.error):
            crawl([portal.site()], store=store, settings=portal.settings())


def test_nothing_to_crawl_is_a_crawl_of_nothing(store: ArticleStore) -> None:
    assert crawl([], store=store, settings=CrawlSettings()).sites == ()
