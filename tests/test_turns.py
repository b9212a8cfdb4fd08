"""Requests of several threads go in at once: a worker computes their answers one at a time."""

import threading
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from search_app.turns import one_at_a_time

_THREADS = 4
_REQUESTS = 50


class _Counting:
    """An application that counts how many threads are in it."""

    def __init__(self) -> None:
        self.inside = self.most = self.answered = 0
        self._counting = threading.Lock()

    def __call__(self, _: dict[str, Any], __: Callable[..., Any]) -> Iterable[bytes]:
        with self._counting:
            self.inside += 1
            self.most = max(self.most, self.inside)
        threading.Event().wait(0.001)  # whoever may come in, comes in now
        with self._counting:
            self.inside -= 1
            self.answered += 1
        return [b""]


def _ask_at_once(application: Callable[..., Iterable[bytes]]) -> None:
    together = threading.Barrier(_THREADS)

    def ask() -> None:
        together.wait()
        for _ in range(_REQUESTS):
            application({}, print)

    threads = [threading.Thread(target=ask) for _ in range(_THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_answers_are_computed_one_at_a_time_and_none_is_lost() -> None:
    counting = _Counting()
    _ask_at_once(one_at_a_time(counting))
    assert (counting.most, counting.answered) == (1, _THREADS * _REQUESTS)


def test_without_turns_they_meet() -> None:
    counting = _Counting()
    _ask_at_once(counting)
    assert counting.most > 1


def test_an_answer_that_fails_leaves_the_turn_to_others() -> None:
    def failing(_: dict[str, Any], __: Callable[..., Any]) -> Iterable[bytes]:
        raise RuntimeError

    application = one_at_a_time(failing)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            application({}, print)
