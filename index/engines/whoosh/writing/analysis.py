"""A piece of text goes in, the numbers of its terms come out; what was met before is remembered.

Tokens never hold a blank, so text is split at blanks and each chunk is analysed once: Vietnamese
has some 7,000 syllables, and nearly all chunks of an article have been met before.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.schema import BARE
from index.ranking import BARE_SHARE
from index.text.tokens import document_numbers, tokenize

Numbers = NDArray[np.uint32]

MOST_CHUNKS = 1_000_000  # remembered; some 200 MB, then the memory starts anew
_OVER = np.uint32(1 << 31)  # set in a packed number: the term stands over the token before it
_MARKED, _SYLLABLE = 1, 2
_NUMBER_SIGN = "/"  # every document number has one
_FIRST_ROOM = 1 << 16


@dataclass(slots=True)
class Vocabulary:
    """Terms and their numbers, in the order they came."""

    terms: list[bytes] = field(default_factory=list)
    _numbers: dict[bytes, int] = field(default_factory=dict)

    def number(self, term: bytes) -> int:
        """The number of a term, a new one where it is met for the first time."""
        found = self._numbers.get(term)
        if found is None:
            found = self._numbers[term] = len(self.terms)
            self.terms.append(term)
        return found


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of text in term numbers: a token at each position, and what stands over some."""

    tokens: Numbers
    over_positions: NDArray[np.int64]
    over_terms: Numbers


class Analyst:
    """Reads text into term numbers, and knows of each term its folded one."""

    def __init__(self) -> None:
        self.accented = Vocabulary()
        self.folded = Vocabulary()
        self._folded_of = np.zeros(_FIRST_ROOM, dtype=np.uint32)
        self._signs = np.zeros(_FIRST_ROOM, dtype=np.uint8)
        self._bare_twins: dict[int, int] = {}
        self._chunks = _Chunks(self)

    @property
    def folded_of(self) -> Numbers:
        """For each accented term number the folded one."""
        return self._folded_of[: len(self.accented.terms)]

    def read(self, text: str) -> Piece:
        """The terms of one piece of composed text; bare spellings in bare text are led by BARE."""
        if len(self._chunks) > MOST_CHUNKS:
            self._chunks.clear()
        packed = b"".join(map(self._chunks.__getitem__, text.split()))
        numbers = np.frombuffer(packed, dtype=np.uint32)
        over = numbers >= _OVER
        if not over.any():
            return Piece(self._in_bare_text(numbers), _NO_POSITIONS, _NO_TERMS)
        positions = np.cumsum(~over)[over] - 1
        return Piece(self._in_bare_text(numbers[~over]), positions, numbers[over] - _OVER)

    def number_of(self, spelling: str, folded: str) -> int:
        """The accented number of a term, its folded one noted beside it."""
        known = len(self.accented.terms)
        number = self.accented.number(spelling.encode())
        if number == known:
            self._make_room(number)
            self._folded_of[number] = self.folded.number(folded.encode())
            self._signs[number] = (spelling != folded) * _MARKED + spelling.isalpha() * _SYLLABLE
        return number

    def _make_room(self, number: int) -> None:
        if number >= len(self._folded_of):
            self._folded_of = np.concatenate([self._folded_of, np.zeros_like(self._folded_of)])
            self._signs = np.concatenate([self._signs, np.zeros_like(self._signs)])

    def _in_bare_text(self, tokens: Numbers) -> Numbers:
        """The tokens as they are, or in a piece without marks their bare twins."""
        signs = self._signs[tokens]
        syllables = signs >= _SYLLABLE
        count = int(np.count_nonzero(syllables))
        marked = int(np.count_nonzero(signs == _MARKED + _SYLLABLE))
        if not count or marked >= BARE_SHARE.value * count:
            return tokens
        return np.array([self._bare_twin(token) for token in tokens.tolist()], dtype=np.uint32)

    def _bare_twin(self, token: int) -> int:
        if self._signs[token] & _MARKED:
            return token
        twin = self._bare_twins.get(token)
        if twin is None:
            spelling = self.accented.terms[token].decode()
            folded = self.folded.terms[int(self._folded_of[token])].decode()
            twin = self._bare_twins[token] = self.number_of(f"{BARE}{spelling}", folded)
        return twin


class _Chunks(dict[str, bytes]):
    """Chunks without blanks and the packed numbers of their terms, filled as they are asked."""

    def __init__(self, analyst: Analyst) -> None:
        super().__init__()
        self._analyst = analyst

    def __missing__(self, chunk: str) -> bytes:
        number_of = self._analyst.number_of
        over: dict[int, int] = {}
        if _NUMBER_SIGN in chunk:
            for whole in document_numbers(chunk):
                over[whole.start] = number_of(whole.canonical, whole.folded)
        packed: list[Any] = []
        for token in tokenize(chunk):
            packed.append(number_of(token.canonical, token.folded))
            if token.start in over:
                packed.append(over[token.start] + int(_OVER))
        content = np.array(packed, dtype=np.uint32).tobytes()
        self[chunk] = content
        return content


_NO_POSITIONS = np.empty(0, dtype=np.int64)
_NO_TERMS = np.empty(0, dtype=np.uint32)
