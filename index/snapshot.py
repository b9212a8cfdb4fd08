"""A connection and a revision go in; the store as it stands, or what changed since, comes out."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from index.article import Article

LIVING = "FROM articles WHERE identity NOT IN (SELECT identity FROM removals)"


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


def read_snapshot(connection: sqlite3.Connection, since: int) -> Snapshot:
    """What lives and what changed after revision `since`; a transaction must be open."""

    def number(statement: str, *values: int) -> int:
        found: int = connection.execute(statement, values).fetchone()[0]
        return found

    rows = connection.execute(f"SELECT line {LIVING} AND revision > ? ORDER BY identity", (since,))
    removed = connection.execute(
        "SELECT identity FROM removals WHERE revision > ? ORDER BY identity", (since,)
    )
    return Snapshot(
        revision=number("SELECT latest FROM revisions"),
        count=number(f"SELECT count(*) {LIVING}"),
        pending=number(f"SELECT count(*) {LIVING} AND revision > ?", since),
        articles=(Article.from_json(json.loads(row[0])) for row in rows),
        removed=tuple(row[0] for row in removed),
    )
