"""Articles, or the columns of older segments, go in; what is sorted and counted by comes out."""

from array import array

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
        self._identities = array("I")

    def add(self, article: Article, identity: int) -> None:
        """Take an article, whose identity has this number."""
        for name, label in ((SITE, article.site), (SECTION, article.section)):
            self._codes[name].append(self._labels[name].number(label.encode()))
        moment = article.published_at
        microseconds = round(moment.timestamp() * _MICROSECONDS) if moment else UNDATED
        self._published.append(microseconds)
        self._identities.append(identity)

    def merge(
        self,
        columns: SegmentColumns,
        living: NDArray[np.uint32],
        identities: NDArray[np.uint32],
    ) -> None:
        """Take the living documents of an older segment; `identities` renumbers its own."""
        for name, vocabulary in self._labels.items():
            labels, codes = read_labels(columns.file, name)
            numbers = np.array([*map(vocabulary.number, labels), 0], dtype=np.uint32)
            self._codes[name].extend(numbers[codes[living]].tolist())
        self._published.extend(columns.file[PUBLISHED][living].tolist())
        self._identities.extend(identities[columns.file[IDENTITY_NUMBERS][living]].tolist())

    def write(self, file: ArrayFileWriter) -> None:
        """Write the columns."""
        for name, vocabulary in self._labels.items():
            write_labels(file, name, vocabulary.terms, np.array(self._codes[name], dtype=np.uint32))
        file.add(PUBLISHED, np.array(self._published, dtype=np.int64))
        file.add(IDENTITY_NUMBERS, np.array(self._identities, dtype=np.uint32))
