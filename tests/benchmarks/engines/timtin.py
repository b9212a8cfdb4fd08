"""Articles go in, our own engine's totals come out: the one place that knows its calls."""

from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any, get_args

from whoosh.query import Prefix

from index import Accents, NoteKind, Query, Sort, open_publisher, open_store, read_query
from index.engines.whoosh.engine import WhooshIndex
from index.engines.whoosh.fields import TEXT_ACCENTED, TEXT_FOLDED
from index.engines.whoosh.tree import build_tree
from tests.benchmarks.engines.engine import Disk, Search, Waiting, bytes_in
from tests.benchmarks.preparing import Prepared
from tests.benchmarks.queries import QueryClass, TimedQuery, read
from tests.benchmarks.rows import read_articles

# Readings that the other engines don't make: off, so that all are asked the same.
_READINGS = frozenset(get_args(NoteKind)) - {"exclusion", "length"}


class TimtinEngine:
    """Our Whoosh engine; `as_served` asks as a visitor does, with every reading on."""

    analyses = True

    def __init__(self, *, as_served: bool) -> None:
        self._as_served = as_served
        self.same_meaning = not as_served

    def build(self, folder: Path, prepared: Prepared, size: int, waiting: Waiting) -> None:
        """Analyse the articles and write them."""
        index = WhooshIndex(folder, create=True)
        index.rebuild(waiting.on(read_articles(prepared.articles, size)))
        index.close()

    def open(self, folder: Path) -> "OpenTimtin":
        """Open the folder."""
        return OpenTimtin(folder, as_served=self._as_served)

    def disk(self, folder: Path) -> Disk:
        """The columns, and beside them the text as it is shown."""
        columns = sum(path.stat().st_size for path in folder.glob("*.cols"))
        return Disk(whole=bytes_in(folder), without_stored=columns)


class OpenTimtin:
    """Our index, open."""

    remark = ""
    unanswered: frozenset[QueryClass] = frozenset({"prefix"})  # visitors cannot ask for one

    def __init__(self, folder: Path, *, as_served: bool) -> None:
        self._index = WhooshIndex(folder)
        self._as_served = as_served

    def search(self, query: TimedQuery) -> Search | None:
        """The search alone of a query that was read before."""
        if query.kind == "prefix":
            field = TEXT_ACCENTED if query.accented else TEXT_FOLDED
            tree: Any = Prefix(field, read(query.text, accented=query.accented).prefix)
            return lambda: self._index.best(tree, Query())[0]
        understood = self._read(query)
        tree = build_tree(understood)
        return lambda: self._index.best(tree, understood)[0]

    def answer(self, query: TimedQuery) -> int | None:
        """Read the text and answer it."""
        return self._index.search(self._read(query)).total

    def _read(self, query: TimedQuery) -> Query:
        asked = Query(
            sites=(query.site,) if query.site else (),
            since=date(query.year, 1, 1) if query.year else None,
            until=date(query.year, 12, 31) if query.year else None,
            sort=Sort.NEWEST if query.newest else Sort.RELEVANCE,
            accents=self._accents(query),
            off=frozenset() if self._as_served else _READINGS,
        )
        return read_query(query.text, asked)

    def _accents(self, query: TimedQuery) -> Accents:
        if self._as_served:
            return Accents.AUTO
        return Accents.STRICT if query.accented else Accents.IGNORE

    def close(self) -> None:
        """Let go of the files."""
        self._index.close()


def reindex_seconds(folder: Path, prepared: Prepared, size: int) -> float:
    """How long the whole of `timtin reindex` takes over a store of so many articles."""
    fill_store(folder, prepared, size)
    with open_store(folder) as store:
        begun = perf_counter()
        open_publisher(folder, store).rebuild()
        return perf_counter() - begun


def fill_store(folder: Path, prepared: Prepared, size: int) -> None:
    """Put so many articles into the store of a data folder."""
    now = datetime.now(tz=UTC)
    with open_store(folder) as store, store.transaction():
        for article in read_articles(prepared.articles, size):
            store.put(article, at=now)


ENGINE = TimtinEngine(as_served=False)
AS_SERVED = TimtinEngine(as_served=True)
