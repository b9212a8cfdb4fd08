"""A path goes in, what stands there comes out, and back: the addresses of a Drupal 7 site."""

import re

from search_app.sample_portal.articles import Picture, PortalArticle, PortalFile
from search_app.sample_portal.articles import Skin as SkinName
from search_app.sample_portal.pages import slug
from search_app.sample_portal.skin import (
    ArticlePlace,
    FilePlace,
    ListingPlace,
    Parameters,
    PicturePlace,
    Place,
)

# The one article that offers a version for printing, at an address of its own.
_PRINTED = 101

_NODE = re.compile(r"/node/(\d{1,6})")
_PRINT = re.compile(rf"/print/({_PRINTED})")
_PAGE = re.compile(r"\d{1,6}")
_LISTING = re.compile(r"/tin-tuc|/(?:chuyen-muc|tags)/[a-z0-9-]+")
_PICTURE = re.compile(r"/sites/default/files/(\d{1,6})/([a-z0-9-]+)\.svg")
_FILE = re.compile(r"/sites/default/files/(\d{1,6})/([\w.-]+)")


class Drupal:
    """`/node/ID`, listings with `?page=` counted from zero, one print twin at `/print/ID`."""

    host = "sonoivu.localhost"
    folder: SkinName = "drupal"
    name = "Sở Nội vụ tỉnh Yên Lĩnh"
    feed_path = "/rss.xml"
    news_path = "/tin-tuc"

    def place(self, path: str, parameters: Parameters) -> Place | None:
        """What stands at a path."""
        if match := _NODE.fullmatch(path):
            return ArticlePlace(int(match[1]))
        if match := _PRINT.fullmatch(path):
            return ArticlePlace(int(match[1]), printed=True)
        if _LISTING.fullmatch(path):
            page = parameters.get("page", "")
            return ListingPlace(path, int(page) if _PAGE.fullmatch(page) else 0)
        if match := _PICTURE.fullmatch(path):
            return PicturePlace(int(match[1]), match[2])
        if match := _FILE.fullmatch(path):
            return FilePlace(int(match[1]), match[2])
        return None

    def path_of(self, article: PortalArticle) -> str:
        """`/node/101`."""
        return f"/node/{article.id}"

    def print_path(self, article: PortalArticle) -> str:
        """`/print/101`, and none for other articles."""
        return f"/print/{article.id}" if article.id == _PRINTED else ""

    def link_from_home(self, article: PortalArticle, *, first: bool) -> str:  # noqa: ARG002 - the other skin makes a difference
        """The article's own path."""
        return self.path_of(article)

    def section_path(self, section: str) -> str:
        """`/chuyen-muc/to-chuc-can-bo`."""
        return f"/chuyen-muc/{slug(section)}"

    def tag_path(self, tag: str) -> str:
        """`/tags/khao-sat`."""
        return f"/tags/{slug(tag)}"

    def page_path(self, first: str, number: int) -> str:
        """`/tin-tuc?page=1` is the second page."""
        return f"{first}?page={number}" if number else first

    def file_path(self, article: PortalArticle, file: PortalFile) -> str:
        """`/sites/default/files/101/214-bc-snv.pdf`."""
        return f"/sites/default/files/{article.id}/{file.file}"

    def picture_path(self, article: PortalArticle, picture: Picture) -> str:
        """`/sites/default/files/101/qs1.svg`."""
        return f"/sites/default/files/{article.id}/{slug(picture.name)}.svg"
