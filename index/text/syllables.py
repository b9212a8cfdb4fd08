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
# Eth and African d for đ; gha, which old fonts' converters put for ư: `trƣờng`.
_LOOK_ALIKES = str.maketrans("ÐƉðɖƢƣ", "đđđđưư")
# Cyrillic and Greek letters that look Latin, for tokens that are Latin otherwise: `сho`, `МIG`.
_FOREIGN_LOOK_ALIKES = str.maketrans(
    "АВЕКМНОРСТУХІЅЈаеорсухіѕјһԁΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTYXISJaeopcyxisjhdABEZHIKMNOPTYXo"
)
_BEYOND_LATIN = re.compile("[^\x00-\u024f\u0300-\u036f\u1e00-\u1eff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
# Some editors put a tone twice: ế with another acute.
_REPEATED_TONE = re.compile(f"([{_TONES}])\\1+")
_TONELESS_SYLLABLE = re.compile(
    r"(?P<onset>ngh|ng|nh|ch|gh|gi(?=[aăâeêioôơuưy])|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
    r"(?P<vowels>[aăâeêioôơuưy]{1,3})"
    r"(?P<coda>ch|ng|nh|[cmnpt])?"
)
_VOWELS = "aăâeêioôơuưy"
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
    lowered = token.lower() if token.isascii() else _lowered(token)
    if lowered.isascii():
        match = _TONELESS_SYLLABLE.fullmatch(lowered)
        return _with_i(match) if match else lowered
    toneless, tone = split_tone(lowered)
    match = _TONELESS_SYLLABLE.fullmatch(toneless)
    if match is None:
        return lowered
    bare = _with_i(match)
    return with_tone(bare, tone) if tone else bare


def _lowered(token: str) -> str:
    """A token in lower case and composed, with look-alikes as the letters that they stand for."""
    if _BEYOND_LATIN.search(token):
        token = _in_latin(token)
    lowered = unicodedata.normalize("NFC", token.translate(_LOOK_ALIKES).lower())
    if lowered.isalpha():
        return lowered
    letters = unicodedata.normalize("NFD", lowered)
    return unicodedata.normalize("NFC", _REPEATED_TONE.sub(r"\1", letters))


def _in_latin(token: str) -> str:
    """A token with full-width, styled and joined letters plain, and Latin if that is all it is."""
    plain = (unicodedata.normalize("NFKC", letter) for letter in token)
    letters = (new if new.isalpha() else old for new, old in zip(plain, token, strict=True))
    latin = "".join(letters)
    if not _LATIN.search(latin):
        return latin
    replaced = latin.translate(_FOREIGN_LOOK_ALIKES)
    return latin if _BEYOND_LATIN.search(replaced) else replaced


def with_tone(toneless: str, tone: str) -> str:
    """A toneless syllable with a tone, a combining mark or "", where `canonical` has it.

    >>> with_tone("thuy", "\u0309"), with_tone("quyên", "\u0300"), with_tone("kia", "")
    ('thủy', 'quyền', 'kia')
    """
    match = _TONELESS_SYLLABLE.fullmatch(toneless)
    vowels = [place for place, letter in enumerate(toneless) if letter in _VOWELS]
    place = _tone_place(match) if match else max(vowels, default=0)
    return unicodedata.normalize("NFC", toneless[: place + 1] + tone + toneless[place + 1 :])


def split_tone(lowered: str) -> tuple[str, str]:
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
