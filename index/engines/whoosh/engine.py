"""A folder of Whoosh segments in, a WritableIndex out."""

import contextlib
import threading
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from whoosh import writing
from whoosh.filedb.filestore import FileStorage

from index.article import Article
from index.engines.whoosh.fields import IDENTITY
from index.engines.whoosh.finding import find, ordered, passing
from index.engines.whoosh.opened import Opened
from index.engines.whoosh.schema import make_schema
from index.engines.whoosh.why import Answered, explain
from index.engines.whoosh.writing.seen import Seen
from index.engines.whoosh.writing.writer import ArticleIndex, ArticleWriter
from index.errors import IndexDamaged, TimtinError
from index.explaining import Explanation
from index.language.model import LanguageModel
from index.language.statistics import Statistics
from index.language.suggesting import suggest
from index.query import Query, Sort
from index.relaxing import relaxed_note
from index.results import Facets, Hit, IndexStatus, Relaxed, ResultPage, Suggestion


class WhooshIndex:
    """An index in a folder; one process may write, any number may read what is committed.

    Searches run side by side in the threads of a process. Raises IndexDamaged or
    IndexIncompatible where the folder holds no readable index, OSError where it cannot be made.
    """

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self._folder = folder
        # Whoosh nowhere promises that its own look-ups may run side by side.
        self._looking_up = threading.Lock()
        self._storage = FileStorage(str(folder))
        if create:
            folder.mkdir(parents=True, exist_ok=True)
            self._storage.create_index(make_schema(), indexclass=ArticleIndex)
        self._opened = self._read()
        if create:
            self._opened.language.renew()

    def _read(self) -> Opened:
        try:
            self._index = self._storage.open_index(schema=make_schema(), indexclass=ArticleIndex)
            return Opened(self._index, self._folder)
        except TimtinError:
            raise
        except Exception as error:
            # Over damaged bytes Whoosh fails in any way, from AssertionError to struct.error.
            raise IndexDamaged(
                f"the index in {self._folder} cannot be read ({error});"
                " go back with: timtin rollback, or build it again with: timtin reindex"
            ) from error

    def warm(self, wanted: Callable[[], bool] = lambda: True) -> None:
        """Make ready what nearly every question needs, so that the first visitor does not wait.

        Ends early where it is not `wanted` any more. Questions may be asked meanwhile.
        """
        self._opened.warm(wanted)

    def verify(self) -> None:
        """Read everything and compare checksums. Raises IndexDamaged naming what is wrong."""
        self._index.verify()
        self._opened.language.model.verify()

    def close(self) -> None:
        """Let go of the files."""
        with self._looking_up:
            self._opened.close()

    def rebuild(self, articles: Iterable[Article]) -> None:
        """Write one new segment that replaces all others."""
        self._write(articles, (), mergetype=writing.CLEAR)
        self._opened.language.renew()

    def update(self, articles: Iterable[Article], *, removed: Iterable[str] = ()) -> None:
        """Take identities out and write articles into a new segment; small ones are merged."""
        self._write(articles, removed, mergetype=None)
        self._opened.language.renew()

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
        written = Seen()
        # Whoosh would open a searcher for each identity.
        with writer.searcher() as committed:
            gone = frozenset(removed)
            for identity in gone:
                writer.delete_by_term(IDENTITY, identity, searcher=committed)
            for article in articles:
                identity = article.identity
                if not written.add(identity):
                    # What a writer has not committed yet, it cannot replace.
                    again[identity] = article
                    continue
                if not fresh and identity not in gone:
                    writer.delete_by_term(IDENTITY, identity, searcher=committed)
                writer.add_article(article, identity)

    def held(self, identities: Iterable[str]) -> frozenset[str]:
        """Which of these identities the index holds."""
        with self._looking_up:
            number_of = self._opened.searcher.document_number
            return frozenset(one for one in identities if number_of(identity=one) is not None)

    def edition(self) -> Hashable:
        """What changes with every rebuild and update, and each time a folder is opened."""
        return self._opened.edition

    def suggest(self, text: str, *, limit: int) -> tuple[Suggestion, ...]:
        """At most `limit` completions of a text."""
        return suggest(text, self.language, limit=limit)

    def status(self) -> IndexStatus:
        """The living articles by site, most first."""
        return self._opened.status

    @property
    def language(self) -> LanguageModel:
        """The model of what the index holds, mapped from its file when it is first asked."""
        return self._opened.language.model

    @property
    def statistics(self) -> Statistics:
        """How many articles hold what."""
        return self._opened.language.statistics

    def shown(self, identities: Iterable[str], query: Query) -> tuple[Hit, ...]:
        """These articles as hits of a query, answers to it or not; those not held are left out."""
        opened = self._opened
        with self._looking_up:
            number_of = opened.searcher.document_number
            found = [number_of(identity=one) for one in identities]
        numbers = [number for number in found if number is not None]
        return opened.hits.hits(query, numbers, [0.0] * len(numbers), relaxed=False)

    def search(self, query: Query) -> ResultPage:
        """Answer from the segments; relax the accents where nothing has all the words."""
        if not query.asks_for_words and not query.filters:
            return _page(query, (), total=0, facets=Facets(), relaxed=None)
        opened = self._opened
        found, within, way = find(opened, query)
        wanted = query.page * query.per_page
        best = ordered(opened, within, query.sort, wanted)
        first = wanted - query.per_page
        hits = opened.hits.hits(
            query,
            best.documents[first:].tolist(),
            best.scores[first:].tolist(),
            relaxed=way.loose_marks,
        )
        facets = opened.facets.count(found.sets, opened.filters.passing(query))
        return _page(query, hits, total=within.total, facets=facets, relaxed=way.relaxed)

    def why(self, query: Query, identity: str) -> Explanation:
        """Why an article stands where it stands in the answer to a query, or is not in it."""
        opened = self._opened
        with self._looking_up:
            number = opened.searcher.document_number(identity=identity)
        if number is None:
            return Explanation(identity=identity, held=False)
        found, within, way = find(opened, query)

        answered = Answered(
            query, way, found, within, partial(passing, opened), opened.order(Sort.NEWEST)
        )
        explained = explain(opened.arrays, answered, opened.status.articles, number)
        return replace(explained, identity=identity)

    def best(self, tree: Any, query: Query) -> tuple[int, list[int]]:
        """Any Whoosh query over the index's fields: its exact total, and the documents of a page.

        Filters, order and page are those of `query`, the words are the tree's.
        """
        opened = self._opened
        found = passing(opened, opened.arrays.find(tree), query)
        best = ordered(opened, found, query.sort, query.page * query.per_page)
        return found.total, best.documents[-query.per_page :].tolist()


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
        notes=(*query.notes, relaxed_note(query, relaxed)) if relaxed else query.notes,
        relaxed=relaxed,
    )
