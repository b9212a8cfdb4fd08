"""Whoosh asks here for readers and writers of a segment; those of columns come out.

Whoosh pickles the codec and the segments into its table of contents: the name of this module and
of the two classes are part of the format on disk. Postings, their terms and the lengths of fields
are columns; stored fields, column fields, vectors and deletions stay with Whoosh's own codec.
"""

from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.filedb.filestore import FileStorage

from index.engines.whoosh.codec.array_file import ArrayFile
from index.engines.whoosh.codec.lengths import FieldLengths
from index.engines.whoosh.codec.readers import ColumnPerDocumentReader, ColumnTermsReader
from index.engines.whoosh.codec.segment_columns import SegmentColumns
from index.engines.whoosh.codec.stock_writer import ColumnFieldWriter, ColumnPerDocumentWriter
from index.errors import IndexDamaged

COLUMNS_EXTENSION = ".cols"
# Lengths on their way from the writer of documents to the writer of fields.
LENGTHS_EXTENSION = ".lengths"
_REMEDY = "go back with: timtin rollback, or build it again with: timtin reindex"


class ColumnSegment(W3Segment):
    """A segment whose postings lie in one file of columns; never packed into a compound file."""

    _columns: SegmentColumns | None = None

    # No `override` in the standard library of Python 3.11.
    def __getstate__(self) -> dict[str, Any]:  # type: ignore[explicit-override]
        """What is written: not the mapped file, which each process opens for itself."""
        return {name: value for name, value in vars(self).items() if name != "_columns"}

    def should_assemble(self) -> bool:
        """Never: columns are mapped where they lie, and want to lie aligned."""
        return False

    def columns_path(self, storage: Any) -> Path:
        """Where the columns are. Raises TypeError for a storage that is no folder."""
        return self._path(storage, COLUMNS_EXTENSION)

    def lengths_path(self, storage: Any) -> Path:
        """Where lengths wait while the segment is written."""
        return self._path(storage, LENGTHS_EXTENSION)

    def _path(self, storage: Any, extension: str) -> Path:
        if not isinstance(storage, FileStorage):
            raise TypeError(f"columns are mapped from files: {storage!r} is no folder of files")
        return Path(storage.folder, self.make_filename(extension))

    def columns(self, storage: Any) -> SegmentColumns:
        """The columns, opened once and shared by all readers of this segment.

        Raises IndexDamaged, IndexIncompatible, or FileNotFoundError where the file is gone:
        Whoosh reads the table of contents again then, because a writer may have merged it away.
        """
        if self._columns is None:
            self._columns = self._opened(self.columns_path(storage))
        return self._columns

    def _opened(self, path: Path) -> SegmentColumns:
        try:
            columns = SegmentColumns(path)
        except IndexDamaged as error:
            if isinstance(error.__cause__, FileNotFoundError):
                raise error.__cause__ from error
            raise
        except (KeyError, TypeError, ValueError) as error:
            raise IndexDamaged(
                f"{path} cannot be used: it does not say what it holds ({error!r}); {_REMEDY}"
            ) from error
        expected = self.doc_count_all()
        if columns.about.documents != expected:
            raise IndexDamaged(
                f"{path} cannot be used: it holds {columns.about.documents} documents, its"
                f" segment {expected}; {_REMEDY}"
            )
        return columns

    def lengths_of(self, storage: Any, name: str) -> FieldLengths | None:
        """The lengths of a field; None where it has none. Also while its postings are written."""
        waiting = self.lengths_path(storage)
        if not self.columns_path(storage).exists() and waiting.exists():
            file = ArrayFile(waiting)
            return FieldLengths(file[name]) if name in file else None
        field = self.columns(storage).fields.get(name)
        if field is None or field.lengths is None:
            return None
        return FieldLengths(field.lengths, field.about.unit)


class ColumnCodec(W3Codec):
    """Whoosh's codec with its postings as columns."""

    def new_segment(self, storage: Any, indexname: str) -> ColumnSegment:
        """A segment to be written."""
        segment = ColumnSegment(self, indexname)
        segment.columns_path(storage)  # a storage that cannot hold columns is refused at once
        return segment

    def per_document_writer(self, storage: Any, segment: ColumnSegment) -> ColumnPerDocumentWriter:
        """Takes stored fields, column fields and lengths."""
        return ColumnPerDocumentWriter(self, storage, segment)

    def field_writer(self, storage: Any, segment: ColumnSegment) -> ColumnFieldWriter:
        """Takes the postings of all fields, sorted."""
        return ColumnFieldWriter(storage, segment)

    def terms_reader(self, storage: Any, segment: ColumnSegment) -> ColumnTermsReader:
        """Reads terms and postings. Raises as `ColumnSegment.columns`."""
        return ColumnTermsReader(segment.columns(storage))

    def per_document_reader(self, storage: Any, segment: ColumnSegment) -> ColumnPerDocumentReader:
        """Reads what is kept by document."""
        return ColumnPerDocumentReader(storage, segment)


def columns_of(reader: Any) -> SegmentColumns | None:
    """The columns behind Whoosh's reader of one segment; None where another codec wrote it."""
    segment = reader.segment()
    return segment.columns(reader.storage()) if isinstance(segment, ColumnSegment) else None
