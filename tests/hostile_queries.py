"""A source of chance and some honest text go in, what may be typed into a search box comes out.

Each query is made of pieces: words in every spelling and encoding that people send, names that are
read as such, operators, signs, and letters of any script. Equal seeds give equal queries.
"""

import random
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from index.text.keystrokes import encode
from tests.benchmarks.respelling import decomposed, telex, unaccented
from tests.legacy_writing import to_tcvn3, to_utf_8_in_windows_1252, to_vni, to_windows_1258

LONGEST = 10_000  # characters, as much as is read of a query
_MOST_PIECES = 8
_LONG_SHARE = 0.005  # of the queries: one takes as much time as fifty others
_NAMES = (
    *("UBND", "HĐND", "ubnd tỉnh", "PGS.TS", "đồng chí", "Đ/c", "TP.HCM", "BHXH", "Hà Giang"),
    *("123/QĐ-UBND", "42/2022/NĐ-CP", "qd 123 ubnd", "Nghị định 42 năm 2022", "số 7", "NĐ42"),
    *("23/9/2021", "ngày 30 tháng 2", "tháng 13/2021", "quý II/2024", "6 tháng đầu năm 2023"),
    *("năm ngoái", "hôm nay", "nhiệm kỳ 2021-2026", "31/4", "29/2/2023", "0/0/0000", "1/1/9999"),
    *("từ 1/9/2021 đến 30/9/2021", "từ ngày 3 đến ngày 2", "trước năm 2020", "9" * 40, "5.865"),
)
_OPERATORS = (
    *("-", " - ", "–", "OR", "or", "AND", "NOT", '"', "“", "”", "''", "(", ")", "*", "?", "~2"),
    *("site:", "site:gov.vn", "title:", "tieude:", "từ:", "đến:", "from:", "to:2021", "từ:1/1/21"),
    *("-site:gov.vn", '-"', '-title:"', "title:title:", "OR OR", "[a TO b]", "^9", "\\", "a:b:c"),
)
_SIGNS = (
    *("\0", "\x1b[31m", "\u202e", "\u2066", "\u200b", "\u00ad", "\ufeff", "\u2028", "\t\r\n"),
    *(
        "<script>",
        "</mark>",
        "&amp;",
        "'; --",
        "%00",
        "%s{0}",
        "../..",
        "http://",
        "😀",
        "👨‍👩‍👧",
        "🇻🇳",
    ),
    *("a\u0301\u0323\u0302", "\u0301", "đ\u0335", "ﬁ", "ǅ", "ß", "İ", "𝐀", "½", "٣", "\U0010ffff"),
)
# Hebrew, Arabic, Cyrillic, Greek, Thai, Khmer, Chữ Nôm, Hangul, emoji, controls, anything at all.
_SCRIPTS = (
    *((0x05D0, 0x05EA), (0x0620, 0x064A), (0x0400, 0x045F), (0x0391, 0x03C9), (0x0E01, 0x0E2E)),
    *((0x1780, 0x17B3), (0x20000, 0x20FFF), (0xAC00, 0xACFF), (0x1F600, 0x1F64F), (0x00, 0x1F)),
    *((0x0300, 0x036F), (0x1EA0, 0x1EF9), (0xA0, 0xFF), (0x20, 0x7E), (0x80, 0xD7FF)),
)

Respell = Callable[[str], str]


def hostile_queries(
    chance: random.Random, texts: Sequence[str], *, longest: int = LONGEST
) -> Iterator[str]:
    """Queries without end, of at most `longest` characters; `texts` are what articles say."""
    while True:
        if chance.random() < _LONG_SHARE:
            yield _long(chance, texts, longest)
        else:
            pieces = [_piece(chance, texts) for _ in range(chance.randint(0, _MOST_PIECES))]
            yield chance.choice((" ", " ", "")).join(pieces)[:longest]


def _long(chance: random.Random, texts: Sequence[str], longest: int) -> str:
    """One piece many times, or many pieces, up to any length."""
    length = chance.randint(longest // 10, longest)
    if chance.random() < 0.5:
        piece = _piece(chance, texts) + chance.choice(("", " "))
        return (piece * (length // max(1, len(piece)) + 1))[:length]
    text = ""
    while len(text) < length:
        text += _piece(chance, texts) + chance.choice(("", " "))
    return text[:length]


def _piece(chance: random.Random, texts: Sequence[str]) -> str:
    kind = chance.random()
    if kind < 0.45:
        return _words(chance, texts)
    if kind < 0.6:
        return chance.choice(_NAMES)
    if kind < 0.78:
        return chance.choice(_OPERATORS)
    if kind < 0.9:
        return chance.choice(_SIGNS)
    low, high = chance.choice(_SCRIPTS)
    return "".join(chr(chance.randint(low, high)) for _ in range(chance.randint(1, 12)))


def _words(chance: random.Random, texts: Sequence[str]) -> str:
    """A few words of a text in one of the ways in which they may reach us, perhaps with slips."""
    words = chance.choice(texts).split()
    first = chance.randrange(len(words))
    said = " ".join(words[first : first + chance.randint(1, 6)])
    said = chance.choice(_RESPELLINGS)(said)
    for _ in range(chance.choice((0, 0, 0, 1, 3))):
        said = _with_a_slip(chance, said)
    return said


def _with_a_slip(chance: random.Random, said: str) -> str:
    """A letter left out, doubled, changed with its neighbour or for another."""
    place = chance.randrange(len(said) + 1)
    before, here, after = said[:place], said[place : place + 1], said[place + 1 :]
    other = chance.choice("aăâđeêioôơuưysxrfjwz1236789 \u0301\u0309")
    return before + chance.choice(("", here * 2, after[:1] + here, other)) + after


def _vni_keys(text: str) -> str:
    """As VNI keys typed with the keyboard off; what those cannot write stays."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join(encode(word, "vni") if word.isalpha() else word for word in composed.split())


def _as_written(text: str) -> str:
    return text


_RESPELLINGS: tuple[Respell, ...] = (
    *(_as_written, _as_written, unaccented, telex, _vni_keys, decomposed, str.upper, str.title),
    *(to_tcvn3, to_vni, to_utf_8_in_windows_1252, to_windows_1258),
)
