"""Articles and deletions go in, Whoosh segments of columns come out: the fast way in.

Whoosh keeps its commit, its table of contents and its lock; the postings never pass its pool.
"""

from pathlib import Path
from typing import Any

import numpy as np
from typing_extensions import override
from whoosh.writing import SegmentWriter

from index.article import Article
from index.engines.whoosh.articles.article_file import ArticleFileWriter
from index.engines.whoosh.articles.codec import ArticleCodec, articles_of
from index.engines.whoosh.codec.codec import columns_of
from index.engines.whoosh.codec.index import ColumnIndex
from index.engines.whoosh.writing.segment_builder import SegmentBuilder


class ArticleIndex(ColumnIndex):
    """Whoosh's index of articles: whatever writes it, merges and optimises with it, is ours.

    Another writer would keep the postings, but not what is sorted and counted by.
    """

    @override
    def writer(self, procs: int = 1, codec: Any = None, **options: Any) -> "ArticleWriter":
        """The writer of articles. Raises TypeError for more processes, codecs or options."""
        if procs > 1 or codec is not None or options:
            raise TypeError("an index of articles has one way of being written")
        return ArticleWriter(self)

    @override
    def verify(self) -> None:
        super().verify()
        for segment in self._read_toc().segments:
            segment.articles(self.storage).file.verify()


class ArticleWriter(SegmentWriter):
    """Whoosh's writer of segments, whose postings are inverted in bulk and merged as columns."""

    def __init__(self, index: Any) -> None:
        super().__init__(index, codec=ArticleCodec())
        self._builder = SegmentBuilder(Path(self.storage.folder))
        self._articles = ArticleFileWriter(self.get_segment().articles_path(self.storage))

    def add_article(self, article: Article, identity: str = "") -> None:
        """Take an article as the next document; it replaces nothing.

        No living document may have its identity, which who knows it may give along.
        """
        self._articles.add(article)
        self._count()
        self._builder.add(article, identity or article.identity)

    def add_document(self, **fields: Any) -> None:
        """Refuse loose fields: a document of this index is an article."""
        raise TypeError(f"an article is added with add_article, not the fields {sorted(fields)}")

    def add_reader(self, reader: Any) -> None:
        """Take the living documents of a segment: their columns, end to end with ours."""
        columns = columns_of(reader)
        articles = articles_of(reader)
        if columns is None or articles is None:
            raise TypeError(f"{reader!r} is no reader of articles in columns")
        numbers = np.full(reader.doc_count_all(), -1, dtype=np.int64)
        for document in reader.all_doc_ids():
            numbers[document] = self.docnum
            self._articles.add_packed(articles.packed(document).tobytes())
            self._count()
        self._builder.merge(columns, numbers)

    def _count(self) -> None:
        """Tell Whoosh of one more document, of which it keeps nothing itself."""
        self.perdocwriter.start_doc(self.docnum)
        self.perdocwriter.finish_doc()
        self.docnum += 1
        self._added = True

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        segment = self.get_segment()
        self._articles.finish()
        self._builder.write(segment.columns_path(self.storage))
        segment.lengths_path(self.storage).unlink(missing_ok=True)
        self.fieldwriter.close()

    def _finish(self) -> None:
        self._articles.close()
        self._builder.close()
        super()._finish()
