"""Documents of a segment go in; for each, what a query asked for in it comes out, by arrays.

The tokens of all documents stand end to end, pieces of text apart by as much as a window is long,
so that no window reaches from one into the next. The meaning is that of `index.places`, which
the tests hold this to.
"""

from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.token_stream import GAP, TokenStream
from index.engines.whoosh.hits.asked_terms import AskedTerms, WordSequence
from index.places import MOST_RANK, SURE_TOKENS, AskedToken, base_worth, worth

Places = NDArray[np.int64]
Masks = NDArray[Any]

_THIRD = 8  # tokens looked at together; three times as many, but for the first's, are a window
_REST_OF_WINDOW = (_THIRD, SURE_TOKENS - 1 - _THIRD)
_PLACE_BITS = 32
_EVERY_PLACE = (1 << _PLACE_BITS) - 1
_NO_NUMBERS = np.empty(0, dtype=np.uint32)
_NO_VALUE = np.zeros(1, dtype=np.int64)
_NO_WORDS = np.zeros(1, dtype=np.uint8)
_NOWHERE = np.zeros(0, dtype=np.bool_)
_BASES = np.array([base_worth(rank) for rank in range(MOST_RANK + 1)])


class StreamPlaces:
    """What a query asked for in the documents of one segment.

    `ranks` holds for each document the rank of each of its texts. `places` are the asked tokens
    among all of them, `tokens` the same as each text counts them; `begins` is where texts begin.
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
        kinds = asked.kinds(codes, stream.rare_apart(documents) if asked.any_rare else _NO_NUMBERS)
        self._gaps = (codes == GAP).nonzero()[0]
        self._ranks = np.array([rank for own in ranks for rank in own])
        self.firsts = list(accumulate(map(len, ranks), initial=0))
        self._begins = np.zeros(len(self._gaps) + 1, dtype=np.int64)
        np.add(self._gaps, 1, out=self._begins[1:])
        self.begins: list[int] = self._begins.tolist()
        self._find(kinds)

    def _find(self, kinds: NDArray[np.uint16]) -> None:
        """Find the asked tokens: their places, words, joined words and neighbours."""
        asked = self._asked
        places = (kinds != 0).nonzero()[0]
        texts = self._texts_of(places)
        own = kinds.take(places)
        words = asked.masks.take(own)
        if asked.masks is not asked.title_masks:
            words = np.where(self._is_title(texts), asked.title_masks.take(own), words)
        joined = np.zeros(len(words), dtype=asked.dtype)
        begun = ended = words
        if asked.sequences:
            words, begun, ended = words.copy(), words.copy(), words.copy()
            for one in asked.sequences:
                self._mark(one, (places, texts, own), (words, joined, begun, ended))
        beside = np.zeros(len(words), dtype=asked.dtype)
        if len(words) > 1:
            touching = places[1:] - places[:-1] == 1
            beside[1:] = (ended[:-1] << 1) & begun[1:] & _of_bits(touching, asked.dtype)
            joined |= beside
            joined[:-1] |= beside[1:] >> 1
        if asked.sequences or asked.masks is not asked.title_masks or not words.all():
            kept = words != 0
            places, texts, words = places[kept], texts[kept], words[kept]
            joined, beside = joined[kept], beside[kept]
        self._windows(places + SURE_TOKENS * texts, words, beside, len(kinds))
        self._by_document(texts, words)
        self.places: list[int] = places.tolist()
        within = (places - self._begins.take(texts)).tolist()
        self.tokens: list[AskedToken] = list(
            zip(within, words.tolist(), joined.tolist(), strict=True)
        )

    def _texts_of(self, places: Places) -> Places:
        """In which text each of some ascending places is."""
        ends = [*places.searchsorted(self._gaps).tolist(), len(places)]
        counts = [end - start for start, end in pairwise([0, *ends])]
        return np.arange(len(counts)).repeat(counts)

    def _by_document(self, texts: Places, words: Masks) -> None:
        """Judge the windows, and note of each document where its asked tokens are."""
        self._texts = texts
        self._words = words
        self._bases = _BASES.take(self._ranks).take(texts)
        self._documents = texts.searchsorted(self.firsts).tolist()
        values = self._worth(slice(None), 0)[1]
        # Of the most worthy windows of a document the first: its place is taken off.
        values <<= _PLACE_BITS
        values -= np.arange(1, len(values) + 1)
        padded = np.concatenate((values, _NO_VALUE))
        self._highest: list[int] = np.maximum.reduceat(padded, self._documents[:-1]).tolist()

    @cached_property
    def _every(self) -> list[int]:
        """For each document the words that any passage of it can show."""
        shown = np.concatenate(
            (self._words * (self._bases > 0), _NO_WORDS), dtype=self._asked.dtype
        )
        every: list[int] = np.bitwise_or.reduceat(shown, self._documents[:-1]).tolist()
        return every

    def _is_title(self, texts: Places) -> NDArray[np.bool_]:
        titles = np.zeros(len(self._ranks), dtype=np.bool_)
        titles[self.firsts[:-1]] = True
        return titles.take(texts)

    def _mark(
        self,
        sequence: WordSequence,
        found: tuple[Places, Places, NDArray[np.uint16]],
        into: tuple[Masks, Masks, Masks, Masks],
    ) -> None:
        """Add a phrase of several words to `words`, `joined`, `begun` and `ended`."""
        places, texts, own = found
        words, joined, begun, ended = into
        answers = [self._asked.answers[slot] for slot in sequence.slots]
        rest = len(answers) - 1
        # Each of its words is an asked token: where it stands, they are next to each other in
        # `places` as well.
        there = answers[0][own[: len(own) - rest]] if rest < len(own) else _NOWHERE
        first = there.nonzero()[0]
        for place, answering in enumerate(answers[1:], start=1):
            first = first[answering[own[first + place]]]
        first = first[places[first + rest] - places[first] == rest]
        if sequence.title_only:
            first = first[self._is_title(texts[first])]
        bit = self._asked.dtype(sequence.bit)
        begun[first] |= bit
        ended[first + rest] |= bit
        for place in range(len(answers)):
            words[first + place] |= bit
            joined[first + place] |= bit

    def _windows(self, spread: Places, words: Masks, beside: Masks, tokens: int) -> None:
        """From each asked token on, the words and the neighbours that are surely shown."""
        # Both are found at once: one behind the other.
        size = tokens + SURE_TOKENS * (len(self._gaps) + 1)
        both = np.zeros(2 * size, dtype=self._asked.dtype)
        both[spread] = words
        both[spread + (size - 1)] = beside  # the first token's neighbour is not shown
        third = _together(both)
        starts = np.concatenate([spread, spread + size])
        shown = third.take(starts)
        for start in _REST_OF_WINDOW:
            shown |= third.take(starts + start)
        self._shown, self._beside = shown[: len(spread)], shown[len(spread) :]
        self._shown |= both.take(spread + (SURE_TOKENS - 1))

    def _worth(self, own: slice, covered: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """How many new words windows show, and what they are worth."""
        shown, beside = self._shown[own], self._beside[own]
        if covered:
            kept = ~self._asked.dtype(covered)
            shown, beside = shown & kept, beside & kept
        new = np.bitwise_count(shown)
        return new, worth(new.astype(np.int64), np.bitwise_count(beside), self._bases[own])

    def best(self, document: int, covered: int) -> tuple[int, int] | None:
        """As `Places.best`, of the document with this number among those given."""
        if self._documents[document] == self._documents[document + 1]:
            return None
        if covered:
            place = self._best_but(document, covered)
        else:
            value = self._highest[document]
            place = ~value & _EVERY_PLACE if value > 0 else None
        if place is None:
            return None
        text = int(self._texts[place])
        return text - self.firsts[document], self.tokens[place][0]

    def _best_but(self, document: int, covered: int) -> int | None:
        """The best window of a document of which some words are shown already."""
        if not self._every[document] & ~covered:
            return None
        first, last = self._documents[document], self._documents[document + 1]
        new, values = self._worth(slice(first, last), covered)
        best = int(values.argmax())
        return first + best if values[best] > 0 and new[best] else None


def _together(masks: Masks) -> Masks:
    """For each place, but the last ones, the masks of it and of those after it, `_THIRD` in all."""
    reached = 1
    while reached < _THIRD:
        masks = masks[:-reached] | masks[reached:]
        reached *= 2
    return masks


def _of_bits(mask: NDArray[np.bool_], dtype: Any) -> Masks:
    """All bits where a mask is set, else none."""
    return -mask.astype(dtype)
