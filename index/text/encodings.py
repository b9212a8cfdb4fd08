"""Text whose bytes were read in the wrong encoding goes in; what its writer saw comes out.

Each reading takes characters as a page read as windows-1252 or latin-1 shows them. None asks
whether the text is Vietnamese, nor whether it was wrongly read: that is for `legacy` to say.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from index.text.legal import is_legal

_BYTE_ORDER = "aàảãáạăằẳẵắặâầẩẫấậđeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵĂÂÊÔƠƯĐ"
# What stands for each letter above in TCVN3, the fonts of the north; ASCII is itself.
_TCVN3_BYTES = (
    "aµ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®eÌÎÏÐÑªÒÓÔÕÖi×ØÜÝÞoßáâãä«åæçèé¬êëìíîuïñòóô\u00adõö÷øùyúûüýþ¡¢£¤¥¦§"
)
_TCVN3 = {
    shown: meant
    for shown, meant in zip(_TCVN3_BYTES, _BYTE_ORDER, strict=True)
    if not shown.isascii()
}
# In VNI, the fonts of the south, a letter is followed by its marks; i, ỵ, đ, ơ and ư are single.
_VNI_TONES = {"ø": "\u0300", "ù": "\u0301", "õ": "\u0303", "û": "\u0309", "ï": "\u0323"}
_VNI_CIRCUMFLEXES = {
    mark: "\u0302" + tone
    for mark, tone in zip("âàáãåä", ("", *"\u0300\u0301\u0303\u0309\u0323"), strict=True)
}
_VNI_BREVES = {
    mark: "\u0306" + tone
    for mark, tone in zip("êèéüúë", ("", *"\u0300\u0301\u0303\u0309\u0323"), strict=True)
}
_VNI_SINGLES = {"ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ"}
_HIGH_BYTES = bytes(range(0x80, 0x100))
_SHOWN_1252 = _HIGH_BYTES.decode("windows-1252", errors="replace")
_SHOWN_LATIN = _HIGH_BYTES.decode("latin-1")
_MEANT_1258 = _HIGH_BYTES.decode("windows-1258", errors="replace")
_WINDOWS_1258 = {
    shown: meant
    for shown, meant in zip(_SHOWN_1252, _MEANT_1258, strict=True)
    if shown != meant and "\ufffd" not in {shown, meant}
}
_BYTE_OF = {
    **dict(zip(_SHOWN_LATIN, _HIGH_BYTES, strict=True)),
    **{c: b for c, b in zip(_SHOWN_1252, _HIGH_BYTES, strict=True) if c != "\ufffd"},
}
_FIRST_LEADING = 0xC0  # bytes from here on begin a letter of UTF-8, those before follow
_FOLLOWING = "".join(re.escape(c) for c, byte in _BYTE_OF.items() if byte < _FIRST_LEADING)
_UTF_8 = re.compile(f"[\u00c2-\u00df][{_FOLLOWING}]|[\u00e0-\u00ef][{_FOLLOWING}]{{2}}")
# What a sequence of UTF-8 in a Vietnamese page decodes to: Latin letters, marks and signs.
_EXPECTED = (
    *(("\u0080", "\u024f"), ("\u02b0", "\u02ff"), ("\u1e00", "\u1eff"), ("\u2000", "\u22ff")),
    *((mark, mark) for mark in "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"),
)
# Where blanks were folded and soft hyphens removed before, à and ễ lost theirs and í its hyphen.
_LOST_WITHIN = re.compile("(Ã|á») (?=(?:[iouymn]|ng|nh)(?![^\\W_]))")
_LOST_AFTER = re.compile("(Ã|á»)(?= |$)", re.MULTILINE)
_BLANK_BYTES = {"Ã": "\u00a0", "á»": "\u0085"}
_LOST_HYPHEN = re.compile("Ã(?=[^\\W\\d_])")
_MOST_ROUNDS = 3  # text that was spoilt twice is common, thrice is the most that was seen
_HORNED_O = "ơờởỡớợ"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way of reading: how it is called, what it replaces, and by what."""

    name: str
    replaces: re.Pattern[str]
    by: Callable[[str], str]

    def read(self, text: str) -> str:
        """The text as it was meant, composed."""
        meant = self.replaces.sub(lambda match: self.by(match[0]), text)
        return unicodedata.normalize("NFC", meant)


def was_read_as_bytes(text: str) -> bool:
    """Whether a text holds anything that looks like a letter of UTF-8 read byte by byte."""
    return any(_character(match[0]) != match[0] for match in _UTF_8.finditer(text))


def as_utf_8(text: str) -> str:
    """A text whose UTF-8 was read byte by byte, once or several times, as it was meant."""
    for _ in range(_MOST_ROUNDS):
        if not was_read_as_bytes(text):
            break
        text = _UTF_8.sub(lambda match: _character(match[0]), text)
    return unicodedata.normalize("NFC", _LOST_HYPHEN.sub("í", text))


def with_lost_blanks(text: str) -> str:
    """A text whose UTF-8 was read byte by byte, with the blanks in its letters that were folded.

    They are the last byte of à and ễ, which end a word or stand before a few letters.
    """
    text = _LOST_WITHIN.sub(_with_blank, text)
    return _LOST_AFTER.sub(_with_blank, text)


def _with_blank(match: re.Match[str]) -> str:
    return match[1] + _BLANK_BYTES[match[1]]


def whole_tcvn3_word(word: str) -> str:
    """A word read from TCVN3 whose ư, there a soft hyphen, was lost: `thởng` is `thưởng`."""
    place = next((place for place, letter in enumerate(word) if letter in _HORNED_O), None)
    if place is None or is_legal(word):
        return word
    whole = f"{word[:place]}ư{word[place:]}"
    return whole if is_legal(whole) else word


def _character(shown: str) -> str:
    """The character of one sequence of UTF-8; the sequence itself where it gives none."""
    try:
        character = bytes(_BYTE_OF[letter] for letter in shown).decode()
    except UnicodeDecodeError:
        return shown
    return character if any(a <= character <= z for a, z in _EXPECTED) else shown


def _vni_units() -> Iterator[tuple[str, str]]:
    """What VNI writes for each letter, and that letter; capitals take marks of either case."""
    marked = {
        **dict.fromkeys("aeouyôö", _VNI_TONES),
        **dict.fromkeys("eo", _VNI_TONES | _VNI_CIRCUMFLEXES),
        "a": _VNI_TONES | _VNI_CIRCUMFLEXES | _VNI_BREVES,
    }
    for base, marks in marked.items():
        letter = _VNI_SINGLES.get(base, base)
        for shown, meant in marks.items():
            composed = unicodedata.normalize("NFC", letter + meant)
            yield base + shown, composed
            yield base.upper() + shown, composed.upper()
            yield base.upper() + shown.upper(), composed.upper()
    for shown, meant in _VNI_SINGLES.items():
        yield shown, meant
        yield shown.upper(), meant.upper()


_VNI = dict(_vni_units())
_VNI_LETTERS = "aeouyôöAEOUYÔÖ"
_VNI_MARKS = "".join(
    mark + mark.upper() for mark in {*_VNI_TONES, *_VNI_CIRCUMFLEXES, *_VNI_BREVES}
)
_VNI_ALONE = "".join(letter + letter.upper() for letter in _VNI_SINGLES)


def _from_vni(shown: str) -> str:
    """What a letter and its mark mean; where they are none together, what each means."""
    return _VNI.get(shown) or "".join(_VNI.get(letter, letter) for letter in shown)


TCVN3 = Reading("TCVN3", re.compile(f"[{''.join(_TCVN3)}]"), _TCVN3.__getitem__)
VNI = Reading("VNI", re.compile(f"[{_VNI_LETTERS}][{_VNI_MARKS}]|[{_VNI_ALONE}]"), _from_vni)
WINDOWS_1258 = Reading(
    "windows-1258", re.compile(f"[{''.join(_WINDOWS_1258)}]"), _WINDOWS_1258.__getitem__
)
UTF_8 = Reading("UTF-8", re.compile(r".+", re.DOTALL), as_utf_8)
