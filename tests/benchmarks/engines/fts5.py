"""Analysed rows go in, totals of SQLite's FTS5 come out."""

import sqlite3
from collections import Counter
from pathlib import Path

from tests.benchmarks.engines.engine import HITS, MARK, Disk, Search, Waiting, bytes_in
from tests.benchmarks.preparing import Prepared
from tests.benchmarks.queries import QueryClass, TimedQuery, Words, field_suffix, read
from tests.benchmarks.rows import read_rows

_FILE = "fts5.sqlite"
# `ascii` takes everything beyond ASCII for a letter: with words already cut, it cuts no further.
_SCHEMA = """
CREATE VIRTUAL TABLE texts USING fts5(
  title_accented, body_accented, title_folded, body_folded, tokenize = 'ascii');
CREATE TABLE articles(
  id INTEGER PRIMARY KEY, url TEXT, title TEXT, site TEXT, section TEXT, year INT, published INT);
"""
_COLUMN = {"accented": 1, "folded": 3}  # of the body, for snippets
_SNIPPET_WORDS = 36

_BEST = "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?"
_TOTAL = "SELECT count(*) FROM texts WHERE texts MATCH ?"
_JOINED = "FROM texts JOIN articles ON articles.id = texts.rowid WHERE texts MATCH ?"
_WITHIN = " AND site = ? AND year = ?"
_BEST_JOINED = f"SELECT texts.rowid {_JOINED}{_WITHIN} ORDER BY rank LIMIT ?"
_TOTAL_JOINED = f"SELECT count(*) {_JOINED}{_WITHIN}"
_NEWEST = f"SELECT texts.rowid {_JOINED} ORDER BY published DESC LIMIT ?"
_GROUPS = f"SELECT site, section, year, count(*) {_JOINED}"
_GROUPED = " GROUP BY site, section, year"
_SNIPPET = (
    "SELECT articles.title, articles.url, snippet(texts, ?, ?, ?, '…', ?)"
    f" {_JOINED} AND texts.rowid = ?"
)


class Fts5Engine:
    """SQLite's full-text index over text folded beforehand: its own folding misses đ."""

    analyses = False
    same_meaning = True

    def build(self, folder: Path, prepared: Prepared, size: int, waiting: Waiting) -> None:
        """Write the rows in one transaction and merge them into one tree."""
        folder.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(folder / _FILE)
        database.executescript(_SCHEMA)
        for number, row in enumerate(waiting.on(read_rows(prepared.rows, size)), 1):
            texts = (row.title_accented, row.body_accented, row.title_folded, row.body_folded)
            database.execute(
                "INSERT INTO texts(rowid, title_accented, body_accented, title_folded, body_folded)"
                " VALUES (?, ?, ?, ?, ?)",
                (number, *texts),
            )
            labels = (row.site, row.section, row.year, row.published)
            database.execute(
                "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?)",
                (number, row.url, row.title, *labels),
            )
        database.execute("INSERT INTO texts(texts) VALUES ('optimize')")
        database.commit()
        database.close()

    def open(self, folder: Path) -> "OpenFts5":
        """Open the file."""
        return OpenFts5(folder)

    def disk(self, folder: Path) -> Disk:
        """The index proper is what FTS5 keeps outside its table of content."""
        database = sqlite3.connect(folder / _FILE)
        index = database.execute(
            "SELECT (SELECT sum(length(block)) FROM texts_data)"
            " + (SELECT sum(length(sz)) FROM texts_docsize)"
        ).fetchone()[0]
        database.close()
        return Disk(whole=bytes_in(folder), without_stored=int(index))


class OpenFts5:
    """A connection."""

    remark = ""
    unanswered: frozenset[QueryClass] = frozenset()

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / _FILE)
        # SQLite reads its schema with the first statement: that belongs to opening.
        self._database.execute("SELECT count(*) FROM texts WHERE texts MATCH 'a'").fetchone()

    def search(self, query: TimedQuery) -> Search | None:
        """Ten best and a count of an expression that was written before."""
        match = _match(query)

        def run() -> int:
            self._best(query, match)
            statement = _TOTAL_JOINED if query.site else _TOTAL
            total: int = self._database.execute(statement, (match, *_filters(query))).fetchone()[0]
            return total

        return run

    def answer(self, query: TimedQuery) -> int | None:
        """One pass for the best, one for all facets and the total, and ten snippets."""
        match = _match(query)
        best = self._best(query, match)
        facets: tuple[Counter[object], ...] = (Counter(), Counter(), Counter())
        total = 0
        statement = f"{_GROUPS}{_WITHIN if query.site else ''}{_GROUPED}"
        for *values, count in self._database.execute(statement, (match, *_filters(query))):
            total += count
            for facet, value in zip(facets, values, strict=True):
                facet[value] += count
        column = _COLUMN[field_suffix(accented=query.accented)]
        for number in best:
            self._database.execute(
                _SNIPPET, (column, *MARK, _SNIPPET_WORDS, match, number)
            ).fetchone()
        return total

    def _best(self, query: TimedQuery, match: str) -> list[int]:
        statement = _NEWEST if query.newest else _BEST_JOINED if query.site else _BEST
        rows = self._database.execute(statement, (match, *_filters(query), HITS))
        return [row[0] for row in rows]

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


def _filters(query: TimedQuery) -> tuple[str | int, ...]:
    return (query.site, query.year) if query.site else ()


def _match(query: TimedQuery) -> str:
    """The words of a query as FTS5 writes them."""
    asked = read(query.text, accented=query.accented)
    suffix = field_suffix(accented=query.accented)
    if asked.prefix:
        wanted = f'"{asked.prefix}" *'
    else:
        joint = " OR " if asked.any_of else " AND "
        wanted = joint.join(_phrase(words) for words in asked.phrases)
    for word in asked.excluded:
        wanted = f'({wanted}) NOT "{word}"'
    return f"{{title_{suffix} body_{suffix}}} : ({wanted})"


def _phrase(words: Words) -> str:
    return " + ".join(f'"{word}"' for word in words)


ENGINE = Fts5Engine()
