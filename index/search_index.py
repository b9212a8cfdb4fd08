"""Queries go in, ResultPages and suggestions come out: what every engine can do, as Protocols.

`search_app` is typed against SearchIndex, so that the web page cannot write is a fact that the
type checker holds.
"""

from collections.abc import Hashable, Iterable
from typing import Protocol

from index.article import Article
from index.query import Query
from index.results import IndexStatus, ResultPage, Suggestion


class SearchIndex(Protocol):
    """An index that can be asked. Safe to share between the threads of one process."""

    def search(self, query: Query) -> ResultPage:
        """Answer a query; equal queries over equal articles give equal pages."""
        ...

    def edition(self) -> Hashable:
        """What it answers from: equal queries give equal pages while this is the same.

        After every change it is one that never was before, so that a page which was asked for
        under an older one is never taken for the newer's. Raises what `search` does.
        """
        ...

    def suggest(self, text: str, *, limit: int) -> tuple[Suggestion, ...]:
        """At most `limit` completions (20 at most) of what was typed so far, likeliest first."""
        ...

    def status(self) -> IndexStatus:
        """What the index holds."""
        ...

    def close(self) -> None:
        """Let go of files; a closed index answers nothing more."""
        ...


class WritableIndex(SearchIndex, Protocol):
    """An index that can be changed. An article replaces the one with the same identity."""

    def update(self, articles: Iterable[Article], *, removed: Iterable[str] = ()) -> None:
        """Take identities out and put articles in; searches see both when this returns.

        An article that is removed and given is in; of two with one identity the later is.
        """
        ...

    def rebuild(self, articles: Iterable[Article]) -> None:
        """Replace everything the index holds by these articles; the later of equal identity."""
        ...
