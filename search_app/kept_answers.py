"""The request at hand goes in, the answer that was kept for it comes out, or a place to keep it.

Visitors ask the same few questions again and again. An answer depends on the address that was
asked and on what the index answers from, its edition: while both are the same, so is the answer.
"""

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
_OBJECTS = 200  # bytes of an entry and its key beside their texts and what the cache counts, about


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
    """An answer and all that it holds, its key included."""

    content: Content
    nbytes: int


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
        return entry.content if entry else None

    def keep(self, content: Content) -> None:
        """Keep an answer that was computed after this place was named."""
        if self.key is not None:
            texts = len(content.before) + len(content.after) + len(content.etag)
            self.cache.keep(self.key, _Entry(content, self.key_bytes + texts + _OBJECTS))


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
