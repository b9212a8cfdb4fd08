"""The folder of the staff's own files goes in; what they say comes out, anew when one changes."""

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from index.entities import Tables, bundled_tables
from index.entities.abbreviations import Meaning
from index.staff.denylist import Denylist, read_denylist
from index.staff.entries import Mistake
from index.staff.pins import Pin, read_pins
from index.staff.synonyms import read_synonyms

SYNONYMS, PINS, DENYLIST = "synonyms.toml", "pins.toml", "denylist.toml"
MOST_BYTES = 1_000_000  # of one file: some ten thousand entries

Content = TypeVar("Content")
_Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class StaffWords:
    """What staff say: the tables with their synonyms, the pins, the words not to suggest."""

    tables: Tables
    pins: tuple[Pin, ...] = ()
    denylist: Denylist = field(default_factory=Denylist)


@dataclass(frozen=True, slots=True)
class _Known:
    """What was last read, of which files; the edition is equal to itself alone."""

    stamps: tuple[_Stamp | None, ...]
    words: StaffWords
    edition: object


@dataclass(frozen=True, slots=True)
class FileMistake:
    """A mistake and the file it stands in."""

    file: Path
    mistake: Mistake


class StaffFiles:
    """Reads the files again when one of them is another than before. Safe between threads."""

    def __init__(self, folder: Path, *, synonyms: Path | None = None) -> None:
        """`synonyms` is read in the place of the folder's own file: to try it beforehand."""
        path = synonyms or folder / SYNONYMS
        self._synonyms: _File[tuple[Meaning, ...]] = _File(path, read_synonyms, ())
        self._pins: _File[tuple[Pin, ...]] = _File(folder / PINS, read_pins, ())
        self._denylist = _File(folder / DENYLIST, read_denylist, Denylist())
        self._files: tuple[_File[Any], ...] = (self._synonyms, self._pins, self._denylist)
        self._reading = threading.Lock()
        self._known: _Known | None = None

    def words(self) -> StaffWords:
        """What the files say now. A file that cannot be read says what it said before."""
        return self._latest().words

    def edition(self) -> Hashable:
        """What changes when one of the files does; what a file once said has another later."""
        return self._latest().edition

    def _latest(self) -> _Known:
        stamps = tuple(file.stamp() for file in self._files)
        known = self._known
        if known is not None and known.stamps == stamps:
            return known
        with self._reading:
            for file, stamp in zip(self._files, stamps, strict=True):
                file.read(stamp)
            tables = bundled_tables()
            if self._synonyms.content:
                tables = tables.with_synonyms(self._synonyms.content)
            words = StaffWords(tables, self._pins.content, self._denylist.content)
            known = self._known = _Known(stamps, words, object())
            return known

    def mistakes(self) -> tuple[FileMistake, ...]:
        """Every mistake in the files as they are now, by file and line."""
        self.words()
        return tuple(FileMistake(file.path, one) for file in self._files for one in file.mistakes)


class _File(Generic[Content]):
    """One file, what was last read of it, and its mistakes."""

    def __init__(
        self,
        path: Path,
        read: Callable[[str], tuple[Content, tuple[Mistake, ...]]],
        empty: Content,
    ) -> None:
        self.path = path
        self.content = self._empty = empty
        self.mistakes: tuple[Mistake, ...] = ()
        self._read = read
        self._stamp: _Stamp | None = None

    def stamp(self) -> _Stamp | None:
        """What changes when the file does; None where there is none."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return (found.st_mtime_ns, found.st_ino, found.st_size)

    def read(self, stamp: _Stamp | None) -> None:
        """Read the file where it is another than the one read last."""
        if stamp == self._stamp:
            return
        self._stamp = stamp
        if stamp is None:
            self.content, self.mistakes = self._empty, ()
            return
        try:
            with self.path.open("rb") as file:
                octets = file.read(MOST_BYTES + 1)
            text = octets.decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            self.mistakes = (Mistake(1, f"Không đọc được tệp. ({error})"),)
            return
        if len(octets) > MOST_BYTES:
            self.mistakes = (Mistake(1, f"Tệp quá lớn. (more than {MOST_BYTES} bytes)"),)
            return
        content, self.mistakes = self._read(text)
        if content != self._empty or not self.mistakes:
            self.content = content
