"""A path goes in, what stands there comes out, and back: the addresses of a NukeViet 4 site."""

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

# The one article that offers a version for printing.
_PRINTED = 201

# What the front page hangs on its first link, as portals do for visitors who refuse cookies.
_SESSION = "PHPSESSID=7f3a9c1e5b2d4860"

_STORY = re.compile(r"/vi/news/[a-z0-9-]+/[a-z0-9-]+-(\d{1,6})\.html")
_LISTING = re.compile(r"(/vi/news/(?:tag/)?(?:(?!page-)[a-z0-9-]+/)?)(?:page-([1-9]\d{0,5})/)?")
_PICTURE = re.compile(r"/uploads/news/(\d{1,6})/([a-z0-9-]+)\.svg")
_FILE = re.compile(r"/uploads/news/(\d{1,6})/([\w.-]+)")


class NukeViet:
    """`/vi/news/SECTION/TITLE-ID.html`, listings with `page-2/`, `?print=1` for printing."""

    host = "cchc.localhost"
    folder: SkinName = "nukeviet"
    name = "Cải cách hành chính tỉnh Yên Lĩnh"
    feed_path = "/rss/"
    news_path = "/vi/news/"

    def place(self, path: str, parameters: Parameters) -> Place | None:
        """What stands at a path."""
        if match := _STORY.fullmatch(path):
            return ArticlePlace(int(match[1]), printed="print" in parameters)
        if match := _LISTING.fullmatch(path):
            return ListingPlace(match[1], int(match[2] or 1) - 1)
        if match := _PICTURE.fullmatch(path):
            return PicturePlace(int(match[1]), match[2])
        if match := _FILE.fullmatch(path):
            return FilePlace(int(match[1]), match[2])
        return None

    def path_of(self, article: PortalArticle) -> str:
        """`/vi/news/thanh-nien/luat-thanh-nien-227.html`."""
        return f"{self.section_path(article.section)}{slug(article.title)}-{article.id}.html"

    def print_path(self, article: PortalArticle) -> str:
        """The article's own path with `?print=1`, and none for other articles."""
        return f"{self.path_of(article)}?print=1" if article.id == _PRINTED else ""

    def link_from_home(self, article: PortalArticle, *, first: bool) -> str:
        """The article's own path; the first link has the number of a visit behind it."""
        return f"{self.path_of(article)}?{_SESSION}" if first else self.path_of(article)

    def section_path(self, section: str) -> str:
        """`/vi/news/thanh-nien/`."""
        return f"/vi/news/{slug(section)}/"

    def tag_path(self, tag: str) -> str:
        """`/vi/news/tag/bau-cu/`."""
        return f"/vi/news/tag/{slug(tag)}/"

    def page_path(self, first: str, number: int) -> str:
        """`/vi/news/page-2/` is the second page."""
        return f"{first}page-{number + 1}/" if number else first

    def file_path(self, article: PortalArticle, file: PortalFile) -> str:
        """`/uploads/news/211/07-kh-ubnd.pdf`."""
        return f"/uploads/news/{article.id}/{file.file}"

    def picture_path(self, article: PortalArticle, picture: Picture) -> str:
        """`/uploads/news/211/img-0234.svg`."""
        return f"/uploads/news/{article.id}/{slug(picture.name)}.svg"
