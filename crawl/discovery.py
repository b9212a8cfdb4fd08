"""A sitemap or a feed goes in as bytes, the addresses in it come out."""

import gzip
import io
import zlib
from dataclasses import dataclass

from defusedxml import ElementTree  # type: ignore[import-untyped]  # it ships no types

_GZIP = b"\x1f\x8b"
_MOST_BYTES = 50_000_000  # unpacked; the sitemap protocol's own limit
_MOST_ADDRESSES = 50_000  # as above
# Where a page's address stands: in a sitemap, in RSS, in Atom (there with rel).
_PAGES = frozenset({("url", "loc"), ("item", "link"), ("entry", "link")})


@dataclass(frozen=True, slots=True)
class Discovered:
    """What a sitemap or feed names: pages, and further sitemaps."""

    pages: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()


def read_discovery(body: bytes) -> Discovered:
    """Read a sitemap, a sitemap index, an RSS or an Atom feed.

    Raises ValueError where it is none of these, is broken, or declares entities.
    """
    try:
        root = ElementTree.fromstring(_unpacked(body))
    except (ElementTree.ParseError, OSError, EOFError, zlib.error) as error:
        raise ValueError(f"no sitemap or feed can be read: {error}") from error
    pages: dict[str, None] = {}
    sitemaps: dict[str, None] = {}
    for parent in root.iter():
        for element in parent:
            address = (element.get("href") or element.text or "").strip()
            pair = (_name(parent.tag), _name(element.tag))
            if pair == ("sitemap", "loc"):
                sitemaps[address] = None
            elif pair in _PAGES and element.get("rel", "alternate") == "alternate":
                pages[address] = None
    return Discovered(_first(pages), _first(sitemaps))


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(_GZIP):
        return body
    with gzip.GzipFile(fileobj=io.BytesIO(body)) as file:
        unpacked = file.read(_MOST_BYTES + 1)
    if len(unpacked) > _MOST_BYTES:
        raise ValueError(f"a sitemap of more than {_MOST_BYTES} bytes")
    return unpacked


def _name(tag: object) -> str:
    return str(tag).rpartition("}")[2].lower()


def _first(addresses: dict[str, None]) -> tuple[str, ...]:
    return tuple(filter(None, addresses))[:_MOST_ADDRESSES]
