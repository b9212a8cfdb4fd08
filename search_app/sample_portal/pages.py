"""A template and its values go in, a Page comes out: what is sent to a visitor."""

import re
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from search_app.sample_portal import dates, files
from search_app.sample_portal.articles import Picture, PortalArticle

HTML = "text/html; charset=utf-8"
XML = "application/xml; charset=utf-8"

_ON_A_LISTING = 8  # articles; a site of some fifty then has a listing of several pages

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters.update(
    drupal_date=dates.drupal_date,
    nukeviet_date=dates.nukeviet_date,
    day=dates.day,
    feed_date=dates.feed_date,
)
_TEMPLATES.tests["picture"] = lambda block: isinstance(block, Picture)


@dataclass(frozen=True, slots=True)
class Page:
    """What is sent: bytes, their media type and the status."""

    body: bytes
    media_type: str = HTML
    status: int = 200


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of articles with a heading, and its first path."""

    heading: str
    path: str
    articles: tuple[PortalArticle, ...]

    @property
    def pages(self) -> int:
        """How many pages it takes, at least one."""
        return max(1, -(-len(self.articles) // _ON_A_LISTING))

    def shown_on(self, number: int) -> tuple[PortalArticle, ...]:
        """The articles of a page, counted from zero; none beyond the last."""
        return self.articles[number * _ON_A_LISTING : (number + 1) * _ON_A_LISTING]


def slug(text: str) -> str:
    """Text as a piece of a path: `Tổ chức cán bộ` gives `to-chuc-can-bo`."""
    return "-".join(re.findall(r"[a-z0-9]+", files.without_marks(text).lower()))


def render(template: str, **values: object) -> str:
    """A template of the sample portal with its values, escaped."""
    return _TEMPLATES.get_template(template).render(values)


def source(template: str) -> str:
    """A file among the templates as it is, such as a style sheet."""
    return (Path(__file__).with_name("templates") / template).read_text("utf-8")
