"""One of several documents goes in; what a query asked for in it, and where, comes out."""

from bisect import bisect_left
from itertools import islice

from index.engines.whoosh.codec.anchors import ANCHORED
from index.engines.whoosh.hits.stream_places import StreamPlaces
from index.engines.whoosh.hits.token_places import Piece
from index.passages import LEAD_TOKENS, PASSAGE_TOKENS, Texts
from index.places import AskedToken, Spans
from index.text.tokens import token_spans

# Ten tokens and what parts them take 47 on average. Where these were too few (one window in four
# thousand of news), the tokens are read one by one.
_TEN_TOKENS = 55


class DocumentPlaces:
    """What a query asked for in one of these documents: `Places` of it."""

    def __init__(self, found: StreamPlaces, document: int, texts: Texts) -> None:
        self._found = found
        self._document = document
        self._texts = texts
        self._first = found.firsts[document]
        self._title: Spans | None = None
        # The text of which tokens are known, which of it come first, and their characters.
        self._seen_text = -1
        self._seen_from = 0
        self._seen_to_the_end = False
        self._seen: Spans | None = None

    def best(self, covered: int) -> tuple[int, int] | None:
        """The text and the token from which on most is shown that is not `covered` yet."""
        return self._found.best(self._document, covered)

    def inside(self, text: int, first: int, last: int) -> list[AskedToken]:
        """The asked tokens of a part of a text."""
        found = self._found
        number = self._first + text
        begin, end = found.begins[number], found.begins[number + 1]
        low = bisect_left(found.places, begin + first)
        high = bisect_left(found.places, min(begin + last, end), low)
        return found.tokens[low:high]

    @property
    def title(self) -> Piece:
        """The piece that a title is."""
        title = self._texts[0][1]
        return Piece(title, 0, len(title))

    def see_title(self, found: Spans | None) -> None:
        """Take the tokens of the title."""
        self._title = found

    def around(self, text: int, token: int) -> Piece:
        """The piece whose tokens are asked for where a passage is made for the sake of one."""
        self._seen_text = text
        self._seen_from, character = self._anchor(text, max(0, token - LEAD_TOKENS))
        tokens = token + PASSAGE_TOKENS + 1 - self._seen_from
        content = self._texts[text][1]
        end = character + tokens * _TEN_TOKENS // 10
        self._seen_to_the_end = end >= len(content)
        return Piece(content, character, end)

    def see(self, found: Spans | None) -> None:
        """Take the tokens of the piece that was named last."""
        self._seen = found

    def spans(self, text: int, first: int, last: int) -> tuple[int, Spans]:
        """The characters of some tokens: those seen, or read from the nearest anchor on."""
        if text == 0 and self._title is not None:
            return 0, self._title
        if text == self._seen_text and self._seen is not None:
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
        anchors = found.stream.anchors
        if anchors is None or token < ANCHORED:
            return 0, 0
        begin = found.begins[self._first + text] - found.begins[self._first]
        position, character = anchors.before(found.starts[self._document], begin + token)
        if position < begin:
            return 0, 0
        return position - begin, character - sum([len(own) + 1 for _, own in self._texts[:text]])
