"""Named values of a request or a command line go in; a Query, and what was wrong, come out.

Each parameter is a row of one table: its reader turns what was written into one canonical
spelling, and only canonical spellings make the Query and the links. Flask is not needed here.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, get_args

from index import Accents, NoteKind, Query, QueryError, Sort, read_day, read_query

Values = Mapping[str, Sequence[str]]
Pairs = tuple[tuple[str, str], ...]

LANGUAGES: Final = ("vi", "en")
LONGEST_VALUE: Final = 10_001  # one more than is read of a query, whose reader notes the cut
MOST_VALUES: Final = 50  # more sites or sections than a person would tick
LAST_PAGE: Final = 999_999_999
MOST_PER_PAGE: Final = 100
_LONGEST_HOST = 253  # RFC 1035
_LONGEST_SECTION = 300  # generous: sections are headings of a menu
_LONGEST_ECHO = 100  # of a bad value: enough to recognise it
_YES, _NO = "1", "0"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it was understood.

    `parameters` are (name, canonical value) pairs in the order of the table, defaults left out;
    `problems` name the values that were put aside, in that order too.
    """

    query: Query
    lang: str
    parameters: Pairs
    problems: tuple[QueryError, ...] = ()

    def values(self, name: str) -> tuple[str, ...]:
        """The canonical values given for a parameter, its default left out."""
        return tuple(value for key, value in self.parameters if key == name)

    @property
    def since(self) -> str:
        """The `from` parameter as an ISO day; "" where none was given."""
        return next(iter(self.values("from")), "")

    @property
    def until(self) -> str:
        """The `to` parameter as an ISO day; "" where none was given."""
        return next(iter(self.values("to")), "")


def read_request(values: Values) -> Asked:
    """Read what was asked, with the default and a problem where a value cannot be read.

    Names are those of PARAMETERS, others are ignored; an empty value is an absent one; where a
    parameter takes one value, the first one given holds.
    """
    problems: list[QueryError] = []
    given: dict[str, tuple[str, ...]] = {}
    for parameter in PARAMETERS:
        written = [text for text in map(_printable, values.get(parameter.name, ())) if text]
        given[parameter.name] = _read(parameter, written, problems)
    since, until = given["from"], given["to"]
    if since and until and since > until:
        problems.append(QueryError("from", since[0], f"a day not after to={until[0]}"))
        given |= {"from": (), "to": ()}
    query = _query(given)
    given["q"] = (query.text,) if query.text else ()
    return Asked(
        query=query,
        lang=_one(given, "lang"),
        parameters=tuple(
            (parameter.name, value)
            for parameter in PARAMETERS
            for value in given[parameter.name]
            if value != parameter.default
        ),
        problems=tuple(problems),
    )


def read_strictly(values: Values) -> Asked:
    """As `read_request`, but the first value that cannot be read is raised as a QueryError."""
    asked = read_request(values)
    if asked.problems:
        raise asked.problems[0]
    return asked


def _read(
    parameter: Parameter, written: Sequence[str], problems: list[QueryError]
) -> tuple[str, ...]:
    """The canonical values of one parameter; what cannot be read is added to the problems."""
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


def _query(given: Mapping[str, tuple[str, ...]]) -> Query:
    since, until = _one(given, "from"), _one(given, "to")
    beside = Query(
        sites=given["site"],
        sections=given["section"],
        since=read_day(since),
        until=read_day(until),
        accents=Accents(_one(given, "accents")),
        sort=Sort(_one(given, "sort")),
        page=int(_one(given, "page")),
        per_page=int(_one(given, "per_page")),
        off=frozenset(given["off"]),
        literal=_one(given, "literal") == _YES,
    )
    return read_query(_one(given, "q"), beside)


def _one(given: Mapping[str, tuple[str, ...]], name: str) -> str:
    return given[name][0] if given[name] else DEFAULTS[name]


def _printable(text: str) -> str:
    """Cut and stripped text that can be written as UTF-8; a shell may hand over what cannot."""
    return text[:LONGEST_VALUE].encode("utf-8", "replace").decode("utf-8").strip()


def _host(value: str) -> str:
    host = value.lower().removeprefix("www.").strip(".")
    if not host or len(host) > _LONGEST_HOST or re.search(r"[\s/]", host):
        raise ValueError(value)
    return host


def _section(value: str) -> str:
    if len(value) > _LONGEST_SECTION:
        raise ValueError(value)
    return " ".join(unicodedata.normalize("NFC", value).split())


def _day(value: str) -> str:
    day = read_day(value)
    if day is None:
        raise ValueError(value)
    return day.isoformat()


def _whole_number(most: int) -> Callable[[str], str]:
    def read(value: str) -> str:
        if not re.fullmatch(r"[0-9]{1,9}", value) or not 1 <= int(value) <= most:
            raise ValueError(value)
        return str(int(value))

    return read


def _one_of(choices: tuple[str, ...]) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value.lower() not in choices:
            raise ValueError(value)
        return value.lower()

    return read


def _number(name: str, *, most: int, default: int) -> Parameter:
    return Parameter(
        name=name,
        expected=f"a whole number from 1 to {most}",
        read=_whole_number(most),
        default=str(default),
    )


def _choice(name: str, choices: tuple[str, ...], *, default: str = "") -> Parameter:
    return Parameter(
        name=name,
        expected=f"one of {', '.join(choices)}",
        read=_one_of(choices),
        default=default,
        several=not default,
        choices=choices,
    )


_A_DAY = "a day such as 2021-09-25 or 25/09/2021"

PARAMETERS: Final = (
    Parameter(name="q", expected="text", read=str),
    _number("page", most=LAST_PAGE, default=1),
    _number("per_page", most=MOST_PER_PAGE, default=10),
    _choice("sort", tuple(Sort), default=Sort.RELEVANCE),
    Parameter(name="from", expected=_A_DAY, read=_day),
    Parameter(name="to", expected=_A_DAY, read=_day),
    Parameter(name="site", expected="the host of a site", read=_host, several=True),
    Parameter(name="section", expected="the name of a section", read=_section, several=True),
    _choice("accents", tuple(Accents), default=Accents.AUTO),
    _choice("lang", LANGUAGES, default="vi"),
    _choice("literal", (_NO, _YES), default=_NO),
    _choice("off", get_args(NoteKind)),
)
DEFAULTS: Final = {parameter.name: parameter.default for parameter in PARAMETERS}
