"""The parameters of a page go in, with changes to them; the link to the changed page comes out."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from search_app.request_query import DEFAULTS, Pairs

_ADDED = "off"  # the one parameter that a change adds to, where it replaces others


@dataclass(frozen=True, slots=True)
class Links:
    """Ways from one page to its neighbours.

    `path` stands before the question mark ("" for bare query strings), `parameters` are the
    canonical pairs of the page itself.
    """

    path: str
    parameters: Pairs

    def changed(self, changes: Iterable[tuple[str, str]]) -> str:
        """The link to the page with (name, value) pairs changed.

        Values given for a name replace those there; an empty one removes them; `off` is added
        to. Whatever else than the page changes, its number goes back to the first.
        """
        asked = tuple(changes)
        names = {name for name, _ in asked} - {_ADDED}
        if names != {"page"}:
            names.add("page")
        kept = [pair for pair in self.parameters if pair[0] not in names]
        order = list(DEFAULTS)
        pairs = sorted(
            dict.fromkeys(
                pair for pair in (*kept, *asked) if pair[1] not in {"", DEFAULTS[pair[0]]}
            ),
            key=lambda pair: order.index(pair[0]),
        )
        return f"{self.path}?{urlencode(pairs)}" if pairs or not self.path else self.path

    def adding(self, name: str, value: str) -> str:
        """The link to the page with one value more for a parameter that takes several."""
        return self.changed([*self._given(name), (name, value)])

    def dropping(self, name: str, value: str) -> str:
        """The link to the page without one value of a parameter."""
        left = [pair for pair in self._given(name) if pair[1] != value]
        return self.changed(left or [(name, "")])

    def _given(self, name: str) -> list[tuple[str, str]]:
        return [pair for pair in self.parameters if pair[0] == name]
