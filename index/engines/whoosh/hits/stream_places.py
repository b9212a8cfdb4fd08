"""Documents of a segment go in; for each, what a query asked for in it comes out, by arrays.

The tokens of all documents stand end to end, pieces of text apart by as much as a window is long,
so that no window reaches from one into the next. The meaning is that of `index.places`, which
the tests hold this to.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.token_stream import GAP, TokenStream
from index.engines.whoosh.hits.asked_terms import AskedTerms
from index.places import SURE_TOKENS, worth

Places = NDArray[np.int64]
Masks = NDArray[Any]

_WIDEST = 16  # of the windows that are doubled; SURE_TOKENS takes a half of it more


class StreamPlaces:
    """What a query asked for in the documents of one segment.

    `ranks` holds for each document the rank of each of its texts.
    """

    def __init__(
        self,
        stream: TokenStream,
        asked: AskedTerms,
        documents: Sequence[int],
        ranks: Sequence[Sequence[int]],
    ) -> None:
        self.stream = stream
        self._asked = asked
        codes, self.starts = stream.apart(documents)
        kinds = asked.kinds(codes, stream.rare_of(np.array(documents)))
        self._gaps = np.flatnonzero(codes == GAP)
        self._ranks = np.array([rank for own in ranks for rank in own])
        counts = [len(own) for own in ranks]
        self.firsts = np.cumsum([0, *counts]).tolist()
        self.begins = [0, *(self._gaps + 1).tolist()]
        self._find(kinds)

    def _find(self, kinds: NDArray[np.uint16]) -> None:
        """Find the asked tokens: their places, words, joined words and neighbours."""
        asked = self._asked
        places = np.flatnonzero(kinds)
        texts = np.searchsorted(self._gaps, places)
        own = kinds[places]
        size = len(kinds) + SURE_TOKENS * (len(self._gaps) + 1)
        spread = places + SURE_TOKENS * texts
        masks = asked.masks[own]
        if asked.masks is not asked.title_masks:
            titles = self._is_title(texts)
            masks = np.where(titles, asked.title_masks[own], masks)
        words = np.zeros(size, dtype=asked.dtype)
        words[spread] = masks
        begun = ended = words
        joined = np.zeros(size, dtype=asked.dtype)
        if asked.sequences:
            begun, ended = words.copy(), words.copy()
            self._find_sequences(kinds, places, own, (words, joined, begun, ended))
        beside = np.zeros(size, dtype=asked.dtype)
        np.bitwise_and(ended[:-1] << 1, begun[1:], out=beside[1:])
        joined |= beside
        joined[:-1] |= beside[1:] >> 1
        if asked.sequences or asked.masks is not asked.title_masks or not masks.all():
            kept = words[spread] != 0
            places, spread, texts = places[kept], spread[kept], texts[kept]
        self._windows(words, beside, spread)
        self._by_document(texts, words[spread])
        self.places: list[int] = places.tolist()
        self.words: list[int] = words[spread].tolist()
        self.joined: list[int] = joined[spread].tolist()

    def _by_document(self, texts: Places, words: Masks) -> None:
        """Judge the windows, and note of each document where its asked tokens are."""
        self._texts = texts
        self._own_ranks = self._ranks[texts]
        self._values = self._worth(slice(None), 0)[1]
        self._documents = np.searchsorted(texts, self.firsts).tolist()
        shown = np.zeros(len(words) + 1, dtype=words.dtype)
        shown[:-1] = np.where(self._own_ranks > 0, words, 0)
        self._every: list[int] = np.bitwise_or.reduceat(shown, self._documents[:-1]).tolist()

    def _is_title(self, texts: Places) -> NDArray[np.bool_]:
        titles = np.zeros(len(self._ranks), dtype=np.bool_)
        titles[self.firsts[:-1]] = True
        return titles[texts]

    def _find_sequences(
        self,
        kinds: NDArray[np.uint16],
        places: Places,
        own: NDArray[np.uint16],
        into: tuple[Masks, Masks, Masks, Masks],
    ) -> None:
        """Add the phrases of several words to `words`, `joined`, `begun` and `ended`."""
        words, joined, begun, ended = into
        for one in self._asked.sequences:
            bit = self._asked.dtype(one.bit)
            first = places[self._asked.answers[one.slots[0]][own]]
            first = first[first < len(kinds) - len(one.slots)]
            for place, slot in enumerate(one.slots[1:], start=1):
                first = first[self._asked.answers[slot][kinds[first + place]]]
            if not len(first):
                continue
            texts = np.searchsorted(self._gaps, first)
            if one.title_only:
                titles = self._is_title(texts)
                first, texts = first[titles], texts[titles]
            spread = first + SURE_TOKENS * texts
            begun[spread] |= bit
            ended[spread + len(one.slots) - 1] |= bit
            for place in range(len(one.slots)):
                words[spread + place] |= bit
                joined[spread + place] |= bit

    def _windows(self, words: Masks, beside: Masks, spread: Places) -> None:
        """From each asked token on, the words and the neighbours that are surely shown."""
        half = _doubled(words, _WIDEST // 2)
        whole = half.copy()
        whole[: -_WIDEST // 2] |= half[_WIDEST // 2 :]
        self._shown = whole[spread] | half[spread + _WIDEST]
        half = _doubled(beside, _WIDEST // 2)
        whole = half.copy()
        whole[: -_WIDEST // 2] |= half[_WIDEST // 2 :]
        self._beside = whole[spread + 1] | half[spread + _WIDEST]

    def _worth(self, own: slice, covered: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """How many new words windows show, and what they are worth."""
        kept = ~self._asked.dtype(covered)
        new = np.bitwise_count(self._shown[own] & kept).astype(np.int64)
        beside = np.bitwise_count(self._beside[own] & kept)
        return new, worth(new, beside.astype(np.int64), self._own_ranks[own])

    def best(self, document: int, covered: int) -> tuple[int, int] | None:
        """As `Places.best`, of the document with this number among those given."""
        own = slice(self._documents[document], self._documents[document + 1])
        if own.start == own.stop or not self._every[document] & ~covered:
            return None
        new = None
        values = self._values[own]
        if covered:
            new, values = self._worth(own, covered)
        best = int(values.argmax())
        place = own.start + best
        if not values[best] or (new is not None and not new[best]):
            return None
        text = int(self._texts[place])
        return text - self.firsts[document], self.places[place] - self.begins[text]


def _doubled(masks: Masks, width: int) -> Masks:
    """For each place the masks of it and of those after it, `width` in all, together."""
    reached = 1
    while reached < width:
        wider = masks.copy()
        wider[:-reached] |= masks[reached:]
        masks, reached = wider, 2 * reached
    return masks
