"""A data folder goes in; the faults of its store, generations and staff's files come out.

Nothing is changed, and every byte that answers are made of is read: a full check, on demand.
"""

from collections.abc import Iterator
from pathlib import Path

from index.engines.whoosh.engine import WhooshIndex
from index.engines.whoosh.schema import INDEX_FORMAT
from index.errors import IndexDamaged, IndexIncompatible, IndexMissing, StoreUnusable, TimtinError
from index.faults import Fault
from index.generations import Generations
from index.query import Query
from index.staff.files import PINS, StaffFiles
from index.store import ArticleStore
from index.urls import identity


def inspect_store(path: Path) -> Iterator[Fault]:
    """Let SQLite read all of the article store at `path`."""
    # A store that is opened is made where there is none, or an empty file.
    if not path.exists() or not path.stat().st_size:
        yield Fault(kind="store_missing", path=path, particulars="there is no such file")
        return
    try:
        with ArticleStore(path) as store:
            store.verify()
    except StoreUnusable as error:
        yield Fault(kind="store_damaged", path=path, particulars=str(error))


def inspect_index(data: Path) -> Iterator[Fault]:
    """Read the generation that serves, and the one that can be gone back to."""
    generations = Generations(data / "index")
    try:
        pointer = generations.pointer()
    except IndexMissing as error:
        missing = generations.pointer_path
        yield Fault(kind="index_missing", path=missing, particulars=str(error))
        return
    except IndexDamaged as error:
        yield Fault(kind="index_damaged", path=generations.pointer_path, particulars=str(error))
        return
    yield from _inspect_generation(generations, pointer.current)
    if pointer.previous is not None:
        for fault in _inspect_generation(generations, pointer.previous):
            yield Fault(kind="previous_unusable", path=fault.path, particulars=fault.particulars)


def inspect_staff(data: Path, *, synonyms: Path | None = None) -> Iterator[Fault]:
    """Read what staff keep; `synonyms` is a file in the place of the one in the data folder."""
    files = StaffFiles(data, synonyms=synonyms)
    for one in files.mistakes():
        said = one.mistake
        yield Fault(kind="staff_mistake", path=one.file, line=said.line, particulars=said.sentence)
    pins = files.words().pins
    try:
        held = _held(data, {identity(pin.url) for pin in pins}) if pins else set()
    except (TimtinError, OSError):
        return  # nothing can be said of pins where there is no index
    for pin in pins:
        if identity(pin.url) not in held:
            sentence = f"Bài được ghim không có trong chỉ mục: {pin.url} (not in the index)"
            yield Fault(kind="pin_unmet", path=data / PINS, line=pin.line, particulars=sentence)


def _held(data: Path, identities: set[str]) -> set[str]:
    """Those of the identities that the generation that serves holds."""
    generations = Generations(data / "index")
    index = WhooshIndex(generations.folder_of(generations.pointer().current))
    try:
        return {hit.article.identity for hit in index.shown(identities, Query())}
    finally:
        index.close()


def _inspect_generation(generations: Generations, name: str) -> Iterator[Fault]:
    folder = generations.folder_of(name)
    try:
        label = generations.label(name, engine_format=INDEX_FORMAT)
        index = WhooshIndex(folder)
        try:
            index.verify()
            held = index.status().articles
        finally:
            index.close()
        if held != label.articles:
            raise IndexDamaged(f"it holds {held} articles, its label says {label.articles}")
    except IndexIncompatible as error:
        yield Fault(kind="index_incompatible", path=folder, particulars=str(error))
    except (TimtinError, OSError) as error:
        yield Fault(kind="index_damaged", path=folder, particulars=str(error))
