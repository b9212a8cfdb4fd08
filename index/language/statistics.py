"""A spelling goes in, how many articles hold it comes out: what an index knows of its own words.

Spellings are canonical (`index.text`), folded ones carry no marks. Both engines answer; what was
removed may be counted until its segment is merged, so these are estimates after an update.
"""

from collections.abc import Sequence
from typing import Protocol


class Statistics(Protocol):
    """How often words stand in the articles of an index. Safe to share between threads."""

    @property
    def articles(self) -> int:
        """How many articles the index holds."""
        ...

    def holders(self, spelling: str) -> int:
        """How many articles hold a canonical spelling.

        Pieces of text written without marks are left out: a bare syllable there may be any.
        """
        ...

    def folded_holders(self, folded: str) -> int:
        """How many articles hold a folded spelling, with any marks or none."""
        ...

    def spellings(self, folded: str) -> Sequence[tuple[str, int]]:
        """The canonical spellings of a folded one with their holders, the most frequent first.

        Equally frequent ones come in the order of their letters.
        """
        ...

    def pair_holders(self, first: str, second: str) -> int:
        """How many articles hold two canonical spellings as neighbours, in this order."""
        ...

    def folded_pair_holders(self, first: str, second: str) -> int:
        """How many articles hold two folded spellings as neighbours, in this order."""
        ...
