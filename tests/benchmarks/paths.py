"""Timed queries go in, the paths at which a visitor's program would ask them come out."""

import random
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from tests.benchmarks.queries import QueryClass, TimedQuery

_API = "/api/v1/search"
_UNASKED: frozenset[QueryClass] = frozenset({"prefix"})  # visitors cannot ask for one


def path_of(query: TimedQuery) -> str:
    """The path of a query, its site, year and order as parameters."""
    asked = {"q": query.text}
    if query.site:
        asked["site"] = query.site
    if query.year:
        asked |= {"from": f"{query.year}-01-01", "to": f"{query.year}-12-31"}
    if query.newest:
        asked["sort"] = "newest"
    return f"{_API}?{urlencode(asked)}"


def mixed_paths(queries: Mapping[QueryClass, Sequence[TimedQuery]], count: int) -> tuple[str, ...]:
    """At most `count` different paths, as many of each class as there are, in a mixed order."""
    paths: dict[str, None] = {}
    longest = max((len(drawn) for drawn in queries.values()), default=0)
    for place in range(longest):
        for kind, drawn in queries.items():
            if kind not in _UNASKED and place < len(drawn) and len(paths) < count:
                paths.setdefault(path_of(drawn[place]))
    mixed = list(paths)
    random.Random("timtin paths").shuffle(mixed)  # noqa: S311 - the same order every time
    return tuple(mixed)
