"""A corpus goes in, the same index comes out twice: in Whoosh's own format and in columns.

Whoosh's own keeps a field's length in one byte, which alone moves scores; here it is given exact
lengths, and judges the columns. `corpora()` invents histories of such an index.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from whoosh import analysis, columns, fields, formats
from whoosh.codec.whoosh3 import W3Codec, W3PerDocReader, W3PerDocWriter
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.util.text import utf8encode

from index.engines.whoosh.codec.index import ColumnIndex

Whoosh = Any  # it has no types
EXACT = columns.NumericColumn("I", default=0)
VOCABULARY = ("an", "ăn", "ba", "bà", "bán", "ban", "cờ", "cơ", "đá", "đa", "mưa", "ma", "xã")
TAGS = ("biển", "núi", "sông", "đảo")
KEYS = tuple(f"bài{number}" for number in range(12))
TEXT_FIELDS = ("title", "body", "placed")


Token = tuple[str, int]  # a term and its position


class ExactWriter(W3PerDocWriter):  # type: ignore[misc] # Whoosh has no types
    """Whoosh's writer with lengths in four bytes."""

    def add_field(self, fieldname: str, fieldobj: Whoosh, value: Whoosh, length: int) -> None:
        super().add_field(fieldname, fieldobj, value, 0)
        if length:
            self.add_column_value(f"_{fieldname}_len", EXACT, length)
            self._fieldlengths[fieldname] += length


class ExactReader(W3PerDocReader):  # type: ignore[misc] # Whoosh has no types
    """Whoosh's reader of those lengths."""

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        lengths = self._cached_reader(f"_{fieldname}_len", EXACT)
        return (lengths[docnum] if lengths else 0) or default


class ExactCodec(W3Codec):  # type: ignore[misc] # Whoosh has no types
    """Whoosh's own codec with exact lengths put in."""

    def per_document_writer(self, storage: Whoosh, segment: Whoosh) -> ExactWriter:
        return ExactWriter(self, storage, segment)

    def per_document_reader(self, storage: Whoosh, segment: Whoosh) -> ExactReader:
        return ExactReader(storage, segment)


class ExactIndex(FileIndex):  # type: ignore[misc] # Whoosh has no types
    """Whoosh's own index, always written with that codec."""

    def writer(self, **options: Whoosh) -> Whoosh:
        return super().writer(codec=ExactCodec(), **options)


class Placed(fields.FieldType):  # type: ignore[misc] # Whoosh has no types
    """Terms given with their positions; each weighs three tenths an occurrence."""

    indexed = True
    stored = False
    scorable = True
    column_type = None
    analyzer = None
    vector = None
    unit = 0.1

    def __init__(self) -> None:
        self.format = formats.Positions()

    def index(self, value: list[Token], **_: object) -> Whoosh:
        """The postings of a document."""
        places: dict[str, list[int]] = {}
        for term, position in value:
            places.setdefault(term, []).append(position)
        for term, positions in places.items():
            encoded = self.format.encode(sorted(set(positions)))
            yield utf8encode(term)[0], len(positions), 0.3 * len(positions), encoded


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A document. `boost` multiplies the weights of its body."""

    key: str
    title: str = ""
    body: str = ""
    placed: tuple[Token, ...] = ()
    tags: str = ""
    number: int = 0
    boost: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """What is written at once: new stories replace those of the same key, then `merge`."""

    stories: tuple[Story, ...] = ()
    removed: tuple[str, ...] = ()
    merge: str = "none"  # or "small", "all"


@dataclass(frozen=True, slots=True)
class Corpus:
    """An index's history."""

    commits: tuple[Commit, ...] = field(default=())


def make_schema() -> Whoosh:
    """Text by Whoosh's analysis, text by position, keywords, numbers and keys."""
    every_word = analysis.SimpleAnalyzer()
    return fields.Schema(
        key=fields.ID(unique=True, stored=True),
        title=fields.TEXT(analyzer=every_word, field_boost=1.5),
        body=fields.TEXT(analyzer=every_word, stored=True),
        placed=Placed(),
        tags=fields.KEYWORD(scorable=True),
        number=fields.NUMERIC(signed=True),
    )


def build_pair(folder: Path, corpus: Corpus) -> tuple[ExactIndex, ColumnIndex]:
    """The same history in both formats, in two new folders under `folder`."""
    made = []
    for name, kind in (("standard", ExactIndex), ("columns", ColumnIndex)):
        (folder / name).mkdir(parents=True)
        storage = FileStorage(str(folder / name))
        index = storage.create_index(make_schema(), indexclass=kind)
        for commit in corpus.commits:
            write(index, commit)
        made.append(index)
    return made[0], made[1]


def write(index: Whoosh, commit: Commit) -> None:
    """Write one commit."""
    writer = index.writer()
    for key in commit.removed:
        writer.delete_by_term("key", key)
    for story in commit.stories:
        given = {
            "key": story.key,
            "title": story.title,
            "body": story.body,
            "placed": list(story.placed) or None,
            "tags": story.tags,
            "number": story.number,
            "_body_boost": story.boost,
        }
        writer.update_document(**{name: value for name, value in given.items() if value != ""})
    writer.commit(merge=commit.merge != "none", optimize=commit.merge == "all")


words = st.sampled_from(VOCABULARY)
texts = st.lists(words, max_size=12).map(" ".join)
stories = st.builds(
    Story,
    key=st.sampled_from(KEYS),
    title=texts,
    body=texts,
    placed=st.lists(st.tuples(words, st.integers(0, 20)), max_size=8).map(tuple),
    tags=st.lists(st.sampled_from(TAGS), max_size=3).map(" ".join),
    number=st.integers(-50, 50),
    boost=st.sampled_from([1.0, 1.0, 1.0, 2.0, 1.25]),
)
commits = st.builds(
    Commit,
    stories=st.lists(stories, max_size=6, unique_by=lambda story: story.key).map(tuple),
    removed=st.lists(st.sampled_from(KEYS), max_size=2).map(tuple),
    merge=st.sampled_from(["none", "none", "small", "all"]),
)


def corpora() -> st.SearchStrategy[Corpus]:
    """Histories of up to six commits over a dozen stories."""
    return st.lists(commits, min_size=1, max_size=6).map(lambda some: Corpus(tuple(some)))
