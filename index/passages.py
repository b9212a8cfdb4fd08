"""An article and a Query go in; its title and the passages that answer best come out, marked.

Marks are spans into the stored text; they cover tokens that the query asked for, nothing else.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.article import Article
from index.fields import FieldText, field_text, searched_texts
from index.matching import asked_tokens
from index.query import Phrase, Query
from index.results import Passage, Span

PASSAGE_TOKENS = 36  # two to three lines of a phone; measured by eye on the sample portal
_LEAD_TOKENS = 12  # shown before the first mark, so that it stands in its sentence
_MOST_PASSAGES = 2
_MOST_TRIED = 50  # places of one phrase in one text: a text that repeats itself costs no more
# Where a snippet is looked for; of equal passages the earlier field's is shown.
_TELLING_FIELDS = ("body", "summary", "captions", "attachments")
# Shown only where nothing more telling holds a word of the query: they say who and where.
_LABEL_FIELDS = ("unit", "author", "section", "tags")
_SNIPPET_FIELDS = (*_TELLING_FIELDS, *_LABEL_FIELDS)
_SENTENCE_ENDS = (".", "!", "?", "…", "\n")


@dataclass(frozen=True, slots=True)
class _Window:
    """Tokens `first` to `last` (exclusive) of a text, and what the query asked for in them."""

    text: FieldText
    first: int
    last: int
    phrases: frozenset[Phrase]
    neighbours: int


_Marked = tuple[_Window, dict[int, Phrase]]  # a window and what the query asked for in its text


def title_passage(article: Article, query: Query, *, relaxed: bool) -> Passage:
    """The whole title with its marks."""
    title = field_text("title", article.title)
    asked = asked_tokens(query, title, relaxed=relaxed)
    return Passage(field="title", start=0, text=article.title, marks=_spans(title, asked))


def best_passages(article: Article, query: Query, *, relaxed: bool) -> tuple[Passage, ...]:
    """At most two passages: the one with most of the query, and one with what it lacks.

    Where no text but the title holds a word of the query, the beginning of the text, unmarked.
    """
    windows: list[_Marked] = []
    for name, stored in searched_texts(article):
        if name in _SNIPPET_FIELDS:
            text = field_text(name, stored)
            asked = asked_tokens(query, text, relaxed=relaxed)
            windows.extend((window, asked) for window in _windows(text, asked))
    if not windows:
        return (_beginning(article),)
    telling = [pair for pair in windows if pair[0].text.field in _TELLING_FIELDS]
    windows = telling or windows
    chosen: list[_Marked] = []
    covered: frozenset[Phrase] = frozenset()
    while len(chosen) < _MOST_PASSAGES:
        best = max(windows, key=lambda pair: _worth(pair[0], covered))
        if not best[0].phrases - covered:
            break
        chosen.append(best)
        covered |= best[0].phrases
    return tuple(_passage(window, asked) for window, asked in _apart(chosen))


def _windows(text: FieldText, asked: dict[int, Phrase]) -> list[_Window]:
    """A window for each asked token, beginning a little before it or with its sentence."""
    windows = []
    seen: set[int] = set()
    tried: Counter[Phrase] = Counter()
    for place in sorted(asked):
        tried[asked[place]] += 1
        if tried[asked[place]] > _MOST_TRIED:
            continue
        first = _sentence_start(text, place)
        if first in seen:
            continue
        seen.add(first)
        last = min(len(text.tokens), first + PASSAGE_TOKENS)
        inside = [spot for spot in range(first, last) if spot in asked]
        neighbours = sum(
            spot + 1 in asked and asked[spot] != asked[spot + 1] for spot in inside[:-1]
        )
        phrases = frozenset(asked[spot] for spot in inside)
        windows.append(_Window(text, first, last, phrases, neighbours))
    return windows


def _sentence_start(text: FieldText, place: int) -> int:
    """The place where the sentence of a token begins, if that is near, else a few before it."""
    earliest = max(0, place - _LEAD_TOKENS)
    for spot in range(place, earliest, -1):
        between = text.text[text.tokens[spot - 1].end : text.tokens[spot].start]
        if any(end in between for end in _SENTENCE_ENDS):
            return spot
    return earliest


def _apart(chosen: list[_Marked]) -> list[_Marked]:
    """Windows that overlap or touch as one, so that nothing is shown twice."""
    apart: list[_Marked] = []
    for window, asked in chosen:
        for place, (other, _) in enumerate(apart):
            if other.text is window.text and _touch(other, window):
                first, last = min(other.first, window.first), max(other.last, window.last)
                apart[place] = (replace(other, first=first, last=last), asked)
                break
        else:
            apart.append((window, asked))
    return apart


def _touch(one: _Window, other: _Window) -> bool:
    return one.first <= other.last and other.first <= one.last


def _worth(window: _Window, covered: frozenset[Phrase]) -> tuple[int, int, int, int]:
    """How much a window adds: new words, words side by side, the field, then the place."""
    field_rank = _SNIPPET_FIELDS.index(window.text.field)
    return (len(window.phrases - covered), window.neighbours, -field_rank, -window.first)


def _passage(window: _Window, asked: dict[int, Phrase]) -> Passage:
    tokens = window.text.tokens
    start = tokens[window.first].start
    end = tokens[window.last - 1].end
    if window.last == len(tokens):
        end = len(window.text.text)
    inside = [spot for spot in asked if window.first <= spot < window.last]
    return Passage(
        field=window.text.field,
        start=start,
        text=window.text.text[start:end],
        marks=_spans(window.text, inside),
    )


def _beginning(article: Article) -> Passage:
    name, stored = ("summary", article.summary) if article.summary else ("body", article.body)
    text = field_text(name, stored)
    cut = text.tokens[:PASSAGE_TOKENS]
    whole = len(cut) == len(text.tokens)
    end = len(stored) if whole or not cut else cut[-1].end
    return Passage(field=name, start=0, text=stored[:end])


def _spans(text: FieldText, places: Sequence[int] | dict[int, Phrase]) -> tuple[Span, ...]:
    return tuple(Span(text.tokens[spot].start, text.tokens[spot].end) for spot in sorted(places))
