"""Documents of a segment go in; for each, what a query asked for in it comes out, by arrays.

The tokens of all documents stand end to end, pieces of text apart by as much as a window is long,
so that no window reaches from one into the next. The meaning is that of `index.places`, which
the tests hold this to.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.token_stream import GAP, TokenStream
from index.engines.whoosh.hits.asked_terms import AskedTerms
from index.places import SURE_TOKENS, worth

Places = NDArray[np.int64]
Masks = NDArray[Any]

_THIRD = 8  # tokens looked at together; three times as many, but for the first's, are a window
_REST_OF_WINDOW = (_THIRD, SURE_TOKENS - 1 - _THIRD)
_PLACE_BITS = 32
_EVERY_PLACE = (1 << _PLACE_BITS) - 1
_NO_NUMBERS = np.empty(0, dtype=np.uint32)


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
        kinds = asked.kinds(
            codes, stream.rare_of(np.array(documents)) if asked.any_rare else _NO_NUMBERS
        )
        self._gaps = (codes == GAP).nonzero()[0]
        self._ranks = np.array([rank for own in ranks for rank in own])
        self.firsts = list(accumulate(map(len, ranks), initial=0))
        self.begins = [0, *(self._gaps + 1).tolist()]
        self._find(kinds)

    def _find(self, kinds: NDArray[np.uint16]) -> None:
        """Find the asked tokens: their places, words, joined words and neighbours."""
        asked = self._asked
        places = (kinds != 0).nonzero()[0]
        texts = self._texts_of(places)
        own = kinds.take(places)
        size = len(kinds) + SURE_TOKENS * (len(self._gaps) + 1)
        spread = places + SURE_TOKENS * texts
        masks = asked.masks[own]
        if asked.masks is not asked.title_masks:
            titles = self._is_title(texts)
            masks = np.where(titles, asked.title_masks[own], masks)
        # What windows show of words and of neighbours is found at once: one behind the other.
        both = np.zeros(2 * size, dtype=asked.dtype)
        words = both[:size]
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
        both[size:-1] = beside[1:]  # the first token's neighbour stands before what is shown
        self._windows(both, spread, size)
        shown = words.take(spread)
        self._by_document(texts, shown)
        self.places: list[int] = places.tolist()
        self.words: list[int] = shown.tolist()
        self.joined: list[int] = joined.take(spread).tolist()

    def _texts_of(self, places: Places) -> Places:
        """In which text each of some ascending places is."""
        ends = [*places.searchsorted(self._gaps).tolist(), len(places)]
        counts = [end - start for start, end in pairwise([0, *ends])]
        return np.arange(len(counts)).repeat(counts)

    def _by_document(self, texts: Places, words: Masks) -> None:
        """Judge the windows, and note of each document where its asked tokens are."""
        self._texts = texts
        self._own_ranks = self._ranks.take(texts)
        values = self._worth(slice(None), 0)[1]
        self._documents = texts.searchsorted(self.firsts).tolist()
        self._every: list[int] = _reduced(
            np.bitwise_or, words * (self._own_ranks > 0), self._documents
        )
        # Of the most worthy windows of a document the first: its place is taken off.
        values <<= _PLACE_BITS
        values -= np.arange(1, len(values) + 1)
        self._highest: list[int] = _reduced(np.maximum, values, self._documents)

    def _is_title(self, texts: Places) -> NDArray[np.bool_]:
        titles = np.zeros(len(self._ranks), dtype=np.bool_)
        titles[self.firsts[:-1]] = True
        return titles.take(texts)

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

    def _windows(self, both: Masks, spread: Places, size: int) -> None:
        """From each asked token on, the words and the neighbours that are surely shown."""
        third = _together(both)
        starts = np.concatenate([spread, spread + size])
        shown = third.take(starts)
        for start in _REST_OF_WINDOW:
            shown |= third.take(starts + start)
        self._shown, self._beside = shown[: len(spread)], shown[len(spread) :]
        self._shown |= both.take(spread + (SURE_TOKENS - 1))

    def _worth(self, own: slice, covered: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """How many new words windows show, and what they are worth."""
        kept = ~self._asked.dtype(covered)
        new = np.bitwise_count(self._shown[own] & kept)
        beside = np.bitwise_count(self._beside[own] & kept)
        return new, worth(new.astype(np.int64), beside, self._own_ranks[own])

    def best(self, document: int, covered: int) -> tuple[int, int] | None:
        """As `Places.best`, of the document with this number among those given."""
        own = slice(self._documents[document], self._documents[document + 1])
        if own.start == own.stop or not self._every[document] & ~covered:
            return None
        if covered:
            new, values = self._worth(own, covered)
            best = int(values.argmax())
            place = own.start + best
            if not values[best] or not new[best]:
                return None
        else:
            value = self._highest[document]
            if value < 0:
                return None
            place = ~value & _EVERY_PLACE
        text = int(self._texts[place])
        return text - self.firsts[document], self.places[place] - self.begins[text]


def _together(masks: Masks) -> Masks:
    """For each place, but the last ones, the masks of it and of those after it, `_THIRD` in all."""
    reached = 1
    while reached < _THIRD:
        masks = masks[:-reached] | masks[reached:]
        reached *= 2
    return masks


def _reduced(function: np.ufunc, values: Masks, bounds: Sequence[int]) -> list[int]:
    """What a function makes of the values from each bound to the next; of none anything."""
    padded = np.append(values, values.dtype.type(0))
    reduced: list[int] = function.reduceat(padded, bounds[:-1]).tolist()
    return reduced
