"""A data folder goes in, a SearchIndex that always answers from the latest generation comes out.

Readers look at one small file before each question; a new generation is opened when it is
first asked, and the old one is let go when its last question is answered.
"""

import threading
from dataclasses import dataclass, replace
from pathlib import Path

from index.engines.whoosh.engine import WhooshIndex
from index.engines.whoosh.schema import INDEX_FORMAT
from index.errors import IndexDamaged, IndexMissing, TimtinError
from index.generations import Generations, Label
from index.query import Query
from index.results import IndexStatus, ResultPage

# Between reading which generation serves and opening it, others may be published and it swept.
_TRIES = 5
_Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Open:
    """An opened generation and the stamp of the pointer that named it."""

    stamp: _Stamp
    name: str
    label: Label
    index: WhooshIndex


class ServedIndex:
    """Answers from the generation that serves now. Never writes."""

    def __init__(self, data: Path) -> None:
        self._generations = Generations(data / "index")
        self._opening = threading.Lock()
        self._open: _Open | None = None

    def search(self, query: Query) -> ResultPage:
        """Answer from the latest generation; raises IndexMissing while there is none."""
        return self._latest().index.search(query)

    def status(self) -> IndexStatus:
        """What the latest generation holds; raises IndexMissing while there is none."""
        latest = self._latest()
        return replace(
            latest.index.status(),
            generation=latest.name,
            built_at=latest.label.moment,
            revision=latest.label.revision,
        )

    def close(self) -> None:
        """Let go of the open generation."""
        with self._opening:
            if self._open is not None:
                self._open.index.close()
            self._open = None

    def _latest(self) -> _Open:
        stamp = self._stamp()
        known = self._open
        if known is not None and known.stamp == stamp:
            return known
        with self._opening:
            if self._open is None or self._open.stamp != stamp:
                self._open = self._open_or_keep(self._open)
            return self._open

    def _open_or_keep(self, known: _Open | None) -> _Open:
        """Open what serves now; go on with what is known where that cannot be read.

        The old index is not closed here: another thread may be asking it.
        """
        try:
            return self._open_latest()
        except TimtinError:
            if known is None:
                raise
            return replace(known, stamp=self._stamp())

    def _open_latest(self) -> _Open:
        """Try again while the pointer moves on under our hands."""
        tries = 0
        while True:
            stamp = self._stamp()
            name = self._generations.pointer().current
            try:
                label = self._generations.label(name, engine_format=INDEX_FORMAT)
                return _Open(stamp, name, label, WhooshIndex(self._generations.folder_of(name)))
            except (FileNotFoundError, IndexDamaged) as error:
                tries += 1
                if stamp == self._stamp() or tries == _TRIES:
                    raise IndexDamaged(
                        f"generation {name} cannot be read ({error});"
                        " go back with: timtin rollback, or build again with: timtin reindex"
                    ) from error

    def _stamp(self) -> _Stamp:
        """What changes with every publication."""
        try:
            found = self._generations.pointer_path.stat()
        except OSError as error:
            if self._open is not None:
                return self._open.stamp
            if not isinstance(error, FileNotFoundError):
                raise IndexDamaged(f"the index cannot be read: {error}") from error
            raise IndexMissing("there is no index yet; build one with: timtin reindex") from error
        return (found.st_mtime_ns, found.st_ino, found.st_size)
