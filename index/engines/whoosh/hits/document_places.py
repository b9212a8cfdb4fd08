"""One of several documents goes in; what a query asked for in it, and where, comes out."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice

from index.engines.whoosh.codec.anchors import ANCHORED
from index.engines.whoosh.hits.stream_places import StreamPlaces
from index.engines.whoosh.hits.token_places import Piece
from index.passages import LEAD_TOKENS, PASSAGE_TOKENS, Texts
from index.places import AskedToken, Spans
from index.text.tokens import token_spans

# A token and what parts it from the next take 4.7 on average; where that was too few, the
# tokens are read one by one.
_TOKEN_CHARACTERS = 7


class DocumentPlaces:
    """What a query asked for in one of these documents: `Places` of it."""

    def __init__(self, found: StreamPlaces, document: int, texts: Texts) -> None:
        self._found = found
        self._document = document
        self._texts = texts
        self._best = found.best(document, 0)
        self._title: Spans | None = None
        self._seen: Spans | None = None
        self._seen_from = 0
        self._seen_to_the_end = False

    def best(self, covered: int) -> tuple[int, int] | None:
        """The text and the token from which on most is shown that is not `covered` yet."""
        return self._found.best(self._document, covered) if covered else self._best

    def inside(self, text: int, first: int, last: int) -> list[AskedToken]:
        """The asked tokens of a part of a text."""
        found = self._found
        number = found.firsts[self._document] + text
        begin = found.begins[number]
        places = found.places
        low = bisect_left(places, begin + first)
        high = bisect_left(places, min(begin + last, found.begins[number + 1]), low)
        return [
            (place - begin, words, joined)
            for place, words, joined in zip(
                places[low:high], found.words[low:high], found.joined[low:high], strict=True
            )
        ]

    def foresee(self) -> list[Piece]:
        """The pieces whose tokens will be asked for: the title, and where the best window is."""
        title = self._texts[0][1]
        pieces = [Piece(title, 0, len(title))]
        if self._best is not None:
            text, token = self._best
            first = max(0, token - LEAD_TOKENS)
            self._seen_from, character = self._anchor(text, first)
            tokens = token + PASSAGE_TOKENS + 1 - self._seen_from
            content = self._texts[text][1]
            end = character + tokens * _TOKEN_CHARACTERS
            self._seen_to_the_end = end >= len(content)
            pieces.append(Piece(content, character, end))
        return pieces

    def see(self, found: Sequence[Spans | None]) -> None:
        """Take what was found in the pieces that were foreseen."""
        self._title, *others = found
        self._seen = others[0] if others else None

    def spans(self, text: int, first: int, last: int) -> tuple[int, Spans]:
        """The characters of some tokens: those foreseen, or read from the nearest anchor on."""
        if text == 0 and self._title is not None:
            return 0, self._title
        if self._seen is not None and self._best is not None and text == self._best[0]:
            offset = self._seen_from
            if offset <= first and (self._seen_to_the_end or last <= offset + len(self._seen[0])):
                return offset, self._seen
        offset, character = self._anchor(text, first)
        found = token_spans(self._texts[text][1], character)
        own = list(islice(found, last - offset))
        return offset, ([start for start, _ in own], [end for _, end in own])

    def _anchor(self, text: int, token: int) -> tuple[int, int]:
        """A token at or before one, and a character from which on it is met first."""
        found = self._found
        first = found.firsts[self._document]
        begin = found.begins[first + text] - found.begins[first]
        anchors = found.stream.anchors
        if anchors is None or token < ANCHORED:
            return 0, 0
        position, character = anchors.before(found.starts[self._document], begin + token)
        if position < begin:
            return 0, 0
        return position - begin, character - sum(len(own) + 1 for _, own in self._texts[:text])
