"""What Whoosh's own writer gives a codec goes in, the file of columns of a segment comes out.

This is the slow way in, for any schema and for merges by replaying postings. One field at a time
is held in memory; the others wait on the disk.
"""

from array import array
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.base import FieldWriter
from whoosh.codec.whoosh3 import W3PerDocWriter

from index.engines.whoosh.codec.array_file import ArrayFileWriter
from index.engines.whoosh.codec.gathered_field import FieldCannotBeKept, GatheredField
from index.engines.whoosh.codec.segment_file import FieldContent, write_segment

# field, term, document, weight, encoded value
Posting = tuple[str, bytes, int, float, bytes | None]
_NOT_A_POSTING = -1  # the document that Whoosh gives words for spelling


class ColumnPerDocumentWriter(W3PerDocWriter):
    """Whoosh's writer of what is kept by document, which keeps lengths exact.

    They wait in a file of their own until the columns are written, because Whoosh may do that
    in another process.
    """

    def __init__(self, codec: Any, storage: Any, segment: Any) -> None:
        super().__init__(codec, storage, segment)
        self._lengths: dict[str, array[float]] = {}

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: float) -> None:
        """Take a field of the document begun: its stored value and its length."""
        super().add_field(fieldname, fieldobj, value, 0)
        if length:
            lengths = self._lengths.setdefault(fieldname, array("d"))
            lengths.extend([0.0] * (self._docnum - len(lengths)))
            lengths.append(length)

    def close(self) -> None:
        """Finish the files."""
        super().close()
        with ArrayFileWriter(self._segment.lengths_path(self._storage)) as file:
            for name, lengths in self._lengths.items():
                lengths.extend([0.0] * (self._doccount - len(lengths)))
                file.add(name, np.frombuffer(lengths, dtype=np.float64))


class ColumnFieldWriter(FieldWriter):
    """Writes the postings of all fields into columns. None of them goes to Whoosh's format."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._storage = storage
        self._segment = segment
        self._written = False
        self.is_closed = False

    def add_postings(self, schema: Any, _lengths: Any, items: Iterable[Posting]) -> None:
        """Write all postings of the segment, sorted by field, then term, then document.

        Raises FieldCannotBeKept for a field or posting that columns have no place for.
        """
        if self._written:
            raise RuntimeError(f"the columns of {self._segment!r} are written already")
        path: Path = self._segment.columns_path(self._storage)
        with ExitStack() as spilled:
            fields: dict[str, FieldContent] = {}
            for name, content in self._contents(schema, items, path.parent):
                spilled.enter_context(closing(content.runs))
                if name in fields:
                    raise FieldCannotBeKept(f"the postings of the field {name!r} come in two parts")
                fields[name] = content
            write_segment(path, documents=self._segment.doc_count_all(), fields=fields)
        self._segment.lengths_path(self._storage).unlink(missing_ok=True)
        self._written = True

    def _contents(
        self, schema: Any, items: Iterable[Posting], folder: Path
    ) -> Iterator[tuple[str, FieldContent]]:
        documents = self._segment.doc_count_all()
        for name, postings in groupby(items, key=itemgetter(0)):
            field = GatheredField(name, schema[name])
            for _, term, document, weight, value in postings:
                if document != _NOT_A_POSTING:
                    field.add(term, document, weight, value or b"")
            lengths = self._segment.lengths_of(self._storage, name)
            yield name, field.content(folder, documents, lengths)

    def close(self) -> None:
        """Nothing is open."""
        self.is_closed = True
