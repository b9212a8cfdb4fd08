"""A path and a purpose go in; one process at a time comes out holding it, by name."""

import fcntl
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from index.article import VIETNAM
from index.errors import StoreUnusable, WriterBusy


class WriterLock:
    """A lock that the kernel lets go when its process ends, however it ends.

    The file names the holder for others to read: process id, purpose, since when. Raises
    WriterBusy on entering while another process holds it.
    """

    def __init__(self, path: Path, *, purpose: str) -> None:
        self._path = path
        self._purpose = purpose
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # Without a buffer nothing is left to write at the end where the disk is full.
            file = self._path.open("a+b", buffering=0)
        except OSError as error:
            raise StoreUnusable(f"cannot write {self._path}: {error.strerror}") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            holder = _holder(file.read())
            file.close()
            raise WriterBusy(
                f"{self._path} is locked {holder}; wait until it ends and try again"
            ) from error
        self._file = file
        self._sign(file)
        return self

    def _sign(self, file: IO[bytes]) -> None:
        """Name the holder. On a full disk the lock still holds, only without a name."""
        holder = {
            "pid": os.getpid(),
            "purpose": self._purpose,
            "since": datetime.now(tz=UTC).astimezone(VIETNAM).isoformat(timespec="seconds"),
        }
        try:
            file.truncate(0)
            file.write(json.dumps(holder).encode())
        except OSError:
            return

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def _holder(signature: bytes) -> str:
    try:
        holder = json.loads(signature)
        return f"by pid {holder['pid']} ({holder['purpose']}) since {holder['since']}"
    except (ValueError, KeyError, TypeError):
        return "by another process"
