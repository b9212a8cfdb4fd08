"""Articles, or the columns of older segments, go in; what is sorted and counted by comes out."""

from array import array
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.article import Article
from index.engines.whoosh.codec.array_file import ArrayFileWriter
from index.engines.whoosh.codec.labels import UNDATED, read_labels, write_labels
from index.engines.whoosh.codec.segment_columns import SegmentColumns
from index.engines.whoosh.fields import IDENTITY_NUMBERS, PUBLISHED, SECTION, SITE
from index.engines.whoosh.writing.analysis import Vocabulary

_MICROSECONDS = 1_000_000


class DocumentColumns:
    """Site, section, moment and identity of each document, in the order of documents."""

    def __init__(self) -> None:
        self._labels = {SITE: Vocabulary(), SECTION: Vocabulary()}
        self._codes = {SITE: array("I"), SECTION: array("I")}
        self._published = array("q")
        self._identities: list[bytes] = []

    @property
    def identities(self) -> Sequence[bytes]:
        """The identity of each document."""
        return self._identities

    def __len__(self) -> int:
        return len(self._published)

    def add(self, article: Article, identity: str) -> None:
        """Take an article with its identity, which no other document has."""
        for name, label in ((SITE, article.site), (SECTION, article.section)):
            self._codes[name].append(self._labels[name].number(label.encode()))
        moment = article.published_at
        microseconds = round(moment.timestamp() * _MICROSECONDS) if moment else UNDATED
        self._published.append(microseconds)
        self._identities.append(identity.encode())

    def merge(
        self, columns: SegmentColumns, living: NDArray[np.uint32], identities: Iterable[bytes]
    ) -> None:
        """Take the living documents of an older segment and their identities."""
        for name, vocabulary in self._labels.items():
            labels, codes = read_labels(columns.file, name)
            numbers = np.array([*map(vocabulary.number, labels), 0], dtype=np.uint32)
            self._codes[name].extend(numbers[codes[living]].tolist())
        self._published.extend(columns.file[PUBLISHED][living].tolist())
        self._identities.extend(identities)

    def write(self, file: ArrayFileWriter) -> None:
        """Write the columns."""
        for name, vocabulary in self._labels.items():
            write_labels(
                file, name, vocabulary.terms, np.frombuffer(self._codes[name], dtype=np.uint32)
            )
        file.add(PUBLISHED, np.frombuffer(self._published, dtype=np.int64))
        # The terms of identities have the numbers of their documents.
        file.add(IDENTITY_NUMBERS, np.arange(len(self), dtype=np.uint32))
