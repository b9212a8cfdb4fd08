"""Named values of a request or a command line go in; a Query, and what was wrong, come out.

Only canonical spellings make the Query and the links. Flask is not needed here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, get_args

from index import Accents, NoteKind, Query, QueryError, Sort, read_day, read_query
from search_app.parameters import (
    Parameter,
    choice,
    day,
    host,
    number,
    printable,
    read_values,
    section,
)

Values = Mapping[str, Sequence[str]]
Pairs = tuple[tuple[str, str], ...]

LANGUAGES: Final = ("vi", "en")
LAST_PAGE: Final = 999_999_999
MOST_PER_PAGE: Final = 100
_YES, _NO = "1", "0"
_NOTHING: tuple[str, ...] = ()


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
    given = dict.fromkeys(DEFAULTS, _NOTHING)
    for parameter in PARAMETERS:
        if parameter.name not in values:
            continue
        written = [text for text in map(printable, values[parameter.name]) if text]
        given[parameter.name] = read_values(parameter, written, problems)
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


_A_DAY = "a day such as 2021-09-25 or 25/09/2021"

PARAMETERS: Final = (
    Parameter(name="q", expected="text", read=str),
    number("page", most=LAST_PAGE, default=1),
    number("per_page", most=MOST_PER_PAGE, default=10),
    choice("sort", tuple(Sort), default=Sort.RELEVANCE),
    Parameter(name="from", expected=_A_DAY, read=day),
    Parameter(name="to", expected=_A_DAY, read=day),
    Parameter(name="site", expected="the host of a site", read=host, several=True),
    Parameter(name="section", expected="the name of a section", read=section, several=True),
    choice("accents", tuple(Accents), default=Accents.AUTO),
    choice("lang", LANGUAGES, default="vi"),
    choice("literal", (_NO, _YES), default=_NO),
    choice("off", get_args(NoteKind)),
)
DEFAULTS: Final = {parameter.name: parameter.default for parameter in PARAMETERS}
