"""A folder goes in, a Whoosh index comes out that is never written in another codec's format.

Open it with `storage.open_index(indexclass=ColumnIndex, schema=...)`, make it with
`storage.create_index(schema, indexclass=ColumnIndex)`.
"""

from typing import Any, Self

from whoosh.index import FileIndex

from index.engines.whoosh.codec.codec import ColumnCodec, ColumnSegment
from index.engines.whoosh.codec.gathered_field import check_field
from index.errors import IndexDamaged, IndexIncompatible


class ColumnIndex(FileIndex):
    """Whoosh's index in a folder whose segments are columns, all of them, always.

    Whoosh names its own format wherever no codec is given; here none can be left out. A folder
    that was written past this class is refused. Raises IndexIncompatible for that, and
    FieldCannotBeKept for a schema that columns cannot hold.
    """

    def __init__(self, storage: Any, schema: Any = None, indexname: str = "MAIN") -> None:
        super().__init__(storage, schema, indexname)
        _check_schema(self._read_toc().schema)

    @classmethod
    def create(cls, storage: Any, schema: Any, indexname: str = "MAIN") -> Self:
        """Make an empty index in a folder, in place of one with the same name."""
        _check_schema(schema)
        created: Self = super().create(storage, schema, indexname)
        return created

    def writer(self, procs: int = 1, codec: Any = None, **options: Any) -> Any:
        """Whoosh's writer of this index. Raises TypeError for another codec."""
        if codec is not None and not isinstance(codec, ColumnCodec):
            raise TypeError(
                f"this index is written in columns, not by {codec!r}: leave the codec out"
            )
        _check_schema(self._read_toc().schema)
        return super().writer(procs=procs, codec=codec or ColumnCodec(), **options)

    def reader(self, reuse: Any = None) -> Any:
        """Whoosh's reader of what is committed now. Raises IndexDamaged, IndexIncompatible."""
        try:
            return super().reader(reuse=reuse)
        except FileNotFoundError as error:
            raise IndexDamaged(
                f"a file of the index is gone ({error}); go back with: timtin rollback, or build"
                " it again with: timtin reindex"
            ) from error

    def verify(self) -> None:
        """Read every column and compare its checksum. Raises IndexDamaged naming the file."""
        for segment in self._read_toc().segments:
            segment.columns(self.storage).file.verify()

    def _read_toc(self) -> Any:
        contents = super()._read_toc()
        for segment in contents.segments:
            if not isinstance(segment, ColumnSegment):
                raise IndexIncompatible(
                    f"the segment {segment.segment_id()} was written by"
                    f" {type(segment.codec()).__name__}, not in columns; build the index again"
                    " with: timtin reindex"
                )
        return contents


def _check_schema(schema: Any) -> None:
    for name, field_type in schema.items():
        check_field(name, field_type)
