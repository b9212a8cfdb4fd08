"""What each document's score is multiplied by goes in; the highest of each block comes out too."""

from dataclasses import dataclass

from index.engines.whoosh.evaluation.candidates import Floats
from index.engines.whoosh.evaluation.peaks import highest_of_blocks


@dataclass(frozen=True, slots=True)
class Lifts:
    """Factors of the documents of a segment, never negative, and the highest of each block."""

    of_documents: Floats
    of_blocks: Floats

    @classmethod
    def of(cls, factors: Floats) -> "Lifts":
        """The lifts of a segment from the factor of each document."""
        return cls(factors, highest_of_blocks(factors))
