"""Whoosh's codec of columns goes in, one whose stored fields are articles in a file comes out.

Whoosh pickles the codec and the segments: the names of this module and of the two classes are
part of the format on disk. Whoosh would keep each article compressed and pickled, read by
seeking in a file that threads share: ten of them took longer than all else of an answer.
"""

from pathlib import Path
from typing import Any

from typing_extensions import override

from index.engines.whoosh.articles.article_file import ArticleFile
from index.engines.whoosh.codec.codec import ColumnCodec, ColumnSegment
from index.engines.whoosh.codec.readers import ColumnPerDocumentReader
from index.engines.whoosh.schema import ARTICLE
from index.errors import IndexDamaged

ARTICLES_EXTENSION = ".articles"
_REMEDY = "go back with: timtin rollback, or build it again with: timtin reindex"


class ArticleSegment(ColumnSegment):
    """A segment of columns with a file of articles beside them."""

    _articles: ArticleFile | None = None

    @override
    def __getstate__(self) -> dict[str, Any]:
        """What is written: none of the mapped files, which each process opens for itself."""
        return {
            name: value for name, value in super().__getstate__().items() if name != "_articles"
        }

    def articles_path(self, storage: Any) -> Path:
        """Where the articles are."""
        return self.columns_path(storage).with_suffix(ARTICLES_EXTENSION)

    def articles(self, storage: Any) -> ArticleFile:
        """The articles, opened once and shared by all readers of this segment.

        Raises as `columns` does.
        """
        if self._articles is None:
            self._articles = self._opened_articles(self.articles_path(storage))
        return self._articles

    def _opened_articles(self, path: Path) -> ArticleFile:
        try:
            articles = ArticleFile(path)
        except IndexDamaged as error:
            if isinstance(error.__cause__, FileNotFoundError):
                raise error.__cause__ from error
            raise
        except KeyError as error:
            raise IndexDamaged(f"{path} cannot be used: it lacks {error}; {_REMEDY}") from error
        if len(articles) != self.doc_count_all():
            raise IndexDamaged(
                f"{path} cannot be used: it holds {len(articles)} articles, its segment"
                f" {self.doc_count_all()}; {_REMEDY}"
            )
        return articles


class ArticlePerDocumentReader(ColumnPerDocumentReader):
    """Whoosh's reader of what is kept by document, whose stored field is the article's line."""

    def __init__(self, storage: Any, segment: ArticleSegment) -> None:
        super().__init__(storage, segment)
        self._articles = segment.articles(storage)

    def stored_fields(self, docnum: int) -> dict[str, str]:
        """The article of a document as one JSON line."""
        return {ARTICLE: self._articles.article(docnum).to_line()}


class ArticleCodec(ColumnCodec):
    """The codec of an index of articles."""

    @override
    def new_segment(self, storage: Any, indexname: str) -> ArticleSegment:
        """A segment to be written."""
        segment = ArticleSegment(self, indexname)
        segment.columns_path(storage)  # a storage that cannot hold columns is refused at once
        return segment

    @override
    def per_document_reader(self, storage: Any, segment: Any) -> ArticlePerDocumentReader:
        """Reads what is kept by document. Raises as `ArticleSegment.articles`."""
        return ArticlePerDocumentReader(storage, segment)


def articles_of(reader: Any) -> ArticleFile | None:
    """The articles behind Whoosh's reader of one segment; None where it has none."""
    segment = reader.segment()
    return segment.articles(reader.storage()) if isinstance(segment, ArticleSegment) else None
