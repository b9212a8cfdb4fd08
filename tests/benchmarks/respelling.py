"""A query goes in, the same query comes out as others would type it."""

import unicodedata
from collections.abc import Callable

from index.text.keystrokes import encode
from index.text.tokens import tokenize

Respell = Callable[[str], str]


_BARE_D = str.maketrans("đĐ", "dD")


def unaccented(text: str) -> str:
    """Without any mark, capitals as they are."""
    letters = unicodedata.normalize("NFD", text).translate(_BARE_D)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def telex(text: str) -> str:
    """As Telex keys typed with the keyboard off."""
    composed = unicodedata.normalize("NFC", text)
    pieces, end = [], 0
    for token in tokenize(composed):
        marked = unaccented(token.text) != token.text
        keys = encode(token.text, "telex") if marked else token.text
        pieces += [composed[end : token.start], keys]
        end = token.end
    return "".join([*pieces, composed[end:]])


def decomposed(text: str) -> str:
    """With every mark a character of its own, as some phones and PDF files give it."""
    return unicodedata.normalize("NFD", text)


RESPELLINGS: dict[str, Respell] = {
    "as_written": lambda text: text,
    "unaccented": unaccented,
    "telex": telex,
    "capitals": str.upper,
    "decomposed": decomposed,
}
