"""A corpus, sizes and names of engines go in, a SpeedReport of all that was measured comes out."""

import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from sqlite3 import sqlite_version
from statistics import median
from tempfile import TemporaryDirectory

from tests.benchmarks.building import answer_mixed, build, in_its_own_process, reindex
from tests.benchmarks.corpus import Corpus
from tests.benchmarks.engines import OURS, engine
from tests.benchmarks.measure import MEASURES, Measure, Pace, Stage, Times, measure
from tests.benchmarks.preparing import Prepared, prepare
from tests.benchmarks.queries import TimedQuery

_OPENINGS = 5  # of which the median is told
_MILLISECONDS = 1_000
MOST_FOR_STOCK = 20_000  # articles: it indexes some 150 a second

Disagreement = tuple[TimedQuery, dict[str, set[int]]]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a run of the bench is to do; `patient` lets stock Whoosh index any number.

    A worker's memory is read after `worker_answers` mixed questions.
    """

    corpus: Corpus
    sizes: tuple[int, ...]
    engines: tuple[str, ...]
    pace: Pace
    queries: int
    patient: bool
    worker_answers: int = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexFigures:
    """An engine's index: rates in articles a second, memory in MiB, bytes on disk.

    `docs_per_s` counts from articles to index, our analysis included; `row_docs_per_s` from
    analysed rows, None where the engine analyses by itself. `bytes` is without stored text where
    `stored_apart`; `reindex_docs_per_s` is ours alone.
    """

    docs_per_s: float
    row_docs_per_s: float | None
    peak_mib: float
    bytes: int
    bytes_whole: int
    stored_apart: bool
    open_ms: float
    worker_mib: float | None
    worker_answers: int
    reindex_docs_per_s: float | None
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeReport:
    """Everything measured on so many articles."""

    size: int
    text_bytes: int
    indexes: dict[str, IndexFigures]
    times: dict[Measure, dict[Stage, Times]]
    compared: int
    disagreements: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedReport:
    """A whole run."""

    corpus: str
    when: date
    machine: str
    versions: dict[str, str]
    pace: Pace
    queries: int
    sizes: tuple[SizeReport, ...]


def run(asked: Asked, say: Say) -> SpeedReport:
    """Measure every engine at every size; `say` is told how far it has come."""
    with TemporaryDirectory(prefix="timtin-bench-") as folder:
        say(f"reading and analysing {asked.corpus.name}")
        prepared = in_its_own_process(
            prepare, asked.corpus, asked.sizes, Path(folder), asked.queries * 2
        )
        if prepared.count < max(asked.sizes):
            say(f"the corpus ends after {prepared.count:,} articles")
        reports = tuple(
            _measure_size(asked, prepared, size, Path(folder) / str(size), say)
            for size in prepared.sizes
        )
    return SpeedReport(
        corpus=asked.corpus.name,
        when=date.today(),  # noqa: DTZ011 - the day of whoever runs it
        machine=f"{platform.machine()}, Python {platform.python_version()}",
        versions=_versions(asked.engines),
        pace=asked.pace,
        queries=asked.queries,
        sizes=reports,
    )


def _measure_size(
    asked: Asked, prepared: Prepared, size: int, folder: Path, say: Say
) -> SizeReport:
    indexes: dict[str, IndexFigures] = {}
    for name in asked.engines:
        if name == "stock" and size > MOST_FOR_STOCK and not asked.patient:
            say(f"stock left out above {MOST_FOR_STOCK:,} articles; name it to wait for it")
            continue
        say(f"{size:,} articles: {name} builds")
        indexes[name] = _index(name, folder / name, prepared, size, asked.worker_answers)
    times: dict[Measure, dict[Stage, Times]] = {}
    found: list[Disagreement] = []
    compared = 0
    for measured in MEASURES:
        say(f"{size:,} articles: {measured}")
        engines = {name: engine(name).open(folder / name) for name in indexes}
        times[measured], totals = measure(engines, measured, prepared.queries, asked.pace)
        alike = frozenset(name for name in engines if engine(name).same_meaning)
        found.extend(totals.disagreements(alike))
        compared += len(totals.found)
        for opened in engines.values():
            opened.close()
    return SizeReport(
        size=size,
        text_bytes=prepared.text_bytes[size],
        indexes=indexes,
        times=times,
        compared=compared,
        disagreements=tuple(found),
    )


def _index(
    name: str, folder: Path, prepared: Prepared, size: int, worker_answers: int
) -> IndexFigures:
    built = in_its_own_process(build, name, folder, prepared, size)
    analysis = 0.0 if built.analyses else prepared.analysis_seconds * size / prepared.count
    worker = in_its_own_process(answer_mixed, name, folder, prepared, worker_answers)
    whole_reindex = None
    if name == OURS:
        whole_reindex = in_its_own_process(
            reindex, folder.with_name(f"{name}-store"), prepared, size
        )
    disk = engine(name).disk(folder)
    open_ms, remark = _opening(name, folder)
    return IndexFigures(
        docs_per_s=size / (built.seconds + analysis),
        row_docs_per_s=None if built.analyses else size / built.seconds,
        peak_mib=built.peak_mib,
        bytes=disk.whole if disk.without_stored is None else disk.without_stored,
        bytes_whole=disk.whole,
        stored_apart=disk.without_stored is not None,
        open_ms=open_ms,
        worker_mib=worker.anonymous_mib,
        worker_answers=worker.answered,
        reindex_docs_per_s=whole_reindex,
        remark=remark,
    )


def _opening(name: str, folder: Path) -> tuple[float, str]:
    """Milliseconds to open an index whose files are in memory, and its remark."""
    taken = []
    remark = ""
    for _ in range(_OPENINGS):
        begun = time.perf_counter()
        opened = engine(name).open(folder)
        taken.append((time.perf_counter() - begun) * _MILLISECONDS)
        remark = opened.remark
        opened.close()
    return median(taken), remark


def _versions(engines: tuple[str, ...]) -> dict[str, str]:
    libraries = {"stock": "whoosh", "tantivy": "tantivy", OURS: "timtin"}
    versions = {}
    for name in engines:
        try:
            library = libraries.get(name)
            versions[name] = version(library) if library else sqlite_version
        except PackageNotFoundError:
            versions[name] = "not installed"
    return versions
