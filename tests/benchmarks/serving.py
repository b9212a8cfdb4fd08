"""A corpus goes in; how timtin serves it, beside a bare Flask route, comes out.

Both are served by the same gunicorn settings and take turns; then timtin alone, while another
process rebuilds its index. timtin keeps answers, so it is asked the same questions again and again
and, another server of it, questions that are each new: what one asks must not put out what the
other has kept.
"""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.benchmarks.building import anonymous_mib, in_its_own_process
from tests.benchmarks.corpus import Corpus
from tests.benchmarks.engines.timtin import fill_store
from tests.benchmarks.load import Load, load_going_on, loader, put_load
from tests.benchmarks.paths import mixed_paths
from tests.benchmarks.preparing import Prepared, prepare

_HOST = "127.0.0.1"
_BARE = "/"
_STARTING = 60.0  # seconds until a server must answer
_ENDING = 30.0
_PAUSE = 0.05
_CLASSES = 8  # of queries, of which each has enough; a small corpus lacks some
_TURN_OVER = 3.0  # seconds for the load to meet a new generation in every worker
_ROUNDS = 3  # of an odd number the middle one is told

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedServing:
    """What to serve, with how many processes, and how long and hard to ask."""

    corpus: Corpus
    size: int
    paths: int
    workers: int
    connections: int
    seconds: float
    rounds: int = _ROUNDS
    reindex: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ServingReport:
    """Loads of the servers, round by round, and of ours while its index was rebuilt.

    `timtin` was asked the same questions again and again, `timtin_each_new` none twice.
    `worker_mib` is the memory that each worker of the two holds alone after the rounds.
    """

    corpus: str
    when: date
    articles: int
    paths: int
    workers: int
    connections: int
    loader: str
    bare: tuple[Load, ...]
    timtin: tuple[Load, ...]
    timtin_each_new: tuple[Load, ...]
    during_reindex: Load | None
    reindex_seconds: float | None
    worker_mib: tuple[float, ...]

    @property
    def share(self) -> float:
        """Our answers a second over the bare route's, the median of the rounds."""
        return _share(self.timtin, self.bare)

    @property
    def share_each_new(self) -> float:
        """The same where no question was asked before."""
        return _share(self.timtin_each_new, self.bare)


def _share(ours: Sequence[Load], theirs: Sequence[Load]) -> float:
    return median(
        one.answers_per_s / other.answers_per_s for one, other in zip(ours, theirs, strict=True)
    )


def run_serving(asked: AskedServing, say: Say) -> ServingReport:
    """Build an index, serve it and load it; `say` is told how far it has come."""
    with TemporaryDirectory(prefix="timtin-bench-") as name:
        folder = Path(name)
        say(f"reading {asked.corpus.name}")
        prepared = in_its_own_process(
            prepare, asked.corpus, (asked.size,), folder, asked.paths // _CLASSES + 1
        )
        data = folder / "data"
        say(f"{prepared.count:,} articles: filling the store, building the index")
        in_its_own_process(fill_store, data, prepared, prepared.count)
        _timtin(data, "reindex")
        return _serve_and_load(asked, prepared, data, say)


def _serve_and_load(asked: AskedServing, prepared: Prepared, data: Path, say: Say) -> ServingReport:
    paths = mixed_paths(prepared.queries, asked.paths)
    workers = str(asked.workers)
    timtin = [*_command(data, "serve"), "--workers", workers, "--port"]
    route = [sys.executable, "-m", "tests.benchmarks.bare_route"]
    with _serving(timtin, "/readyz") as ours:
        with _serving(timtin, "/readyz") as anew, _serving(route, _BARE, after=[workers]) as bare:
            rounds = []
            for turn in range(asked.rounds):
                say(f"round {turn + 1} of {asked.rounds}, loaded by {loader()}")
                rounds.append(_round(asked, bare=bare, ours=ours, anew=anew, paths=paths))
            memory = tuple(
                mib
                for server in (ours, anew)
                for pid in server_workers(server.pid)
                if (mib := anonymous_mib(pid))
            )
        during, taken = None, None
        if asked.reindex:
            say("while the index is rebuilt")
            during, taken = _while_reindexing(data, ours.port, paths, asked.connections)
    return ServingReport(
        corpus=asked.corpus.name,
        when=date.today(),  # noqa: DTZ011 - the day of whoever runs it
        articles=prepared.count,
        paths=len(paths),
        workers=asked.workers,
        connections=asked.connections,
        loader=loader(),
        bare=tuple(one.bare for one in rounds),
        timtin=tuple(one.timtin for one in rounds),
        timtin_each_new=tuple(one.timtin_each_new for one in rounds),
        during_reindex=during,
        reindex_seconds=taken,
        worker_mib=memory,
    )


@dataclass(frozen=True, slots=True)
class _Round:
    """What each server did in its turn."""

    bare: Load
    timtin: Load
    timtin_each_new: Load


def _round(
    asked: AskedServing, *, bare: "Server", ours: "Server", anew: "Server", paths: Sequence[str]
) -> _Round:
    put = partial(put_load, connections=asked.connections, seconds=asked.seconds)
    return _Round(
        put(bare.port, [_BARE]), put(ours.port, paths), put(anew.port, paths, each_new=True)
    )


def _while_reindexing(
    data: Path, port: int, paths: Sequence[str], connections: int
) -> tuple[Load, float]:
    """The load from before a reindex until both workers have answered from what it made."""
    with load_going_on(port, paths, connections=connections) as running:
        begun = time.perf_counter()
        _timtin(data, "reindex")
        taken = time.perf_counter() - begun
        time.sleep(_TURN_OVER)
        return running.stop(), taken


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers."""

    port: int
    pid: int


@contextmanager
def _serving(words: Sequence[str], ready: str, *, after: Sequence[str] = ()) -> Iterator[Server]:
    """A server started by `words`, its port and `after`, once it answers at `ready`."""
    port = _free_port()
    with subprocess.Popen([*words, str(port), *after], stdout=subprocess.DEVNULL) as server:
        try:
            _await(port, ready)
            yield Server(port, server.pid)
        finally:
            server.terminate()
            server.wait(timeout=_ENDING)


def _await(port: int, path: str) -> None:
    until = time.monotonic() + _STARTING
    while time.monotonic() < until:
        connection = http.client.HTTPConnection(_HOST, port, timeout=_ENDING)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == http.client.OK:
                return
        except OSError:
            time.sleep(_PAUSE)
        finally:
            connection.close()
    raise TimeoutError(f"nobody answered at {_HOST}:{port}{path} within {_STARTING:g} seconds")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def server_workers(pid: int) -> tuple[int, ...]:
    """The processes that a server has started; none where the machine cannot tell."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    return tuple(map(int, children.read_text("ascii").split())) if children.exists() else ()


def _command(data: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "search_app.cli", "--data", str(data), *words]


def _timtin(data: Path, *words: str) -> None:
    subprocess.run(_command(data, *words), check=True, capture_output=True)
