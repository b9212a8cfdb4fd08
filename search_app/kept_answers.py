"""The request at hand goes in, the answer that was kept for it comes out, or a place to keep it.

Visitors ask the same few questions again and again. An answer depends on the address that was
asked and on what the index answers from, its edition: while both are the same, so is the answer.
"""

import sys
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final, cast

from flask import request

from index import BoundedCache, SearchIndex, TimtinError

# Of one worker, which may hold 150 MiB in all. Ten hits are 10 to 18 kB of JSON, or a page of 18
# to 28 kB: room for about a thousand questions.
KEPT_BYTES: Final = 16 * 1024 * 1024
# Bytes of a query string with the prefix that it is asked below. A question of 64 syllables needs
# some 1,300; what is longer some program made up, and nobody will ask it twice.
LONGEST_KEPT: Final = 2_000
_OBJECTS = 300  # bytes of an entry and its key beside their texts and what the cache counts, about
# Python holds objects of up to 512 bytes in blocks of its own. An answer in one piece would lie
# among the arrays of searches, and keep apart what is freed around it: worth more than itself.
_BLOCK = 512
_PIECE: Final = _BLOCK - sys.getsizeof(b"")
_PLACE = 8  # bytes of a piece in the tuple of all


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The bytes of an answer and their ETag, without quotation marks.

    They are in two where something belongs between them that is another for each request.
    """

    before: bytes
    after: bytes = b""
    etag: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """An answer in pieces, and the bytes of all that it holds, its key included."""

    before: tuple[bytes, ...]
    after: tuple[bytes, ...]
    etag: str
    nbytes: int

    @classmethod
    def of(cls, content: Content, key_bytes: int) -> "_Entry":
        """An answer as it is kept."""
        before, after = _pieces(content.before), _pieces(content.after)
        held = (len(before) + len(after)) * (_BLOCK + _PLACE)
        return cls(before, after, content.etag, key_bytes + held + len(content.etag) + _OBJECTS)

    def content(self) -> Content:
        """The answer as it was before."""
        return Content(before=b"".join(self.before), after=b"".join(self.after), etag=self.etag)


def _pieces(content: bytes) -> tuple[bytes, ...]:
    return tuple([content[start : start + _PIECE] for start in range(0, len(content), _PIECE)])


@dataclass(frozen=True, slots=True)
class Place:
    """Where the answer to one request is kept; without a key nowhere."""

    cache: BoundedCache
    key: Hashable | None = None
    key_bytes: int = 0

    def found(self) -> Content | None:
        """The answer that is kept here, None where none is."""
        if self.key is None:
            return None
        entry = cast("_Entry | None", self.cache.find(self.key))
        return entry.content() if entry else None

    def keep(self, content: Content) -> None:
        """Keep an answer that was computed after this place was named."""
        if self.key is not None:
            self.cache.keep(self.key, _Entry.of(content, self.key_bytes))


class KeptAnswers:
    """The answers of one application that were asked for last; safe to share between threads."""

    def __init__(self, index: SearchIndex, most_bytes: int = KEPT_BYTES) -> None:
        self._index = index
        self.cache = BoundedCache(most_bytes)

    def place(self) -> Place:
        """Where the answer to the request at hand is kept, or will be.

        It is to be asked for before the answer is computed.
        """
        # Nothing else of a request tells in an answer: no header, no cookie, no host.
        below, asked = request.script_root, request.query_string
        key_bytes = len(below) + len(asked)
        if key_bytes > LONGEST_KEPT:
            return Place(self.cache)
        try:
            # Read before anything is searched. If the index changes in between, an answer of the
            # newer edition is kept under the older one, which nobody will ask for any more; read
            # afterwards, an answer of the older one would be given for the newer's.
            edition = self._index.edition()
        except TimtinError:
            # Whoever computes the answer says what is wrong, or does without an index.
            return Place(self.cache)
        return Place(self.cache, (edition, request.endpoint, below, asked), key_bytes)
