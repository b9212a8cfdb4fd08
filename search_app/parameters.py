"""The texts given for a named value go in; their one canonical spelling comes out, or a problem.

A parameter is a row of a table: its reader turns what was written into what links and queries
are made of. Flask is not needed here.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from index import QueryError, read_day

LONGEST_VALUE: Final = 10_001  # one more than is read of a query, whose reader notes the cut
MOST_VALUES: Final = 50  # more sites or sections than a person would tick
_LONGEST_HOST = 253  # RFC 1035
_LONGEST_SECTION = 300  # generous: sections are headings of a menu
_LONGEST_ECHO = 100  # of a bad value: enough to recognise it


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One named value: how it is read, what is expected of it and what holds without it.

    `read` takes text without blanks around it and returns the canonical spelling; it raises
    ValueError where there is none. `choices` are all values there are, where they are few.
    """

    name: str
    expected: str
    read: Callable[[str], str]
    default: str = ""
    several: bool = False
    choices: tuple[str, ...] = ()


def read_values(
    parameter: Parameter, written: Sequence[str], problems: list[QueryError]
) -> tuple[str, ...]:
    """The canonical values of one parameter; what cannot be read is added to the problems.

    `written` are texts as `printable` gives them, none empty.
    """
    if not parameter.several:
        written = written[:1]
    elif len(written) > MOST_VALUES:
        expected = f"at most {MOST_VALUES} values"
        problems.append(QueryError(parameter.name, f"{len(written)} values", expected))
        written = written[:MOST_VALUES]
    read: list[str] = []
    for text in written:
        try:
            read.append(parameter.read(text))
        except ValueError:
            shown = text[:_LONGEST_ECHO]
            problems.append(QueryError(parameter.name, shown, parameter.expected))
    return tuple(dict.fromkeys(read))


def printable(text: str) -> str:
    """Cut and stripped text that can be written as UTF-8; a shell may hand over what cannot."""
    return text[:LONGEST_VALUE].encode("utf-8", "replace").decode("utf-8").strip()


def host(value: str) -> str:
    """The name of a host in small letters, without `www.`."""
    name = value.lower().removeprefix("www.").strip(".")
    if not name or len(name) > _LONGEST_HOST or re.search(r"[\s/]", name):
        raise ValueError(value)
    return name


def section(value: str) -> str:
    """The name of a section, composed, its blanks folded."""
    if len(value) > _LONGEST_SECTION:
        raise ValueError(value)
    return " ".join(unicodedata.normalize("NFC", value).split())


def day(value: str) -> str:
    """A day as ISO 8601 has it."""
    read = read_day(value)
    if read is None:
        raise ValueError(value)
    return read.isoformat()


def whole_number(most: int) -> Callable[[str], str]:
    """A reader of whole numbers from 1 to `most`."""

    def read(value: str) -> str:
        if not re.fullmatch(r"[0-9]{1,9}", value) or not 1 <= int(value) <= most:
            raise ValueError(value)
        return str(int(value))

    return read


def one_of(choices: tuple[str, ...]) -> Callable[[str], str]:
    """A reader of a few words, in whatever case."""

    def read(value: str) -> str:
        if value.lower() not in choices:
            raise ValueError(value)
        return value.lower()

    return read


def number(name: str, *, most: int, default: int) -> Parameter:
    """A parameter that takes a whole number."""
    return Parameter(
        name=name,
        expected=f"a whole number from 1 to {most}",
        read=whole_number(most),
        default=str(default),
    )


def choice(name: str, choices: tuple[str, ...], *, default: str = "") -> Parameter:
    """A parameter that takes one of a few words; several of them where there is no default."""
    return Parameter(
        name=name,
        expected=f"one of {', '.join(choices)}",
        read=one_of(choices),
        default=default,
        several=not default,
        choices=choices,
    )
