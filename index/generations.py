"""A folder goes in; the generation that serves, the one before it, and room for the next come out.

FOLDER/current.json            which generation serves and which one `rollback` returns to
FOLDER/lock                    held by the one process that writes
FOLDER/generations/NAME/       one whole index each, never changed once it serves
"""

import json
import os
import re
import shutil
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from index.errors import IndexDamaged, IndexIncompatible, IndexMissing

GENERATION_FORMAT = 1
_NAME = re.compile(r"g(\d{6,})")
_LABEL = "generation.json"
_LOCKS = frozenset({"MAIN_WRITELOCK"})  # a lock is no part of what an index holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """Which generation serves, and which one may be gone back to.

    `why_no_previous` is a sentence for staff where there is none.
    """

    current: str
    previous: str | None
    why_no_previous: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What is written beside a generation: when it was built, of which state of the store.

    `engine_format` is the engine's own; another one is refused at open.
    """

    built_at: str
    revision: int
    articles: int
    engine_format: int
    format: int = GENERATION_FORMAT

    @property
    def moment(self) -> datetime:
        """When the generation was built."""
        return datetime.fromisoformat(self.built_at)


class Generations:
    """The generations in a folder. Only who holds the writer's lock may call what writes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.pointer_path = folder / "current.json"
        self.lock_path = folder / "lock"

    def folder_of(self, name: str) -> Path:
        """Where a generation lies."""
        return self._folder / "generations" / name

    def pointer(self) -> Pointer:
        """Which generation serves. Raises IndexMissing where none was ever published."""
        try:
            content = json.loads(self.pointer_path.read_text(encoding="utf-8"))
            return Pointer(**content)
        except FileNotFoundError as error:
            raise IndexMissing(
                f"there is no index in {self._folder} yet; build one with: timtin reindex"
            ) from error
        except (OSError, ValueError, TypeError) as error:
            raise IndexDamaged(
                f"{self.pointer_path} cannot be read ({error}); build again with: timtin reindex"
            ) from error

    def label(self, name: str, *, engine_format: int) -> Label:
        """What a generation says of itself.

        Raises IndexIncompatible where another version wrote it, IndexDamaged where it cannot be
        read, FileNotFoundError where it was swept away meanwhile.
        """
        try:
            content = json.loads((self.folder_of(name) / _LABEL).read_text(encoding="utf-8"))
            found = (content["format"], content["engine_format"])
            if found == (GENERATION_FORMAT, engine_format):
                return Label(**content)
        except FileNotFoundError:
            raise
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise IndexDamaged(
                f"{_LABEL} of generation {name} cannot be read; build again with: timtin reindex"
            ) from error
        raise IndexIncompatible(
            f"generation {name} has format {found}, this timtin reads"
            f" {(GENERATION_FORMAT, engine_format)}; build it again with: timtin reindex"
        )

    def begin(self) -> str:
        """Name the next generation and make its folder; what a crash left half-built goes."""
        self.sweep()
        present = (self._folder / "generations").glob("g*")
        numbers = [int(match[1]) for path in present if (match := _NAME.fullmatch(path.name))]
        if self.pointer_path.exists():
            # Any name in it is taken, even where it cannot be read as a pointer.
            names = _NAME.findall(self.pointer_path.read_text(encoding="utf-8", errors="replace"))
            numbers.extend(int(number) for number in names)
        name = f"g{max(numbers, default=0) + 1:06}"
        self.folder_of(name).mkdir(parents=True)
        return name

    def copy(self, source: str, target: str) -> None:
        """Give `target` the files of `source`, by links: files of an index never change."""
        for path in self.folder_of(source).iterdir():
            if path.name in _LOCKS or path.name == _LABEL or not path.is_file():
                continue
            copy = self.folder_of(target) / path.name
            try:
                os.link(path, copy)
            except OSError:
                # A file system without links, or too many of one file.
                shutil.copy2(path, copy)

    def seal(self, name: str, label: Label) -> None:
        """Write the label and bring every file of a generation to the disk itself."""
        folder = self.folder_of(name)
        (folder / _LABEL).write_text(json.dumps(asdict(label)), encoding="utf-8")
        for path in folder.iterdir():
            _sync(path)
        _sync(folder)
        _sync(folder.parent)

    def publish(self, pointer: Pointer) -> None:
        """Let a generation serve: one atomic rename, which readers notice."""
        draft = self.pointer_path.with_suffix(".new")
        draft.write_text(json.dumps(asdict(pointer)), encoding="utf-8")
        _sync(draft)
        draft.replace(self.pointer_path)
        _sync(self._folder)

    def discard(self, name: str) -> None:
        """Remove a generation unless it was published, if only just."""
        try:
            if self.pointer().current == name:
                return
        except (IndexMissing, IndexDamaged):
            pass
        shutil.rmtree(self.folder_of(name), ignore_errors=True)

    def sweep(self) -> None:
        """Remove every generation that neither serves nor can be gone back to."""
        kept: set[str | None] = set()
        try:
            pointer = self.pointer()
            kept = {pointer.current, pointer.previous}
        except IndexMissing:
            pass
        except IndexDamaged:
            return  # better too many generations than none
        for path in (self._folder / "generations").glob("g*"):
            if path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
