"""Prepared articles go in, an index on disk and totals come out: what the bench asks of engines."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Protocol, TypeVar

from tests.benchmarks.preparing import Prepared
from tests.benchmarks.queries import QueryClass, TimedQuery

HITS = 10
MARK = ("<mark>", "</mark>")
SNIPPET_CHARACTERS = 200  # two lines
FACET_VALUES = 20

Item = TypeVar("Item")
Search = Callable[[], int]
"""Finds the ten best and gives the exact total."""


@dataclass
class Waiting:
    """Counts the seconds in which an engine waited for its next article to be read."""

    seconds: float = field(default=0.0)

    def on(self, items: Iterable[Item]) -> Iterator[Item]:
        """Pass items on, counting what it takes to get them."""
        source = iter(items)
        while True:
            begun = perf_counter()
            item = next(source, None)
            self.seconds += perf_counter() - begun
            if item is None:
                return
            yield item


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """Bytes of an index's files, and without the stored text where the engine can tell."""

    whole: int
    without_stored: int | None = None


class OpenEngine(Protocol):
    """An index open for questions."""

    @property
    def remark(self) -> str:
        """What a reader of the figures must know of this index, "" if nothing."""
        ...

    @property
    def unanswered(self) -> frozenset[QueryClass]:
        """Classes that it can search for, but not give a whole answer to."""
        ...

    def search(self, query: TimedQuery) -> Search | None:
        """The search alone, its query read and built already; None: it has no such query."""
        ...

    def answer(self, query: TimedQuery) -> int | None:
        """Read the text, then ten best, exact total, three facets, ten snippets with marks."""
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...


class Engine(Protocol):
    """An engine that can be measured."""

    analyses: bool
    """Whether its build contains the analysis; others get analysed rows."""
    same_meaning: bool
    """Whether a query means the same to it as to the others, so that totals must agree."""

    def build(self, folder: Path, prepared: Prepared, size: int, waiting: Waiting) -> None:
        """Write the index of the first `size` articles into an empty folder."""
        ...

    def open(self, folder: Path) -> OpenEngine:
        """Open what was built."""
        ...

    def disk(self, folder: Path) -> Disk:
        """What it takes on disk."""
        ...


def bytes_in(folder: Path, pattern: str = "*") -> int:
    """The bytes of all files in a folder, or of those whose names match."""
    return sum(file.stat().st_size for file in folder.rglob(pattern) if file.is_file())
