"""A process goes in; the threads of its forks are seen to take memory from one heap."""

import ctypes
import subprocess
import sys

import pytest

from search_app.one_heap import share_one_heap

# Four threads that are inside of malloc by turns, in a fork; then glibc counts its heaps. Each
# thread is there until all have asked for memory: a heap is given on to whoever comes later.
_FORKED = """
import ctypes, os, sys, threading
from search_app.one_heap import share_one_heap

assert sys.argv[1] == "as it is" or share_one_heap()
child = os.fork()
if child:
    sys.exit(os.waitpid(child, 0)[1])
library = ctypes.CDLL(None)
library.malloc.restype = ctypes.c_void_p
all_there = threading.Barrier(4)

def ask():
    library.malloc(1000)
    all_there.wait()

threads = [threading.Thread(target=ask) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
library.malloc_stats()
os._exit(0)
"""


def _heaps(how: str) -> int:
    """How many heaps the threads of a fork have."""
    words = [sys.executable, "-c", _FORKED, how]
    told = subprocess.run(words, check=True, capture_output=True, text=True).stderr
    return sum(line.startswith("Arena ") for line in told.splitlines())


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "malloc_stats"),
    reason="the C library is not glibc",
)
def test_threads_of_a_fork_share_one_heap_and_would_not_by_themselves() -> None:
    assert _heaps("one heap") == 1
    assert _heaps("as it is") > 1


def test_a_library_without_that_setting_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    assert not share_one_heap()
