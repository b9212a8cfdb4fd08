"""A folder of Whoosh segments in, a WritableIndex out."""

import contextlib
import json
import threading
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import writing
from whoosh.filedb.filestore import FileStorage
from whoosh.searching import SearchContext

from index.article import Article
from index.engines.whoosh.columns import Columns, Numbers
from index.engines.whoosh.schema import document, make_schema
from index.engines.whoosh.tree import build_tree
from index.engines.whoosh.weighting import GradedWeighting
from index.errors import IndexDamaged
from index.passages import best_passages, title_passage
from index.query import Query
from index.relaxing import accents_note, may_relax_accents
from index.results import Hit, IndexStatus, Relaxed, ResultPage

_POOL_MIB = 256  # postings held in memory before Whoosh spills them
# Sums of floats depend on their order, which differs by segment: equal texts must tie.
_SCORE_DECIMALS = 9


class WhooshIndex:
    """An index in a folder; one process may write, any number may read what is committed.

    Raises IndexDamaged where the folder holds no readable index, OSError where it cannot be
    made.
    """

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self._folder = folder
        # Whoosh's readers seek in shared files: one search at a time in a process.
        self._lock = threading.Lock()
        self._storage = FileStorage(str(folder))
        if create:
            folder.mkdir(parents=True, exist_ok=True)
            self._storage.create_index(make_schema())
        self._read()

    def _read(self) -> None:
        try:
            self._index = self._storage.open_index(schema=make_schema())
            self._searcher = self._index.searcher(weighting=GradedWeighting())
            self._columns = Columns(self._searcher.reader())
        except Exception as error:
            # Over damaged bytes Whoosh fails in any way, from AssertionError to struct.error.
            raise IndexDamaged(
                f"the index in {self._folder} cannot be read ({error});"
                " go back with: timtin rollback, or build it again with: timtin reindex"
            ) from error

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._searcher.close()
            self._index.close()

    def rebuild(self, articles: Iterable[Article]) -> None:
        """Write one new segment that replaces all others."""
        with self._lock:
            self._write(articles, (), mergetype=writing.CLEAR)

    def update(self, articles: Iterable[Article], *, removed: Iterable[str] = ()) -> None:
        """Write changed articles into a new segment; Whoosh merges small ones as it goes."""
        with self._lock:
            self._write(articles, removed, mergetype=None)

    def _write(
        self, articles: Iterable[Article], removed: Iterable[str], *, mergetype: Any
    ) -> None:
        written: set[str] = set()
        again: dict[str, Article] = {}
        writer = self._index.writer(limitmb=_POOL_MIB)
        try:
            # Whoosh would open a searcher for each identity.
            with writer.searcher() as committed:
                gone = frozenset(removed)
                for identity in gone:
                    writer.delete_by_term("identity", identity, searcher=committed)
                for article in articles:
                    identity = article.identity
                    if identity in written:
                        # What a writer has not committed yet, it cannot replace.
                        again[identity] = article
                        continue
                    if mergetype is None and identity not in gone:
                        writer.delete_by_term("identity", identity, searcher=committed)
                    written.add(identity)
                    writer.add_document(**document(article))
            writer.commit(mergetype=mergetype)
        except BaseException:
            # What failed is told, not what failed after it: a full disk fails here once more.
            with contextlib.suppress(Exception):
                writer.cancel()
            raise
        self._searcher.close()
        self._read()
        if again:
            self._write(again.values(), (), mergetype=None)

    def held(self, identities: Iterable[str]) -> frozenset[str]:
        """Which of these identities the index holds."""
        with self._lock:
            find = self._searcher.document_number
            return frozenset(one for one in identities if find(identity=one) is not None)

    def status(self) -> IndexStatus:
        """Count the living articles by site."""
        with self._lock:
            living = self._living()
            codes = Counter(self._columns.sites.codes[living].tolist())
        by_site = {self._columns.sites.values[code]: count for code, count in codes.most_common()}
        return IndexStatus(articles=len(living), by_site=by_site)

    def search(self, query: Query) -> ResultPage:
        """Answer from the segments; relax the accents where nothing has all the words."""
        if not query.asks_for_words and not query.filters:
            return _page(query, (), total=0)
        with self._lock:
            return self._search(query)

    def _search(self, query: Query) -> ResultPage:
        passing = self._columns.in_filters(query)
        found, scores = self._matching(query, relaxed=False)
        relaxed: Relaxed | None = None
        if not passing[found].any() and may_relax_accents(query):
            looser, looser_scores = self._matching(query, relaxed=True)
            if passing[looser].any():
                found, scores, relaxed = looser, looser_scores, "accents"
        within = passing[found]
        documents, scores_within = found[within], scores[within]
        order = self._columns.order(documents, scores_within, query.sort)
        start = (query.page - 1) * query.per_page
        hits = tuple(
            self._hit(query, int(documents[place]), float(scores_within[place]), relaxed=relaxed)
            for place in order[start : start + query.per_page]
        )
        facets = self._columns.facets(query, found)
        return _page(query, hits, total=len(documents), facets=facets, relaxed=relaxed)

    def _hit(self, query: Query, number: int, score: float, *, relaxed: Relaxed | None) -> Hit:
        stored = self._searcher.stored_fields(number)["article"]
        article = Article.from_json(json.loads(stored))
        loose = relaxed == "accents"
        return Hit(
            article=article,
            score=score,
            title=title_passage(article, query, relaxed=loose),
            passages=best_passages(article, query, relaxed=loose),
        )

    def _matching(self, query: Query, *, relaxed: bool) -> tuple[Numbers, NDArray[np.float64]]:
        """Documents that answer the words of a query, ascending, and their scores."""
        tree = build_tree(query, relaxed=relaxed)
        context = SearchContext(weighting=self._searcher.weighting)
        numbers: list[int] = []
        scores: list[float] = []
        for searcher, offset in self._searcher.leaf_searchers():
            matcher = tree.matcher(searcher, context)
            while matcher.is_active():
                numbers.append(offset + matcher.id())
                scores.append(matcher.score())
                matcher.next()
        rounded = [round(score, _SCORE_DECIMALS) for score in scores]
        return np.array(numbers, dtype=np.int64), np.array(rounded, dtype=np.float64)

    def _living(self) -> Numbers:
        return np.array(list(self._searcher.reader().all_doc_ids()), dtype=np.int64)


def _page(query: Query, hits: tuple[Hit, ...], *, total: int, **more: Any) -> ResultPage:
    notes = (*query.notes, accents_note(query)) if more.get("relaxed") else query.notes
    return ResultPage(
        total=total,
        page=query.page,
        per_page=query.per_page,
        hits=hits,
        understood=query.understood,
        notes=notes,
        **more,
    )
