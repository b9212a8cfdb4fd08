"""Analysed rows go in, totals of stock Whoosh 2.7.4 come out: its own codec, its own searcher."""

from pathlib import Path
from typing import Any

from whoosh import fields, highlight, query
from whoosh.analysis import RegexTokenizer
from whoosh.filedb.filestore import FileStorage

from tests.benchmarks.engines.engine import (
    HITS,
    SNIPPET_CHARACTERS,
    Disk,
    Search,
    Waiting,
    bytes_in,
)
from tests.benchmarks.preparing import Prepared
from tests.benchmarks.queries import QueryClass, TimedQuery, Words, field_suffix, read
from tests.benchmarks.rows import Row, read_rows

_FACETS = ("site", "section", "year")
_POOL_MIB = 256  # postings held in memory before Whoosh spills them


def _schema() -> Any:
    words = RegexTokenizer(r"\S+")
    texts = {
        f"{name}_{suffix}": fields.TEXT(analyzer=words, stored=name == "body")
        for name in ("title", "body")
        for suffix in ("accented", "folded")
    }
    labels = {name: fields.ID(sortable=True) for name in _FACETS}
    published = fields.NUMERIC(int, bits=64, sortable=True)
    return fields.Schema(
        url=fields.STORED(), title=fields.STORED(), published=published, **labels, **texts
    )


def _document(row: Row) -> dict[str, object]:
    return {
        "url": row.url,
        "title": row.title,
        "site": row.site,
        "section": row.section,
        "year": str(row.year),
        "published": row.published,
        "title_accented": row.title_accented.split(),
        "title_folded": row.title_folded.split(),
        "body_accented": row.body_accented.split(),
        "body_folded": row.body_folded.split(),
        "_stored_body_accented": row.body_accented,
        "_stored_body_folded": row.body_folded,
    }


class StockEngine:
    """Whoosh as it comes."""

    analyses = False
    same_meaning = True

    def build(self, folder: Path, prepared: Prepared, size: int, waiting: Waiting) -> None:
        """Write one segment."""
        folder.mkdir(parents=True, exist_ok=True)
        index = FileStorage(str(folder)).create_index(_schema())
        writer = index.writer(limitmb=_POOL_MIB)
        for row in waiting.on(read_rows(prepared.rows, size)):
            writer.add_document(**_document(row))
        writer.commit()
        index.close()

    def open(self, folder: Path) -> "OpenStock":
        """Open the folder."""
        return OpenStock(folder)

    def disk(self, folder: Path) -> Disk:
        """All of it: Whoosh packs the stored text into the same file."""
        return Disk(whole=bytes_in(folder))


class OpenStock:
    """A Whoosh searcher."""

    remark = ""
    unanswered: frozenset[QueryClass] = frozenset()

    def __init__(self, folder: Path) -> None:
        self._index = FileStorage(str(folder)).open_index()
        self._searcher = self._index.searcher()

    def search(self, query: TimedQuery) -> Search | None:
        """Ten best and the exact total of a tree that was built before."""
        tree = _tree(query)

        def run() -> int:
            results = self._searcher.search(tree, limit=HITS, **_order(query))
            return len(results)

        return run

    def answer(self, query: TimedQuery) -> int | None:
        """Whoosh's own facets and highlights."""
        results = self._searcher.search(
            _tree(query), limit=HITS, groupedby=list(_FACETS), **_order(query)
        )
        results.fragmenter = highlight.ContextFragmenter(maxchars=SNIPPET_CHARACTERS)
        for name in _FACETS:
            results.groups(name)
        body = f"body_{field_suffix(accented=query.accented)}"
        # With facets Whoosh gives every document, whatever the limit.
        for hit in results[:HITS]:
            hit.highlights(body, top=1)
        return len(results)

    def close(self) -> None:
        """Let go of the files."""
        self._searcher.close()
        self._index.close()


def _order(asked: TimedQuery) -> dict[str, object]:
    return {"sortedby": "published", "reverse": True} if asked.newest else {}


def _tree(timed: TimedQuery) -> Any:
    asked = read(timed.text, accented=timed.accented)
    names = [f"{name}_{field_suffix(accented=timed.accented)}" for name in ("title", "body")]

    def anywhere(words: Words) -> Any:
        if len(words) == 1:
            return query.Or([query.Term(name, words[0]) for name in names])
        return query.Or([query.Phrase(name, list(words)) for name in names])

    if asked.prefix:
        return query.Or([query.Prefix(name, asked.prefix) for name in names])
    wanted = [anywhere(words) for words in asked.phrases]
    if asked.any_of:
        return query.Or(wanted)
    # AndNot of 2.7.4 can let an excluded document through; And with Not does not.
    nodes = [*wanted, *(query.Not(anywhere((word,))) for word in asked.excluded)]
    # As constant scores these would cost totals: with a limit, 2.7.4 skips what it should count.
    if timed.site:
        nodes.append(query.Term("site", timed.site))
    if timed.year:
        nodes.append(query.Term("year", str(timed.year)))
    return query.And(nodes) if len(nodes) > 1 else nodes[0]


ENGINE = StockEngine()
