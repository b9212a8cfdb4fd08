"""Addresses go in, the next one to fetch comes out; kept in the article store's own file.

A row in `crawl_frontier` is an address that waits; it leaves in the transaction that stores what
became of it. What is being fetched right now is known in memory alone, so a killed crawl finds
all of its work again, and nothing twice.
"""

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from urllib.parse import urlsplit

from crawl.pages import create_page_tables
from index import ArticleStore, identity

_SCHEMA = """
CREATE TABLE IF NOT EXISTS crawl_runs (
    site TEXT PRIMARY KEY,
    run INTEGER NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT
);
CREATE TABLE IF NOT EXISTS crawl_frontier (
    seq INTEGER PRIMARY KEY,
    identity TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    site TEXT NOT NULL,
    host TEXT NOT NULL,
    kind TEXT NOT NULL,
    priority INTEGER NOT NULL,
    hops INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS crawl_frontier_next
    ON crawl_frontier (site, host, priority, attempts, seq);
"""


class Kind(StrEnum):
    """What is expected at an address. On an ARTICLE page without an article something is wrong."""

    PAGE = "page"
    ARTICLE = "article"
    SITEMAP = "sitemap"
    FEED = "feed"


class Priority(IntEnum):
    """What is fetched first: where news appear, news, older listings, then what we know."""

    SEED = 0
    NEWS = 1
    LISTING = 2
    KNOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An address that waits. `hops` counts the redirects behind it, `attempts` failed tries."""

    url: str
    site: str
    kind: Kind
    priority: Priority
    hops: int = 0
    attempts: int = 0

    @property
    def host(self) -> str:
        """The host that has to be asked, without port."""
        return urlsplit(self.url).hostname or ""

    @property
    def identity(self) -> str:
        """What its other spellings share with it."""
        return identity(self.url)


class Frontier:
    """The addresses that wait and the runs they belong to, of every site in a store."""

    def __init__(self, store: ArticleStore) -> None:
        self._store = store
        self._runs: dict[str, int] = {}
        create_page_tables(store)
        with store.transaction() as connection:
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)

    def begin(self, site: str, seeds: Iterable[Entry], *, at: datetime) -> bool:
        """Go on with the site's run if it was interrupted (true), else begin a new one.

        A new run visits the seeds and every page that had an article. Addresses that an earlier
        run left over are tried again.
        """
        with self._store.transaction() as connection:
            row = connection.execute(
                "SELECT run, finished_at FROM crawl_runs WHERE site = ?", (site,)
            ).fetchone()
            interrupted = row is not None and row[1] is None
            self._runs[site] = row[0] if interrupted else (row[0] if row else 0) + 1
            connection.execute("UPDATE crawl_frontier SET attempts = 0 WHERE site = ?", (site,))
            for entry in seeds:
                self.add(entry)
            if interrupted:
                return True
            connection.execute(
                "INSERT OR REPLACE INTO crawl_runs VALUES (?, ?, ?, NULL)",
                (site, self._runs[site], at.isoformat()),
            )
            self._add_known(connection, site)
        return False

    def _add_known(self, connection: sqlite3.Connection, site: str) -> None:
        known = connection.execute(
            "SELECT url FROM crawl_pages WHERE site = ? AND article IS NOT NULL"
            " ORDER BY fetched_at, identity",
            (site,),
        )
        for (url,) in known.fetchall():
            self.add(Entry(url=url, site=site, kind=Kind.ARTICLE, priority=Priority.KNOWN))

    def finish(self, sites: Iterable[str], *, at: datetime) -> None:
        """Note that the runs of some sites are done: the next crawl begins new ones."""
        with self._store.transaction() as connection:
            connection.executemany(
                "UPDATE crawl_runs SET finished_at = ? WHERE site = ?",
                [(at.isoformat(), site) for site in sites],
            )

    def run(self, site: str) -> int:
        """The number of the site's run, from 1."""
        return self._runs[site]

    def add(self, entry: Entry) -> None:
        """Let an address wait, unless this run has settled it; a more urgent wish counts."""
        with self._store.transaction() as connection:
            if self._settled(connection, entry):
                return
            connection.execute(
                "INSERT INTO crawl_frontier (identity, url, site, host, kind, priority, hops)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (identity) DO UPDATE SET"
                " priority = min(priority, excluded.priority)",
                (
                    entry.identity,
                    entry.url,
                    entry.site,
                    entry.host,
                    entry.kind,
                    entry.priority,
                    entry.hops,
                ),
            )

    def _settled(self, connection: sqlite3.Connection, entry: Entry) -> bool:
        row = connection.execute(
            "SELECT run FROM crawl_pages WHERE identity = ?", (entry.identity,)
        ).fetchone()
        return row is not None and row[0] == self._runs[entry.site]

    def replace(self, entry: Entry, *, url: str) -> None:
        """Ask for another spelling of a waiting address (http to https, with a final slash)."""
        with self._store.transaction() as connection:
            connection.execute(
                "UPDATE crawl_frontier SET url = ?, host = ?, hops = hops + 1 WHERE identity = ?",
                (url, urlsplit(url).hostname or "", entry.identity),
            )

    def retry(self, entry: Entry) -> None:
        """Let an address wait once more, behind those of its priority that never failed."""
        with self._store.transaction() as connection:
            connection.execute(
                "UPDATE crawl_frontier SET attempts = attempts + 1 WHERE identity = ?",
                (entry.identity,),
            )

    def drop(self, entry: Entry) -> None:
        """Let an address wait no longer: what became of it is stored."""
        with self._store.transaction() as connection:
            connection.execute("DELETE FROM crawl_frontier WHERE identity = ?", (entry.identity,))

    def waiting(self, site: str) -> int:
        """How many addresses of a site wait."""
        row = self._store.connection.execute(
            "SELECT count(*) FROM crawl_frontier WHERE site = ?", (site,)
        ).fetchone()
        count: int = row[0]
        return count

    def hosts(self, site: str) -> tuple[str, ...]:
        """The hosts of a site that have an address waiting."""
        rows = self._store.connection.execute(
            "SELECT DISTINCT host FROM crawl_frontier WHERE site = ? ORDER BY host", (site,)
        )
        return tuple(row[0] for row in rows)

    def next(self, site: str, *, without: Collection[str]) -> Entry | None:
        """The most urgent address of a site on a host that is not `without`; it goes on waiting."""
        best: tuple[tuple[int, int, int], Entry] | None = None
        for host in self.hosts(site):
            if host in without:
                continue
            row = self._store.connection.execute(
                "SELECT seq, url, kind, priority, hops, attempts FROM crawl_frontier"
                " WHERE site = ? AND host = ? ORDER BY priority, attempts, seq LIMIT 1",
                (site, host),
            ).fetchone()
            entry = Entry(
                url=row[1],
                site=site,
                kind=Kind(row[2]),
                priority=Priority(row[3]),
                hops=row[4],
                attempts=row[5],
            )
            rank = (row[3], row[5], row[0])
            if best is None or rank < best[0]:
                best = rank, entry
        return best[1] if best else None
