"""Documents of a segment go in, as numbers or as bits; sets to join, cut and count come out.

A set of few documents is an ascending array of numbers, one of many a bit for each document of
the segment, in 64-bit words; either is made from the other only when asked for.
"""

from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.evaluation.bits import (
    SCRATCH,
    Documents,
    Mask,
    Words,
    bits_of,
    count_words,
    documents_of_words,
    words_of_documents,
    words_of_mask,
)

# Of two lists the shorter is looked up in the longer while it is this much shorter.
_MUCH_SHORTER = 16


class DocumentSet:
    """Some documents of a segment of `size`; never changed once made.

    `presence` is an array with an element for each document of the segment that is not zero
    where the document is in the set, for those that have such an array at hand.
    """

    __slots__ = ("_count", "_documents", "_words", "presence", "size")

    def __init__(
        self,
        size: int,
        *,
        documents: Documents | None = None,
        words: Words | None = None,
        presence: NDArray[Any] | None = None,
        count: int | None = None,
    ) -> None:
        self.size = size
        self.presence = presence
        self._documents = documents
        self._words = words
        self._count = count

    @classmethod
    def of_none(cls, size: int) -> "DocumentSet":
        """No document."""
        return cls(size, documents=NO_DOCUMENTS)

    @classmethod
    def of_all(cls, size: int) -> "DocumentSet":
        """Every document."""
        return cls(size, words=words_of_mask(np.ones(size, dtype=np.bool_)), count=size)

    @classmethod
    def of_mask(cls, mask: Mask) -> "DocumentSet":
        """The documents where a mask is set."""
        return cls(len(mask), words=words_of_mask(mask), presence=mask)

    @property
    def few(self) -> bool:
        """Whether it is held as an array of documents."""
        return self._words is None

    @property
    def listed(self) -> bool:
        """Whether its documents are at hand as an array, be it beside its bits."""
        return self._documents is not None

    @property
    def count(self) -> int:
        """How many documents it has."""
        if self._count is None:
            if self._documents is not None:
                self._count = len(self._documents)
            else:
                self._count = count_words(self.words)
        return self._count

    @property
    def documents(self) -> Documents:
        """Its documents, ascending."""
        if self._documents is None:
            self._documents = documents_of_words(self.words)
        return self._documents

    @property
    def words(self) -> Words:
        """Its bits."""
        if self._words is None:
            self._words = words_of_documents(self.documents, self.size)
        return self._words

    def holds(self, documents: Documents) -> Mask:
        """Which of these documents are in the set."""
        if self.presence is not None:
            present: Mask = self.presence.take(documents).astype(np.bool_)
            return present
        if self._documents is not None and self._words is None:
            return _are_in(documents, self._documents, self.size)
        blocks, bits = bits_of(documents)
        return (self.words.view(np.uint8).take(blocks) & bits).astype(np.bool_)

    def intersect(self, other: "DocumentSet") -> "DocumentSet":
        """The documents that are in both."""
        if not self.few and not other.few:
            return DocumentSet(self.size, words=self.words & other.words)
        few, many = (self, other) if self.few else (other, self)
        if many.few and many.count < few.count:
            few, many = many, few
        return few.where(many.holds(few.documents))

    def inside(self, many: Sequence["DocumentSet"]) -> "DocumentSet":
        """The documents that are in all of some sets, too."""
        documents = self.documents
        blocks, bits = bits_of(documents)
        for one in many:
            bits &= one.words.view(np.uint8).take(blocks)
        return self.where(bits.astype(np.bool_))

    def subtract(self, other: "DocumentSet") -> "DocumentSet":
        """The documents that are not in the other set."""
        if self.few:
            return self.where(~other.holds(self.documents))
        return DocumentSet(self.size, words=self.words & ~other.words)

    def where(self, kept: Mask) -> "DocumentSet":
        """Those of its documents where `kept` is set."""
        if kept.all():
            return self
        return DocumentSet(self.size, documents=self.documents.compress(kept))


def intersect(sets: Sequence[DocumentSet]) -> DocumentSet:
    """The documents that are in all of the sets, the shortest ones joined first."""
    few = sorted([one for one in sets if one.few], key=lambda one: one.count)
    many = [one for one in sets if not one.few]
    if not few:
        words = reduce(np.bitwise_and, [one.words for one in many])
        return many[0] if len(many) == 1 else DocumentSet(many[0].size, words=words)
    common = reduce(DocumentSet.intersect, few)
    return common.inside(many) if many else common


def unite(sets: list[DocumentSet], size: int) -> DocumentSet:
    """The documents that are in any of the sets."""
    if len(sets) == 1:
        return sets[0]
    many = [one.words for one in sets if not one.few]
    few = [one.documents for one in sets if one.few and one.count]
    if not many and len(few) <= 1:
        return DocumentSet(size, documents=few[0] if few else NO_DOCUMENTS)
    if not few:
        return DocumentSet(size, words=np.bitwise_or.reduce(many))
    marks = SCRATCH.marks(size)
    for documents in few:
        marks[documents] = True
    if many:
        many.append(words_of_mask(marks[:size]))
        united = DocumentSet(size, words=np.bitwise_or.reduce(many))
    else:
        united = DocumentSet(size, documents=marks[:size].nonzero()[0])
    for documents in few:
        marks[documents] = False
    return united


def places_in(documents: Documents, among: NDArray[Any]) -> tuple[Documents, Mask]:
    """For each document its place in an ascending array, and whether it is there at all."""
    if not len(among):
        return np.zeros(len(documents), dtype=np.intp), np.zeros(len(documents), dtype=np.bool_)
    places = among.searchsorted(documents)
    return places, among.take(places, mode="clip") == documents


def few_against(documents: Documents, among: NDArray[Any]) -> bool:
    """Whether looking documents up one by one is cheaper than spreading `among` out."""
    return len(documents) * _MUCH_SHORTER < len(among)


def _are_in(documents: Documents, among: Documents, size: int) -> Mask:
    if few_against(documents, among):
        return places_in(documents, among)[1]
    marks = SCRATCH.marks(size)
    marks[among] = True
    found = marks.take(documents)
    marks[among] = False
    return found


NO_DOCUMENTS: Documents = np.empty(0, dtype=np.intp)
