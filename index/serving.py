"""A data folder goes in, a SearchIndex that always answers from the latest generation comes out.

Readers look at one small file before each question; a new generation is opened when it is
first asked, and the old one is let go when its last question is answered. Where many questions
are expected, each generation is warmed beside its first ones.
"""

import logging
import threading
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from index.engines.whoosh.engine import WhooshIndex
from index.engines.whoosh.schema import INDEX_FORMAT
from index.errors import IndexDamaged, IndexMissing, TimtinError
from index.explaining import Explanation
from index.generations import Generations, Label
from index.language.model import LanguageModel
from index.language.statistics import Statistics
from index.query import Query
from index.results import Hit, IndexStatus, ResultPage, Suggestion

# Between reading which generation serves and opening it, others may be published and it swept.
_TRIES = 5
_Stamp = tuple[int, int, int]

_log = logging.getLogger(__name__)


class _Warming:
    """A thread that warms one opened generation; whoever asks meanwhile does not wait for it."""

    def __init__(self, index: WhooshIndex) -> None:
        self._index = index
        self._stopped = threading.Event()
        # A process that ends does not wait for it either.
        self._thread = threading.Thread(target=self._warm, name="timtin-warming", daemon=True)
        self._thread.start()

    def _warm(self) -> None:
        try:
            self._index.warm(wanted=lambda: not self._stopped.is_set())
        except Exception:  # noqa: BLE001 - bytes may be damaged in any way: who asks is told
            _log.warning("an index could not be warmed", exc_info=True)

    def stop(self) -> None:
        """Leave what is not warm yet as it is; waits for the list at hand."""
        self._stopped.set()
        self._thread.join()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it ends; whether it did in so many seconds."""
        self._thread.join(timeout)
        return not self._thread.is_alive()


@dataclass(frozen=True, slots=True)
class _Open:
    """An opened generation and the stamp of the pointer that named it."""

    stamp: _Stamp
    name: str
    label: Label
    index: WhooshIndex
    warming: _Warming | None

    def stop_warming(self) -> None:
        """Let go of what else would be warmed."""
        if self.warming is not None:
            self.warming.stop()


class ServedIndex:
    """Answers from the generation that serves now. Never writes.

    With `warm`, what serves is opened at once, and each generation warmed beside its questions.
    """

    def __init__(self, data: Path, *, warm: bool = False) -> None:
        self._generations = Generations(data / "index")
        self._opening = threading.Lock()
        self._open: _Open | None = None
        self._warm = warm
        if warm:
            threading.Thread(target=self._open_at_once, name="timtin-opening", daemon=True).start()

    def _open_at_once(self) -> None:
        try:
            self._latest()
        except (TimtinError, OSError) as error:
            _log.warning("there is nothing to serve yet: %s", error)

    def latest(self) -> WhooshIndex:
        """The index of the latest generation, for one answer; raises IndexMissing as below.

        Whoever holds on to it goes on with that generation.
        """
        return self._latest().index

    def edition(self) -> Hashable:
        """What changes with each generation that is opened; raises IndexMissing as `latest`.

        It is that of the generation which is open, whatever the pointer names.
        """
        return self._latest().index.edition()

    def search(self, query: Query) -> ResultPage:
        """Answer from the latest generation; raises IndexMissing while there is none."""
        return self._latest().index.search(query)

    def suggest(self, text: str, *, limit: int) -> tuple[Suggestion, ...]:
        """At most `limit` completions of a text; raises IndexMissing while there is none."""
        return self._latest().index.suggest(text, limit=limit)

    def status(self) -> IndexStatus:
        """What the latest generation holds; raises IndexMissing while there is none."""
        latest = self._latest()
        return replace(
            latest.index.status(),
            generation=latest.name,
            built_at=latest.label.moment,
            revision=latest.label.revision,
        )

    def why(self, query: Query, identity: str) -> Explanation:
        """Why an article of the latest generation stands where it stands in an answer, or not."""
        return self._latest().index.why(query, identity)

    def shown(self, identities: Iterable[str], query: Query) -> tuple[Hit, ...]:
        """These articles of the latest generation as hits of a query, answers to it or not."""
        return self._latest().index.shown(identities, query)

    @property
    def language(self) -> LanguageModel:
        """The model of the latest generation; raises IndexMissing while there is none."""
        return self._latest().index.language

    @property
    def statistics(self) -> Statistics:
        """How many articles of the latest generation hold what; raises likewise."""
        return self._latest().index.statistics

    def wait_until_warm(self, timeout: float | None = None) -> bool:
        """Wait for the warming of the latest generation; whether it ended in so many seconds."""
        warming = self._latest().warming
        return warming is not None and warming.wait(timeout)

    def close(self) -> None:
        """Let go of the open generation."""
        with self._opening:
            if self._open is not None:
                self._open.stop_warming()
                self._open.index.close()
            self._open = None

    def _latest(self) -> _Open:
        stamp = self._stamp()
        known = self._open
        if known is not None and known.stamp == stamp:
            return known
        with self._opening:
            known = self._open
            if known is not None and known.stamp == stamp:
                return known
            latest = self._open = self._open_or_keep(known)
            if known is not None and known.warming is not latest.warming:
                known.stop_warming()
            return latest

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
                index = WhooshIndex(self._generations.folder_of(name))
                return _Open(stamp, name, label, index, _Warming(index) if self._warm else None)
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
