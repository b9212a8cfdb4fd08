"""A term of a field goes in, its BM25 scorer comes out, with the rarity of its grade.

The arithmetic takes numbers and arrays alike: Whoosh's matchers score a document at a time with
it, the evaluation thousands.
"""

from typing import Any

from whoosh import scoring

from index.engines.whoosh.schema import BARE, folded_twin
from index.ranking import LENGTH_SHARE, SATURATION

_BARE = BARE.encode()


def length_norm(length: Any, average: float, *, share: float, k1: float) -> Any:
    """What BM25 adds to a weight before it divides: more for long documents.

    `share` is BM25's b, the part of the norm that length decides.
    """
    return k1 * ((1 - share) + share * length / average)


def saturation(weight: Any, norm: Any) -> Any:
    """What BM25 makes of a weight, between 0 and 1; the weight itself where there is no norm."""
    return weight if norm is None else weight / (weight + norm)


def bm25(rarity: float, weight: Any, norm: Any, *, k1: float) -> Any:
    """The score of a term in a document; `rarity` is its idf."""
    return rarity * (k1 + 1) * saturation(weight, norm)


class GradedWeighting(scoring.BM25F):
    """BM25 by field, where a bare spelling counts for no more than the letters are worth.

    Few fields are written without marks, so the bare spellings in them are rare; that says
    nothing about the word. Its rarity is that of the letters with any marks.
    """

    def __init__(self) -> None:
        super().__init__(B=LENGTH_SHARE.value, K1=SATURATION.value)

    def rarity_term(self, fieldname: str, text: bytes) -> tuple[str, bytes]:
        """The term by whose documents the rarity of a term is judged: most often itself."""
        if text.startswith(_BARE):
            return folded_twin(fieldname), text.removeprefix(_BARE)
        return fieldname, text

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: int = 1) -> Any:
        """The scorer of one term."""
        if not searcher.schema[fieldname].scorable:
            return super().scorer(searcher, fieldname, text, qf=qf)
        return GradedScorer(self, searcher, fieldname, text)


class GradedScorer(scoring.WeightLengthScorer):
    """Scores one term of one field, a document at a time."""

    def __init__(
        self, weighting: GradedWeighting, searcher: Any, fieldname: str, text: bytes
    ) -> None:
        whole = searcher.get_parent()
        self.idf = whole.idf(*weighting.rarity_term(fieldname, text))
        self._average = whole.avg_field_length(fieldname) or 1
        self._share, self._k1 = weighting.B, weighting.K1
        self.setup(searcher, fieldname, text)

    def _score(self, weight: float, length: float) -> float:
        norm = length_norm(length, self._average, share=self._share, k1=self._k1)
        score: float = bm25(self.idf, weight, norm, k1=self._k1)
        return score
