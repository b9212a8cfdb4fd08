"""The real server is asked without pause while the index is rebuilt, changed and rolled back."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.archive import LATER, article, articles, command, keep, start, surroundings, timtin

_PATIENCE = 60.0  # seconds until the server must be ready or show a generation
_PATHS = (
    f"/api/v1/search?q={quote('số')}",  # stands in every title
    f"/api/v1/search?q={quote('số')}&sort=newest&per_page=3",
    "/readyz",
)


@dataclass
class _Asked:
    """What the server answered: totals by generation's size, and whatever was not right."""

    ended: threading.Event = field(default_factory=threading.Event)
    totals: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def ask(self, port: int) -> None:
        """Ask without pause until the end, over connections that stay open."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        with closing(connection):
            place = 0
            while not self.ended.is_set():
                path = _PATHS[place % len(_PATHS)]
                place += 1
                status, answer = _get(connection, path)
                if status == 200:
                    self.totals.append(answer["articles" if path == "/readyz" else "total"])
                else:
                    self.faults.append(f"{path}: {status} {answer}")

    def run(self, port: int) -> None:
        """Ask; a connection that fails is a fault too."""
        try:
            self.ask(port)
        except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
            self.faults.append(repr(error))


def _get(connection: http.client.HTTPConnection, path: str) -> tuple[int, dict[str, int]]:
    connection.request("GET", path)
    response = connection.getresponse()
    return response.status, json.loads(response.read())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture
def data(tmp_path: Path) -> Path:
    keep(tmp_path, articles(60))
    assert timtin(tmp_path, "reindex").returncode == 0
    return tmp_path


@pytest.fixture
def port(data: Path) -> Iterator[int]:
    """The port of a server of two processes that is ready."""
    port = _free_port()
    words = command(data, "serve", "--port", str(port), "--workers", "2")
    with start(words, env=surroundings()) as server:
        try:
            _await_ready(port)
            yield port
        finally:
            server.terminate()
            assert server.wait(timeout=30) == 0


def _await_ready(port: int) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                if _get(connection, "/readyz")[0] == 200:
                    return
        except OSError:
            time.sleep(0.05)
    pytest.fail("the server did not come up", pytrace=False)


def _seen(port: int) -> set[int]:
    """The totals that a number of fresh connections, so both processes, answer now."""
    totals: set[int] = set()
    for _ in range(20):
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
            status, answer = _get(connection, _PATHS[0])
            assert status == 200
            totals.add(answer["total"])
    return totals


def test_no_request_fails_while_generations_are_swapped_and_rolled_back(
    data: Path, port: int
) -> None:
    asked = _Asked()
    threads = [threading.Thread(target=asked.run, args=(port,)) for _ in range(3)]
    for thread in threads:
        thread.start()

    def change(arguments: tuple[str, ...], expected: int) -> None:
        done = timtin(data, *arguments)
        assert done.returncode == 0, done.stderr
        assert _seen(port) == {expected}

    try:
        keep(data, articles(5, start=60), at=LATER)
        change(("reindex",), 65)
        keep(data, articles(2, start=65), at=LATER)
        change(("reindex", "--incremental"), 67)
        change(("remove", article(7).url), 66)
        change(("rollback",), 66)  # to the 67, less what was removed by hand
        change(("remove", "--undo", article(7).url), 67)
        change(("rollback",), 66)
        change(("reindex", "--incremental"), 67)
        change(("rollback",), 66)
    finally:
        asked.ended.set()
        for thread in threads:
            thread.join()
    assert asked.faults == []
    assert set(asked.totals) <= {60, 65, 66, 67}
    assert {65, 66, 67} <= set(asked.totals)
