"""A fetched page goes in, what a later crawl needs of it comes out; in the article store's file.

`crawl_pages` keeps each address as it was settled last, and the page as fetched, so that articles
can be read again without the network; `crawl_hosts` keeps what concerns a host as a whole.
"""

import zlib
from dataclasses import dataclass
from datetime import datetime

from index import ArticleStore, Removal

_SCHEMA = """
CREATE TABLE IF NOT EXISTS crawl_pages (
    identity TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    site TEXT NOT NULL,
    run INTEGER NOT NULL,
    status INTEGER,
    reason TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    content_type TEXT NOT NULL DEFAULT '',
    etag TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    article TEXT,
    body BLOB
);
CREATE INDEX IF NOT EXISTS crawl_pages_article ON crawl_pages (article);
CREATE TABLE IF NOT EXISTS crawl_hosts (
    host TEXT PRIMARY KEY,
    last_start REAL,
    delay REAL NOT NULL,
    robots TEXT NOT NULL
);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPage:
    """A page as it was fetched last, for asking whether it changed."""

    body: bytes
    content_type: str
    etag: str
    last_modified: str


def create_page_tables(store: ArticleStore) -> None:
    """Create the tables of this module where they are not there yet."""
    with store.transaction() as connection:
        for statement in _SCHEMA.split(";"):
            connection.execute(statement)


class PageArchive:
    """The pages of every site in a store; each method joins the transaction it is called in."""

    def __init__(self, store: ArticleStore) -> None:
        self._store = store
        create_page_tables(store)

    def fetched(self, identity: str, url: str) -> StoredPage | None:
        """The page as fetched last at exactly this address, if it was kept."""
        row = self._store.connection.execute(
            "SELECT body, content_type, etag, last_modified FROM crawl_pages"
            " WHERE identity = ? AND url = ? AND body IS NOT NULL",
            (identity, url),
        ).fetchone()
        if row is None:
            return None
        return StoredPage(
            body=zlib.decompress(row[0]), content_type=row[1], etag=row[2], last_modified=row[3]
        )

    def note(
        self,
        identity: str,
        *,
        url: str,
        site: str,
        run: int,
        status: int | None,
        reason: str,
        at: datetime,
    ) -> None:
        """Write down that an address is settled in a run; the page fetched last stays."""
        with self._store.transaction() as connection:
            connection.execute(
                "INSERT INTO crawl_pages (identity, url, site, run, status, reason, fetched_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (identity) DO UPDATE SET"
                " url = excluded.url, site = excluded.site, run = excluded.run,"
                " status = excluded.status, reason = excluded.reason,"
                " fetched_at = excluded.fetched_at",
                (identity, url, site, run, status, reason, at.isoformat()),
            )

    def keep(self, identity: str, page: StoredPage, *, article: str | None) -> None:
        """Keep a page as fetched; `article` is the identity of the article on it, if any."""
        with self._store.transaction() as connection:
            connection.execute(
                "UPDATE crawl_pages SET content_type = ?, etag = ?, last_modified = ?,"
                " article = coalesce(?, article), body = ? WHERE identity = ?",
                (
                    page.content_type,
                    page.etag,
                    page.last_modified,
                    article,
                    zlib.compress(page.body),
                    identity,
                ),
            )

    def forget(self, identity: str, *, at: datetime) -> bool:
        """Let a page go that is gone; true where that took an article out of the store.

        An article stays while another page still shows it.
        """
        with self._store.transaction() as connection:
            row = connection.execute(
                "SELECT article FROM crawl_pages WHERE identity = ?", (identity,)
            ).fetchone()
            connection.execute(
                "UPDATE crawl_pages SET article = NULL, body = NULL, etag = '',"
                " last_modified = '' WHERE identity = ?",
                (identity,),
            )
            article = row[0] if row else None
            shown = connection.execute(
                "SELECT 1 FROM crawl_pages WHERE article = ?", (article,)
            ).fetchone()
            if article is None or shown is not None:
                return False
            return self._store.remove(f"http://{article}", reason=Removal.GONE, at=at)

    def note_host(self, host: str, *, last_start: float | None, delay: float, robots: str) -> None:
        """Remember when a host was asked last (wall clock), its delay, what its robots.txt said."""
        with self._store.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO crawl_hosts VALUES (?, ?, ?, ?)",
                (host, last_start, delay, robots),
            )

    def last_starts(self) -> dict[str, float]:
        """When each host was asked last, in seconds of the wall clock."""
        rows = self._store.connection.execute(
            "SELECT host, last_start FROM crawl_hosts WHERE last_start IS NOT NULL"
        )
        return dict(rows.fetchall())
