"""The composed text of a query goes in; its words, its bare letters and known phrases come out."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Generic, TypeVar

from index.query import Word
from index.text.legal import is_legal_without_marks
from index.text.tokens import Token, tokenize

Value = TypeVar("Value")

_SURE_WITHOUT_MARKS = 3  # syllables: a run that long is no accident
_GAP = re.compile(r"[ .&/–-]{0,3}")
_GAP_OR_COMMA = re.compile(r"[ .,&/–-]{0,3}")


@lru_cache(maxsize=8192)  # the tables say the same words again and again
def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text.

    >>> [word.canonical for word in words_of("GD&ĐT")]
    ['gd', 'đt']
    """
    return tuple(Word(token.canonical, token.folded) for token in tokenize(text))


def bare_letters(text: str) -> str:
    """The text in lower case without marks, letter for letter: no place in it moves.

    >>> bare_letters("Ngày 23 tháng 9 ở Đắk Lắk")
    'ngay 23 thang 9 o dak lak'
    """
    return "".join(map(_bare_letter, text))


def _bare_letter(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    first = unicodedata.normalize("NFD", letter)[0].lower()
    return {"đ": "d", "ð": "d", "ɖ": "d"}.get(first, first if len(first) == 1 else letter)


def says(typed: Sequence[Word], meant: Sequence[Word]) -> bool:
    """Whether words were typed for others: all with the same marks, or all without any."""
    if len(typed) != len(meant) or any(
        one.folded != other.folded for one, other in zip(typed, meant, strict=True)
    ):
        return False
    if not any(word.marked for word in typed):
        return True
    return all(one.canonical == other.canonical for one, other in zip(typed, meant, strict=True))


def _without_marks(words: Iterable[Word]) -> list[str]:
    return [word.folded for word in words]


class Typed:
    """A text with its tokens, their words, and its bare letters."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: tuple[Token, ...] = tuple(tokenize(text))
        self.words = tuple(Word(token.canonical, token.folded) for token in self.tokens)

    @cached_property
    def bare(self) -> str:
        """The text in lower case without marks, letter for letter."""
        return bare_letters(self.text)

    @cached_property
    def shouted(self) -> bool:
        """Whether more than one word is written, and all in capitals."""
        letters = [token.text for token in self.tokens if token.text.isalpha()]
        return len(letters) > 1 and all(word.isupper() for word in letters)

    @cached_property
    def marked(self) -> bool:
        """Whether it was typed with marks anywhere, so that bare syllables mean bare ones."""
        return any(word.marked for word in self.words)

    def says(self, stretch: Sequence[Word], meant: Sequence[Word]) -> bool:
        """Whether a stretch of this text was typed for other words.

        Where there are marks elsewhere, one or two bare syllables mean themselves: `Chi Lăng`
        has no `chị`. A longer run (`uy ban nhan dan`), or what is no syllable, means the same.
        """
        if not says(stretch, meant):
            return False
        if not self.marked or len(stretch) >= _SURE_WITHOUT_MARKS:
            return True
        return all(
            one == other or not is_legal_without_marks(one.folded)
            for one, other in zip(stretch, meant, strict=True)
        )

    def within(self, start: int, end: int) -> tuple[Word, ...]:
        """The words between two places."""
        first = bisect_left(self.tokens, start, key=lambda token: token.start)
        last = bisect_right(self.tokens, end, key=lambda token: token.end)
        return self.words[first:last]

    def starts_clean(self, first: int) -> bool:
        """Whether a token begins a word, and not the middle of a host, an address or an operator.

        `gov.vn` holds no abbreviation, `-"..."` and `title:"..."` are other questions.
        """
        start = self.tokens[first].start
        if start == 0:
            return True
        before, earlier = self.text[start - 1], self.text[max(0, start - 2) : start - 1]
        if before == "-":
            return earlier.isalnum()
        return before not in ":@_" and not (before in "./" and earlier.isalnum())

    def joined(self, first: int, last: int) -> bool:
        """Whether nothing but blanks and light signs stands between tokens: no quotation mark.

        A comma does in a longer run: `cán bộ, công chức`, but not `khoa, học`.
        """
        gap = _GAP_OR_COMMA if last - first >= _SURE_WITHOUT_MARKS else _GAP
        pairs = pairwise(self.tokens[first:last])
        return all(gap.fullmatch(self.text, one.end, other.start) for one, other in pairs)

    def others(
        self, stretch: tuple[Word, ...], wordings: Iterable[tuple[Word, ...]]
    ) -> tuple[tuple[Word, ...], ...]:
        """Of the wordings those that find more than a stretch of this text does, each once.

        In a text without marks a word finds every spelling of itself already.
        """
        own = _without_marks(stretch)
        return tuple(
            wording
            for wording in dict.fromkeys(wordings)
            if wording != stretch and (self.marked or _without_marks(wording) != own)
        )


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """Known phrases at a place: tokens `first` to `last` (excluded), and what they stand for."""

    first: int
    last: int
    values: tuple[Value, ...]


class PhraseBook(Generic[Value]):
    """Known phrases, found in a text whether typed with marks or without."""

    def __init__(self, entries: Iterable[tuple[Sequence[Word], Value]]) -> None:
        self._entries: dict[tuple[str, ...], list[tuple[tuple[Word, ...], Value]]] = {}
        lengths: dict[str, set[int]] = {}
        for words, value in entries:
            key = tuple(word.folded for word in words)
            self._entries.setdefault(key, []).append((tuple(words), value))
            lengths.setdefault(key[0], set()).add(len(key))
        self._lengths = {first: sorted(own, reverse=True) for first, own in lengths.items()}

    def at(self, typed: Typed, first: int) -> Iterator[Found[Value]]:
        """The phrases that begin at a token, the longest first.

        Where some are spelt exactly as typed, those alone.
        """
        lengths = self._lengths.get(typed.words[first].folded)
        return self._found(typed, first, lengths) if lengths else iter(())

    def _found(self, typed: Typed, first: int, lengths: Sequence[int]) -> Iterator[Found[Value]]:
        words = typed.words
        for length in lengths:
            stretch = words[first : first + length]
            key = tuple(word.folded for word in stretch)
            entries = self._entries.get(key, ()) if len(key) == length else ()
            met = [entry for entry in entries if typed.says(stretch, entry[0])]
            same = [entry for entry in met if entry[0] == stretch]
            if met and typed.joined(first, first + length):
                yield Found(first, first + length, tuple(value for _, value in same or met))
