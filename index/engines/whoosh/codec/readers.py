"""The columns of a segment go in, what Whoosh asks of terms and of documents comes out.

A term without documents is no term: contains, lists and frequencies leave it out.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
from whoosh.codec.base import FieldCursor, TermsReader
from whoosh.codec.whoosh3 import W3PerDocReader
from whoosh.reading import TermInfo, TermNotFound

from index.engines.whoosh.codec.lengths import FieldLengths
from index.engines.whoosh.codec.matcher import ColumnMatcher
from index.engines.whoosh.codec.segment_columns import FieldColumns, SegmentColumns

Term = tuple[str, bytes]


class ColumnTermInfo(TermInfo):
    """The statistics of a term, each worked out from its list when it is first asked for."""

    def __init__(self, field: FieldColumns, number: int) -> None:
        self._field = field
        self._number = number

    def doc_frequency(self) -> int:
        """How many documents have the term."""
        return self._field.frequency(self._number)

    def weight(self) -> float:
        """The sum of its weights."""
        total = float(self._weights.sum(dtype=np.float64))
        return total * self._field.about.unit

    def max_weight(self) -> float:
        """The largest of its weights."""
        return float(self._weights.max()) * self._field.about.unit

    def min_length(self) -> float:
        """The length of the shortest document that has it; 0 in a field without lengths."""
        return float(self._lengths.min()) * self._field.about.unit

    def max_length(self) -> float:
        """The length of the longest document that has it; 0 in a field without lengths."""
        return float(self._lengths.max()) * self._field.about.unit

    def min_id(self) -> int:
        """The first document that has it."""
        return int(self._documents[0])

    def max_id(self) -> int:
        """The last document that has it."""
        return int(self._documents[-1])

    @cached_property
    def _documents(self) -> Any:
        return self._field.documents_of(self._number)

    @cached_property
    def _weights(self) -> Any:
        return self._field.weights_of(self._number)

    @cached_property
    def _lengths(self) -> Any:
        lengths = self._field.lengths
        return np.zeros(1, dtype=np.uint32) if lengths is None else lengths[self._documents]


class ColumnCursor(FieldCursor):
    """Walks the terms of one field in their order."""

    def __init__(self, field: FieldColumns | None, field_type: Any) -> None:
        self._field = field
        self._field_type = field_type
        self._number: int | None = None
        self.first()

    def first(self) -> str | None:
        """Go to the first term."""
        return self.find(b"")

    def find(self, string: str | bytes) -> str | None:
        """Go to the first term that is not before this one."""
        term = string if isinstance(string, bytes) else self._field_type.to_bytes(string)
        self._numbers = _living(self._field, term) if self._field else iter(())
        return self.next()

    def next(self) -> str | None:
        """Go to the next term; None after the last."""
        self._number = next(self._numbers, None)
        return self.text()

    def text(self) -> str | None:
        """The term here as text; None after the last."""
        if self._number is None or self._field is None:
            return None
        text: str = self._field_type.from_bytes(self._field.terms.term(self._number))
        return text

    def term(self) -> str | None:
        """The same, under Whoosh's other name."""
        return self.text()

    def term_info(self) -> ColumnTermInfo | None:
        """The statistics of the term here."""
        if self._number is None or self._field is None:
            return None
        return ColumnTermInfo(self._field, self._number)

    def is_valid(self) -> bool:
        """Whether there is a term here."""
        return self._number is not None


class ColumnTermsReader(TermsReader):
    """The terms of all fields, fields by name, terms in the order of their bytes."""

    def __init__(self, columns: SegmentColumns) -> None:
        self._fields = columns.fields

    def __contains__(self, term: Term) -> bool:
        return self._find(*term) is not None

    def _find(self, name: str, term: bytes) -> tuple[FieldColumns, int] | None:
        field = self._fields.get(name)
        number = field.terms.find(term) if field else None
        if field is None or number is None or not field.frequency(number):
            return None
        return field, number

    def _found(self, name: str, term: bytes) -> tuple[FieldColumns, int]:
        found = self._find(name, term)
        if found is None:
            raise TermNotFound(f"no document has the term {term!r} in the field {name!r}")
        return found

    def indexed_field_names(self) -> list[str]:
        """The names of the fields that have postings."""
        return sorted(self._fields)

    def cursor(self, fieldname: str, fieldobj: Any) -> ColumnCursor:
        """Walk the terms of a field, which may have none."""
        return ColumnCursor(self._fields.get(fieldname), fieldobj)

    def terms(self) -> Iterator[Term]:
        """Every field and term."""
        return (term for term, _ in self.items())

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[Term]:
        """Every field and term from this one on, those of later fields too."""
        return (term for term, _ in self.items_from(fieldname, prefix))

    def items(self) -> Iterator[tuple[Term, ColumnTermInfo]]:
        """Every field and term with its statistics."""
        for name in self.indexed_field_names():
            yield from self._items_of(name, b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[Term, ColumnTermInfo]]:
        """The same from this field and term on; nothing where there is no such field."""
        if fieldname not in self._fields:
            return
        yield from self._items_of(fieldname, prefix)
        for name in self.indexed_field_names():
            if name > fieldname:
                yield from self._items_of(name, b"")

    def _items_of(self, name: str, prefix: bytes) -> Iterator[tuple[Term, ColumnTermInfo]]:
        field = self._fields[name]
        for number in _living(field, prefix):
            yield (name, field.terms.term(number)), ColumnTermInfo(field, number)

    def term_info(self, fieldname: str, text: bytes) -> ColumnTermInfo:
        """The statistics of a term. Raises TermNotFound."""
        return ColumnTermInfo(*self._found(fieldname, text))

    def frequency(self, fieldname: str, text: bytes) -> float:
        """The sum of a term's weights; 0 where no document has it."""
        found = self._find(fieldname, text)
        return ColumnTermInfo(*found).weight() if found else 0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """How many documents have a term, deleted ones included; 0 where none has it."""
        found = self._find(fieldname, text)
        return ColumnTermInfo(*found).doc_frequency() if found else 0

    def matcher(
        self, fieldname: str, text: bytes, format_: Any, scorer: Any = None
    ) -> ColumnMatcher:
        """The postings of a term. Raises TermNotFound."""
        field, number = self._found(fieldname, text)
        return ColumnMatcher(field, number, format_, term=(fieldname, text), scorer=scorer)


def _living(field: FieldColumns, term: bytes) -> Iterator[int]:
    """The numbers of the terms from one on that have documents."""
    return (number for number in field.terms.numbers_from(term) if field.frequency(number))


class ColumnPerDocumentReader(W3PerDocReader):
    """Whoosh's reader of what is kept by document, with exact lengths."""

    def __init__(self, storage: Any, segment: Any) -> None:
        super().__init__(storage, segment)
        self._lengths: dict[str, FieldLengths | None] = {}

    def doc_field_length(self, docnum: int, fieldname: str, default: float = 0) -> float:
        """How long a document is in a field; `default` where it has no such field."""
        lengths = self._lengths_of(fieldname)
        return (lengths.of(docnum) if lengths else 0) or default

    def field_length(self, fieldname: str) -> float:
        """How long all documents are together, deleted ones included."""
        lengths = self._lengths_of(fieldname)
        return lengths.total if lengths else 0

    def min_field_length(self, fieldname: str) -> float:
        """How long the shortest document is; 0 where one has no such field."""
        lengths = self._lengths_of(fieldname)
        return lengths.shortest if lengths else 0

    def max_field_length(self, fieldname: str) -> float:
        """How long the longest document is."""
        lengths = self._lengths_of(fieldname)
        return lengths.longest if lengths else 0

    def _lengths_of(self, name: str) -> FieldLengths | None:
        if name not in self._lengths:
            self._lengths[name] = self._segment.lengths_of(self._storage, name)
        return self._lengths[name]
