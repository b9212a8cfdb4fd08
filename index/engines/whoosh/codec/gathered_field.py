"""The postings of one field as Whoosh sorts them go in, the content of its columns comes out."""

from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import fields, formats

from index.engines.whoosh.codec.lengths import FieldLengths
from index.engines.whoosh.codec.runs import Run, Runs
from index.engines.whoosh.codec.segment_columns import FieldAbout
from index.engines.whoosh.codec.segment_file import FieldContent
from index.engines.whoosh.codec.token_stream import (
    NO_TERM,
    Numbers,
    Overlaps,
    StreamContent,
    pack_tokens,
)

KEPT_FORMATS = (formats.Existence, formats.Frequency, formats.Positions)
# In one document: what stands between two tokens takes place too, 32 MB up to here.
LAST_POSITION = (1 << 24) - 1
_HEAVIEST = (1 << 16) - 1  # units that fit into two bytes
_LONGEST = (1 << 32) - 1
_ROUNDING = 1e-9  # relative: of sums of floats such as 0.1


class FieldCannotBeKept(ValueError):
    """A field or posting that columns have no place for; the text names it and the way out."""


def check_field(name: str, field_type: Any) -> None:
    """Refuse a field whose format columns cannot hold. Raises FieldCannotBeKept."""
    if field_type.indexed and type(field_type.format) not in KEPT_FORMATS:
        kept = ", ".join(kind.__name__ for kind in KEPT_FORMATS)
        raise FieldCannotBeKept(
            f"the field {name!r} has the format {type(field_type.format).__name__}, of which"
            f" columns would lose a part; give it one of: {kept}"
        )


def unit_of(field_type: Any) -> float:
    """What a stored weight or length of 1 means: a field type may name its `unit`."""
    return float(getattr(field_type, "unit", 1.0))


@dataclass(frozen=True, slots=True)
class _Postings:
    """Postings as arrays: term number, document and weight; how many positions, and which."""

    terms: Numbers
    documents: Numbers
    weights: NDArray[np.float64]
    counts: NDArray[np.int64]
    positions: Numbers


class GatheredField:
    """Takes the postings of a field one by one."""

    def __init__(self, name: str, field_type: Any) -> None:
        check_field(name, field_type)
        self._name = name
        self._field_type = field_type
        self._format = field_type.format
        self._positional = isinstance(self._format, formats.Positions)
        # Whoosh gives these the encoded values of the field whose words they spell.
        self._counted = isinstance(self._format, formats.Frequency) and not isinstance(
            field_type, fields.SpellField
        )
        self._terms: list[bytes] = []
        self._numbers = array("I")
        self._documents = array("I")
        self._weights = array("d")
        self._counts = array("I")
        self._positions = array("I")

    def add(self, term: bytes, document: int, weight: float, value: bytes) -> None:
        """Take a posting; equal terms come one after another."""
        if not self._terms or self._terms[-1] != term:
            self._terms.append(term)
        self._numbers.append(len(self._terms) - 1)
        self._documents.append(document)
        self._weights.append(weight)
        if self._positional:
            positions = self._format.decode_positions(value)
            self._check_positions(term, document, positions)
            self._counts.append(len(positions))
            self._positions.extend(positions)
        elif self._counted:
            self._check_frequency(term, document, weight, value)

    def _check_positions(self, term: bytes, document: int, positions: list[int]) -> None:
        if positions and not 0 <= min(positions) <= max(positions) <= LAST_POSITION:
            raise FieldCannotBeKept(
                f"the term {term!r} of the field {self._name!r} stands at {positions} in document"
                f" {document}; positions from 0 to {LAST_POSITION} can be kept"
            )

    def _check_frequency(self, term: bytes, document: int, weight: float, value: bytes) -> None:
        frequency = self._format.decode_frequency(value)
        if not np.isclose(weight, frequency * self._format.field_boost, rtol=_ROUNDING, atol=0):
            raise FieldCannotBeKept(
                f"the term {term!r} of the field {self._name!r} has the frequency {frequency} and"
                f" the weight {weight} in document {document}: a field without positions has one"
                " number for both. Boost the query instead of the document"
            )

    def content(self, folder: Path, documents: int, lengths: FieldLengths | None) -> FieldContent:
        """The columns of the field in a segment of so many documents.

        The runs wait on the disk in `folder`; the caller closes them.
        """
        unit = unit_of(self._field_type)
        postings, terms = self._in_order()
        runs = Runs(folder)
        runs.add(self._run(postings, unit))
        runs.spill()
        scored = bool(self._field_type.scorable)
        positional = self._positional
        return FieldContent(
            about=FieldAbout(unit=unit, scored=scored, stream=self._name if positional else ""),
            runs=runs,
            terms=terms,
            lengths=self._counted_lengths(lengths, documents, unit) if scored else None,
            stream=_stream(postings, documents) if positional else None,
        )

    def _in_order(self) -> tuple[_Postings, list[bytes]]:
        """Postings with the numbers of terms in the order of their first appearance."""
        documents = np.frombuffer(self._documents, dtype=np.uint32)
        numbers = np.frombuffer(self._numbers, dtype=np.uint32)
        first = np.full(len(self._terms), len(documents) and documents.max(), dtype=np.uint32)
        np.minimum.at(first, numbers, documents)
        order = np.argsort(first, kind="stable")
        ranks = np.empty(len(order), dtype=np.uint32)
        ranks[order] = np.arange(len(order), dtype=np.uint32)
        postings = _Postings(
            terms=ranks[numbers],
            documents=documents,
            weights=np.frombuffer(self._weights, dtype=np.float64),
            counts=np.frombuffer(self._counts, dtype=np.uint32).astype(np.int64),
            positions=np.frombuffer(self._positions, dtype=np.uint32),
        )
        return postings, [self._terms[number] for number in order.tolist()]

    def _run(self, postings: _Postings, unit: float) -> Run:
        """Each term and document once: what Whoosh gives twice weighs together."""
        order = np.lexsort((postings.documents, postings.terms))
        terms, documents = postings.terms[order], postings.documents[order]
        new = np.ones(len(order), dtype=np.bool_)
        new[1:] = (terms[1:] != terms[:-1]) | (documents[1:] != documents[:-1])
        starts = np.flatnonzero(new)
        weights = np.add.reduceat(postings.weights[order], starts)
        return Run.of_postings(
            terms[starts].astype(np.uint64), documents[starts], _stored(weights, unit)
        )

    def _counted_lengths(
        self, lengths: FieldLengths | None, documents: int, unit: float
    ) -> Numbers:
        """Lengths as whole counts of the unit."""
        if lengths is None:
            return np.zeros(documents, dtype=np.uint32)
        exact = lengths.counts[:documents] * lengths.unit
        counts = np.rint(exact / unit)
        kept = np.isclose(counts * unit, exact, rtol=_ROUNDING, atol=0)
        kept &= (counts >= 0) & (counts <= _LONGEST)
        if not kept.all():
            document = int(np.flatnonzero(~kept)[0])
            raise FieldCannotBeKept(
                f"the field {self._name!r} is {exact[document]} long in document {document}:"
                f" lengths are whole multiples of {unit}, the unit of its field type"
            )
        padded = np.zeros(documents, dtype=np.uint32)
        padded[: len(counts)] = counts
        return padded


def _stored(weights: NDArray[np.float64], unit: float) -> NDArray[Any]:
    """Weights as whole counts of the unit where all of them are, else as floats."""
    counts = np.rint(weights / unit)
    exact = np.isclose(counts * unit, weights, rtol=_ROUNDING if unit != 1 else 0, atol=0)
    if (exact & (counts >= 0) & (counts <= _HEAVIEST)).all():
        return counts.astype(np.uint16)
    return (weights / unit).astype(np.float32)


def _stream(postings: _Postings, documents: int) -> StreamContent:
    """The tokens of each document by position; of terms at one place the first, others over it."""
    holders = np.repeat(postings.documents, postings.counts)
    terms = np.repeat(postings.terms, postings.counts)
    places = postings.positions
    order = np.lexsort((terms, places, holders))
    holders, places, terms = holders[order], places[order], terms[order]
    other_place = np.ones(len(order), dtype=np.bool_)
    other_place[1:] = (holders[1:] != holders[:-1]) | (places[1:] != places[:-1])
    over = ~other_place
    over[1:] &= terms[1:] != terms[:-1]
    lengths = np.zeros(documents, dtype=np.int64)
    np.maximum.at(lengths, holders, places.astype(np.int64) + 1)
    holders_end = np.searchsorted(holders, np.arange(documents), side="right").tolist()
    codes, rare, begin = [], [], 0
    for length, end in zip(lengths.tolist(), holders_end, strict=True):
        own = slice(begin, end)
        tokens = np.full(length, NO_TERM, dtype=np.uint32)
        first = other_place[own]
        tokens[places[own][first]] = terms[own][first]
        packed, uncommon = pack_tokens(tokens)
        codes.append(packed)
        rare.append(uncommon)
        begin = end
    return StreamContent(
        lengths=lengths,
        rare_counts=np.array([len(one) for one in rare], dtype=np.int64),
        codes=codes,
        rare=rare,
        overlaps=Overlaps(holders[over], places[over], terms[over]),
    )
