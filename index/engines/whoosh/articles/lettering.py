"""Text goes in, bytes come out, and back: a byte a letter where Vietnamese suffices.

Such bytes are read four times as fast as UTF-8 and take three quarters of its room. A text with
any other letter (one in 250 articles) is UTF-8 as a whole; the first byte tells which.
"""

import codecs
import unicodedata
from collections.abc import Sequence

import numpy as np

_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_SIGNS = "“”‘’–—…•●→«»²³°½×·üöçëä"  # what news has beside them most often
SEPARATOR = "\x1f"  # a blank to Python, so that no text of an article holds it
_LETTERS = {
    unicodedata.normalize("NFC", case + tone)
    for vowel in _VOWELS
    for case in (vowel, vowel.upper())
    for tone in _TONES
}
_ASCII = "".join(map(chr, range(ord(" "), ord("~") + 1)))
# Part of the format on disk: COLUMNS_FORMAT goes up when it changes.
_ALPHABET = "".join(sorted({*_ASCII, *_LETTERS, *"đĐ", *_SIGNS, "\n", SEPARATOR}))
_MISSING = 256
_DECODED = np.frombuffer(_ALPHABET.ljust(_MISSING, "\0").encode("utf-16-le"), dtype="<u2")
_BETWEEN = bytes([_ALPHABET.index(SEPARATOR)])
_CODES = np.full(1 << 16, _MISSING, dtype=np.uint16)
_CODES[[ord(letter) for letter in _ALPHABET]] = np.arange(len(_ALPHABET), dtype=np.uint16)
_LETTERED, _UTF_8 = b"\x00", b"\x01"


def lettered(text: str) -> bytes:
    """The bytes of a text."""
    codes = _CODES[np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")]
    if codes.size and codes.max() >= _MISSING:
        return _UTF_8 + text.encode("utf-8", "surrogatepass")
    return b"".join((_LETTERED, codes.astype(np.uint8).data))


def read_together(contents: Sequence[memoryview]) -> str:
    """The texts that `lettered` made these bytes of, a separator between: ten in half the time."""
    if any(content[0] for content in contents):
        return SEPARATOR.join(map(read_lettered, contents))
    codes = np.frombuffer(_BETWEEN.join([content[1:] for content in contents]), dtype=np.uint8)
    return str(_DECODED.take(codes).data, "utf-16-le")


def read_lettered(content: memoryview) -> str:
    """The text that `lettered` made these bytes of."""
    if content[0]:
        return str(content[1:], "utf-8", "surrogatepass")
    return codecs.charmap_decode(content[1:], "strict", _ALPHABET)[0]
