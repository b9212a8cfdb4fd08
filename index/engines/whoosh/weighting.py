"""A term of a field goes in, its BM25 scorer comes out, with the rarity of its grade.

The arithmetic takes numbers and arrays alike: Whoosh's matchers score a document at a time with
it, the evaluation thousands.
"""

from collections.abc import Callable
from typing import Any

from whoosh import scoring

from index.engines.whoosh.fields import (
    PAIRS_ACCENTED,
    PAIRS_FOLDED,
    TEXT_ACCENTED,
    TEXT_FOLDED,
    TITLE_ACCENTED,
    TITLE_FOLDED,
)
from index.engines.whoosh.schema import BARE, folded_twin
from index.ranking import LENGTH_SHARE, PAIR_BEYOND, SATURATION, rarity
from index.text.tokens import fold_token

DocumentsWith = Callable[[str, bytes], int]  # a field and a term: in how many documents it is

_BARE = BARE.encode()
_BETWEEN = b" "  # the two words of a pair
# For each field of pairs the field of their words, whose lengths are those of the pairs too.
_WORDS_OF = {PAIRS_ACCENTED: TEXT_ACCENTED, PAIRS_FOLDED: TEXT_FOLDED}
# A word of a title is as rare as it is anywhere: titles are too few words to tell.
_JUDGED_IN = {TITLE_ACCENTED: TEXT_ACCENTED, TITLE_FOLDED: TEXT_FOLDED}


def length_norm(length: Any, average: float, *, share: float, k1: float) -> Any:
    """What BM25 adds to a weight before it divides: more for long documents.

    `share` is BM25's b, the part of the norm that length decides.
    """
    return k1 * ((1 - share) + share * length / average)


def saturation(weight: Any, norm: Any) -> Any:
    """What BM25 makes of a weight, between 0 and 1; the weight itself where there is no norm."""
    return weight if norm is None else weight / (weight + norm)


def bm25(idf: float, weight: Any, norm: Any, *, k1: float) -> Any:
    """The score of a term in a document; `idf` is its rarity."""
    return idf * (k1 + 1) * saturation(weight, norm)


class GradedWeighting(scoring.BM25F):
    """BM25 by field, with pairs of neighbours, where a bare spelling counts as its letters do.

    Few fields are written without marks, so the bare spellings in them are rare; that says
    nothing about the word. Its rarity is that of the letters with any marks.
    """

    def __init__(self) -> None:
        super().__init__(B=LENGTH_SHARE.value, K1=SATURATION.value)

    def length_field(self, fieldname: str) -> str:
        """The field by whose lengths the terms of a field are scored: most often itself."""
        return _WORDS_OF.get(fieldname, fieldname)

    def idf(self, searcher: Any, fieldname: str, text: bytes) -> float:
        """The rarity of a term among the documents of a Whoosh searcher."""
        whole = searcher.get_parent()
        return self.rarity(fieldname, text, whole.doc_count_all(), whole.doc_frequency)

    def rarity(
        self, fieldname: str, text: bytes, documents: int, documents_with: DocumentsWith
    ) -> float:
        """The rarity of a term: of a pair what it says beyond its rarer word."""
        if fieldname not in _WORDS_OF:
            return rarity(documents, documents_with(*_judged_by(fieldname, text)))
        words = text.split(_BETWEEN)
        if any(word.startswith(_BARE) for word in words):
            words = [_bare_word(word) for word in words]
            fieldname = PAIRS_FOLDED
        pair = rarity(documents, documents_with(fieldname, _BETWEEN.join(words)))
        field = _WORDS_OF[fieldname]
        rarer = max(rarity(documents, documents_with(field, word)) for word in words)
        return max(0.0, pair - PAIR_BEYOND.value * rarer)

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: int = 1) -> Any:
        """The scorer of one term."""
        if fieldname not in _WORDS_OF and not searcher.schema[fieldname].scorable:
            return super().scorer(searcher, fieldname, text, qf=qf)
        return GradedScorer(self, searcher, fieldname, text)


class GradedScorer(scoring.BaseScorer):
    """Scores one term of one field, a document at a time."""

    def __init__(
        self, weighting: GradedWeighting, searcher: Any, fieldname: str, text: bytes
    ) -> None:
        whole = searcher.get_parent()
        self.idf: float = whole.idf(fieldname, text)
        self._searcher = searcher
        self._lengths = weighting.length_field(fieldname)
        self._average = whole.avg_field_length(self._lengths) or 1
        self._share, self._k1 = weighting.B, weighting.K1

    def score(self, matcher: Any) -> float:
        """The score of the document where a matcher stands."""
        length = self._searcher.doc_field_length(matcher.id(), self._lengths, 1)
        norm = length_norm(length, self._average, share=self._share, k1=self._k1)
        score: float = bm25(self.idf, matcher.weight(), norm, k1=self._k1)
        return score


def _judged_by(fieldname: str, text: bytes) -> tuple[str, bytes]:
    """The term by whose documents the rarity of a term is judged: most often itself."""
    fieldname = _JUDGED_IN.get(fieldname, fieldname)
    if text.startswith(_BARE):
        return folded_twin(fieldname), text.removeprefix(_BARE)
    return fieldname, text


def _bare_word(word: bytes) -> bytes:
    """A word of text written without marks, without any that it has."""
    return fold_token(word.removeprefix(_BARE).decode()).encode()
