"""Every syllable that Vietnamese spelling can build, made of onset, rhyme and tone."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_ACUTE, _DOT = "\u0301", "\u0323"
_TONES = ("", "\u0300", _ACUTE, "\u0309", "\u0303", _DOT)
_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
# Each with its tone where statutes put it: hóa, thúy, quý; not hoá, thuý, qúy.
_RHYMES = """
á ác ách ái ám án áng ánh áo áp át áu áy ắc ắm ắn ắng ắp ắt ấc ấm ấn ấng ấp ất ấu ấy
é éc ém én éng éo ép ét ế ếch ếm ến ếnh ếp ết ếu
í ía ích ím ín ính íp ít íu iếc iếm iến iếng iếp iết iếu
ó óc ói óm ón óng óp ót óa oác oách oái oám oán oáng oánh oáo oáp oát oáy
oắc oắm oắn oắng oắt óe oém oén oéo oét oóng oóc
ố ốc ối ốm ốn ống ốp ốt ớ ới ớm ớn ớp ớt
ú úa úc úi úm ún úng úp út uấn uấng uất uấy uế uếch uếnh uốc uối uốm uốn uống uốt uớ
úy uýa uých uýnh uýt uýu uyến uyết
ứ ứa ức ứi ứm ứn ứng ứt ứu ước ưới ướm ướn ướng ướp ướt ướu
ý yếm yến yếng yết yếu
"""
_STOPS = ("c", "ch", "p", "t")
_I_OR_Y = ("h", "k", "l", "m", "qu", "s", "t", "v")
_VOWELS = "aăâeêioôơuưy"


@dataclass(frozen=True)
class Syllable:
    """A syllable: its one spelling, all others, and what is left without marks.

    `spelling` has `i` where `i` and `y` are one sound.
    """

    spelling: str
    others: frozenset[str]
    bare: str


def syllables() -> Iterator[Syllable]:
    """Every syllable, in every tone that it can have."""
    for onset in ("", *_ONSETS.split()):
        for rhyme in _RHYMES.split():
            if _fits(onset, rhyme):
                for tone in _TONES:
                    if tone in {_ACUTE, _DOT} or not rhyme.endswith(_STOPS):
                        yield _syllable(onset, rhyme, tone)


def _fits(onset: str, rhyme: str) -> bool:
    """Leave out what would read as another onset: gi-a for g-ia, qu-a for q-ua."""
    plain = _without(_ACUTE, rhyme)
    if onset == "g":
        return plain[0] != "i" or plain[1:2] not in _VOWELS or len(plain) == 1
    if onset == "gi":
        return plain[0] not in "iy"
    return onset != "qu" or plain[0] not in "uo"


def _syllable(onset: str, rhyme: str, tone: str) -> Syllable:
    toned = unicodedata.normalize("NFD", rhyme).replace(_ACUTE, tone)
    standard = unicodedata.normalize("NFC", onset + toned)
    y_is_i = rhyme == "ý" and onset in _I_OR_Y
    spelling = unicodedata.normalize("NFC", onset + toned.replace("y", "i")) if y_is_i else standard
    others = {standard, spelling, *_with_tone_elsewhere(onset, _without(_ACUTE, rhyme), tone)}
    others |= {unicodedata.normalize("NFD", other) for other in others}
    others |= {_tone_first(other, tone) for other in others}
    others |= {other.upper() for other in others} | {other.title() for other in others}
    return Syllable(spelling, frozenset(others), _without_marks(spelling))


def _with_tone_elsewhere(onset: str, rhyme: str, tone: str) -> Iterator[str]:
    """The tone over each vowel of the rhyme in turn."""
    for place, letter in enumerate(rhyme):
        if letter in _VOWELS:
            yield onset + rhyme[: place + 1] + tone + rhyme[place + 1 :]


def _tone_first(spelling: str, tone: str) -> str:
    """Decomposed, the tone typed before the mark that makes the vowel."""
    letters = unicodedata.normalize("NFD", spelling)
    for quality in "\u0302\u0306\u031b":
        letters = letters.replace(quality + tone, tone + quality) if tone else letters
    return letters


def _without(mark: str, text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).replace(mark, ""))


def _without_marks(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return "".join(letter for letter in letters if letter.isascii())
