"""Articles and Queries go in, ResultPages come out: the door of the inner room.

Whoever stands outside imports from here and from nowhere below.
"""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from index.article import ARTICLE_KEYS as ARTICLE_KEYS
from index.article import VIETNAM as VIETNAM
from index.article import Article as Article
from index.article import Attachment as Attachment
from index.bounded_cache import BoundedCache as BoundedCache
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
from index.explaining import Explanation as Explanation
from index.explaining import FieldCount as FieldCount
from index.explaining import Pinning as Pinning
from index.explaining import PinState as PinState
from index.explaining import ScorePart as ScorePart
from index.faults import Fault as Fault
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
from index.results import Suggestion as Suggestion
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
    from collections.abc import Iterable

    from index.answering import AnsweringIndex
    from index.publishing import Publisher


def open_index(data: Path, *, warm: bool = False, synonyms: Path | None = None) -> "AnsweringIndex":
    """The index of a data folder, always its latest generation, and what its staff have said.

    It may be opened before one is built: asking it raises IndexMissing until then. `warm` is for
    many questions: each generation is made ready in a thread, beside its first questions.
    `synonyms` is a file to try in the place of the folder's own.
    """
    from index.answering import AnsweringIndex
    from index.serving import ServedIndex
    from index.staff.files import StaffFiles

    return AnsweringIndex(
        ServedIndex(data, warm=warm),
        StaffFiles(data, synonyms=synonyms),
        lambda: datetime.now(tz=VIETNAM).date(),
    )


def open_publisher(data: Path, store: ArticleStore) -> "Publisher":
    """What builds, changes and rolls back the index of a data folder."""
    from index.publishing import Publisher

    return Publisher(data, store)


def inspect_index(data: Path) -> "Iterable[Fault]":
    """Read all of the index of a data folder; what is wrong with it."""
    from index.inspection import inspect_index

    return inspect_index(data)


def inspect_store(path: Path) -> "Iterable[Fault]":
    """Read all of an article store; what is wrong with it."""
    from index.inspection import inspect_store

    return inspect_store(path)


def inspect_staff(data: Path, *, synonyms: Path | None = None) -> "Iterable[Fault]":
    """Read the files that staff keep in a data folder; what is wrong, and on which line.

    `synonyms` is a file to read in the place of the folder's own.
    """
    from index.inspection import inspect_staff

    return inspect_staff(data, synonyms=synonyms)


def store_path(data: Path) -> Path:
    """Where the article store of a data folder lies."""
    return data / "articles.sqlite"


def open_store(data: Path) -> ArticleStore:
    """The article store of a data folder, made where there is none."""
    return ArticleStore(store_path(data))
