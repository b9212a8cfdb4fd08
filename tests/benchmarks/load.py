"""Paths go in; how fast a server answered them, and how often it failed, comes out.

A server keeps answers. Where each question is to be new, every path ends in a number that is asked
once: it stands in a parameter that the server ignores, but cannot know that it may.

wrk makes the load where it is installed (Debian's package wrk). Without it a process of our own
does: one thread that keeps every connection busy, as wrk's does, at some ten times its cost.
"""

import json
import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

WRK = "wrk"
OWN = "own"
NUMBERED = "numbered"  # says to the load of our own what lua_script is told
_LONGEST = 3_600  # seconds a load goes on if nobody stops it
_PATIENCE = 60.0  # seconds to wait for the last answers
_LUA = """
local paths = {%s}
local numbered = %s
local asked = 0
request = function()
  asked = asked + 1
  local path = paths[(asked - 1) %% #paths + 1]
  return wrk.format("GET", numbered and path .. asked or path)
end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '{"answers":%%d,"seconds":%%f,"failures":%%d,"p50_ms":%%f,"p99_ms":%%f,"longest_ms":%%f}\\n',
    summary.requests, summary.duration / 1e6, e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3))
end
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What a server did under load; `failures` are broken connections and any status but 200."""

    answers: int
    seconds: float
    failures: int
    p50_ms: float
    p99_ms: float
    longest_ms: float

    @property
    def answers_per_s(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds


def loader() -> str:
    """What makes the load on this machine."""
    return WRK if shutil.which(WRK) else OWN


def put_load(
    port: int, paths: Sequence[str], *, connections: int, seconds: float, each_new: bool = False
) -> Load:
    """Ask for paths in turn, over and over, for so many seconds; `each_new` as below."""
    with load_going_on(
        port, paths, connections=connections, seconds=seconds, each_new=each_new
    ) as running:
        return running.result()


@dataclass(frozen=True, slots=True)
class RunningLoad:
    """A load in a process of its own."""

    process: subprocess.Popen[str]

    def result(self) -> Load:
        """Wait for its end."""
        said, _ = self.process.communicate()
        return read_load(said)

    def stop(self) -> Load:
        """End it now."""
        self.process.send_signal(signal.SIGINT)
        said, _ = self.process.communicate(timeout=_PATIENCE)
        return read_load(said)


@contextmanager
def load_going_on(
    port: int,
    paths: Sequence[str],
    *,
    connections: int,
    seconds: float = _LONGEST,
    each_new: bool = False,
) -> Iterator[RunningLoad]:
    """A load that goes on until it is stopped, or for so many seconds.

    With `each_new` no address is asked twice, in this load or in another; each path has a query.
    """
    if each_new:
        paths = [f"{path}&n={secrets.token_hex(8)}." for path in paths]
    with TemporaryDirectory(prefix="timtin-load-") as folder:
        words = _command(Path(folder), port, paths, connections, seconds, each_new=each_new)
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
            try:
                yield RunningLoad(process)
            finally:
                process.kill()


def _command(
    folder: Path,
    port: int,
    paths: Sequence[str],
    connections: int,
    seconds: float,
    *,
    each_new: bool,
) -> list[str]:
    if loader() == WRK:
        script = folder / "paths.lua"
        script.write_text(lua_script(paths, numbered=each_new), encoding="utf-8")
        # One thread: each has a script of its own, and they would count alike.
        return [
            *(WRK, "-t1", f"-c{connections}", f"-d{max(round(seconds), 1)}s"),
            *("--timeout", "30s", "-s", str(script), f"http://127.0.0.1:{port}/"),
        ]
    asked = folder / "paths.json"
    asked.write_text(json.dumps(list(paths)), encoding="utf-8")
    words = [str(port), str(connections), str(seconds), str(asked), *([NUMBERED] * each_new)]
    return [sys.executable, "-m", "tests.benchmarks.own_load", *words]


def lua_script(paths: Sequence[str], *, numbered: bool = False) -> str:
    """A script for wrk that asks for the paths in turn and sums up as one line of JSON.

    `numbered` puts behind each path how many were asked before it, and one.
    """
    return _LUA % (",".join(json.dumps(path) for path in paths), json.dumps(numbered))


def read_load(said: str) -> Load:
    """The sum in the last line that a load printed."""
    return Load(**json.loads(said.strip().splitlines()[-1]))
