"""A file of columns goes in; the fields of a segment come out, with their terms and postings."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.array_file import ArrayFile, ArrayFileWriter
from index.engines.whoosh.codec.dictionary import Dictionary
from index.engines.whoosh.codec.list_places import ListPlaces
from index.engines.whoosh.codec.pair_dictionary import PairDictionary
from index.engines.whoosh.codec.posting_lists import (
    Numbers,
    decode_documents,
    decode_lists,
    decode_weights,
)
from index.engines.whoosh.codec.token_stream import NO_TERM, TokenStream

_ABOUT = "about"
_MOST_WEIGHT = (1 << 16) - 1
_NO_FORMS = np.empty(0, dtype=np.uint8)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAbout:
    """What kind of field it is.

    `unit` is what a stored weight of 1 weighs, `usual` the stored weight that takes no space
    (1 to 255). `scored` fields have a length per document.
    `stream` names the field whose token stream holds its positions: its own, another's whose
    terms map to its terms (`map`), or "" for a field without positions. `pairs_of` names the
    field whose neighbours are its terms, `terms_of` one whose terms it shares; "" for others.
    `union_of` names a field several of whose lists together are one list of this: nothing but
    their numbers is stored.
    """

    unit: float = 1.0
    usual: int = 1
    scored: bool = False
    stream: str = ""
    pairs_of: str = ""
    terms_of: str = ""
    union_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentAbout:
    """How many documents a segment has, deleted ones included, and its fields."""

    documents: int
    fields: dict[str, FieldAbout]


def write_about(file: ArrayFileWriter, about: SegmentAbout) -> None:
    """Write what a segment holds."""
    file.add(_ABOUT, np.frombuffer(json.dumps(asdict(about)).encode(), dtype=np.uint8))


class Terms(Protocol):
    """The terms of a field by number, and their order."""

    def __len__(self) -> int: ...

    def term(self, number: int) -> bytes:
        """The term with a number."""
        ...

    def find(self, term: bytes) -> int | None:
        """The number of a term, None where there is none."""
        ...

    def numbers_from(self, term: bytes) -> Iterator[int]:
        """The numbers of all terms from `term` on, in the order of the terms."""
        ...


class SharedTerms:
    """The terms of another field, of which this one holds some."""

    def __init__(self, terms: Terms, places: ListPlaces) -> None:
        self._terms = terms
        self._places = places

    def __len__(self) -> int:
        return len(self._terms)

    def term(self, number: int) -> bytes:
        """The term with a number."""
        return self._terms.term(number)

    def find(self, term: bytes) -> int | None:
        """The number of a term that this field holds."""
        number = self._terms.find(term)
        return number if number is not None and self._places.count(number) else None

    def numbers_from(self, term: bytes) -> Iterator[int]:
        """The numbers of the terms that this field holds, from `term` on."""
        return (one for one in self._terms.numbers_from(term) if self._places.count(one))


class FieldColumns:
    """One field of a segment: terms, postings, lengths, positions. Safe to share."""

    def __init__(
        self, file: ArrayFile, name: str, about: SegmentAbout, others: "dict[str, FieldColumns]"
    ) -> None:
        self.name = name
        self.about = about.fields[name]
        self.documents = about.documents
        prefix = f"{name}/"
        places = ListPlaces(file, prefix)
        self.pairs: PairDictionary | None = None
        self.terms: Terms
        if self.about.pairs_of:
            words = others[self.about.pairs_of].terms
            assert isinstance(words, Dictionary)  # noqa: S101 - pairs of pairs are never written
            self.terms = self.pairs = PairDictionary(file, prefix, words)
        elif self.about.terms_of:
            shared = others[self.about.terms_of].terms
            self.terms = SharedTerms(shared, places)
        else:
            self.terms = Dictionary(file, prefix)
        self._places = places
        self._content = file[f"{prefix}content"]
        # The lists of a union are numbers of the lists that it joins.
        self._joined = others[self.about.union_of] if self.about.union_of else None
        self._forms = _NO_FORMS if self._joined else file[f"{prefix}forms"]
        self.lengths: NDArray[Any] | None = file[f"{prefix}lengths"] if self.about.scored else None
        self.stream: TokenStream | None = None
        self.map: NDArray[Any] | None = None
        if self.about.stream == name:
            self.stream = TokenStream(file, prefix)
        elif self.about.stream:
            self.stream = others[self.about.stream].stream
            self.map = file[f"{prefix}map"]

    def frequency(self, number: int) -> int:
        """How many documents have a term, deleted ones included."""
        return self._places.count(number)

    def frequencies(self) -> Numbers:
        """How many documents have each term, by number."""
        return self._places.counts()

    def documents_of(self, number: int) -> Numbers:
        """The documents that have a term, ascending."""
        if self._joined is not None:
            return self.postings_of(number)[0]
        count = self._places.count(number)
        form = int(self._forms[number])
        return decode_documents(self._list(number), form, count, of=self.documents)

    def weights_of(self, number: int) -> NDArray[Any]:
        """The weights of a term in its documents, in the field's unit."""
        if self._joined is not None:
            return self.postings_of(number)[1]
        count = self._places.count(number)
        form = int(self._forms[number])
        return decode_weights(self._list(number), form, count, usual=self.about.usual)

    def postings_of(self, number: int) -> tuple[Numbers, NDArray[Any]]:
        """The documents of a term and its weights in them."""
        if self._joined is None:
            return self.documents_of(number), self.weights_of(number)
        members = self._list(number).tolist()
        if len(members) == 1:
            return self._joined.postings_of(members[0])
        lists = [self._joined.postings_of(member) for member in members]
        documents = np.concatenate([documents for documents, _ in lists])
        weights = np.concatenate([weights for _, weights in lists]).astype(np.uint32)
        order = np.argsort(documents, kind="stable")
        documents, weights = documents[order], weights[order]
        starts = np.flatnonzero(np.diff(documents, prepend=np.uint32(NO_TERM)))
        joined = np.minimum(np.add.reduceat(weights, starts), _MOST_WEIGHT)
        return documents[starts], joined.astype(np.uint16)

    def positions_of(self, number: int, document: int) -> list[int]:
        """Where a term stands in a document, ascending; the field must have positions."""
        if self.stream is None:
            return []
        tokens = self.stream.tokens(document)
        positions, terms = self.stream.overlaps_of(document)
        if self.map is not None:
            wanted = np.flatnonzero(self.map == number)
            own = np.isin(tokens, wanted)
            over = np.isin(terms, wanted)
        else:
            own, over = tokens == number, terms == number
        return sorted({*np.flatnonzero(own).tolist(), *positions[over].tolist()})

    def all_postings(self, *, most: int) -> Iterator[tuple[NDArray[Any], Numbers, NDArray[Any]]]:
        """Every posting as (term number, document, weight), in blocks of about `most`.

        No term is divided between blocks; the terms of long lists come last. A union has no
        postings of its own.
        """
        counts = self._places.counts().astype(np.int64)
        sizes = self._places.sizes()
        long = self._places.long_numbers()
        short = np.setdiff1d(np.arange(len(counts)), long, assume_unique=True)
        place = 0
        for numbers in (short, long):
            ends = np.cumsum(counts[numbers])
            begin = 0
            while begin < len(numbers):
                reach = (int(ends[begin - 1]) if begin else 0) + most
                end = max(begin + 1, int(np.searchsorted(ends, reach, side="right")))
                own = numbers[begin:end]
                after = place + int(sizes[own].sum())
                documents, weights = decode_lists(
                    self._content[place:after],
                    sizes[own],
                    self._forms[own],
                    counts[own],
                    of=self.documents,
                    usual=self.about.usual,
                )
                yield np.repeat(own, counts[own]), documents, weights
                place, begin = after, end

    def _list(self, number: int) -> NDArray[Any]:
        """The bytes of a list, or the numbers of the lists that it joins."""
        return self._content[slice(*self._places.extent(number))]


class SegmentColumns:
    """The columns of one segment. Raises IndexDamaged or IndexIncompatible at open."""

    def __init__(self, path: Path) -> None:
        self.file = ArrayFile(path)
        self.file.verify(_ABOUT)  # a wrong unit would be a wrong answer
        about = json.loads(self.file[_ABOUT].tobytes())
        self.about = SegmentAbout(
            documents=about["documents"],
            fields={name: FieldAbout(**field) for name, field in about["fields"].items()},
        )
        self.fields: dict[str, FieldColumns] = {}
        # Fields that lean on others are opened after them.
        leaning = sorted(
            self.about.fields,
            key=lambda name: (
                bool(self.about.fields[name].union_of),
                bool(self.about.fields[name].pairs_of or self.about.fields[name].terms_of),
                self.about.fields[name].stream not in {"", name},
            ),
        )
        for name in leaning:
            self.fields[name] = FieldColumns(self.file, name, self.about, self.fields)
