"""A page's bytes go in, a tree to ask for texts and attributes comes out."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, NavigableString, Tag

from crawl.extraction.charset import read_text
from crawl.profile import Field, split_attribute


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page and the address it was fetched from."""

    url: str
    root: BeautifulSoup

    def select(self, *selectors: str) -> Iterator[Tag]:
        """The elements of the first selector that finds any."""
        for selector in selectors:
            found = self.root.select(selector)
            if found:
                yield from found
                return

    def first(self, field: Field) -> str:
        """The first text that a field's selectors find; empty where none does."""
        return next(self.every(field), "")

    def all(self, field: Field) -> tuple[str, ...]:
        """Every text of the field's first selector that finds any, each once."""
        found: dict[str, None] = {}
        for selector in field.css:
            found = dict.fromkeys(self.every(Field(css=(selector,), regex=field.regex)))
            if found:
                break
        return tuple(found)

    def every(self, field: Field) -> Iterator[str]:
        """Every text that a field's selectors find, the most trusted selector first."""
        for selector in field.css:
            css, attribute = split_attribute(selector)
            for element in self.root.select(css):
                text = attribute_of(element, attribute) if attribute else text_of(element)
                text = _narrowed(text, field)
                if text:
                    yield text


def open_page(body: bytes, *, url: str, content_type: str = "") -> Page:
    """Parse a page; whatever the bytes are, there is a tree."""
    return Page(url, BeautifulSoup(read_text(body, content_type=content_type), "lxml"))


def text_of(element: Tag) -> str:
    """The text of an element in one line, composed."""
    return one_line("".join(_pieces(element)))


def one_line(text: str) -> str:
    """Text composed and in one line, as words are compared with it here."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def is_text(node: object) -> bool:
    """Whether a node is text for readers: no comment, no doctype, no script."""
    return type(node) is NavigableString


def attribute_of(element: Tag, name: str) -> str:
    """An attribute of an element in one line, composed; empty where it is absent."""
    value = element.get(name, "")
    return one_line(" ".join(value) if isinstance(value, list) else str(value))


def _pieces(element: Tag) -> Iterator[str]:
    for node in element.descendants:
        if isinstance(node, Tag):
            if node.name == "br":
                yield " "
        elif is_text(node):
            yield str(node)


def classes_of(element: Tag) -> frozenset[str]:
    """The classes of an element."""
    return frozenset(attribute_of(element, "class").split())


def _narrowed(text: str, field: Field) -> str:
    if field.regex is None:
        return text
    found = field.regex.search(text)
    return (found[1] or "").strip() if found else ""
