"""Articles and removals go in, one SQLite file keeps them; what changed since when comes out.

The store is the source of truth: any index can be built again from it without the network.
Every change takes the next revision number, so that an index knows what it has not seen.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Self

from index.article import Article
from index.errors import StoreUnusable
from index.urls import identity

STORE_FORMAT = 1
_BUSY_SECONDS = 30.0  # another writer's transaction is one page or one batch of lines

_SCHEMA = """
CREATE TABLE articles (
    identity TEXT PRIMARY KEY,
    site TEXT NOT NULL,
    line TEXT NOT NULL,
    first_seen TEXT NOT NULL,
    last_checked TEXT NOT NULL,
    last_changed TEXT NOT NULL,
    revision INTEGER NOT NULL
);
CREATE INDEX articles_by_revision ON articles (revision);
CREATE TABLE removals (
    identity TEXT PRIMARY KEY REFERENCES articles (identity),
    reason TEXT NOT NULL,
    removed_at TEXT NOT NULL,
    revision INTEGER NOT NULL
);
CREATE TABLE revisions (latest INTEGER NOT NULL);
INSERT INTO revisions VALUES (0);
"""
_LIVING = "FROM articles WHERE identity NOT IN (SELECT identity FROM removals)"


class Change(StrEnum):
    """What putting an article did."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class Removal(StrEnum):
    """Why an article is no longer shown: its page is gone, or staff took it out by hand."""

    GONE = "gone"
    HAND = "hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """An article as the store keeps it: when it was first seen, last checked, last changed."""

    article: Article
    first_seen: datetime
    last_checked: datetime
    last_changed: datetime
    removed: Removal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The store at one revision: how many articles live, which changed, which were removed.

    `count` is of all living articles, `pending` of those in `articles`, which can be read
    once, while the snapshot is open.
    """

    revision: int
    count: int
    pending: int
    articles: Iterator[Article]
    removed: tuple[str, ...]


class ArticleStore:
    """Articles, removals, first seen, last checked, in one SQLite file at `path`.

    Raises StoreUnusable where the file cannot be opened, is no store, or is of a later format.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.connection = _connect(path)
            with self.transaction() as connection:
                _settle_schema(connection, path)
        except (OSError, sqlite3.Error) as error:
            raise StoreUnusable(f"cannot open the article store {path}: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, for articles and for a crawler's own tables in the same file.

        A transaction inside another joins it. Raises StoreUnusable, everything undone, where
        SQLite fails (a full disk, a lock that is not let go).
        """
        if self.connection.in_transaction:
            yield self.connection
            return
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            yield self.connection
            self.connection.execute("COMMIT")
        except BaseException as error:
            _roll_back(self.connection)
            if isinstance(error, sqlite3.Error):
                raise StoreUnusable(f"the article store {self._path} failed: {error}") from error
            raise

    def put(self, article: Article, *, at: datetime, checked: bool = True) -> Change:
        """Keep an article; it replaces the one with its identity.

        `checked` says that its page was seen at `at`. A removal because the page was gone is
        lifted, one by hand stays.
        """
        key, line = article.identity, article.to_line()
        with self.transaction() as connection:
            row = connection.execute(
                "SELECT line FROM articles WHERE identity = ?", (key,)
            ).fetchone()
            lifted = connection.execute(
                "DELETE FROM removals WHERE identity = ? AND reason = ?", (key, Removal.GONE)
            ).rowcount
            if row is not None and row[0] == line and not lifted:
                if checked:
                    self.touch(article.url, at=at)
                return Change.UNCHANGED
            connection.execute(
                "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (identity)"
                " DO UPDATE SET site = excluded.site, line = excluded.line,"
                " last_checked = excluded.last_checked, last_changed = excluded.last_changed,"
                " revision = excluded.revision",
                (key, article.site, line, *[at.isoformat()] * 3, self._next_revision()),
            )
        return Change.ADDED if row is None else Change.CHANGED

    def touch(self, url: str, *, at: datetime) -> None:
        """Note that the page of an article was seen unchanged."""
        with self.transaction() as connection:
            connection.execute(
                "UPDATE articles SET last_checked = ? WHERE identity = ?",
                (at.isoformat(), identity(url)),
            )

    def remove(self, url: str, *, reason: Removal, at: datetime) -> bool:
        """Show an article no longer; its text stays in the store.

        False where there is no such article or it is removed already. A removal by hand
        overrules one because the page was gone, never the other way.
        """
        key = identity(url)
        with self.transaction() as connection:
            if not self._exists(key) or self._removal(key) in {reason, Removal.HAND}:
                return False
            connection.execute(
                "INSERT OR REPLACE INTO removals VALUES (?, ?, ?, ?)",
                (key, reason, at.isoformat(), self._next_revision()),
            )
        return True

    def restore(self, url: str) -> bool:
        """Undo a removal; False where there is none."""
        key = identity(url)
        with self.transaction() as connection:
            lifted = connection.execute("DELETE FROM removals WHERE identity = ?", (key,)).rowcount
            if not lifted:
                return False
            connection.execute(
                "UPDATE articles SET revision = ? WHERE identity = ?", (self._next_revision(), key)
            )
        return True

    def get(self, url: str) -> StoredArticle | None:
        """An article by any spelling of its address, removed or not."""
        row = self.connection.execute(
            "SELECT line, first_seen, last_checked, last_changed, reason FROM articles"
            " LEFT JOIN removals USING (identity) WHERE identity = ?",
            (identity(url),),
        ).fetchone()
        if row is None:
            return None
        first_seen, last_checked, last_changed = (datetime.fromisoformat(text) for text in row[1:4])
        return StoredArticle(
            article=Article.from_json(json.loads(row[0])),
            first_seen=first_seen,
            last_checked=last_checked,
            last_changed=last_changed,
            removed=Removal(row[4]) if row[4] else None,
        )

    def articles(self) -> Iterator[Article]:
        """Every living article, in order of identity."""
        with self.snapshot() as snapshot:
            yield from snapshot.articles

    def count(self) -> int:
        """How many articles live."""
        count: int = self.connection.execute(f"SELECT count(*) {_LIVING}").fetchone()[0]
        return count

    def counts_by_site(self) -> dict[str, int]:
        """How many articles live, by site, most first."""
        rows = self.connection.execute(
            f"SELECT site, count(*) AS articles {_LIVING} GROUP BY site"
            " ORDER BY articles DESC, site"
        )
        return dict(rows.fetchall())

    @property
    def revision(self) -> int:
        """The number of the latest change."""
        latest: int = self.connection.execute("SELECT latest FROM revisions").fetchone()[0]
        return latest

    def removed_by_hand(self) -> frozenset[str]:
        """The identities that staff took out."""
        rows = self.connection.execute(
            "SELECT identity FROM removals WHERE reason = ?", (Removal.HAND,)
        )
        return frozenset(row[0] for row in rows)

    @contextmanager
    def snapshot(self, *, since: int = 0) -> Iterator[Snapshot]:
        """The store as it stands now, while others go on writing.

        `since` leaves out articles and removals up to that revision.
        """
        try:
            with closing(_connect(self._path)) as connection:
                connection.execute("BEGIN")
                yield _read_snapshot(connection, since)
        except sqlite3.Error as error:
            raise StoreUnusable(f"cannot read the article store {self._path}: {error}") from error

    def _exists(self, key: str) -> bool:
        found = self.connection.execute("SELECT 1 FROM articles WHERE identity = ?", (key,))
        return found.fetchone() is not None

    def _removal(self, key: str) -> Removal | None:
        row = self.connection.execute(
            "SELECT reason FROM removals WHERE identity = ?", (key,)
        ).fetchone()
        return Removal(row[0]) if row else None

    def _next_revision(self) -> int:
        self.connection.execute("UPDATE revisions SET latest = latest + 1")
        return self.revision


def _read_snapshot(connection: sqlite3.Connection, since: int) -> Snapshot:
    def number(statement: str, *values: int) -> int:
        found: int = connection.execute(statement, values).fetchone()[0]
        return found

    rows = connection.execute(f"SELECT line {_LIVING} AND revision > ? ORDER BY identity", (since,))
    removed = connection.execute(
        "SELECT identity FROM removals WHERE revision > ? ORDER BY identity", (since,)
    )
    return Snapshot(
        revision=number("SELECT latest FROM revisions"),
        count=number(f"SELECT count(*) {_LIVING}"),
        pending=number(f"SELECT count(*) {_LIVING} AND revision > ?", since),
        articles=(Article.from_json(json.loads(row[0])) for row in rows),
        removed=tuple(row[0] for row in removed),
    )


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    # FULL: a committed page outlives a power cut, not only a killed process.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _roll_back(connection: sqlite3.Connection) -> None:
    """Undo an open transaction; SQLite itself has done so after some failures."""
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _settle_schema(connection: sqlite3.Connection, path: Path) -> None:
    """Create the tables in a new file; refuse one of a later format."""
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found == 0:
        for statement in _SCHEMA.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {STORE_FORMAT}")
    elif found != STORE_FORMAT:
        raise StoreUnusable(
            f"the article store {path} has format {found}, this timtin reads {STORE_FORMAT};"
            " use the timtin that wrote it"
        )
