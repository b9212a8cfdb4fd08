"""A term of a field goes in, its BM25 scorer comes out, with the rarity of its grade."""

from typing import Any

from whoosh import scoring

from index.engines.whoosh.schema import BARE, folded_twin
from index.ranking import LENGTH_SHARE, SATURATION

_BARE = BARE.encode()


class GradedWeighting(scoring.BM25F):
    """BM25 by field, where a bare spelling counts for no more than the letters are worth.

    Few fields are written without marks, so the bare spellings in them are rare; that says
    nothing about the word. Its rarity is that of the letters with any marks.
    """

    def __init__(self) -> None:
        super().__init__(B=LENGTH_SHARE.value, K1=SATURATION.value)

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: int = 1) -> Any:
        """The scorer of one term."""
        scorer = super().scorer(searcher, fieldname, text, qf=qf)
        if text.startswith(_BARE):
            whole = searcher.get_parent()
            scorer.idf = whole.idf(folded_twin(fieldname), text.removeprefix(_BARE))
        return scorer
