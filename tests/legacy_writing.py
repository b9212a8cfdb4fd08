"""Vietnamese text goes in; what is shown of it in the place of another encoding comes out."""

import unicodedata

# The letters of TCVN3 in the order of their bytes, each stretch from its first byte on.
TCVN3_STRETCHES = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
TCVN3 = {
    letter: chr(first + place)
    for first, letters in TCVN3_STRETCHES.items()
    for place, letter in enumerate(letters)
}
# Grave, acute, tilde, hook and dot, as VNI sets them over a plain letter, over â and over ă.
TONES = "\u0300\u0301\u0303\u0309\u0323"
VNI_MARKS = {"": "øùõûï", "\u0302": "àáãåä", "\u0306": "èéüúë", "\u031b": "øùõûï"}
VNI_PLAIN = {"\u0302": "â", "\u0306": "ê"}
VNI_SINGLES = dict(zip("ìíỉĩịỵđơư", "ìíæóòîñôö", strict=True))


def to_tcvn3(text: str) -> str:
    return "".join(TCVN3.get(letter, TCVN3.get(letter.lower(), letter)) for letter in text)


def to_vni(text: str) -> str:
    return "".join(map(_vni_letter, text))


def _vni_letter(letter: str) -> str:
    if letter.isupper():
        return _vni_letter(letter.lower()).upper()
    if letter in VNI_SINGLES:
        return VNI_SINGLES[letter]
    decomposed = unicodedata.normalize("NFD", letter)
    base, marks = decomposed[0], decomposed[1:]
    tone = next((mark for mark in marks if mark in TONES), "")
    quality = next((mark for mark in marks if mark not in TONES), "")
    shown = (
        VNI_SINGLES[unicodedata.normalize("NFC", base + quality)] if quality == "\u031b" else base
    )
    return shown + (VNI_MARKS[quality][TONES.index(tone)] if tone else VNI_PLAIN.get(quality, ""))


def to_windows_1258(text: str) -> str:
    return "".join(map(_windows_1258_letter, text))


def _windows_1258_letter(letter: str) -> str:
    """The tone apart, as the keyboards of that time typed it."""
    decomposed = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in decomposed if mark in TONES), "")
    base = unicodedata.normalize("NFC", decomposed.replace(tone, ""))
    return (base + tone).encode("windows-1258").decode("windows-1252")


def to_utf_8_in_latin_1(text: str) -> str:
    return text.encode().decode("latin-1")


def to_utf_8_in_windows_1252(text: str) -> str:
    """As browsers do it: the five bytes that windows-1252 lacks stay controls."""
    shown = (
        bytes([byte]).decode("windows-1252", errors="ignore") or chr(byte) for byte in text.encode()
    )
    return "".join(shown)


def to_utf_8_twice(text: str) -> str:
    return to_utf_8_in_windows_1252(to_utf_8_in_windows_1252(text))
