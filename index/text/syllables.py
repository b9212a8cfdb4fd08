"""A token of composed text goes in; its canonical spelling, and whether it has marks, come out.

The canonical spelling is lower case with the tone over one agreed vowel, `i` where `i` and `y`
are one sound, and `đ` for its look-alikes; equal spellings are one word to the index. A token
that is no Vietnamese syllable keeps its letters as they are.
"""

import re
import unicodedata

from index.text.remembering import remembered

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_QUALITIES = "\u0302\u0306\u031b"  # circumflex, breve, horn: they make another vowel
_D_LOOK_ALIKES = str.maketrans("ÐƉðɖ", "đđđđ")
_TONELESS_SYLLABLE = re.compile(
    r"(?P<onset>ngh|ng|nh|ch|gh|gi(?=[aăâeêioôơuưy])|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
    r"(?P<vowels>[aăâeêioôơuưy]{1,3})"
    r"(?P<coda>ch|ng|nh|[cmnpt])?"
)
_MARKED_VOWELS = "ăâêôơư"
# Onsets after which a final lone i and y are one sound, and writers differ.
_I_OR_Y = frozenset({"h", "k", "l", "m", "qu", "s", "t", "v"})


@remembered
def canonical(token: str) -> str:
    """The one spelling that stands for every spelling of a token.

    The tone goes where `hòa`, `thủy`, `quý` have it (the way statutes write), wherever it was.

    >>> canonical("HOÀ"), canonical("vịêt"), canonical("Ðường"), canonical("kĩ")
    ('hòa', 'việt', 'đường', 'kĩ')
    """
    lowered = unicodedata.normalize("NFC", token.translate(_D_LOOK_ALIKES).lower())
    if lowered.isascii():
        match = _TONELESS_SYLLABLE.fullmatch(lowered)
        return _with_i(match) if match else lowered
    toneless, tone = _split_tone(lowered)
    match = _TONELESS_SYLLABLE.fullmatch(toneless)
    if match is None:
        return lowered
    bare = _with_i(match)
    if not tone:
        return bare
    settled = _TONELESS_SYLLABLE.fullmatch(bare)
    place = _tone_place(settled) if settled else 0
    return unicodedata.normalize("NFC", bare[: place + 1] + tone + bare[place + 1 :])


def is_vietnamese_shape(token: str) -> bool:
    """Whether a token is built like a Vietnamese syllable: onset, vowels, coda."""
    toneless, _ = _split_tone(canonical(token))
    return _TONELESS_SYLLABLE.fullmatch(toneless) is not None


def _split_tone(lowered: str) -> tuple[str, str]:
    """A lower-case token without its tone, and the tone; ("as it was", "") unless it has one."""
    letters = unicodedata.normalize("NFD", lowered)
    tones = [letter for letter in letters if letter in _TONES]
    if len(tones) > 1:
        return lowered, ""
    quality_first = "".join(letter for letter in letters if letter not in _TONES)
    return unicodedata.normalize("NFC", quality_first), "".join(tones)


def _with_i(match: re.Match[str]) -> str:
    onset = match["onset"] or ""
    if match["vowels"] == "y" and not match["coda"] and onset in _I_OR_Y:
        return f"{onset}i"
    return match[0]


def _tone_place(match: re.Match[str]) -> int:
    """Where in a toneless syllable the tone stands."""
    start, vowels = match.start("vowels"), match["vowels"]
    marked = [place for place, vowel in enumerate(vowels) if vowel in _MARKED_VOWELS]
    if marked:
        return start + marked[-1]
    if match["coda"]:
        return start + len(vowels) - 1
    return start + (0, 0, 0, 1)[len(vowels)]
