"""A committed index goes in; its reader, its columns and what its requests share come out."""

import weakref
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from whoosh.query import Every

from index.bounded_cache import BoundedCache
from index.engines.whoosh.articles.codec import articles_of
from index.engines.whoosh.codec.codec import columns_of
from index.engines.whoosh.columns import Columns
from index.engines.whoosh.evaluation.searcher import ArraySearcher, Precedence
from index.engines.whoosh.facets import FacetCounter
from index.engines.whoosh.fields import TEXT_ACCENTED, TEXT_FOLDED
from index.engines.whoosh.filters import Filters
from index.engines.whoosh.hits.making import HitMaker
from index.engines.whoosh.language.generation import GenerationLanguage
from index.engines.whoosh.weighting import GradedWeighting
from index.engines.whoosh.writing.writer import ArticleIndex
from index.query import Query, Sort
from index.results import IndexStatus

_CACHE_BYTES = 96 * 1024 * 1024  # of decoded lists a generation: all frequent terms of 100,000
_WARM_BYTES = 48 * 1024 * 1024


class Opened:
    """What is committed now: the reader, its columns, and what its requests share."""

    def __init__(self, index: ArticleIndex, folder: Path) -> None:
        self.edition = object()  # equal to itself alone, and holds nothing open
        self.searcher = index.searcher(weighting=GradedWeighting())
        # Whoever asked last lets go of it: only then its files are closed, and once.
        self.close = weakref.finalize(self, self.searcher.close)
        leaves = [leaf.reader() for leaf, _ in self.searcher.leaf_searchers()]
        segments = [columns for leaf in leaves if (columns := columns_of(leaf)) is not None]
        self.columns = Columns(segments)
        self.language = GenerationLanguage(folder, leaves)
        articles = [own for leaf in leaves if (own := articles_of(leaf)) is not None]
        self.hits = HitMaker(segments, articles)
        self.filters = Filters(self.columns)
        self.arrays = ArraySearcher(self.searcher, BoundedCache(_CACHE_BYTES))
        self._orders: dict[Sort, Precedence] = {}

    @cached_property
    def facets(self) -> FacetCounter:
        """What counts sites, sections and years."""
        return FacetCounter(self.columns)

    @cached_property
    def status(self) -> IndexStatus:
        """The articles that are not deleted, by site."""
        living = self.arrays.find(Every())
        return IndexStatus(articles=living.total, by_site=self.facets.by_site(living.sets))

    def order(self, sort: Sort) -> Precedence:
        """Which of two documents comes first where nothing else decides."""
        found = self._orders.get(sort)
        if found is None:
            oldest = sort is Sort.OLDEST
            ranks = self.columns.oldest_ranks if oldest else self.columns.newest_ranks
            found = self._orders[sort] = Precedence(ranks)
        return found

    def warm(self, wanted: Callable[[], bool]) -> None:
        """Make ready what nearly every question needs; end early where it is not `wanted`."""
        self.hits.warm()
        self.order(Sort.NEWEST)
        self.facets.count(self.arrays.find(Every()).sets, self.filters.passing(Query()))
        self.arrays.warm(_WARM_BYTES, (TEXT_FOLDED, TEXT_ACCENTED), wanted)
        _ = self.language.model, self.language.statistics
