"""A JSON object or a crawler's findings go in, a clean Article comes out, and back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, make_dataclass
from datetime import datetime, timedelta, timezone
from itertools import accumulate
from typing import Any, Self, cast

from index.article_json import LINES, LISTS, MOMENTS, REPAIRED, article_values
from index.errors import ArticleError
from index.text.composition import one_line, paragraphs
from index.text.legacy import repair
from index.urls import host_of, identity

# Vietnam has kept UTC+7 without daylight saving time since 1975.
VIETNAM = timezone(timedelta(hours=7), "+07:00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file offered beside an article: its address and the words that name it."""

    url: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news article. Its text is composed and its blanks folded when it is made, only here.

    `url` is kept as it came and `identity` is what other spellings of it share. `author` signs
    as a person, `unit` as an office, `poster` is the account of the CMS (never searched).
    `body` has one paragraph a line. A time without offset is Vietnamese time. Title, summary and
    body that came in a legacy encoding are repaired where that is certain; what they were is
    kept in `original`, as (name, text) pairs.
    Raises ArticleError where url, title or body is missing or a value cannot be used.
    """

    url: str
    title: str
    body: str
    site: str = ""
    summary: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    author: str = ""
    poster: str = ""
    unit: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    lang: str = ""
    source: str = ""
    original: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        self._repair()
        for name in LINES:
            self._settle(name, one_line(getattr(self, name)))
        self._settle("body", paragraphs(self.body))
        for name in LISTS:
            cleaned = (one_line(text) for text in getattr(self, name))
            self._settle(name, tuple(text for text in cleaned if text))
        attachments = (
            Attachment(url=one_line(attachment.url), title=one_line(attachment.title))
            for attachment in self.attachments
        )
        self._settle("attachments", tuple(file for file in attachments if file.url or file.title))
        for name in MOMENTS:
            self._settle(name, _with_offset(name, getattr(self, name)))
        for name in ("url", "title", "body"):
            if not getattr(self, name):
                raise ArticleError(f"{name} is missing or empty")
        try:
            self._settle("site", (self.site or host_of(self.url)).lower())
            identity(self.url)
        except ValueError as error:
            raise ArticleError(f"url {self.url[:200]!r} cannot be used: {error}") from error

    def _repair(self) -> None:
        """Undo a legacy encoding, all texts judged together: a title alone says too little."""
        texts = [getattr(self, name) for name in REPAIRED]
        ends = list(accumulate(text.count("\n") + 1 for text in texts))
        repaired = repair("\n".join(texts), few_are_enough=False)
        if repaired is None:
            return
        lines = repaired.text.split("\n")
        known = dict(self.original)
        for name, text, start, end in zip(REPAIRED, texts, [0, *ends], ends, strict=False):
            meant = "\n".join(lines[start:end])
            if meant != text:
                known.setdefault(name, text)
                self._settle(name, meant)
        self._settle("original", tuple(known.items()))

    def _settle(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    @property
    def identity(self) -> str:
        """What every spelling of this article's address has in common."""
        return identity(self.url)

    @property
    def local_time(self) -> datetime | None:
        """When it was published, on a clock in Vietnam."""
        return self.published_at.astimezone(VIETNAM) if self.published_at else None

    @classmethod
    def from_json(cls, data: object) -> Self:
        """Make an Article of a decoded JSON object; unknown keys are left aside.

        Null, "" and an absent key are the same. Raises ArticleError naming the field.
        """
        values = article_values(data)
        files = tuple(Attachment(**file) for file in values.pop("attachments"))
        return cls(**values, attachments=files)

    @classmethod
    def restored(cls, data: Mapping[str, Any]) -> Self:
        """The Article that `to_json` made this of: nothing is cleaned or checked again."""
        article = object.__new__(cls)
        for name in ARTICLE_KEYS:
            value = data.get(name, _ABSENT[name])
            if name in MOMENTS:
                value = datetime.fromisoformat(value) if value else None
            elif name == "attachments":
                value = tuple(Attachment(**file) for file in value)
            elif name == "original":
                value = tuple(dict(value).items())
            elif isinstance(value, list):
                value = tuple(value)
            object.__setattr__(article, name, value)
        return article

    @classmethod
    def trusted(cls, values: Iterable[Any]) -> Self:
        """The Article that had these values, in the order of ARTICLE_KEYS: nothing is checked."""
        article: Any = _Values(*values)
        article.__class__ = cls
        return cast("Self", article)

    def to_json(self) -> dict[str, object]:
        """The Article as a JSON object, empty values left out."""
        data: dict[str, object] = {}
        for name in ARTICLE_KEYS:
            value = getattr(self, name)
            if isinstance(value, datetime):
                data[name] = value.isoformat()
            elif name == "attachments" and value:
                data[name] = [{"url": file.url, "title": file.title} for file in value]
            elif name == "original" and value:
                data[name] = dict(value)
            elif value:
                data[name] = list(value) if isinstance(value, tuple) else value
        return data

    def to_line(self) -> str:
        """The Article as one JSON line, without the newline."""
        return json.dumps(self.to_json(), ensure_ascii=False)


ARTICLE_KEYS = tuple(field.name for field in fields(Article))
# Has the slots of an Article and fills them at once; one by one they take four times as long.
_Values = make_dataclass("_Values", ARTICLE_KEYS, slots=True)
_ABSENT = {field.name: field.default for field in fields(Article)}


def _with_offset(name: str, moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    if moment.tzinfo is None:
        return moment.replace(tzinfo=VIETNAM)
    try:
        moment.astimezone(VIETNAM)
    except OverflowError as error:
        # It could not be sorted or filtered by day.
        raise ArticleError(f"{name} {moment} is beyond what a clock in Vietnam shows") from error
    return moment
