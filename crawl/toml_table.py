"""A table of a TOML file goes in, checked values come out, or an error naming file and key."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crawl.errors import SiteFileError


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the file `source`; `path` is the name of the table inside it."""

    source: str
    values: Mapping[str, object]
    path: str = ""

    def wrong(self, key: str, complaint: str) -> SiteFileError:
        """The error for a key: what file, what key, what is the matter."""
        return SiteFileError(f"{self.source}: {self.path}{key}: {complaint}")

    def only(self, keys: Iterable[str]) -> None:
        """Refuse keys that nobody reads: a misspelled rule would silently not hold."""
        known = sorted(keys)
        for key in self.values:
            if key not in known:
                raise self.wrong(key, f"no such key; known are {', '.join(known)}")

    def table(self, key: str) -> "Table":
        """A table below this one; an absent one is empty."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key, "expected a table")
        return Table(self.source, value, f"{self.path}{key}.")

    def text(self, key: str, *, default: str = "") -> str:
        """A text."""
        value = self.values.get(key, default)
        if not isinstance(value, str):
            raise self.wrong(key, f"expected a text, found {value!r}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; an absent one is empty."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(key, f"expected a list of texts, found {value!r}")
        return tuple(value)

    def positive(self, key: str) -> float | None:
        """A number above zero, or None where the key is absent."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
            raise self.wrong(key, f"expected a number above 0, found {value!r}")
        return value

    def count(self, key: str) -> int | None:
        """A whole number above zero, or None where the key is absent."""
        value = self.positive(key)
        if value is not None and not isinstance(value, int):
            raise self.wrong(key, f"expected a whole number, found {value!r}")
        return value

    def pattern(self, key: str) -> re.Pattern[str] | None:
        """A regular expression, or None where the key is absent or empty."""
        written = self.text(key)
        try:
            return re.compile(written) if written else None
        except re.error as error:
            raise self.wrong(key, f"{written!r} is no regular expression: {error}") from error
