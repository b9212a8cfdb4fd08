"""A word as typed goes in; what kind of word it is, as the gain that a change needs, comes out."""

from collections.abc import Sequence

from index.language.model import UNKNOWN, LanguageModel
from index.text.legal import is_legal
from index.text.tokens import fold_token

KNOWN_NAME, _WELL_KNOWN_NAME = 3, 30  # times in the index
_LONG_NAME = 5  # letters
# A name is taken for another only where that has this share of the index's words: names that are
# new are many, and near to some rare one.
SHARE_OF_NAMES = 6e-7
# How much more probable, as a logarithm, another word must be than what was typed, by the kind of
# word typed; set on misspellings and correct headlines, docs/language.md. The least sure to be
# meant come first: their neighbours are judged when they are settled.
_NO_SYLLABLE = -16.0  # `hoặt`: it has marks and is no syllable, nobody meant that
_UNKNOWN_NAME = -15.3  # `Austalia`: a bare word that the index does not know
_SHORT_NAME = -8.5  # `uero`: the same in few letters, which differ from more words by one
_NAME = -2.0  # `polime`: a bare word that is no syllable and that the index has
_SYLLABLE = 2.5  # `nhận` for `nhân`: only the context speaks against it
_CAPITAL = 7.0  # `Thạnh`: a syllable that someone has for a name, and Thanh is one too
KINDS = (_NO_SYLLABLE, _UNKNOWN_NAME, _SHORT_NAME, _NAME, _SYLLABLE, _CAPITAL)


def kinds_of(
    words: Sequence[str], spelt: Sequence[str], language: LanguageModel
) -> dict[int, float]:
    """The kinds of a query's words, by their places; those that never change are left out.

    Capitals tell names and abbreviations from other words, unless all words have them.
    """
    begun = [word[0].isupper() for word in words if word[0].isalpha()]
    whole = all(word.isupper() for word in words if word[0].isalpha())
    kinds = {}
    for place, (word, typed) in enumerate(zip(words, spelt, strict=True)):
        kind = kind_of(typed, language)
        if kind is None or (word.isupper() and len(word) > 1 and not whole):
            continue
        named = kind == _SYLLABLE and place and word[0].isupper() and not all(begun)
        kinds[place] = _CAPITAL if named else kind
    return kinds


def kind_of(typed: str, language: LanguageModel) -> float | None:
    """What kind of word was typed, as the gain that a change needs; None where it never changes."""
    if len(typed) == 1 or not (typed[0] + typed[-1]).isalpha():
        return None  # numbers
    if is_legal(typed):
        return _SYLLABLE
    known = holders(language.number(typed), language)
    if typed != fold_token(typed):
        return _NO_SYLLABLE if known < _WELL_KNOWN_NAME else _SYLLABLE
    if known < KNOWN_NAME:
        return _UNKNOWN_NAME if len(typed) >= _LONG_NAME else _SHORT_NAME
    return _NAME if len(typed) >= _LONG_NAME else _SYLLABLE


def holders(number: int, language: LanguageModel) -> int:
    """How often a word stands in the index; UNKNOWN never."""
    return 0 if number == UNKNOWN else language.frequency(number)
