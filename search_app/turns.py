"""A WSGI application goes in, the same that answers one request at a time comes out.

Python runs one thread at a time anyway. Two searches in turns pass the right to run back and forth
at every step that NumPy takes without it, so that the slowest take half as long again. Reading a
request and sending its answer are not part of it: those wait for the network.
"""

import threading
from collections.abc import Callable, Iterable
from typing import Any

Environment = dict[str, Any]
Application = Callable[[Environment, Callable[..., Any]], Iterable[bytes]]


def one_at_a_time(application: Application) -> Application:
    """The application behind a lock of its process; its answers must be whole when it returns."""
    turn = threading.Lock()

    def answer(environment: Environment, start: Callable[..., Any]) -> Iterable[bytes]:
        with turn:
            return application(environment, start)

    return answer
