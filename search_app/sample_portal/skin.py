"""A path goes in, what stands there comes out, and back: what a skin knows of addresses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from search_app.sample_portal.articles import Picture, PortalArticle, PortalFile
from search_app.sample_portal.articles import Skin as SkinName

Parameters = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ArticlePlace:
    """Where an article stands, or its version for printing."""

    article: int
    printed: bool = False


@dataclass(frozen=True, slots=True)
class ListingPlace:
    """Where a page of a listing stands, counted from zero; `first` is the path of its first."""

    first: str
    number: int


@dataclass(frozen=True, slots=True)
class FilePlace:
    """Where an attachment stands."""

    article: int
    file: str


@dataclass(frozen=True, slots=True)
class PicturePlace:
    """Where a picture stands; `slug` is its name as a piece of a path."""

    article: int
    slug: str


Place = ArticlePlace | ListingPlace | FilePlace | PicturePlace


class Skin(Protocol):
    """The manner of one content management system: where it puts things."""

    host: str
    folder: SkinName
    name: str
    feed_path: str
    news_path: str

    def place(self, path: str, parameters: Parameters) -> Place | None:
        """What stands at a path; None where the skin has nothing of its own there."""
        ...

    def path_of(self, article: PortalArticle) -> str:
        """The path of an article's own page."""
        ...

    def print_path(self, article: PortalArticle) -> str:
        """The path of an article's version for printing; empty where it offers none."""
        ...

    def link_from_home(self, article: PortalArticle, *, first: bool) -> str:
        """The path by which the front page links an article."""
        ...

    def section_path(self, section: str) -> str:
        """The path of the first page of a section's listing."""
        ...

    def tag_path(self, tag: str) -> str:
        """The path of the first page of a tag's listing."""
        ...

    def page_path(self, first: str, number: int) -> str:
        """The path of a listing's page, counted from zero; the first one's is `first`."""
        ...

    def file_path(self, article: PortalArticle, file: PortalFile) -> str:
        """The path of an attachment."""
        ...

    def picture_path(self, article: PortalArticle, picture: Picture) -> str:
        """The path of a picture."""
        ...
