"""A SearchIndex goes in, the same that counts what it is asked comes out for tests."""

from collections.abc import Callable, Hashable

from index import IndexStatus, Query, ResultPage, SearchIndex, Suggestion


class CountingIndex:
    """A SearchIndex that counts what it is asked; `before` and `after` a search others may act."""

    def __init__(self, index: SearchIndex) -> None:
        self._index = index
        self.searches = self.counted = self.completed = 0
        self.before: Callable[[], object] = lambda: None
        self.after: Callable[[], object] = lambda: None

    def search(self, query: Query) -> ResultPage:
        """Count and search."""
        self.searches += 1
        self.before()
        page = self._index.search(query)
        self.after()
        return page

    def edition(self) -> Hashable:
        """That of the index."""
        return self._index.edition()

    def suggest(self, text: str, *, limit: int) -> tuple[Suggestion, ...]:
        """Count and complete."""
        self.completed += 1
        return self._index.suggest(text, limit=limit)

    def status(self) -> IndexStatus:
        """Count, and tell what the index holds."""
        self.counted += 1
        return self._index.status()

    def close(self) -> None:
        """Close the index."""
        self._index.close()
