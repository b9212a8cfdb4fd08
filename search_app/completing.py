"""What has been typed so far goes in, the JSON object of its completions comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypedDict

from index import QueryError, Suggestion
from search_app.answer import AnswerSuggestion
from search_app.links import Links
from search_app.parameters import Parameter, choice, number, printable, read_values
from search_app.request_query import LANGUAGES

MOST_SUGGESTIONS: Final = 20
SUGGESTIONS: Final = 8  # a phone shows no more between its search box and its keyboard
# Letters of what was typed: a longer text is no beginning of a phrase, and is completed by nothing.
_LONGEST_TYPED = 200


class Completions(TypedDict):
    """What `/api/v1/suggest` and `timtin suggest --json` say; every key is always there."""

    query: str
    suggestions: list[AnswerSuggestion]


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What has been typed so far, how many completions are wanted, the language of the pages.

    A blank at the end of `text` says that its last word is whole.
    """

    text: str
    limit: int
    lang: str


def read_typed(values: Mapping[str, Sequence[str]]) -> Typed:
    """Read the values of a request; other names than `q`, `limit` and `lang` are ignored.

    Raises QueryError for the first value that cannot be read.
    """
    problems: list[QueryError] = []
    limit, lang = (_read(parameter, values, problems) for parameter in (_LIMIT, _LANG))
    if problems:
        raise problems[0]
    text = next((text for text in values.get("q", ()) if text.strip()), "")
    ending = " " if text[-1:].isspace() else ""
    typed = printable(text[:_LONGEST_TYPED])
    return Typed(text=f"{typed}{ending}" if typed else "", limit=int(limit), lang=lang)


def completions(typed: Typed, found: Sequence[Suggestion], *, path: str) -> Completions:
    """Completions in the words of the API; `path` is that of the page their links lead to."""
    links = Links(path, (("lang", typed.lang),))
    return Completions(
        query=typed.text,
        suggestions=[
            AnswerSuggestion(text=one.text, link=links.changed([("q", one.text)])) for one in found
        ],
    )


def _read(
    parameter: Parameter, values: Mapping[str, Sequence[str]], problems: list[QueryError]
) -> str:
    written = [text for text in map(printable, values.get(parameter.name, ())) if text]
    read = read_values(parameter, written, problems)
    return read[0] if read else parameter.default


_LIMIT = number("limit", most=MOST_SUGGESTIONS, default=SUGGESTIONS)
_LANG = choice("lang", LANGUAGES, default=LANGUAGES[0])
