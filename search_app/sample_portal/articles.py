"""A folder of TOML files goes in, the sample portal's articles come out, checked."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, TypeVar

from index import TimtinError

ARTICLES_FOLDER = Path(__file__).with_name("articles")

Skin = Literal["drupal", "nukeviet"]
_SKINS: Mapping[str, Skin] = {"drupal": "drupal", "nukeviet": "nukeviet"}
_DECOMPOSED = {"composed": False, "decomposed": True}
_SECTIONS: Mapping[Skin, frozenset[str]] = {
    "drupal": frozenset(
        {
            "Thi đua - Khen thưởng",
            "Tổ chức cán bộ",
            "Đào tạo, bồi dưỡng",
            "Thông báo",
            "Hoạt động của Sở",
            "Văn thư, lưu trữ",
        }
    ),
    "nukeviet": frozenset(
        {
            "Cải cách hành chính",
            "Xây dựng chính quyền",
            "Chuyển đổi số",
            "Thanh niên",
            "Tôn giáo, hội",
            "Thông báo",
        }
    ),
}
_KEYS = frozenset(
    {
        "id",
        "skin",
        "title",
        "published",
        "section",
        "poster",
        "summary",
        "tags",
        "signer",
        "unit",
        "unicode",
        "removed",
        "body",
        "attachments",
    }
)
_PICTURE = "@image "
_LONGEST_LINE = 80  # characters of a caption that fit under a picture of the usual width

_Value = TypeVar("_Value")


class SamplePortalError(TimtinError):
    """The sample portal cannot be read or started; the text says what is wrong and where."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an article's body."""

    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in an article's body: the camera's name for it, and the line under it."""

    name: str
    caption: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The caption as an editor breaks it: a long one after the comma next to its middle."""
        middle = len(self.caption) // 2
        commas = [match.end() for match in re.finditer(r", ", self.caption)]
        if len(self.caption) <= _LONGEST_LINE or not commas:
            return (self.caption,)
        place = min(commas, key=lambda comma: abs(comma - middle))
        return self.caption[:place].rstrip(), self.caption[place:]


@dataclass(frozen=True, slots=True)
class PortalFile:
    """A file attached to an article: its name and the words that name it."""

    file: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalArticle:
    """An article as the office keeps it, before a skin is put around it.

    `published` has the offset of Vietnam. A `decomposed` article is sent in NFD; a `removed`
    one is still listed but answers 410.
    """

    id: int
    skin: Skin
    title: str
    published: datetime
    section: str
    poster: str
    body: tuple[Paragraph | Picture, ...]
    summary: str = ""
    tags: tuple[str, ...] = ()
    signer: str = ""
    unit: str = ""
    attachments: tuple[PortalFile, ...] = ()
    decomposed: bool = False
    removed: bool = False

    @property
    def teaser(self) -> str:
        """What listings and feeds show: the summary, or else the first paragraph."""
        if self.summary:
            return self.summary
        return next(block.text for block in self.body if isinstance(block, Paragraph))


def load_articles(folder: Path = ARTICLES_FOLDER) -> tuple[PortalArticle, ...]:
    """Read every `*.toml` of a folder, newest article first.

    Raises SamplePortalError naming the file and the key where one cannot be used.
    """
    articles: dict[int, PortalArticle] = {}
    for path in sorted(folder.glob("*.toml")):
        article = _read(path)
        if article.id in articles:
            raise SamplePortalError(f"{path}: the id {article.id} is taken by another article")
        articles[article.id] = article
    if not articles:
        raise SamplePortalError(f"no article was found in {folder}")
    return tuple(sorted(articles.values(), key=lambda article: article.published, reverse=True))


def _read(path: Path) -> PortalArticle:
    try:
        return _article(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, SamplePortalError) as error:
        raise SamplePortalError(f"{path}: {error}") from error


def _article(text: str) -> PortalArticle:
    if not unicodedata.is_normalized("NFC", text):
        raise SamplePortalError("its text is not composed (NFC)")
    table = tomllib.loads(text)
    if table.keys() != _KEYS:
        odd = ", ".join(sorted(table.keys() ^ _KEYS))
        raise SamplePortalError(f"keys missing or unknown: {odd}")
    return _article_of(table)


def _article_of(table: Mapping[str, object]) -> PortalArticle:
    skin = _chosen(table, "skin", _SKINS)
    section = _text(table, "section")
    if section not in _SECTIONS[skin]:
        raise SamplePortalError(f"section {section!r} is none of the skin {skin}")
    published = _typed(table, "published", datetime)
    if published.tzinfo is None:
        raise SamplePortalError(f"published {published} has no offset; write +07:00")
    return PortalArticle(
        id=_typed(table, "id", int),
        skin=skin,
        title=_text(table, "title"),
        published=published,
        section=section,
        poster=_text(table, "poster"),
        body=_body(_text(table, "body")),
        summary=_typed(table, "summary", str),
        tags=tuple(_strings(table, "tags")),
        signer=_typed(table, "signer", str),
        unit=_typed(table, "unit", str),
        attachments=_attachments(table),
        decomposed=_chosen(table, "unicode", _DECOMPOSED),
        removed=_typed(table, "removed", bool),
    )


def _body(text: str) -> tuple[Paragraph | Picture, ...]:
    blocks: list[Paragraph | Picture] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith(_PICTURE):
            name, _, caption = line.removeprefix(_PICTURE).partition("|")
            blocks.append(Picture(name.strip(), caption.strip()))
        else:
            blocks.append(Paragraph(line))
    if not any(isinstance(block, Paragraph) for block in blocks):
        raise SamplePortalError("body has no paragraph")
    return tuple(blocks)


def _attachments(table: Mapping[str, object]) -> tuple[PortalFile, ...]:
    rows = _typed(table, "attachments", list)
    if not all(isinstance(row, dict) and row.keys() == {"file", "title"} for row in rows):
        raise SamplePortalError("attachments must be a list of { file, title }")
    return tuple(PortalFile(_text(row, "file"), _text(row, "title")) for row in rows)


def _strings(table: Mapping[str, object], key: str) -> list[str]:
    values = _typed(table, key, list)
    if not all(isinstance(value, str) for value in values):
        raise SamplePortalError(f"{key} must be a list of texts")
    return values


def _text(table: Mapping[str, object], key: str) -> str:
    value = _typed(table, key, str)
    if not value.strip():
        raise SamplePortalError(f"{key} is empty")
    return value


def _typed(table: Mapping[str, object], key: str, kind: type[_Value]) -> _Value:
    value = table[key]
    if not isinstance(value, kind):
        raise SamplePortalError(f"{key} must be {kind.__name__}, found {value!r}")
    return value


def _chosen(table: Mapping[str, object], key: str, choices: Mapping[str, _Value]) -> _Value:
    value = _text(table, key)
    if value not in choices:
        raise SamplePortalError(f"{key} {value!r} is none of {', '.join(choices)}")
    return choices[value]
