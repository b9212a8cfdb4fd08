"""A data folder and an address go in; web pages are served there until told to stop."""

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication

from index import open_index
from search_app import create_app
from search_app.one_heap import share_one_heap
from search_app.turns import one_at_a_time

_THREADS = 4  # a worker: a request or an answer that goes slowly over the air holds nobody up
_LONGEST_REQUEST_LINE = 8190  # gunicorn's most; a question of 64 syllables needs some 1,300


class _Server(BaseApplication):
    """Gunicorn with settings of ours and no configuration file."""

    def __init__(self, make: Callable[[], Any], options: dict[str, Any]) -> None:
        self._make = make
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:  # noqa: ANN401 - a WSGI application, which gunicorn leaves untyped
        return self._make()


def serve(data: Path, *, host: str, port: int, workers: int) -> None:
    """Serve until a signal to stop. Each worker notices new generations by itself."""
    load_for_workers(data)
    serve_application(
        lambda: one_at_a_time(create_app(data)), host=host, port=port, workers=workers
    )


def load_for_workers(data: Path) -> None:
    """Load the program once, so that the workers, which are forked, share it in memory.

    Nothing of the data folder is opened, and no thread is started: neither outlives a fork.
    """
    create_app(index=open_index(data))
    gc.collect()
    gc.freeze()  # a collection writes into whatever it looks at, which would be shared no more


def serve_application(make: Callable[[], Any], *, host: str, port: int, workers: int) -> None:
    """Serve the WSGI application that each worker makes, until a signal to stop."""
    share_one_heap()
    options = {
        "bind": f"{host}:{port}",
        "workers": workers,
        "worker_class": "gthread",
        "threads": _THREADS,
        "limit_request_line": _LONGEST_REQUEST_LINE,
        "control_socket_disable": True,  # nothing to steer, one socket fewer to guard
        "loglevel": "warning",
        "proc_name": "timtin",
    }
    _Server(make, options).run()
