"""A key and how to make what it stands for go in; what was made is kept while there is room."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Protocol, TypeVar, cast


class Sized(Protocol):
    """What can be kept: it tells how many bytes it holds."""

    @property
    def nbytes(self) -> int:
        """Bytes of what is large in it: arrays, texts."""
        ...


Kept = TypeVar("Kept", bound=Sized)
_ENTRY = 400  # bytes of Python objects beside what an entry says it holds, about


class BoundedCache:
    """What was made last for each key, the least recently used dropped; for all threads.

    It holds at most `most_bytes`; what alone is larger is made anew each time.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self._bytes = 0
        self._entries: OrderedDict[Hashable, Sized] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def nbytes(self) -> int:
        """How many bytes it holds now."""
        return self._bytes

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, key: Hashable) -> Sized | None:
        """What is kept for the key, None where nothing is."""
        with self._lock:
            found = self._entries.get(key)
            if found is not None:
                self._entries.move_to_end(key)
            return found

    def keep(self, key: Hashable, made: Sized) -> None:
        """Keep what the key stands for, unless something is kept for it already."""
        size = made.nbytes + _ENTRY
        with self._lock:
            if size > self.most_bytes or key in self._entries:
                return
            self._entries[key] = made
            self._bytes += size
            while self._bytes > self.most_bytes:
                _, dropped = self._entries.popitem(last=False)
                self._bytes -= dropped.nbytes + _ENTRY

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """What the key stands for, made where it is not kept.

        Two threads may make the same at once; one of the two, which are alike, is kept.
        """
        found = self.find(key)
        if found is not None:
            return cast("Kept", found)
        made = make()
        self.keep(key, made)
        return made
