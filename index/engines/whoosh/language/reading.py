"""The segments of a generation go in; their texts come out as word numbers, block by block.

Every piece of text is led by BOUNDARY, so that the next one's ends it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.dictionary import Dictionary
from index.engines.whoosh.codec.segment_columns import FieldColumns, SegmentColumns
from index.engines.whoosh.codec.token_stream import NO_TERM, TokenStream
from index.engines.whoosh.fields import TEXT_ACCENTED
from index.engines.whoosh.language.counting import Words
from index.engines.whoosh.schema import BARE
from index.language.model import BOUNDARY, FIRST_WORD, MOST_WORDS, UNKNOWN

_BLOCK = 2000  # documents read at once: a million words, ten megabytes
# Terms of a segment among which the words of a model are chosen: most others came once.
_CANDIDATES = 4 * MOST_WORDS
_NUMBER_SIGN = "/"  # of document numbers, which stand over other words


@dataclass(frozen=True, slots=True)
class LivingSegment:
    """A segment and the documents in it that are not deleted, ascending."""

    columns: SegmentColumns
    documents: NDArray[np.uint32]


def choose_words(segments: Sequence[LivingSegment]) -> list[str]:
    """The words that a model knows: those in the most articles, at most MOST_WORDS."""
    holders: Counter[str] = Counter()
    for segment in segments:
        field = _text(segment)
        if field is None:
            continue
        terms = _dictionary(field)
        frequencies = field.frequencies()
        often = _most_frequent(frequencies)
        for number in often.tolist():
            holders[terms.term(number).decode()] += int(frequencies[number])
    words = [word for word in holders if word[0] != BARE and _NUMBER_SIGN not in word]
    words.sort(key=lambda word: (-holders[word], word))
    return words[:MOST_WORDS]


def _most_frequent(frequencies: NDArray[Any]) -> NDArray[np.intp]:
    """The numbers of the terms that are looked at in a segment."""
    if len(frequencies) <= _CANDIDATES:
        return np.arange(len(frequencies))
    return np.argpartition(frequencies, len(frequencies) - _CANDIDATES)[-_CANDIDATES:]


@dataclass(frozen=True, slots=True)
class Block:
    """The texts of some documents, and their titles once more; each piece is led by BOUNDARY."""

    texts: Words
    titles: Words


def read_blocks(segments: Sequence[LivingSegment], words: Sequence[str]) -> Iterator[Block]:
    """The living documents in word numbers, block by block."""
    numbers = {word.encode(): place for place, word in enumerate(words, start=FIRST_WORD)}
    for segment in segments:
        field = _text(segment)
        if field is None or field.stream is None:
            continue
        terms = _dictionary(field).terms()
        number_of = np.array(
            [*(numbers.get(term, UNKNOWN) for term in terms), BOUNDARY], dtype=np.uint16
        )
        for start in range(0, len(segment.documents), _BLOCK):
            yield _block(field.stream, segment.documents[start : start + _BLOCK], number_of)


def _block(stream: TokenStream, documents: NDArray[np.uint32], number_of: Words) -> Block:
    tokens, places = stream.tokens_of(documents)
    tokens[tokens == NO_TERM] = len(number_of) - 1
    starts = places + np.arange(len(places))
    texts = np.insert(number_of[tokens], places, BOUNDARY)
    return Block(texts, _titles(texts, starts))


def _titles(texts: Words, starts: NDArray[np.int64]) -> Words:
    """The first piece of each document, from the boundary that begins it."""
    boundaries = np.append(np.flatnonzero(texts == BOUNDARY), len(texts))
    ends = boundaries[np.searchsorted(boundaries, starts, side="right")]
    steps = np.zeros(len(texts) + 1, dtype=np.int8)
    steps[starts] += 1
    steps[ends] -= 1
    within = np.cumsum(steps[:-1], dtype=np.int8) > 0
    titles: Words = texts[within]
    return titles


def _text(segment: LivingSegment) -> FieldColumns | None:
    return segment.columns.fields.get(TEXT_ACCENTED)


def _dictionary(field: FieldColumns) -> Dictionary:
    assert isinstance(field.terms, Dictionary)  # noqa: S101 - the text field has its own terms
    return field.terms
