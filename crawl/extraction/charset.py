"""A page's bytes and what its server says of them go in, its text comes out."""

import re

from bs4.dammit import EncodingDetector, UnicodeDammit

_NAMED = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
# Servers name these by default, whatever the page is; every byte is a letter in them, so that
# reading a page by them never fails.
_NAMED_BY_DEFAULT = frozenset({"iso-8859-1", "latin-1", "latin1", "windows-1252", "us-ascii"})
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_text(body: bytes, *, content_type: str = "") -> str:
    """The text of a page: by its header, its byte order mark, its meta element, else by guess."""
    for encoding in _candidates(body, content_type):
        try:
            return body.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return UnicodeDammit(body, is_html=True).unicode_markup or body.decode("utf-8", "replace")


def _candidates(body: bytes, content_type: str) -> list[str]:
    named = _NAMED.search(content_type)
    header = named[1].lower() if named else ""
    marked = [encoding for mark, encoding in _BOMS if body.startswith(mark)]
    meta = EncodingDetector.find_declared_encoding(body, is_html=True) or ""
    found = [header, *marked, meta.lower(), "utf-8"]
    if header in _NAMED_BY_DEFAULT:
        # UTF-8 can be told: text in another encoding is almost never valid UTF-8.
        found.insert(0, "utf-8")
    return [encoding for encoding in found if encoding]
