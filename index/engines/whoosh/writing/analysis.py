"""A piece of text goes in, the numbers of its terms come out; what was met before is remembered.

Tokens never hold a blank, so text is split at blanks and each chunk is analysed once: Vietnamese
has some 7,000 syllables, and nearly all chunks of an article have been met before.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from struct import Struct

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.schema import BARE
from index.ranking import BARE_SHARE
from index.text.tokens import Token, document_numbers, tokenize

Numbers = NDArray[np.uint32]

MOST_CHUNKS = 250_000  # remembered; some 60 MB, then the memory starts anew
OVER = np.uint32(1 << 31)  # set in a packed number: the term stands over the token before it
NO_TOKEN = np.uint32(0xFFFFFFFF)  # in place of a packed number: a chunk without any token
_MARKED, _SYLLABLE = 1, 2
_NUMBER_SIGN = "/"  # every document number has one
_EDGES = ".,;:!?…()[]{}\"'“”‘’–—-*•«»_"  # around letters they change nothing but the steps
_FIRST_ROOM = 1 << 16
_PACKED = Struct("=II")  # the number of a term, and a step


@dataclass(slots=True)
class Vocabulary:
    """Terms and their numbers, in the order they came."""

    terms: list[bytes] = field(default_factory=list)
    _numbers: dict[bytes, int] = field(default_factory=dict)

    def find(self, term: bytes) -> int | None:
        """The number of a term that was met before."""
        return self._numbers.get(term)

    def number(self, term: bytes) -> int:
        """The number of a term, a new one where it is met for the first time."""
        found = self._numbers.get(term)
        if found is None:
            found = self._numbers[term] = len(self.terms)
            self.terms.append(term)
        return found


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

    def pack(self, text: str) -> bytes:
        """The terms of one piece of composed text, two numbers each, four bytes a number.

        The first is a term's own, or, with OVER set, that of one which stands over the token
        before it. The second is how many characters to go on from where it is looked for to where
        the next token is. NO_TOKEN only goes on.
        """
        if len(self._chunks) > MOST_CHUNKS:
            self._chunks.clear()
        return b"".join(map(self._chunks.__getitem__, text.split()))

    def forget(self) -> None:
        """Let go of what only packing needs."""
        self._chunks.clear()

    def number_of(self, spelling: str, folded: str) -> int:
        """The accented number of a term, its folded one noted beside it."""
        known = len(self.accented.terms)
        number = self.accented.number(spelling.encode())
        if number == known:
            self._make_room(number)
            self._folded_of[number] = self.folded.number(folded.encode())
            self._signs[number] = (spelling != folded) * _MARKED + spelling.isalpha() * _SYLLABLE
        return number

    def number_of_token(self, token: Token) -> int:
        """The accented number of a token."""
        spelling = token.canonical
        known = self.accented.find(spelling.encode())
        return self.number_of(spelling, token.folded) if known is None else known

    def in_bare_text(self, tokens: Numbers, piece_of: NDArray[np.int64], pieces: int) -> Numbers:
        """The tokens of some pieces as they are; in pieces without marks their bare twins.

        `piece_of` tells the piece of each token. Bare spellings in bare text are led by BARE.
        """
        signs = self._signs[tokens]
        syllables = np.bincount(piece_of[signs >= _SYLLABLE], minlength=pieces)
        marked = np.bincount(piece_of[signs == _MARKED + _SYLLABLE], minlength=pieces)
        bare = (syllables > 0) & (marked < BARE_SHARE.value * syllables)
        led = bare[piece_of] & (signs & _MARKED == 0)
        if not led.any():
            return tokens
        bare_tokens, places = np.unique(tokens[led], return_inverse=True)
        twins = np.array([self._bare_twin(token) for token in bare_tokens.tolist()], np.uint32)
        with_twins = tokens.copy()
        with_twins[led] = twins[places]
        return with_twins

    def _make_room(self, number: int) -> None:
        if number >= len(self._folded_of):
            self._folded_of = np.concatenate([self._folded_of, np.zeros_like(self._folded_of)])
            self._signs = np.concatenate([self._signs, np.zeros_like(self._signs)])

    def _bare_twin(self, token: int) -> int:
        twin = self._bare_twins.get(token)
        if twin is None:
            spelling = self.accented.terms[token].decode()
            folded = self.folded.terms[int(self._folded_of[token])].decode()
            twin = self._bare_twins[token] = self.number_of(f"{BARE}{spelling}", folded)
        return twin


class _Chunks(dict[str, bytes]):
    """Chunks without blanks and their packed terms, filled as they are asked.

    A chunk's first token is looked for from where the chunk begins, and its last step leads to
    the next chunk, one blank on.
    """

    def __init__(self, analyst: Analyst) -> None:
        super().__init__()
        self._analyst = analyst

    def __missing__(self, chunk: str) -> bytes:
        letters = chunk.strip(_EDGES)
        if letters != chunk and letters.isalpha():
            number, _ = _PACKED.unpack(self[letters])
            content = _PACKED.pack(number, len(chunk) + 1)
        else:
            content = self._analysed(chunk)
        self[chunk] = content
        return content

    def _analysed(self, chunk: str) -> bytes:
        number_of = self._analyst.number_of_token
        over: dict[int, int] = {}
        if _NUMBER_SIGN in chunk:
            over = {whole.start: number_of(whole) for whole in document_numbers(chunk)}
        tokens = list(tokenize(chunk))
        if not tokens:
            return _PACKED.pack(int(NO_TOKEN), len(chunk) + 1)
        packed: list[bytes] = []
        # The first token is looked for from where its chunk begins.
        marks = [0, *(token.start for token in tokens[1:]), len(chunk) + 1]
        for token, (begin, end) in zip(tokens, pairwise(marks), strict=True):
            packed.append(_PACKED.pack(number_of(token), end - begin))
            if token.start in over:
                packed.append(_PACKED.pack(over[token.start] | int(OVER), 0))
        return b"".join(packed)
