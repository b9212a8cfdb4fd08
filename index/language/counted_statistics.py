"""Articles as pieces of text go in, the Statistics of them come out, counted one by one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from index.fields import FieldText


class CountedStatistics:
    """How many articles hold what, for the plain engine."""

    def __init__(self, articles: Iterable[Sequence[FieldText]]) -> None:
        self.articles = 0
        self._holders: Counter[str] = Counter()
        self._folded: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._folded_pairs: Counter[tuple[str, str]] = Counter()
        self._spellings: dict[str, set[str]] = defaultdict(set)
        for texts in articles:
            self.articles += 1
            self._add(texts)

    def _add(self, texts: Sequence[FieldText]) -> None:
        marked = [text for text in texts if not text.bare]
        spelt = {
            (token.canonical, token.folded)
            for text in texts
            for token in text.tokens
            if not text.bare or token.canonical != token.folded
        }
        for canonical, folded in spelt:
            self._spellings[folded].add(canonical)
        self._holders.update({canonical for canonical, _ in spelt})
        self._folded.update({token.folded for text in texts for token in text.tokens})
        self._pairs.update(
            {
                (one.canonical, two.canonical)
                for text in marked
                for one, two in pairwise(text.tokens)
            }
        )
        self._folded_pairs.update(
            {(one.folded, two.folded) for text in texts for one, two in pairwise(text.tokens)}
        )

    def holders(self, spelling: str) -> int:
        """How many articles hold a canonical spelling, bare ones in text with marks."""
        return self._holders[spelling]

    def folded_holders(self, folded: str) -> int:
        """How many articles hold a folded spelling."""
        return self._folded[folded]

    def spellings(self, folded: str) -> Sequence[tuple[str, int]]:
        """The canonical spellings of a folded one with their holders, the most frequent first."""
        found = [(spelling, self._holders[spelling]) for spelling in self._spellings[folded]]
        return sorted(found, key=lambda one: (-one[1], one[0]))

    def pair_holders(self, first: str, second: str) -> int:
        """How many articles hold two canonical spellings as neighbours."""
        return self._pairs[first, second]

    def folded_pair_holders(self, first: str, second: str) -> int:
        """How many articles hold two folded spellings as neighbours."""
        return self._folded_pairs[first, second]
