"""A decoded JSON object goes in, the values that an Article is made of come out, by name.

Their kinds are checked here, the Article cleans them.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from index.errors import ArticleError

LINES = (
    "url",
    "site",
    "title",
    "summary",
    "author",
    "poster",
    "unit",
    "section",
    "lang",
    "source",
)
LISTS = ("tags", "captions")
MOMENTS = ("published_at", "updated_at")
REPAIRED = ("title", "summary", "body")  # what legacy encodings are looked for in


def article_values(data: object) -> dict[str, Any]:
    """The values of an Article, each attachment as a dictionary; unknown keys are left aside.

    Null, "" and an absent key are the same. Raises ArticleError naming the field.
    """
    if not isinstance(data, Mapping):
        raise ArticleError(f"expected a JSON object, found {type(data).__name__}")
    given = _given(data)
    return {
        **{name: _text(given, name) for name in (*LINES, "body")},
        **{name: _moment(given, name) for name in MOMENTS},
        **{name: _texts(given, name) for name in LISTS},
        "attachments": _attachments(given),
        "original": _original(given),
    }


def _given(data: Mapping[str, object], prefix: str = "") -> dict[str, object]:
    """What stands in a JSON object, nulls left out."""
    return {f"{prefix}{name}": value for name, value in data.items() if value is not None}


def _text(data: Mapping[str, object], name: str) -> str:
    value = data.get(name, "")
    if not isinstance(value, str):
        raise ArticleError(f"{name} must be text, found {type(value).__name__}")
    return value


def _texts(data: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = data.get(name, "")
    if value == "":
        return ()
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise ArticleError(f"{name} must be a list of texts")
    return tuple(value)


def _moment(data: Mapping[str, object], name: str) -> datetime | None:
    value = _text(data, name).strip()
    if not value:
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError as error:
        raise ArticleError(f"{name} {value[:60]!r} is not an ISO 8601 time") from error


def _original(data: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    value = data.get("original", "")
    if value == "":
        return ()
    if not isinstance(value, Mapping):
        raise ArticleError("original must be an object of texts")
    given = _given(value, "original.")
    return tuple(
        (name, _text(given, f"original.{name}")) for name in REPAIRED if f"original.{name}" in given
    )


def _attachments(data: Mapping[str, object]) -> tuple[dict[str, str], ...]:
    value = data.get("attachments", "")
    if value == "":
        return ()
    if not isinstance(value, list) or not all(isinstance(file, Mapping) for file in value):
        raise ArticleError("attachments must be a list of objects with url and title")
    return tuple(
        {
            name: _text(_given(file, "attachments."), f"attachments.{name}")
            for name in ("url", "title")
        }
        for file in value
    )
