"""Identities go in one by one; whether each came before comes out, for eight bytes each."""

from hashlib import blake2b

import numpy as np

_RECENT = 1 << 16  # kept as Python's numbers, some 80 bytes each, until they are sorted in


class Seen:
    """Which identities came before, by their digests.

    Of a million identities one in thirty million is taken for one that came before.
    """

    def __init__(self) -> None:
        self._sorted = np.empty(0, dtype=np.uint64)
        self._recent: set[int] = set()

    def add(self, identity: str) -> bool:
        """Note an identity; tells whether it is new."""
        digest = int.from_bytes(blake2b(identity.encode(), digest_size=8).digest(), "little")
        if digest in self._recent or self._has(np.uint64(digest)):
            return False
        self._recent.add(digest)
        if len(self._recent) >= _RECENT:
            recent = np.fromiter(self._recent, dtype=np.uint64, count=len(self._recent))
            self._sorted = np.sort(np.concatenate([self._sorted, recent]))
            self._recent.clear()
        return True

    def _has(self, digest: np.uint64) -> bool:
        place = int(self._sorted.searchsorted(digest))
        return place < len(self._sorted) and bool(self._sorted[place] == digest)
