"""A token goes in, the letters that a plain keyboard would type for it come out."""

import unicodedata

from unidecode import unidecode

from index.text.remembering import remembered
from index.text.syllables import canonical


@remembered
def fold(token: str) -> str:
    """A token without any marks: Vietnamese letters by name, others by Unidecode.

    Folds the canonical spelling, so that spellings that are one word fold alike. The result
    may be longer than the token (`æ` gives two letters) and is never empty.

    >>> fold("Đường"), fold("Ærø"), fold("KỸ")
    ('duong', 'aero', 'ki')
    """
    spelling = canonical(token)
    if spelling.isascii():
        return spelling
    letters = unicodedata.normalize("NFD", spelling.replace("đ", "d"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    if not bare.isascii():
        bare = "".join(letter for letter in unidecode(bare).lower() if letter.isalnum())
    return canonical(bare) or spelling


def has_marks(token: str) -> bool:
    """Whether a token carries a mark of Vietnamese, or a letter that a plain keyboard lacks."""
    return canonical(token) != fold(token)
