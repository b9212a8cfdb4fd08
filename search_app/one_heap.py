"""A process goes in before it has threads; all that it and its forks will have share one heap.

glibc gives threads heaps of their own, so that they need not wait for each other. What one thread
has freed is then of no use to the next one: four threads that answer in turns held 20 MiB more
after 5,000 answers, and 45 after 15,000 (docs/performance.md).
"""

import ctypes

_ARENA_MAX = -8  # M_ARENA_MAX of glibc's malloc.h


def share_one_heap() -> bool:
    """Let all threads share one heap; False where the C library knows no such setting."""
    try:
        set_option = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return False  # another C library, whose threads share what they free or not as it likes
    return bool(set_option(_ARENA_MAX, 1))
