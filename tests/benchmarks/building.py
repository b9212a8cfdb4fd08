"""The name of an engine goes in; what it took to build its index, in a process of its own, out."""

import random
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import ParamSpec, TypeVar

from tests.benchmarks.engines import engine
from tests.benchmarks.engines.engine import Waiting
from tests.benchmarks.engines.timtin import reindex_seconds
from tests.benchmarks.preparing import Prepared

_KIBIBYTES = 1024
_OWN = "self"
_LONGEST = 30.0  # seconds for mixed questions: a slow engine's memory is settled long before

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build took. The engine's seconds are without reading, and without our analysis

    where `analyses` is false. `peak_mib` is that of the whole process.
    """

    seconds: float
    peak_mib: float
    analyses: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Memory that a process owns alone after so many mixed questions; None if not known."""

    anonymous_mib: float | None
    answered: int


def in_its_own_process(
    work: Callable[Arguments, Result], *args: Arguments.args, **named: Arguments.kwargs
) -> Result:
    """Do some work in a fresh process that ends with it."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *args, **named).result()


def build(name: str, folder: Path, prepared: Prepared, size: int) -> Built:
    """Build an index and tell what it took; for a process of its own."""
    measured = engine(name)
    waiting = Waiting()
    begun = time.perf_counter()
    measured.build(folder, prepared, size, waiting)
    seconds = time.perf_counter() - begun - waiting.seconds
    return Built(seconds=seconds, peak_mib=_peak_mib(), analyses=measured.analyses)


def reindex(folder: Path, prepared: Prepared, size: int) -> float:
    """Articles a second of our whole reindex; for a process of its own."""
    return size / reindex_seconds(folder, prepared, size)


def answer_mixed(name: str, folder: Path, prepared: Prepared, count: int) -> Worker:
    """Answer `count` mixed questions, then tell the process's own memory; in one of its own."""
    queries = [query for queries in prepared.queries.values() for query in queries]
    chance = random.Random("timtin worker")  # noqa: S311 - the same order every time
    opened = engine(name).open(folder)
    answered = 0
    until = time.monotonic() + _LONGEST
    for query in chance.choices(queries, k=count):
        opened.answer(query)
        answered += 1
        if time.monotonic() > until:
            break
    worker = Worker(anonymous_mib=anonymous_mib(_OWN), answered=answered)
    opened.close()
    return worker


def _peak_mib() -> float:
    # Linux counts a parent's memory into its child's ru_maxrss; the high-water mark is its own.
    own = _status_mib(_OWN, "VmHWM")
    if own is not None:
        return own
    peak = getrusage(RUSAGE_SELF).ru_maxrss
    return peak / _KIBIBYTES / (_KIBIBYTES if sys.platform == "darwin" else 1)


def anonymous_mib(process: int | str) -> float | None:
    """Memory that a process owns alone; None where the machine cannot tell."""
    return _status_mib(process, "RssAnon")


def _status_mib(process: int | str, name: str) -> float | None:
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return None
    for line in status.read_text("ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / _KIBIBYTES
    return None
