"""A sorted dictionary goes in; where a term would stand in its order comes out, in few looks."""

from bisect import bisect_left

from index.engines.whoosh.codec.dictionary import Dictionary

_APART = 64  # terms between two signposts: 300,000 terms have 5,000, which is half a megabyte


class Signposts:
    """Every so manyth term of a dictionary in its order, held in memory."""

    def __init__(self, terms: Dictionary) -> None:
        self._terms = terms
        self._posts = [terms.term(number) for number in terms.order[::_APART].tolist()]

    def place(self, term: bytes) -> int:
        """The first place in the order whose term is not before `term`."""
        post = bisect_left(self._posts, term)
        low = max(0, (post - 1) * _APART)
        high = min(post * _APART, len(self._terms))
        order = self._terms.order
        while low < high:
            middle = (low + high) // 2
            if self._terms.term(int(order[middle])) < term:
                low = middle + 1
            else:
                high = middle
        return low
