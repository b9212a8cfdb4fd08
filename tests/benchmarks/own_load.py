"""A port and paths go in, connections are kept busy; one line that sums up comes out.

    python -m tests.benchmarks.own_load PORT CONNECTIONS SECONDS PATHS.json [numbered]

In a process of its own, so that whoever starts it costs nothing meanwhile; SIGINT ends it early.
Numbered, each path is asked with the number behind it that no other request has.
"""

import json
import math
import signal
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import count, cycle
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector

from tests.benchmarks.load import NUMBERED, Load

_CHUNK = 1 << 16
_TICK = 0.2  # seconds after which it looks whether it is to end
_PATIENCE = 30.0  # seconds without any answer: each connection has failed
_HEAD_END = b"\r\n\r\n"
_LENGTH = b"content-length:"


class _Connection:
    """One connection that always waits for one answer."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
        self._received = bytearray()
        self.asked_at = 0.0

    def fileno(self) -> int:
        """For the selector."""
        return self._socket.fileno()

    def ask(self, request: bytes) -> None:
        """Send a request."""
        self._received.clear()
        self.asked_at = time.perf_counter()
        self._socket.sendall(request)

    def answered(self) -> bool | None:
        """Whether an answer came that was right; None while it is not whole.

        Raises OSError where the connection broke.
        """
        piece = self._socket.recv(_CHUNK)
        if not piece:
            raise ConnectionResetError("the server closed the connection")
        self._received += piece
        head_end = self._received.find(_HEAD_END)
        if head_end < 0:
            return None
        head = bytes(self._received[:head_end]).lower()
        length = int(head.partition(_LENGTH)[2].split(b"\r\n", 1)[0])
        if len(self._received) < head_end + len(_HEAD_END) + length:
            return None
        return head.split(b" ", 2)[1] == b"200"

    def open_again(self) -> None:
        """After it broke."""
        self._socket.close()
        self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=_PATIENCE)

    def close(self) -> None:
        """Let go of it."""
        self._socket.close()


class _Asking:
    """Keeps connections busy until it is told to stop."""

    def __init__(
        self, port: int, connections: int, paths: Sequence[str], *, numbered: bool
    ) -> None:
        self._requests = _requests(paths, numbered=numbered)
        self._connections = [_Connection(port) for _ in range(connections)]
        self._stopped = False
        self.taken: list[float] = []
        self.failures = 0

    def stop(self, *_: object) -> None:
        """Ask nothing more."""
        self._stopped = True

    def run(self, seconds: float) -> float:
        """Ask for so many seconds; returns how many it was."""
        begun = time.perf_counter()
        with DefaultSelector() as selector:
            for connection in self._connections:
                selector.register(connection, EVENT_READ, connection)
                connection.ask(next(self._requests))
            heard = begun
            while not self._stopped and time.perf_counter() - begun < seconds:
                ready = selector.select(_TICK)
                now = time.perf_counter()
                if ready:
                    heard = now
                elif now - heard > _PATIENCE:
                    self.failures += len(self._connections)
                    break
                for key, _ in ready:
                    self._hear(key.data, selector)
        for connection in self._connections:
            connection.close()
        return time.perf_counter() - begun

    def _hear(self, connection: _Connection, selector: DefaultSelector) -> None:
        try:
            right = connection.answered()
            if right is None:
                return
            self.taken.append(time.perf_counter() - connection.asked_at)
            self.failures += not right
            connection.ask(next(self._requests))
        except OSError:
            self.failures += 1
            selector.unregister(connection)
            connection.open_again()
            selector.register(connection, EVENT_READ, connection)
            connection.ask(next(self._requests))


def _requests(paths: Sequence[str], *, numbered: bool) -> Iterator[bytes]:
    """The paths in turn, over and over, as what a connection sends."""
    starts = cycle([f"GET {path}".encode() for path in paths])
    end = b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    if not numbered:
        return (start + end for start in starts)
    return (b"%b%d%b" % (start, number, end) for number, start in zip(count(1), starts))


def _summed_up(asking: _Asking, seconds: float) -> Load:
    taken = sorted(asking.taken) or [0.0]
    return Load(
        answers=len(asking.taken),
        seconds=seconds,
        failures=asking.failures,
        p50_ms=_at(taken, 0.5),
        p99_ms=_at(taken, 0.99),
        longest_ms=taken[-1] * 1_000,
    )


def _at(ascending: Sequence[float], share: float) -> float:
    return ascending[math.ceil(share * len(ascending)) - 1] * 1_000


def main(port: str, connections: str, seconds: str, file: str, numbered: str = "") -> None:
    """Ask, and print what came of it."""
    paths = json.loads(Path(file).read_text(encoding="utf-8"))
    asking = _Asking(int(port), int(connections), paths, numbered=numbered == NUMBERED)
    signal.signal(signal.SIGINT, asking.stop)
    load = _summed_up(asking, asking.run(float(seconds)))
    sys.stdout.write(json.dumps(asdict(load)) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
