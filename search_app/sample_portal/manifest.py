"""A TOML file goes in, questions come out, each with the answer that it must get."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from search_app.sample_portal.articles import SamplePortalError

MANIFEST = Path(__file__).with_name("manifest.toml")

_PARAMETERS = frozenset({"accents", "sort", "site", "section", "from", "to"})
_NEEDED = frozenset({"question", "total"})
_ALLOWED = _NEEDED | {"params", "first", "includes", "absent", "marks", "relaxed"}


@dataclass(frozen=True, slots=True)
class Marked:
    """Syllables that must stand marked, with their own accents, where an article is shown."""

    article: int
    syllables: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a citizen asks, and what the answer must be; articles are named by their ids.

    `parameters` are those of the search page beside `q`. `first` is None where the order
    between the best is open. `absent` are articles that must not be found.
    """

    text: str
    parameters: Mapping[str, str]
    total: int
    first: int | None
    includes: tuple[int, ...]
    absent: tuple[int, ...]
    marks: tuple[Marked, ...]
    relaxed: str | None


def load_questions(path: Path = MANIFEST) -> tuple[Question, ...]:
    """Read the questions of a manifest. Raises SamplePortalError where one cannot be used."""
    try:
        rows = tomllib.loads(path.read_text("utf-8"))["questions"]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as error:
        raise SamplePortalError(f"{path} cannot be read as a manifest: {error!r}") from error
    return tuple(_question(row) for row in rows)


def _question(row: Mapping[str, object]) -> Question:
    text = row.get("question")
    if not isinstance(text, str) or not (row.keys() >= _NEEDED and row.keys() <= _ALLOWED):
        raise SamplePortalError(f"question {text!r} has keys missing or unknown: {sorted(row)}")
    parameters = row.get("params", {})
    if not isinstance(parameters, dict) or not parameters.keys() <= _PARAMETERS:
        raise SamplePortalError(f"question {text!r} has unknown parameters: {parameters!r}")
    total, first, relaxed = row["total"], row.get("first"), row.get("relaxed")
    if not isinstance(total, int) or not isinstance(first, int | None):
        raise SamplePortalError(f"question {text!r}: total and first must be whole numbers")
    if not isinstance(relaxed, str | None):
        raise SamplePortalError(f"question {text!r}: relaxed must be a text")
    return Question(
        text=text,
        parameters={name: str(value) for name, value in parameters.items()},
        total=total,
        first=first,
        includes=_ids(row, "includes"),
        absent=_ids(row, "absent"),
        marks=tuple(_marked(mark) for mark in _list(row, "marks")),
        relaxed=relaxed,
    )


def _list(row: Mapping[str, object], key: str) -> list[object]:
    values = row.get(key, [])
    if not isinstance(values, list):
        raise SamplePortalError(f"question {row['question']!r}: {key} must be a list")
    return values


def _ids(row: Mapping[str, object], key: str) -> tuple[int, ...]:
    return tuple(_whole_numbers(_list(row, key)))


def _whole_numbers(values: Iterable[object]) -> Iterable[int]:
    for value in values:
        if not isinstance(value, int):
            raise SamplePortalError(f"{value!r} is not the id of an article")
        yield value


def _marked(row: object) -> Marked:
    match row:
        case {"article": int(article), "marked": [*syllables]}:
            return Marked(article, tuple(str(syllable) for syllable in syllables))
        case _:
            raise SamplePortalError(f"{row!r} is no mark: write {{ article = 101, marked = [] }}")
