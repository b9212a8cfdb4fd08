"""Articles go into a file one after another; any one comes out by its number.

The values of an article stand in the order of its keys, a separator between: texts as they are,
moments in ISO 8601, anything else as JSON.
"""

import json
from array import array
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from index.article import ARTICLE_KEYS, Article
from index.engines.whoosh.articles.lettering import (
    SEPARATOR,
    lettered,
    read_lettered,
    read_together,
)
from index.engines.whoosh.codec.array_file import ArrayFile, ArrayFileWriter, narrowed

_CONTENT, _ENDS = "articles", "article_ends"
_MOST_WAITING = 1 << 22  # bytes; then they are written
_MOMENTS = frozenset({"published_at", "updated_at"})
_LISTS = frozenset({"tags", "captions", "attachments", "original"})
_MOMENT_PLACES = [place for place, name in enumerate(ARTICLE_KEYS) if name in _MOMENTS]
_LIST_PLACES = [place for place, name in enumerate(ARTICLE_KEYS) if name in _LISTS]


def packed(article: Article) -> bytes:
    """The bytes of an article."""
    values = [getattr(article, name) for name in ARTICLE_KEYS]
    for place in _MOMENT_PLACES:
        values[place] = values[place].isoformat() if values[place] else ""
    if any(values[place] for place in _LIST_PLACES):
        known = article.to_json()
        for place in _LIST_PLACES:
            given = known.get(ARTICLE_KEYS[place])
            values[place] = json.dumps(given, ensure_ascii=False) if given else ""
    else:
        for place in _LIST_PLACES:
            values[place] = ""
    text = SEPARATOR.join(values)
    if text.count(SEPARATOR) != len(values) - 1:
        raise ValueError(f"an article holds {SEPARATOR!r}, which no text should: {article.url}")
    return lettered(text)


def unpacked(content: memoryview) -> Article:
    """The article that `packed` made these bytes of."""
    return _article(read_lettered(content).split(SEPARATOR))


def _article(values: list[Any]) -> Article:
    for place in _MOMENT_PLACES:
        values[place] = datetime.fromisoformat(values[place]) if values[place] else None
    for place in _LIST_PLACES:
        values[place] = _listed(place, values[place]) if values[place] else ()
    return Article.trusted(values)


def _listed(place: int, text: str) -> Any:
    name = ARTICLE_KEYS[place]
    return getattr(Article.restored({name: json.loads(text)}), name)


class ArticleFileWriter:
    """Writes articles in a row; the file is whole once `finish` has ended."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: ArrayFileWriter | None = None
        self._waiting: list[bytes] = []
        self._size = 0
        self._lengths = array("I")

    def add(self, article: Article) -> None:
        """Take an article as the next document."""
        self.add_packed(packed(article))

    def add_packed(self, content: bytes) -> None:
        """Take the bytes of an article as the next document."""
        self._waiting.append(content)
        self._lengths.append(len(content))
        self._size += len(content)
        if self._size >= _MOST_WAITING:
            self._write()

    def _write(self) -> None:
        if self._file is None:
            self._file = ArrayFileWriter(self._path)
            self._content = self._file.growing(_CONTENT, np.uint8)
        self._content.append(np.frombuffer(b"".join(self._waiting), dtype=np.uint8))
        self._waiting, self._size = [], 0

    def finish(self) -> None:
        """Write what waits, and the rest of the file."""
        self._write()
        assert self._file is not None  # noqa: S101 - it was just written to
        with self._file as file:
            self._content.end()
            file.add(_ENDS, narrowed(np.cumsum(self._lengths, dtype=np.uint64)))
        self._file = None

    def close(self) -> None:
        """Take away a file that is not finished."""
        if self._file is not None:
            self._file.close()
            self._path.unlink(missing_ok=True)


class ArticleFile:
    """The articles of a segment, mapped from their file. Safe to share between threads.

    Raises IndexDamaged or IndexIncompatible as ArrayFile does.
    """

    def __init__(self, path: Path) -> None:
        self.file = ArrayFile(path)
        self._content = self.file[_CONTENT].data
        self._ends = self.file[_ENDS]

    def __len__(self) -> int:
        return len(self._ends)

    def article(self, document: int) -> Article:
        """The article of a document."""
        return unpacked(self.packed(document))

    def articles(self, documents: Sequence[int]) -> list[Article]:
        """The articles of some documents, in their order."""
        if not documents:
            return []
        values = read_together([self.packed(document) for document in documents]).split(SEPARATOR)
        size = len(ARTICLE_KEYS)
        return [_article(values[place : place + size]) for place in range(0, len(values), size)]

    def packed(self, document: int) -> memoryview:
        """The bytes of a document's article."""
        start = int(self._ends[document - 1]) if document else 0
        return self._content[start : int(self._ends[document])]
