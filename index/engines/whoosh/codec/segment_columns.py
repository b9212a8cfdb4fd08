"""A file of columns goes in; the fields of a segment come out, with their terms and postings."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.array_file import ArrayFile, ArrayFileWriter
from index.engines.whoosh.codec.dictionary import Dictionary, SharedTerms, Terms
from index.engines.whoosh.codec.list_places import ListCounts, ListPlaces
from index.engines.whoosh.codec.pair_dictionary import PairDictionary
from index.engines.whoosh.codec.pair_unions import PairUnion
from index.engines.whoosh.codec.posting_lists import (
    Numbers,
    decode_documents,
    decode_lists,
    decode_weights,
)
from index.engines.whoosh.codec.short_lists import ShortLists
from index.engines.whoosh.codec.spellings import Spellings
from index.engines.whoosh.codec.token_stream import TokenStream

_ABOUT = "about"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAbout:
    """What kind of field it is.

    `unit` is what a stored weight of 1 weighs, `usual` the stored weight that takes no space
    (1 to 255). `scored` fields have a length per document.
    `stream` names the field whose token stream holds its positions: its own, another's whose
    terms map to its terms (`map`), or "" for a field without positions. `pairs_of` names the
    field whose neighbours are its terms, `terms_of` one whose terms it shares; "" for others.
    `union_of` names a field of pairs several of whose lists together are one list of this: those
    of all spellings of its two terms. No list of its own is stored.
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


class FieldColumns:
    """One field of a segment: terms, postings, lengths, positions. Safe to share."""

    def __init__(
        self, file: ArrayFile, name: str, about: SegmentAbout, others: "dict[str, FieldColumns]"
    ) -> None:
        self.name = name
        self.about = about.fields[name]
        self.documents = about.documents
        prefix = f"{name}/"
        joined = others[self.about.union_of] if self.about.union_of else None
        places = ListCounts(file, prefix) if joined else ListPlaces(file, prefix)
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
        self._counts: ListCounts = places
        self._union: PairUnion | None = None
        if isinstance(places, ListPlaces):
            self._places = places
            self._content = file[f"{prefix}content"]
            self._forms = file[f"{prefix}forms"]
        elif joined is not None and self.pairs is not None:
            spellings_of = others[self.about.pairs_of].spellings_of
            self._union = PairUnion(self.pairs, joined, spellings_of)
        self.lengths: NDArray[Any] | None = file[f"{prefix}lengths"] if self.about.scored else None
        self.stream: TokenStream | None = None
        self.map: NDArray[Any] | None = None
        self._spellings: Spellings | None = None
        if self.about.stream == name:
            self.stream = TokenStream(file, prefix)
        elif self.about.stream:
            self.stream = others[self.about.stream].stream
            self.map = file[f"{prefix}map"]
            self._spellings = Spellings(self.map, folded=len(self.terms))

    def frequency(self, number: int) -> int:
        """How many documents have a term, deleted ones included."""
        return self._counts.count(number)

    def frequencies(self) -> Numbers:
        """How many documents have each term, by number."""
        return self._counts.counts()

    def documents_of(self, number: int) -> Numbers:
        """The documents that have a term, ascending."""
        if self._union is not None:
            return self._union.documents_of(number)
        count = self._places.count(number)
        form = int(self._forms[number])
        return decode_documents(self._list(number), form, count, of=self.documents)

    def weights_of(self, number: int) -> NDArray[Any]:
        """The weights of a term in its documents, in the field's unit."""
        if self._union is not None:
            return self._union.postings_of(number)[1]
        count = self._places.count(number)
        form = int(self._forms[number])
        return decode_weights(self._list(number), form, count, usual=self.about.usual)

    def postings_of(self, number: int) -> tuple[Numbers, NDArray[Any]]:
        """The documents of a term and its weights in them."""
        if self._union is not None:
            return self._union.postings_of(number)
        return self.documents_of(number), self.weights_of(number)

    def spellings_of(self, number: int) -> Numbers:
        """The terms of its stream that are a term of the field: itself, or its spellings."""
        if self._spellings is None:
            return np.array([number], dtype=np.uint32)
        return self._spellings.of(number)

    @cached_property
    def short_lists(self) -> ShortLists:
        """What reads many short lists at once; a union has no lists of its own."""
        return ShortLists(self._places, self._forms, self._content)

    def positions_of(self, number: int, document: int) -> list[int]:
        """Where a term stands in a document, ascending; the field must have positions."""
        if self.stream is None:
            return []
        tokens = self.stream.tokens(document)
        positions, terms = self.stream.overlaps_of(document)
        if self.map is not None:
            wanted = self.spellings_of(number)
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
        """The bytes of a list."""
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
