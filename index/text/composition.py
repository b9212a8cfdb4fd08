"""Text as it came goes in, composed text with tidy blanks comes out."""

import re
import unicodedata

# Not seen by a reader but able to split a syllable in two: zero-width space, byte order mark,
# soft hyphen, and the controls. Tab, newline, the soft line break of word processors (\x0b) and
# the page break of PDFs (\x0c) are blanks: they stay until blanks are folded.
_UNSEEN = re.compile("[\u200b\ufeff\u00ad\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
_PLAIN_BLANKS = re.compile("[\t-\r\x1c-\x20]+")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def compose(text: str) -> str:
    r"""Compose to NFC, without unseen characters; half of a surrogate pair becomes U+FFFD.

    >>> compose("tie\u0302\u0301ng")
    'tiếng'
    """
    visible = _UNSEEN.sub("", _LONE_SURROGATE.sub("\ufffd", text))
    return unicodedata.normalize("NFC", visible)


def one_line_of_bytes(text: str) -> str:
    """Text in one line as it came, with what a wrong encoding may have made of letters.

    A letter read as bytes may look like a control of Latin-1, one of which is a line's end, or
    like a no-break blank: those stay, plain controls go.
    """
    visible = _CONTROL.sub("", _LONE_SURROGATE.sub("\ufffd", text))
    return _PLAIN_BLANKS.sub(" ", visible).strip(" ")


def one_line(text: str) -> str:
    """Composed text in one line, every run of blanks a single space."""
    return " ".join(compose(text).split())


def paragraphs(text: str) -> str:
    """Composed text with one paragraph a line, blanks folded, empty paragraphs gone."""
    lines = (" ".join(line.split()) for line in compose(text).splitlines())
    return "\n".join(line for line in lines if line)
