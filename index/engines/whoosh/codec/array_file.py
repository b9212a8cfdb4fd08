"""Named arrays go into one file, memory-mapped views of them come out.

    "timtincl" format:u32 0:u32 | array, padded to 64 bytes | ... | directory as JSON |
    directory offset:u64 length:u64 crc32:u32 format:u32 "timtincl"

The directory names each array with its type, place, length and checksum. A file that was cut
short, or that is no such file, is refused when it is opened: its end is looked at first. A
flipped bit is found by `verify`, which reads everything.
"""

import json
import mmap
import struct
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import numpy as np
from numpy.typing import DTypeLike, NDArray

from index.errors import IndexDamaged, IndexIncompatible

COLUMNS_FORMAT = 2
_MAGIC = b"timtincl"
_HEAD = struct.Struct("<8sII")
_FOOT = struct.Struct("<QQII8s")
_ALIGNMENT = 64  # bytes: a cache line, and more than any element needs
_REMEDY = "go back with: timtin rollback, or build it again with: timtin reindex"


@dataclass(frozen=True, slots=True)
class _Entry:
    """Where one array lies: byte offset, number of elements, type, checksum of its bytes."""

    offset: int
    length: int
    dtype: str
    crc32: int


def narrowed(numbers: NDArray[Any]) -> NDArray[Any]:
    """Whole numbers in four bytes each where the largest allows it, else in eight."""
    small = not len(numbers) or int(numbers.max()) < 1 << 32
    return numbers.astype(np.uint32 if small else np.uint64)


class ArrayFileWriter:
    """Writes named arrays one after another; the file is whole once the `with` ends well."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._file.write(_HEAD.pack(_MAGIC, COLUMNS_FORMAT, 0))
        self._directory: dict[str, _Entry] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._file:
            if kind is None:
                self._finish()

    def add(self, name: str, array: NDArray[Any]) -> None:
        """Write a whole array."""
        self.add_pieces(name, array.dtype, [array])

    def add_pieces(self, name: str, dtype: DTypeLike, pieces: Any) -> None:
        """Write an array that comes in pieces, so that it need not fit into memory."""
        array = self.growing(name, dtype)
        for piece in pieces:
            array.append(piece)
        array.end()

    def growing(self, name: str, dtype: DTypeLike) -> "GrowingArray":
        """An array to which pieces are appended; the next one may begin when it has ended."""
        self._pad()
        return GrowingArray(self._file, self._directory, name, dtype)

    def close(self) -> None:
        """Let go of a file that will never be whole."""
        self._file.close()

    def _pad(self) -> None:
        self._file.write(bytes(-self._file.tell() % _ALIGNMENT))

    def _finish(self) -> None:
        self._pad()
        directory = json.dumps({name: asdict(entry) for name, entry in self._directory.items()})
        content = directory.encode()
        offset = self._file.tell()
        self._file.write(content)
        checksum = zlib.crc32(content)
        self._file.write(_FOOT.pack(offset, len(content), checksum, COLUMNS_FORMAT, _MAGIC))


class GrowingArray:
    """An array on its way into a file."""

    def __init__(
        self, file: BinaryIO, directory: dict[str, _Entry], name: str, dtype: DTypeLike
    ) -> None:
        self._file = file
        self._directory = directory
        self._name = name
        self._kind = np.dtype(dtype).newbyteorder("<")
        self._offset, self._length, self._checksum = file.tell(), 0, 0

    def append(self, piece: Any) -> None:
        """Write some more elements."""
        content = np.ascontiguousarray(piece, dtype=self._kind).data.cast("B")
        self._file.write(content)
        self._checksum = zlib.crc32(content, self._checksum)
        self._length += len(piece)

    def end(self) -> None:
        """Note the array in the directory."""
        entry = _Entry(self._offset, self._length, self._kind.str, self._checksum)
        self._directory[self._name] = entry


class ArrayFile:
    """Read-only views of the arrays in a file, mapped, not read.

    Raises IndexDamaged where the file is cut short or none of ours, IndexIncompatible where it
    has another format.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._directory = self._read_directory()
        self._views: dict[str, NDArray[Any]] = {}

    def _read_directory(self) -> dict[str, _Entry]:
        try:
            with self._path.open("rb") as file:
                self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise IndexDamaged(f"{self._path} cannot be opened ({error}); {_REMEDY}") from error
        size = len(self._bytes)
        if size < _HEAD.size + _FOOT.size:
            raise self._damaged("it is too short")
        magic, found, _ = _HEAD.unpack_from(self._bytes, 0)
        offset, length, checksum, end_format, end_magic = _FOOT.unpack_from(
            self._bytes, size - _FOOT.size
        )
        if magic != _MAGIC:
            raise self._damaged("it is no file of columns")
        if found != COLUMNS_FORMAT:
            raise IndexIncompatible(
                f"{self._path} has columns of format {found}, this timtin reads {COLUMNS_FORMAT};"
                " build it again with: timtin reindex"
            )
        whole = end_magic == _MAGIC and end_format == found
        if not whole or offset + length + _FOOT.size != size:
            raise self._damaged("it was cut short")
        content = self._bytes[offset : offset + length]
        if zlib.crc32(content) != checksum:
            raise self._damaged("its directory is damaged")
        return {name: _Entry(**entry) for name, entry in json.loads(content).items()}

    def _damaged(self, reason: str) -> IndexDamaged:
        return IndexDamaged(f"{self._path} cannot be used: {reason}; {_REMEDY}")

    def __contains__(self, name: str) -> bool:
        return name in self._directory

    def __getitem__(self, name: str) -> NDArray[Any]:
        view = self._views.get(name)
        if view is None:
            entry = self._directory[name]
            view = np.frombuffer(
                self._bytes, dtype=entry.dtype, count=entry.length, offset=entry.offset
            )
            self._views[name] = view
        return view

    def verify(self, *names: str) -> None:
        """Read arrays, all unless named, and compare checksums. Raises IndexDamaged naming one."""
        for name in names or self._directory:
            entry = self._directory[name]
            if zlib.crc32(self[name].data.cast("B") if entry.length else b"") != entry.crc32:
                raise self._damaged(f"the array {name!r} is damaged")
