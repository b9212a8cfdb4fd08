"""A reindex is killed at any moment; an index serves, the store is whole, the next one works."""

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from index import Removal, open_publisher, open_store, store_path
from tests.archive import (
    LATER,
    article,
    articles,
    command,
    generations,
    keep,
    rebuild,
    start,
    surroundings,
    total,
    urls,
)

_OLD = {one.url for one in articles(150)}
_NEW = ({one.url for one in articles(170)}) - {article(3).url}
_BUILDS = {"full": ("reindex",), "incremental": ("reindex", "--incremental")}

# Runs timtin and kills it just before its n-th operation on a file of the index; with 0 it is
# not killed, and the operations are listed.
_KILLED_AT = """
import os, signal, sys
from search_app.cli import main
number, folder, *arguments = sys.argv[1:]
operations = []
def watch(event, found):
    if event not in {"open", "os.mkdir", "os.link", "os.rename", "os.remove", "shutil.rmtree"}:
        return
    if not isinstance(found[0], (str, os.PathLike)) or not os.fspath(found[0]).startswith(folder):
        return
    operations.append(event + " " + os.path.basename(found[0]))
    if len(operations) == int(number):
        os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
try:
    main(arguments)
finally:
    print("\\n".join(operations))
"""


@dataclass(frozen=True)
class _Base:
    """A data folder whose index is behind its store, and what a reindex of it does."""

    data: Path
    operations: dict[str, list[str]]
    seconds: dict[str, float]

    def copy(self, folder: Path) -> Path:
        return Path(shutil.copytree(self.data, folder / "data"))


def _killed_at(number: int, data: Path, build: str) -> subprocess.Popen[bytes]:
    timtin_words = ("--data", str(data), *_BUILDS[build])
    words = [sys.executable, "-c", _KILLED_AT, str(number), str(data / "index"), *timtin_words]
    return start(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> _Base:
    data = tmp_path_factory.mktemp("base") / "data"
    keep(data, articles(20))
    rebuild(data)
    keep(data, articles(150))
    rebuild(data)
    keep(data, [*articles(30, edition=1), *articles(20, start=150)], at=LATER)
    with open_store(data) as store:
        store.remove(article(3).url, reason=Removal.GONE, at=LATER)
    operations, seconds = {}, {}
    for build in _BUILDS:
        copy = Path(shutil.copytree(data, tmp_path_factory.mktemp(build) / "data"))
        with _killed_at(0, copy, build) as child:
            listed, _ = child.communicate(timeout=60)
        operations[build] = [line for line in listed.decode().splitlines() if " " in line]
        assert urls(copy) == _NEW
        copy = Path(shutil.copytree(data, tmp_path_factory.mktemp(build) / "data"))
        with _started(copy, build) as child:
            began = time.monotonic()
            assert child.wait(timeout=60) == 0
        seconds[build] = time.monotonic() - began
    return _Base(data, operations, seconds)


def _started(data: Path, build: str) -> subprocess.Popen[bytes]:
    """A reindex that has begun to write its generation."""
    words = command(data, *_BUILDS[build])
    child = start(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=surroundings())
    while len(generations(data)) < 3 and child.poll() is None:
        time.sleep(0.001)
    return child


def _assert_whole(data: Path) -> None:
    """The old index or the new one serves, the store is sound, and the next reindex just works."""
    assert urls(data) in (_OLD, _NEW)
    with closing(sqlite3.connect(store_path(data))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with open_store(data) as store:
        living = {one.url for one in store.articles()}
        assert living == _NEW
        published = open_publisher(data, store).rebuild()
    assert urls(data) == _NEW
    assert total(data) == published.articles == len(_NEW)
    kept = generations(data)
    assert kept[-1] == published.generation
    assert len(kept) == 2
    assert {path.name for path in (data / "index").iterdir()} == {
        "current.json",
        "generations",
        "lock",
    }
    with open_store(data) as store:
        open_publisher(data, store).rollback()
    assert urls(data) in (_OLD, _NEW)


def _moments(seed: int, count: int) -> Iterator[float]:
    chance = random.Random(seed)  # noqa: S311 - the same moments in every run
    for place in range(count):
        yield (place + chance.random()) / count


def _named(moments: Iterator[float], *marks: pytest.MarkDecorator) -> list[ParameterSet]:
    return [pytest.param(moment, id=f"{moment:.3f}", marks=marks) for moment in moments]


@pytest.mark.parametrize("build", _BUILDS)
@pytest.mark.parametrize(
    "moment", [*_named(_moments(1, 3)), *_named(_moments(2, 40), pytest.mark.soak)]
)
def test_a_reindex_killed_while_it_runs_loses_nothing(
    base: _Base, tmp_path: Path, build: str, moment: float
) -> None:
    data = base.copy(tmp_path)
    with _started(data, build) as child:
        try:
            child.wait(timeout=base.seconds[build] * moment)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
    _assert_whole(data)


# The operation that each phase begins with, in their order.
_PHASES = {
    "beginning": "",
    "writing": "open MAIN_WRITELOCK",
    "committing": "os.remove ",
    "sealing": "open generation.json",
    "publishing": "open current.json",
}


def _within(operations: list[str], phase: str) -> range:
    """Which operations, counted from 1, belong to a phase."""
    starts: list[int] = []
    for beginning in _PHASES.values():
        starts.append(_place(operations, beginning, after=starts[-1] if starts else 0))
    starts.append(len(operations) + 1)
    place = list(_PHASES).index(phase)
    return range(starts[place], starts[place + 1])


def _place(operations: list[str], beginning: str, *, after: int) -> int:
    return next(
        number
        for number, operation in enumerate(operations, 1)
        if number > after and operation.startswith(beginning)
    )


@pytest.mark.parametrize("build", _BUILDS)
@pytest.mark.parametrize("phase", _PHASES)
@pytest.mark.parametrize(
    "moment", [*_named(_moments(3, 1)), *_named(_moments(4, 20), pytest.mark.soak)]
)
def test_a_reindex_killed_in_any_phase_loses_nothing(
    base: _Base, tmp_path: Path, build: str, phase: str, moment: float
) -> None:
    data = base.copy(tmp_path)
    within = _within(base.operations[build], phase)
    number = within[int(moment * len(within))]
    with _killed_at(number, data, build) as child:
        child.communicate(timeout=60)
    # Two builds differ by an operation or two, so the last ones may never come.
    at_the_end = len(base.operations[build]) - number < 3
    assert child.returncode == -signal.SIGKILL or (at_the_end and child.returncode == 0)
    _assert_whole(data)
