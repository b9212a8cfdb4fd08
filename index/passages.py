"""An article's texts and the places asked for go in; title and best passages come out, marked.

Marks are spans into the stored text; they cover tokens that the query asked for, nothing else.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from index.article import Article
from index.fields import field_text, searched_texts
from index.frozen import maker
from index.places import SURE_TOKENS, AskedToken, Places, Spans, TextPlaces
from index.query import Query
from index.results import Passage, Span
from index.text.tokens import token_spans

PASSAGE_TOKENS = 36  # two to three lines of a phone; measured by eye on the sample portal
PASSAGE_CHARACTERS = 400  # such tokens take 160; one passage made of two has at most twice that
LEAD_TOKENS = PASSAGE_TOKENS - SURE_TOKENS  # before the first mark: it stands in its sentence
_MOST_PASSAGES = 2
_passage, _span = maker(Passage), maker(Span)  # ten or twenty, and a hundred for each answer
_NO_SPANS: Spans = ([], [])
_JOINING = frozenset("/-.,:&")
_SENTENCE_ENDS = ".!?…\n"

Texts = Sequence[tuple[str, str]]  # as `searched_texts` gives them


class _Window(NamedTuple):
    """Tokens `first` to `last` (exclusive) of a text, and its characters from `start` to `end`.

    `spans` are the characters of the tokens from `offset` on, `asked` those asked for.
    """

    text: int
    first: int
    last: int
    start: int
    end: int
    offset: int
    spans: Spans
    asked: list[AskedToken]


def title_passage(article: Article, query: Query, *, relaxed: bool) -> Passage:
    """The whole title with its marks, found by reading all of it."""
    texts = list(searched_texts(article))
    return marked_title(texts, _places(texts, query, relaxed=relaxed))


def best_passages(article: Article, query: Query, *, relaxed: bool) -> tuple[Passage, ...]:
    """The passages of an article, found by reading all of it."""
    texts = list(searched_texts(article))
    return marked_passages(texts, _places(texts, query, relaxed=relaxed))


def _places(texts: Texts, query: Query, *, relaxed: bool) -> TextPlaces:
    return TextPlaces(query, [field_text(*text) for text in texts], relaxed=relaxed)


def marked_title(texts: Texts, places: Places) -> Passage:
    """The whole title with its marks."""
    _, title = texts[0]
    asked = places.inside(0, 0, len(title))
    spans = places.spans(0, 0, len(title))[1] if asked else _NO_SPANS
    return _passage("title", 0, title, _marks(asked, spans, 0))


def marked_passages(texts: Texts, places: Places) -> tuple[Passage, ...]:
    """At most two passages: the one with most of the query, and one with what it lacks.

    Words beside which their neighbours in the query stand count twice. Where no text but the
    title holds a word of the query, the beginning of the text, unmarked.
    """
    draft = PassageDraft(texts, places)
    while draft.wanted:
        draft.add()
    return draft.passages()


class PassageDraft:
    """The passages of one article in the making.

    `wanted` is the text and the token for which the next one is to be made; None once all are.
    """

    def __init__(self, texts: Texts, places: Places) -> None:
        self._texts = texts
        self._places = places
        self._chosen: list[_Window] = []
        self._covered = 0
        self.wanted = places.best(0)

    def add(self) -> None:
        """Make the passage that is wanted."""
        assert self.wanted is not None  # noqa: S101 - the caller has looked
        window = _window(self._texts, self._places, *self.wanted)
        self._chosen.append(window)
        self.wanted = None
        if len(self._chosen) < _MOST_PASSAGES:
            for _, words, _ in window.asked:
                self._covered |= words
            self.wanted = self._places.best(self._covered)

    def passages(self) -> tuple[Passage, ...]:
        """The passages, those that touch as one."""
        chosen = self._chosen
        if not chosen:
            return (_beginning(self._texts),)
        if len(chosen) == _MOST_PASSAGES and _touch(*chosen):
            chosen = [_joined(self._places, *chosen)]
        return tuple([_shown(self._texts, window) for window in chosen])


def _window(texts: Texts, places: Places, text: int, token: int) -> _Window:
    """The window that begins with the sentence of a token, if that is near, else before it."""
    content = texts[text][1]
    earliest = max(0, token - LEAD_TOKENS)
    # One token more tells whether the text ends with the window.
    offset, spans = places.spans(text, earliest, token + PASSAGE_TOKENS + 1)
    starts, ends = spans
    first = _sentence_start(content, spans, earliest - offset, token - offset)
    while ends[token - offset] > starts[first] + PASSAGE_CHARACTERS and first < token - offset:
        first += 1
    last, end = _cut(content, spans, first)
    # A token that is longer than any passage is shown, but not marked.
    last = last if ends[last - 1] <= end else last - 1
    start = starts[first]
    first, last = first + offset, last + offset
    asked = places.inside(text, first, last)
    return _Window(text, first, last, start, end, offset, spans, asked)


def _sentence_start(text: str, spans: Spans, earliest: int, place: int) -> int:
    """The token, `earliest` or later, with which the sentence of one begins."""
    starts, ends = spans
    begin = starts[earliest]
    stretch = text[begin : starts[place]]
    while (found := max(map(stretch.rfind, _SENTENCE_ENDS))) >= 0:
        first = bisect_right(starts, begin + found, earliest, place)
        # A sign inside of a number ends no sentence.
        if ends[first - 1] <= begin + found:
            return first
        stretch = stretch[:found]
    # Not in the middle of a date or a document number.
    at = earliest
    while at < place and _goes_on(text, starts[at]):
        at += 1
    return at


def _goes_on(text: str, start: int) -> bool:
    """Whether what begins at a character is joined to what stands before it, as `9` in `25/9`."""
    return start > 1 and text[start - 1] in _JOINING and text[start - 2].isalnum()


def _cut(text: str, spans: Spans, first: int) -> tuple[int, int]:
    """The token before which and the character at which a passage from a token on ends."""
    starts, ends = spans
    furthest = starts[first] + PASSAGE_CHARACTERS
    last = min(first + PASSAGE_TOKENS, len(ends))
    if len(ends) <= first + PASSAGE_TOKENS and len(text) <= furthest:
        return last, len(text)
    while last > first + 1 and ends[last - 1] > furthest:
        last -= 1
    return last, min(ends[last - 1], furthest)


def _touch(one: _Window, other: _Window) -> bool:
    return one.text == other.text and one.first <= other.last and other.first <= one.last


def _joined(places: Places, one: _Window, other: _Window) -> _Window:
    """Windows that overlap or touch as one, so that nothing is shown twice."""
    first, second = sorted((one, other), key=lambda window: window.offset)
    common = second.offset - first.offset
    together = (
        first.spans[0][:common] + second.spans[0],
        first.spans[1][:common] + second.spans[1],
    )
    begin, end = min(one.first, other.first), max(one.last, other.last)
    return _Window(
        text=one.text,
        first=begin,
        last=end,
        start=min(one.start, other.start),
        end=max(one.end, other.end),
        offset=first.offset,
        spans=together if len(together[0]) > len(first.spans[0]) else first.spans,
        asked=places.inside(one.text, begin, end),
    )


def _shown(texts: Texts, window: _Window) -> Passage:
    field, content = texts[window.text]
    start = window.start
    marks = _marks(window.asked, window.spans, window.offset)
    return _passage(field, start, content[start : window.end], marks)


def _beginning(texts: Texts) -> Passage:
    stored = dict(reversed(texts))
    field = "summary" if "summary" in stored else "body"
    text = stored[field]
    spans = list(islice(token_spans(text), PASSAGE_TOKENS + 1))
    whole = len(spans) <= PASSAGE_TOKENS and len(text) <= PASSAGE_CHARACTERS
    if whole or not spans:
        return Passage(field=field, start=0, text=text[:PASSAGE_CHARACTERS])
    ends = [end for _, end in spans[:PASSAGE_TOKENS] if end <= PASSAGE_CHARACTERS]
    return Passage(field=field, start=0, text=text[: ends[-1] if ends else PASSAGE_CHARACTERS])


def _marks(asked: Sequence[AskedToken], spans: Spans, offset: int) -> tuple[Span, ...]:
    """The spans of asked tokens; of words that stand beside their neighbours, no lone ones."""
    starts, ends = spans
    run = 0
    for _, _, joined in asked:
        run |= joined
    if run:
        asked = [one for one in asked if one[2] or one[1] & ~run]
    return tuple([_span(starts[token - offset], ends[token - offset]) for token, _, _ in asked])
