"""The postings of a term go in; they come out in a form that is quick to look documents up in.

    ShortList    the documents, and the impact of the term in each
    PackedList   a bit for each document of the segment, with each word of bits how many come
                 before it, and the weights of those that have the term
    DenseList    the same bits, and a weight for each document of the segment

The more documents, the more is looked up and the less space a plainer form wastes. An impact is
what BM25 makes of a weight in a document of some length, between 0 and 1; the rarity of the term
is not in it. In a field that is not scored it is the weight.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.evaluation.bits import SCRATCH, Words, words_of_documents
from index.engines.whoosh.evaluation.candidates import Candidates, Floats
from index.engines.whoosh.evaluation.document_sets import DocumentSet, few_against
from index.engines.whoosh.weighting import saturation


@dataclass(frozen=True, slots=True)
class ShortList:
    """A term of few documents of a segment of `size`."""

    documents: NDArray[np.uint32]
    impacts: Floats
    size: int

    @classmethod
    def of(
        cls, documents: NDArray[np.uint32], weights: NDArray[Any], norms: Floats | None, size: int
    ) -> "ShortList":
        """The list of some postings; `norms` are those of all documents of the segment."""
        own = None if norms is None else norms.take(documents)
        return cls(documents, saturation(weights.astype(np.float32), own), size)

    @property
    def nbytes(self) -> int:
        """Bytes of its arrays."""
        return self.documents.nbytes + self.impacts.nbytes

    def matching(self) -> DocumentSet:
        """Its documents."""
        return DocumentSet(self.size, documents=self.documents.astype(np.intp))

    def impacts_at(self, candidates: Candidates, norms: Floats | None) -> Floats:  # noqa: ARG002 - they are in the impacts
        """The impact of the term in each candidate, 0 where it is not."""
        own, documents = self.documents, candidates.documents
        if len(own) == len(documents) and bool((own == documents).all()):
            return self.impacts
        if few_against(documents, own):
            wanted = candidates.short
            places = own.searchsorted(wanted)
            there = own.take(places, mode="clip") == wanted
            impacts = self.impacts.take(places, mode="clip")
            impacts *= there.astype(np.float32)
            return impacts
        spread = SCRATCH.impacts(self.size)
        spread[own] = self.impacts
        impacts = spread.take(documents)
        spread[own] = 0
        return impacts

    def impacts_everywhere(self, norms: Floats | None) -> Floats:  # noqa: ARG002 - as above
        """The impact of the term in each document of the segment, 0 where it is not."""
        impacts = np.zeros(self.size, dtype=np.float32)
        impacts[self.documents] = self.impacts
        return impacts


@dataclass(frozen=True, slots=True)
class PackedList:
    """A term of many documents. `weights` end with one 0 that belongs to none."""

    words: Words
    before: NDArray[np.uint32]
    weights: NDArray[Any]
    size: int

    @classmethod
    def of(cls, documents: NDArray[np.uint32], weights: NDArray[Any], size: int) -> "PackedList":
        """The list of some postings."""
        words = words_of_documents(documents, size)
        counts = np.bitwise_count(words)
        before = np.cumsum(counts, dtype=np.uint32) - counts
        return cls(words, before, np.append(weights, np.zeros(1, dtype=weights.dtype)), size)

    @property
    def nbytes(self) -> int:
        """Bytes of its arrays."""
        return self.words.nbytes + self.before.nbytes + self.weights.nbytes

    def matching(self) -> DocumentSet:
        """Its documents."""
        return DocumentSet(self.size, words=self.words, count=len(self.weights) - 1)

    def impacts_at(self, candidates: Candidates, norms: Floats | None) -> Floats:
        """The impact of the term in each candidate, 0 where it is not."""
        numbers, below, bits = candidates.in_words
        words = self.words.take(numbers)
        weights = self._weights_in(words, below, numbers)
        # Kind by kind: NumPy takes twice as long to multiply numbers by what is true.
        weights *= (words & bits).astype(np.bool_).astype(np.float32)
        impacts: Floats = saturation(weights, candidates.norms_of(norms))
        return impacts

    def impacts_in(self, candidates: Candidates, norms: Floats | None) -> Floats:
        """The impact of the term in candidates that all have it: nobody looks whether they do."""
        numbers, below, _ = candidates.in_words
        weights = self._weights_in(self.words.take(numbers), below, numbers)
        impacts: Floats = saturation(weights, candidates.norms_of(norms))
        return impacts

    def _weights_in(self, words: Words, below: Words, numbers: NDArray[np.intp]) -> Floats:
        places = self.before.take(numbers) + np.bitwise_count(words & below)
        weights: Floats = self.weights.take(places.astype(np.intp)).astype(np.float32)
        return weights

    def impacts_everywhere(self, norms: Floats | None) -> Floats:
        """The impact of the term in each document of the segment, 0 where it is not."""
        weights = np.zeros(self.size, dtype=np.float32)
        weights[self.matching().documents] = self.weights[:-1]
        impacts: Floats = saturation(weights, norms)
        return impacts


@dataclass(frozen=True, slots=True)
class DenseList:
    """A term of very many documents; its weight is 0 where it is not."""

    words: Words
    weights: NDArray[Any]
    count: int

    @classmethod
    def of(cls, documents: NDArray[np.uint32], weights: NDArray[Any], size: int) -> "DenseList":
        """The list of some postings."""
        spread = np.zeros(size, dtype=weights.dtype)
        spread[documents] = weights
        return cls(words_of_documents(documents, size), spread, len(documents))

    @property
    def nbytes(self) -> int:
        """Bytes of its arrays."""
        return self.words.nbytes + self.weights.nbytes

    @property
    def size(self) -> int:
        """How many documents the segment has."""
        return len(self.weights)

    def matching(self) -> DocumentSet:
        """Its documents."""
        return DocumentSet(self.size, words=self.words, presence=self.weights, count=self.count)

    def impacts_at(self, candidates: Candidates, norms: Floats | None) -> Floats:
        """The impact of the term in each candidate, 0 where it is not."""
        weights = self.weights.take(candidates.documents).astype(np.float32)
        impacts: Floats = saturation(weights, candidates.norms_of(norms))
        return impacts

    def impacts_everywhere(self, norms: Floats | None) -> Floats:
        """The impact of the term in each document of the segment, 0 where it is not."""
        impacts: Floats = saturation(self.weights.astype(np.float32), norms)
        return impacts


TermList = ShortList | PackedList | DenseList


@dataclass(frozen=True, slots=True)
class Members:
    """The documents of a list whose weights nobody asks for: few by number, many by bits."""

    documents: NDArray[np.uint32] | None
    words: Words | None
    size: int

    @property
    def nbytes(self) -> int:
        """Bytes of its arrays."""
        return sum(array.nbytes for array in (self.documents, self.words) if array is not None)

    def matching(self) -> DocumentSet:
        """Its documents."""
        if self.documents is not None:
            return DocumentSet(self.size, documents=self.documents.astype(np.intp))
        return DocumentSet(self.size, words=self.words)
