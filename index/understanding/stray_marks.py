"""A query's text goes in, the text without the marks that can only be slips comes out."""

from index.language.statistics import Statistics
from index.text.legal import is_legal
from index.text.tokens import Token
from index.understanding.certainty import is_certain
from index.understanding.typed_words import typed_words, with_words_replaced


def without_stray_marks(text: str, statistics: Statistics) -> str:
    """The text with words such as `đuong` read as bare: no syllables, and hardly ever written."""
    changes = {word: word.folded for word in typed_words(text) if _only_a_slip(word, statistics)}
    return with_words_replaced(text, changes) if changes else text


def _only_a_slip(word: Token, statistics: Statistics) -> bool:
    if word.canonical == word.folded or not word.text.isalpha() or is_legal(word.text):
        return False
    return is_certain(
        typed=statistics.holders(word.canonical), read=statistics.folded_holders(word.folded)
    )
