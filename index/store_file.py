"""A path goes in; a connection to the SQLite file of an article store comes out, or a refusal."""

import sqlite3
from contextlib import ExitStack
from pathlib import Path

from index.errors import StoreUnusable

STORE_FORMAT = 1
_APPLICATION = 0x74696D74  # "timt": tells a store from any other SQLite file
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


def open_file(path: Path) -> sqlite3.Connection:
    """Open a store for reading and writing; make it where there is none.

    A file of another program is left as it was. Raises StoreUnusable for it, for a store of
    another format, and where the file cannot be opened.
    """
    with ExitStack() as unless_opened:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = _connect(path)
            unless_opened.callback(connection.close)
            ready = _is_store(connection, path)
            _configure(connection)
            if not ready:
                _create(connection, path)
        except (OSError, sqlite3.Error) as error:
            raise StoreUnusable(f"cannot open the article store {path}: {error}") from error
        unless_opened.pop_all()
    return connection


def open_beside(path: Path) -> sqlite3.Connection:
    """One more connection to a store that is open already. Raises sqlite3.Error."""
    connection = _connect(path)
    _configure(connection)
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)


def _configure(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    # FULL: a committed page outlives a power cut, not only a killed process.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _is_store(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the file is a store of ours; False where it is empty still."""

    def number(statement: str) -> int:
        found: int = connection.execute(statement).fetchone()[0]
        return found

    if number("SELECT count(*) FROM sqlite_schema") == 0:
        return False
    if number("PRAGMA application_id") != _APPLICATION:
        raise StoreUnusable(
            f"{path} is a database of another program; move it away or choose another data folder"
        )
    found = number("PRAGMA user_version")
    if found != STORE_FORMAT:
        raise StoreUnusable(
            f"the article store {path} has format {found}, this timtin reads {STORE_FORMAT};"
            " use the timtin that wrote it"
        )
    return True


def _create(connection: sqlite3.Connection, path: Path) -> None:
    """Make the tables, unless another process has just done so."""
    connection.execute("BEGIN IMMEDIATE")
    if not _is_store(connection, path):
        for statement in _SCHEMA.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        connection.execute(f"PRAGMA user_version = {STORE_FORMAT}")
    connection.execute("COMMIT")
