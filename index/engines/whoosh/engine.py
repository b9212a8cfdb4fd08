"""A folder of Whoosh segments in, a WritableIndex out."""

import contextlib
import json
import threading
import weakref
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import writing
from whoosh.filedb.filestore import FileStorage

from index.article import Article
from index.engines.whoosh.codec.codec import columns_of
from index.engines.whoosh.columns import Columns, Numbers
from index.engines.whoosh.evaluation.list_cache import ListCache
from index.engines.whoosh.evaluation.searcher import ArraySearcher, Found, Matched, Precedence
from index.engines.whoosh.fields import IDENTITY, TEXT_ACCENTED, TEXT_FOLDED
from index.engines.whoosh.schema import ARTICLE, make_schema
from index.engines.whoosh.tree import build_tree
from index.engines.whoosh.weighting import GradedWeighting
from index.engines.whoosh.writing.writer import ArticleIndex, ArticleWriter
from index.errors import IndexDamaged, TimtinError
from index.passages import best_passages, title_passage
from index.query import Query, Sort
from index.relaxing import accents_note, may_relax_accents
from index.results import Facets, Hit, IndexStatus, Relaxed, ResultPage

_CACHE_BYTES = 96 * 1024 * 1024  # of decoded lists a generation: all frequent terms of 100,000
_WARM_BYTES = 48 * 1024 * 1024


class _Opened:
    """What is committed now: the reader, its columns, and what its requests share."""

    def __init__(self, index: ArticleIndex) -> None:
        self.searcher = index.searcher(weighting=GradedWeighting())
        # Whoever asked last lets go of it: only then its files are closed, and once.
        self.close = weakref.finalize(self, self.searcher.close)
        leaves = [leaf.reader() for leaf, _ in self.searcher.leaf_searchers()]
        segments = [columns for leaf in leaves if (columns := columns_of(leaf)) is not None]
        self.columns = Columns(segments)
        self.arrays = ArraySearcher(self.searcher, ListCache(_CACHE_BYTES))
        self.articles: int = self.searcher.reader().doc_count()
        self._orders: dict[Sort, Precedence] = {}

    def order(self, sort: Sort) -> Precedence:
        """Which of two documents comes first where nothing else decides."""
        found = self._orders.get(sort)
        if found is None:
            oldest = sort is Sort.OLDEST
            ranks = self.columns.oldest_ranks if oldest else self.columns.newest_ranks
            found = self._orders[sort] = Precedence(ranks)
        return found


class WhooshIndex:
    """An index in a folder; one process may write, any number may read what is committed.

    Searches run side by side in the threads of a process. Raises IndexDamaged or
    IndexIncompatible where the folder holds no readable index, OSError where it cannot be made.
    """

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self._folder = folder
        # Whoosh reads stored fields from shared files by seeking in them.
        self._seeking = threading.Lock()
        self._storage = FileStorage(str(folder))
        if create:
            folder.mkdir(parents=True, exist_ok=True)
            self._storage.create_index(make_schema(), indexclass=ArticleIndex)
        self._opened = self._read()

    def _read(self) -> _Opened:
        try:
            self._index = self._storage.open_index(schema=make_schema(), indexclass=ArticleIndex)
            return _Opened(self._index)
        except TimtinError:
            raise
        except Exception as error:
            # Over damaged bytes Whoosh fails in any way, from AssertionError to struct.error.
            raise IndexDamaged(
                f"the index in {self._folder} cannot be read ({error});"
                " go back with: timtin rollback, or build it again with: timtin reindex"
            ) from error

    def warm(self) -> None:
        """Decode what nearly every question needs, so that the first visitor does not wait."""
        opened = self._opened
        opened.arrays.warm(_WARM_BYTES, (TEXT_FOLDED, TEXT_ACCENTED))
        opened.order(Sort.NEWEST)
        opened.columns.facets(Query(), np.empty(0, dtype=np.int64))

    def verify(self) -> None:
        """Read everything and compare checksums. Raises IndexDamaged naming what is wrong."""
        self._index.verify()

    def close(self) -> None:
        """Let go of the files."""
        with self._seeking:
            self._opened.close()

    def rebuild(self, articles: Iterable[Article]) -> None:
        """Write one new segment that replaces all others."""
        self._write(articles, (), mergetype=writing.CLEAR)

    def update(self, articles: Iterable[Article], *, removed: Iterable[str] = ()) -> None:
        """Take identities out and write articles into a new segment; small ones are merged."""
        self._write(articles, removed, mergetype=None)

    def _write(
        self, articles: Iterable[Article], removed: Iterable[str], *, mergetype: Any
    ) -> None:
        again: dict[str, Article] = {}
        writer = self._index.writer()
        try:
            self._add(writer, articles, removed, again, fresh=mergetype is not None)
            writer.commit(mergetype=mergetype)
        except BaseException:
            # What failed is told, not what failed after it: a full disk fails here once more.
            with contextlib.suppress(Exception):
                writer.cancel()
            raise
        self._opened = self._read()
        if again:
            self._write(again.values(), (), mergetype=None)

    def _add(
        self,
        writer: ArticleWriter,
        articles: Iterable[Article],
        removed: Iterable[str],
        again: dict[str, Article],
        *,
        fresh: bool,
    ) -> None:
        """Hand everything to the writer; what it cannot replace yet is put into `again`."""
        written: set[str] = set()
        # Whoosh would open a searcher for each identity.
        with writer.searcher() as committed:
            gone = frozenset(removed)
            for identity in gone:
                writer.delete_by_term(IDENTITY, identity, searcher=committed)
            for article in articles:
                identity = article.identity
                if identity in written:
                    # What a writer has not committed yet, it cannot replace.
                    again[identity] = article
                    continue
                if not fresh and identity not in gone:
                    writer.delete_by_term(IDENTITY, identity, searcher=committed)
                written.add(identity)
                writer.add_article(article)

    def held(self, identities: Iterable[str]) -> frozenset[str]:
        """Which of these identities the index holds."""
        with self._seeking:
            find = self._opened.searcher.document_number
            return frozenset(one for one in identities if find(identity=one) is not None)

    def status(self) -> IndexStatus:
        """Count the living articles by site."""
        opened = self._opened
        living = np.fromiter(opened.searcher.reader().all_doc_ids(), dtype=np.int64)
        codes = Counter(opened.columns.sites.codes[living].tolist())
        sites = opened.columns.sites.values
        by_site = {sites[code]: count for code, count in codes.most_common()}
        return IndexStatus(articles=len(living), by_site=by_site)

    def search(self, query: Query) -> ResultPage:
        """Answer from the segments; relax the accents where nothing has all the words."""
        if not query.asks_for_words and not query.filters:
            return _page(query, (), total=0, facets=Facets(), relaxed=None)
        opened = self._opened
        found, within, relaxed = _find(opened, query)
        wanted = query.page * query.per_page
        best = _ordered(opened, within, query.sort, wanted)
        first = wanted - query.per_page
        hits = tuple(
            self._hit(opened, query, number, score, relaxed=relaxed)
            for number, score in zip(
                best.documents[first:].tolist(), best.scores[first:].tolist(), strict=True
            )
        )
        facets = opened.columns.facets(query, found.documents())
        return _page(query, hits, total=within.total, facets=facets, relaxed=relaxed)

    def best(self, tree: Any, query: Query) -> tuple[int, list[int]]:
        """Any Whoosh query over the index's fields: its exact total, and the documents of a page.

        Filters, order and page are those of `query`, the words are the tree's.
        """
        opened = self._opened
        found = opened.arrays.find(tree)
        if query.filters:
            found = found.within(opened.arrays.filter(opened.columns.in_filters(query)))
        best = _ordered(opened, found, query.sort, query.page * query.per_page)
        return found.total, best.documents[-query.per_page :].tolist()

    def _hit(
        self, opened: _Opened, query: Query, number: int, score: float, *, relaxed: Relaxed | None
    ) -> Hit:
        with self._seeking:
            stored = opened.searcher.stored_fields(number)[ARTICLE]
        article = Article.restored(json.loads(stored))
        loose = relaxed == "accents"
        return Hit(
            article=article,
            score=score,
            title=title_passage(article, query, relaxed=loose),
            passages=best_passages(article, query, relaxed=loose),
        )


def _find(opened: _Opened, query: Query) -> tuple[Found, Found, Relaxed | None]:
    """What has the words of a query, what of it passes the filters, and what was relaxed."""
    found = opened.arrays.find(build_tree(query, relaxed=False))
    if not query.filters:
        passing = None
        within = found
    else:
        passing = opened.arrays.filter(opened.columns.in_filters(query))
        within = found.within(passing)
    if within.total or not may_relax_accents(query):
        return found, within, None
    looser = opened.arrays.find(build_tree(query, relaxed=True))
    looser_within = looser if passing is None else looser.within(passing)
    if not looser_within.total:
        return found, within, None
    return looser, looser_within, "accents"


def _ordered(opened: _Opened, found: Found, sort: Sort, count: int) -> Matched:
    """The first `count` documents as the query wants them sorted, with their scores."""
    order = opened.order(sort)
    if sort is Sort.RELEVANCE:
        return found.best(count, order)
    documents = found.first(_with_ties(opened.columns.published, found, order, count), order)
    scores = found.score(documents)
    moments = opened.columns.published[documents]
    when = order.ranks[documents]
    # Equal moments: the more relevant first. Their ranks only told equal ones apart.
    groups = np.concatenate([[0], np.cumsum(moments[1:] != moments[:-1])]) if len(when) else when
    places = np.lexsort((opened.columns.identity_ranks[documents], -scores, groups))[:count]
    return Matched(documents[places], scores[places])


def _with_ties(published: Numbers, found: Found, order: Precedence, count: int) -> int:
    """How many of the first to look at, so that all with the moment of the last are there."""
    reach = count + 1
    while reach <= found.total:
        first = found.first(reach, order)
        if published[first[-1]] != published[first[count - 1]]:
            return reach
        reach *= 2
    return found.total


def _page(
    query: Query, hits: tuple[Hit, ...], *, total: int, facets: Facets, relaxed: Relaxed | None
) -> ResultPage:
    return ResultPage(
        total=total,
        page=query.page,
        per_page=query.per_page,
        hits=hits,
        facets=facets,
        understood=query.understood,
        notes=(*query.notes, accents_note(query)) if relaxed else query.notes,
        relaxed=relaxed,
    )
