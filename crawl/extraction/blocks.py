"""The element that holds an article's body goes in, its paragraphs come out one by one.

A block is what a reader sees as one: a paragraph, an item of a list, a cell, a caption, or the
text between two of them, with the way it is set, because how a line is set tells what it is.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bs4 import Tag

from crawl.extraction.page import classes_of, is_text, one_line

_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"}
    | {"hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot"}
    | {"th", "thead", "tr", "ul"}
)
_SILENT = frozenset({"script", "style", "noscript", "template", "iframe", "object", "select"})
_PICTURES = frozenset({"img", "picture", "svg", "video"})
_SLANTED = frozenset({"em", "i", "figcaption"})
_RIGHT = frozenset({"text-right", "rteright", "text-end", "align-right"})
_CENTERED = frozenset({"text-center", "rtecenter", "align-center"})
_ALIGNED = re.compile(r"text-align\s*:\s*(right|end|center)")
_SLANTED_STYLE = re.compile(r"font-style\s*:\s*italic")

# A line break inside a paragraph ends it where a sentence or an item of a list ends there;
# elsewhere it only breaks the line, and the words on both sides belong together.
_SENTENCE_ENDS = (".", ":", ";", "!", "?", "…", ".”", '."')
_ITEM_BEGINS = re.compile(r"(?:[-+*•–]|\d{1,2}[.)]|[a-zđ]\))\s*\w")


@dataclass(slots=True)
class Block:
    """One paragraph: its lines as broken by <br>, and how it is set.

    `right` and `centered` are its alignment, `slanted` that all of it is in italics, `caption`
    that the page itself calls it one, `pictures` how many stand in it. `links` are the targets
    of its links as written, `unlinked` is its text outside of them.
    """

    right: bool = False
    centered: bool = False
    caption: bool = False
    slanted: bool = True
    pictures: int = 0
    raw: str = ""
    unlinked: str = ""
    links: set[str] = field(default_factory=set)

    @property
    def lines(self) -> tuple[str, ...]:
        """Its lines, empty ones left out."""
        return tuple(filter(None, (one_line(line) for line in self.raw.split("\n"))))

    @property
    def text(self) -> str:
        """Its text in one line."""
        return " ".join(self.lines)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Its lines, with those joined that only the width of the page broke."""
        joined: list[str] = []
        for part in re.split(r"\n[^\S\n]*\n", self.raw):
            fresh = True
            for line in filter(None, map(one_line, part.split("\n"))):
                ended = fresh or joined[-1].endswith(_SENTENCE_ENDS)
                if ended or _ITEM_BEGINS.match(line):
                    joined.append(line)
                else:
                    joined[-1] += f" {line}"
                fresh = False
        return tuple(joined)


def blocks_of(
    container: Tag, *, captions: Iterable[Tag] = (), without: Iterable[Tag] = ()
) -> list[Block]:
    """The blocks of a container in reading order, those without text and picture left out.

    `captions` are elements that a profile calls captions, `without` are those not to be read.
    """
    reader = _Reader(captions, without)
    reader.walk(container)
    return [block for block in reader.found if block.lines or block.pictures]


class _Reader:
    """Goes through a tree and writes each text into the block that it stands in."""

    def __init__(self, captions: Iterable[Tag], without: Iterable[Tag]) -> None:
        self.found = [Block()]
        # Elements are told apart by id(): equal ones are equal in bs4, wherever they stand.
        self._captions = {id(tag) for tag in captions}
        self._without = {id(tag) for tag in without}

    def walk(self, element: Tag) -> None:
        for node in element.children:
            if isinstance(node, Tag):
                if node.name not in _SILENT and id(node) not in self._without:
                    self._enter(node, within=element)
            elif is_text(node):
                _write(str(node), element, self.found[-1])

    def _enter(self, node: Tag, *, within: Tag) -> None:
        if node.name in _BLOCKS:
            self.found.append(self._opened(node))
            self.walk(node)
            self.found.append(self._opened(within))
        elif node.name == "br":
            self.found[-1].raw += "\n"
        else:
            self.found[-1].pictures += node.name in _PICTURES
            self.walk(node)

    def _opened(self, element: Tag) -> Block:
        """An empty block that is set as its nearest ancestors say."""
        around = [element, *element.parents]
        side = next(filter(None, map(_alignment, around)), "")
        return Block(
            right=side == "right",
            centered=side == "center",
            caption=any(tag.name == "figcaption" or id(tag) in self._captions for tag in around),
        )


def _write(text: str, element: Tag, block: Block) -> None:
    # In HTML a newline is a blank; only <br> breaks a line.
    block.raw += re.sub(r"\s", " ", text)
    if not text.strip():
        return
    around = [element, *_inline_ancestors(element)]
    links = [str(tag["href"]) for tag in around if tag.name == "a" and tag.has_attr("href")]
    block.links.update(links)
    if not links:
        block.unlinked += text
    block.slanted = block.slanted and any(_is_slanted(tag) for tag in around)


def _inline_ancestors(element: Tag) -> Iterator[Tag]:
    """The elements around a text, up to and with the block that holds it."""
    if element.name in _BLOCKS:
        return
    for parent in element.parents:
        yield parent
        if parent.name in _BLOCKS:
            return


def _is_slanted(tag: Tag) -> bool:
    return tag.name in _SLANTED or bool(_SLANTED_STYLE.search(str(tag.get("style", ""))))


def _alignment(tag: Tag) -> str:
    styled = _ALIGNED.search(str(tag.get("style", "")).lower())
    if styled is not None:
        return "center" if styled[1] == "center" else "right"
    classes, align = classes_of(tag), str(tag.get("align", "")).lower()
    if align == "right" or classes & _RIGHT:
        return "right"
    if align == "center" or classes & _CENTERED or tag.name == "center":
        return "center"
    return align if align in {"left", "justify"} else ""
