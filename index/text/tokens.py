"""Composed text goes in, its tokens come out, each with the characters it covers.

A token is a syllable or another run of letters and digits, or a number with its thousands
separators. Nothing is dropped as a stop word. A document number (`123/QĐ-UBND`) gives its
parts as tokens and, beside them, itself as a whole.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from index.frozen import maker
from index.text.folding import fold
from index.text.syllables import canonical

_MARK = "\u0300-\u036f"
_DASH = "-\u2010\u2011\u2013"  # typesetters' hyphens, and the dash that editors make of them
# Both go on from the first letter or digit, by which a token is found: twice as fast as trying
# each of them at every character.
_MORE_LETTERS = rf"[^\W_]*(?:[{_MARK}]+[^\W_]*)*"
# The other separator may follow with decimals: 1.234.567,89 is the number 1.234.567, then 89.
_GROUPED = r"(?<=\d)(?<![\d.,].)\d{0,2}(?:(?:\.\d{3})+(?!\.?\d)|(?:,\d{3})+(?!,?\d))"
_TOKEN = re.compile(rf"[^\W_](?:{_GROUPED}|{_MORE_LETTERS})")
# A number, perhaps a year, then letters: 123/QĐ-UBND, 42/2022/NĐ-CP, 45/2019/QH14, 12-KH/TU.
_NUMBER = re.compile(
    rf"(?<![\w/{_MARK}])(?<!\d[.,])\d{{1,6}}[a-zA-Z]?(?:/\d{{4}})?(?:/(?=\D)|[{_DASH}](?=[^\W\d_]{{2,5}}/))"
    rf"[^\W\d_](?:[^\W_]|[{_MARK}]|[{_DASH}&/.](?=[^\W\d_]))*"
)
_TYPESET_DASH = re.compile(f"[{_DASH[1:]}]")
_GROUPING = str.maketrans("", "", ".,")
_DAY_OR_MONTH = 2  # digits


@dataclass(frozen=True, slots=True)
class Token:
    """A token and the characters it covers: `text == source[start:end]`, composed."""

    text: str
    start: int
    end: int

    @property
    def canonical(self) -> str:
        """The one spelling that stands for every spelling of this token."""
        return canonical_token(self.text)

    @property
    def folded(self) -> str:
        """The canonical spelling without marks."""
        return fold_token(self.text)


_token = maker(Token)  # each article has hundreds


def tokenize(text: str) -> Iterator[Token]:
    """The tokens of composed text, in order and not overlapping.

    >>> [token.text for token in tokenize("Số 5.865 tập thể, 23/9/2021")]
    ['Số', '5.865', 'tập', 'thể', '23', '9', '2021']
    """
    for match in _TOKEN.finditer(text):
        yield _token(match[0], match.start(), match.end())


def token_spans(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """The characters of each token, first and last (exclusive), from a character on.

    The character stands between two tokens, or at the beginning of one.
    """
    return map(re.Match.span, _TOKEN.finditer(text, start))


def token_end(text: str, start: int) -> int:
    """The character after the last of the token that begins at a letter or digit."""
    found = _TOKEN.match(text, start)
    return found.end() if found else start


def document_numbers(text: str) -> Iterator[Token]:
    """The document numbers of composed text as whole tokens, overlapping those of `tokenize`.

    >>> [token.folded for token in document_numbers("Quyết định số 123/QĐ-UBND")]
    ['123/qd-ubnd']
    """
    for match in _NUMBER.finditer(text):
        yield Token(match[0], match.start(), match.end())


def canonical_token(text: str) -> str:
    """The canonical spelling of any token: a syllable, a number, a document number."""
    if text.isalpha():
        return canonical(text)
    if not text.isascii():
        text = _plain_digits(text)
    if text[0].isdecimal() and ("." in text or "," in text) and "/" not in text:
        return text.translate(_GROUPING)
    if len(text) == _DAY_OR_MONTH and text[0] == "0" and text.isdecimal():
        return text[1]
    return _by_parts(canonical_token, text) if "/" in text else canonical(text)


def _plain_digits(text: str) -> str:
    """The text with the digits of other scripts, full-width and raised ones (`m²`) as 0 to 9."""
    return "".join(str(unicodedata.digit(letter, letter)) for letter in text)


def fold_token(text: str) -> str:
    """The canonical spelling of any token, without marks."""
    spelling = canonical_token(text)
    if "/" in spelling:
        return _by_parts(fold_token, spelling)
    folded = fold(spelling)
    return folded if folded.isalpha() else canonical_token(folded)


def _by_parts(spell: Callable[[str], str], number: str) -> str:
    """A document number with each of its parts spelt and its signs kept."""
    parts = re.split(r"([/&.-]+)", _TYPESET_DASH.sub("-", number))
    return "".join(spell(part) if part[:1].isalnum() else part for part in parts)
