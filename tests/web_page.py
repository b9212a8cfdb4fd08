"""A page's HTML goes in, its elements with their attributes and texts come out for tests."""

from html.parser import HTMLParser

from typing_extensions import override

from tests.web_sample import client_of

_VOID = {"meta", "link", "input", "img", "br"}


class Page(HTMLParser):
    """A page taken apart: its elements in order, each with its attributes and text."""

    def __init__(self, content: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str], list[str]]] = []
        self._open: list[int] = []
        self.feed(content)
        self.close()
        assert self._open == []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}, []))
        if tag not in _VOID:
            self._open.append(len(self.elements) - 1)

    @override
    def handle_endtag(self, tag: str) -> None:
        assert self.elements[self._open.pop()][0] == tag

    @override
    def handle_data(self, data: str) -> None:
        for place in self._open:
            self.elements[place][2].append(data)

    def texts(self, tag: str, **attributes: str) -> list[str]:
        """The text of each such element, blanks folded."""
        return [" ".join("".join(text).split()) for text in self._found(tag, attributes)]

    def raw_texts(self, tag: str, **attributes: str) -> list[str]:
        """The text of each such element as it stands."""
        return ["".join(text) for text in self._found(tag, attributes)]

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of each such element."""
        return [attributes for name, attributes, _ in self.elements if name == tag]

    def links(self) -> dict[str, str]:
        """The address that each text of a link leads to."""
        return {
            " ".join("".join(text).split()): attributes["href"]
            for name, attributes, text in self.elements
            if name == "a"
        }

    def _found(self, tag: str, wanted: dict[str, str]) -> list[list[str]]:
        named = {name.rstrip("_"): value for name, value in wanted.items()}
        return [
            text
            for name, attributes, text in self.elements
            if name == tag and named.items() <= attributes.items()
        ]


def page_at(path: str) -> Page:
    """A page of the sample, taken apart."""
    return Page(client_of().get(path).text)


def titles(page: Page) -> list[str]:
    """The titles of the results."""
    return page.texts("a", rel="noopener")
