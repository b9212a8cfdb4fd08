"""Articles and Queries go in, ResultPages come out: the door of the inner room.

Whoever stands outside imports from here and from nowhere below.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from index.article import ARTICLE_KEYS as ARTICLE_KEYS
from index.article import VIETNAM as VIETNAM
from index.article import Article as Article
from index.article import Attachment as Attachment
from index.days import read_day as read_day
from index.errors import ArticleError as ArticleError
from index.errors import ArticleMissing as ArticleMissing
from index.errors import IndexCheckFailed as IndexCheckFailed
from index.errors import IndexDamaged as IndexDamaged
from index.errors import IndexIncompatible as IndexIncompatible
from index.errors import IndexMissing as IndexMissing
from index.errors import IndexUnwritable as IndexUnwritable
from index.errors import NothingToRollBack as NothingToRollBack
from index.errors import QueryError as QueryError
from index.errors import StoreUnusable as StoreUnusable
from index.errors import TimtinError as TimtinError
from index.errors import WriterBusy as WriterBusy
from index.lock import WriterLock as WriterLock
from index.query import Accents as Accents
from index.query import Query as Query
from index.query import Sort as Sort
from index.reading import read_query as read_query
from index.results import Facets as Facets
from index.results import FacetValue as FacetValue
from index.results import Hit as Hit
from index.results import IndexStatus as IndexStatus
from index.results import Note as Note
from index.results import NoteKind as NoteKind
from index.results import Passage as Passage
from index.results import ResultPage as ResultPage
from index.results import Span as Span
from index.search_index import SearchIndex as SearchIndex
from index.search_index import WritableIndex as WritableIndex
from index.store import ArticleStore as ArticleStore
from index.store import Change as Change
from index.store import Removal as Removal
from index.store import StoredArticle as StoredArticle
from index.urls import host_of as host_of
from index.urls import identity as identity
from index.urls import is_tracking as is_tracking

if TYPE_CHECKING:
    from index.publishing import Publisher


def open_index(data: Path) -> SearchIndex:
    """The index of a data folder, always its latest generation.

    It may be opened before one is built: asking it raises IndexMissing until then.
    """
    from index.serving import ServedIndex

    return ServedIndex(data)


def open_publisher(data: Path, store: ArticleStore) -> "Publisher":
    """What builds, changes and rolls back the index of a data folder."""
    from index.publishing import Publisher

    return Publisher(data, store)


def store_path(data: Path) -> Path:
    """Where the article store of a data folder lies."""
    return data / "articles.sqlite"


def open_store(data: Path) -> ArticleStore:
    """The article store of a data folder, made where there is none."""
    return ArticleStore(store_path(data))
