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
from typing import Any, Self

from index.article import Article
from index.errors import StoreUnusable
from index.snapshot import LIVING, Snapshot, read_snapshot
from index.store_file import open_beside, open_file
from index.urls import identity


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


class ArticleStore:
    """Articles, removals, first seen, last checked, in one SQLite file at `path`.

    Raises StoreUnusable where the file cannot be opened, is no store, or is of a later format.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.connection = open_file(path)

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
            rows = self._select("SELECT line FROM articles WHERE identity = ?", key)
            lifted = connection.execute(
                "DELETE FROM removals WHERE identity = ? AND reason = ?", (key, Removal.GONE)
            ).rowcount
            if rows == [(line,)] and not lifted:
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
        return Change.CHANGED if rows else Change.ADDED

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
        rows = self._select(
            "SELECT line, first_seen, last_checked, last_changed, reason FROM articles"
            " LEFT JOIN removals USING (identity) WHERE identity = ?",
            identity(url),
        )
        if not rows:
            return None
        row = rows[0]
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
        return self._number(f"SELECT count(*) {LIVING}")

    def counts_by_site(self) -> dict[str, int]:
        """How many articles live, by site, most first."""
        rows = self._select(
            f"SELECT site, count(*) AS articles {LIVING} GROUP BY site ORDER BY articles DESC, site"
        )
        return dict(rows)

    @property
    def revision(self) -> int:
        """The number of the latest change."""
        return self._number("SELECT latest FROM revisions")

    def removed_by_hand(self) -> frozenset[str]:
        """The identities that staff took out."""
        rows = self._select("SELECT identity FROM removals WHERE reason = ?", Removal.HAND)
        return frozenset(row[0] for row in rows)

    def verify(self) -> None:
        """Let SQLite read everything. Raises StoreUnusable naming the first that is wrong."""
        wrong = self._select("PRAGMA integrity_check(1)")[0][0]
        if wrong != "ok":
            raise StoreUnusable(f"the article store {self._path} is damaged: {wrong}")
        strays = self._select("PRAGMA foreign_key_check")
        if strays:
            raise StoreUnusable(
                f"the article store {self._path} is damaged: {len(strays)} rows of"
                f" {strays[0][0]} belong to nothing"
            )

    @contextmanager
    def snapshot(self, *, since: int = 0) -> Iterator[Snapshot]:
        """The store as it stands now, while others go on writing.

        `since` leaves out articles and removals up to that revision.
        """
        try:
            with closing(open_beside(self._path)) as connection:
                connection.execute("BEGIN")
                yield read_snapshot(connection, since)
        except sqlite3.Error as error:
            raise StoreUnusable(f"cannot read the article store {self._path}: {error}") from error

    def _exists(self, key: str) -> bool:
        return bool(self._select("SELECT 1 FROM articles WHERE identity = ?", key))

    def _removal(self, key: str) -> Removal | None:
        rows = self._select("SELECT reason FROM removals WHERE identity = ?", key)
        return Removal(rows[0][0]) if rows else None

    def _number(self, statement: str) -> int:
        number: int = self._select(statement)[0][0]
        return number

    def _select(self, statement: str, *values: str) -> list[tuple[Any, ...]]:
        try:
            return self.connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise StoreUnusable(f"cannot read the article store {self._path}: {error}") from error

    def _next_revision(self) -> int:
        self.connection.execute("UPDATE revisions SET latest = latest + 1")
        return self.revision


def _roll_back(connection: sqlite3.Connection) -> None:
    """Undo an open transaction; SQLite itself has done so after some failures."""
    if connection.in_transaction:
        connection.execute("ROLLBACK")
