"""A canonical spelling goes in, how it is written where people read it comes out.

`kĩ` and `kỹ` are one word to the index and `kĩ` stands for both; a page shows `kỹ thuật`, and to
someone who typed `ky thuat` their own letter.
"""

import unicodedata
from collections.abc import Iterable

from index.text.syllables import canonical

# What state offices write with y; all others keep their i (`bác sĩ`, `vì`, `tỉ mỉ`).
_IN_Y = "hy kỳ kỷ kỹ ký kỵ ly lý lỵ mỹ quy quý quỳ quỷ quỹ quỵ tỷ tỵ tỳ ty"
_SHOWN = {canonical(spelling): spelling for spelling in _IN_Y.split()}
# Where the words beside tell that it is i after all.
_IN_I = {("ti", "vi"), ("tỉ", "mỉ"), ("li", "ti"), ("tị", "nạn")}


def shown(words: Iterable[str]) -> str:
    """Canonical words as one text with `y` where it is customary.

    >>> shown(["kĩ", "thuật", "công", "ti"])
    'kỹ thuật công ty'
    """
    spelt = list(words)
    for place, word in enumerate(spelt):
        following = spelt[place + 1] if place + 1 < len(spelt) else ""
        if word in _SHOWN and (word, following) not in _IN_I:
            spelt[place] = _SHOWN[word]
    return " ".join(spelt)


def shown_as_typed(typed: str, spelling: str) -> str:
    """A canonical spelling with the `y` and the capitals of what was typed.

    >>> shown_as_typed("Ky", "kĩ"), shown_as_typed("THI", "thi"), shown_as_typed("dua", "đua")
    ('Kỹ', 'THI', 'đua')
    """
    if typed[-1:].lower() == "y" and _bare(spelling).endswith("i"):
        spelling = spelling[:-1] + _with_y(spelling[-1])
    if len(typed) > 1 and typed.isupper():
        return spelling.upper()
    return spelling[:1].upper() + spelling[1:] if typed[:1].isupper() else spelling


def _bare(spelling: str) -> str:
    return unicodedata.normalize("NFD", spelling[-1:])[:1]


def _with_y(letter: str) -> str:
    return unicodedata.normalize("NFC", "y" + unicodedata.normalize("NFD", letter)[1:])
