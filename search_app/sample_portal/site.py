"""Articles, a path and its parameters go in, a page of one of the portal's sites comes out."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from search_app.sample_portal.articles import Picture, PortalArticle
from search_app.sample_portal.files import attachment_of, picture_of
from search_app.sample_portal.pages import XML, Listing, Page, render, slug, source
from search_app.sample_portal.skin import (
    ArticlePlace,
    FilePlace,
    ListingPlace,
    Parameters,
    PicturePlace,
    Skin,
)

_ON_THE_HOME_PAGE = 6
_IN_THE_FEED = 10
_IN_A_SIDEBAR = 5
# The older articles stand in no sitemap, as on portals that list only their newest thousand:
# a crawler reaches them through the listings alone.
_IN_THE_SITEMAP = 24


class PortalSite:
    """One host of the portal. It never changes: another set of articles is another site."""

    def __init__(self, skin: Skin, articles: Iterable[PortalArticle], *, origin: str) -> None:
        """`articles` come newest first; `origin` is scheme, host and port, without a slash."""
        self.skin = skin
        self.origin = origin
        self.articles = tuple(article for article in articles if article.skin == skin.folder)
        self._by_id = {article.id: article for article in self.articles}
        self._fixed: Mapping[str, Callable[[], Page]] = {
            "/": self._home,
            "/robots.txt": self._robots,
            "/sitemap.xml": self._sitemap,
            skin.feed_path: self._feed,
            "/theme/style.css": self._style,
        }

    def answer(self, path: str, parameters: Parameters) -> Page:
        """The page at a path; a page with status 404 where there is none."""
        page = self._placed(path, parameters)
        if page is None and path in self._fixed:
            page = self._fixed[path]()
        return page or self._shut(path) or self._not_found()

    @cached_property
    def sections(self) -> tuple[str, ...]:
        """The sections that have an article, in the order of their letters."""
        return tuple(sorted({article.section for article in self.articles}, key=slug))

    @property
    def latest(self) -> tuple[PortalArticle, ...]:
        """What the sidebar shows beside every page."""
        return self.articles[:_IN_A_SIDEBAR]

    @cached_property
    def _listings(self) -> Mapping[str, Listing]:
        """Every listing by the path of its first page."""
        listings = [Listing("Tin tức", self.skin.news_path, self.articles)]
        for section in self.sections:
            articles = tuple(article for article in self.articles if article.section == section)
            listings.append(Listing(section, self.skin.section_path(section), articles))
        for tag in {tag for article in self.articles for tag in article.tags}:
            articles = tuple(article for article in self.articles if tag in article.tags)
            listings.append(Listing(tag, self.skin.tag_path(tag), articles))
        return {listing.path: listing for listing in listings}

    def _placed(self, path: str, parameters: Parameters) -> Page | None:
        match self.skin.place(path, parameters):
            case ArticlePlace(number, printed):
                return self._article(number, printed=printed)
            case ListingPlace(first, number):
                return self._listing(first, number)
            case FilePlace(number, file):
                return self._file(number, file)
            case PicturePlace(number, name):
                return self._picture(number, name)
            case None:
                return None

    def _page(self, template: str, *, status: int = 200, **values: object) -> Page:
        folder = self.skin.folder
        html = render(f"{folder}/{template}", site=self, skin=self.skin, **values)
        return Page(html.encode(), status=status)

    def _notice(self, status: int, heading: str, text: str, *, form: str = "") -> Page:
        return self._page("notice.html", status=status, heading=heading, text=text, form=form)

    def _not_found(self) -> Page:
        return self._notice(404, "Không tìm thấy trang", "Địa chỉ Quý vị yêu cầu không tồn tại.")

    def _home(self) -> Page:
        return self._page("home.html", articles=self.articles[:_ON_THE_HOME_PAGE])

    def _listing(self, first: str, number: int) -> Page | None:
        """A page of the listing that starts at a path; an empty list beyond its last page."""
        listing = self._listings.get(first)
        if listing is None:
            return None
        paths = tuple(self.skin.page_path(first, page) for page in range(listing.pages))
        return self._page("listing.html", listing=listing, number=number, paths=paths)

    def _article(self, number: int, *, printed: bool) -> Page | None:
        """An article's page; with status 410 where it was removed."""
        article = self._by_id.get(number)
        if article is None:
            return None
        if article.removed:
            return self._notice(
                410, "Bài viết đã được gỡ bỏ", "Nội dung Quý vị tìm không còn được đăng tải."
            )
        template = "print.html" if printed else "article.html"
        page = self._page(template, article=article, related=self._related_to(article))
        if not article.decomposed:
            return page
        return Page(unicodedata.normalize("NFD", page.body.decode()).encode())

    def _related_to(self, article: PortalArticle) -> tuple[PortalArticle, ...]:
        others = (other for other in self.articles if other.section == article.section)
        return tuple(other for other in others if other.id != article.id)[:_IN_A_SIDEBAR]

    def _picture(self, number: int, name: str) -> Page | None:
        article = self._by_id.get(number)
        for block in article.body if article else ():
            if isinstance(block, Picture) and slug(block.name) == name:
                return Page(picture_of(block.name), "image/svg+xml")
        return None

    def _file(self, number: int, name: str) -> Page | None:
        article = self._by_id.get(number)
        for file in article.attachments if article else ():
            if file.file == name:
                return Page(*attachment_of(file.file, file.title))
        return None

    def _robots(self) -> Page:
        text = render("shared/robots.txt", site=self)
        return Page(text.encode(), "text/plain; charset=utf-8")

    def _sitemap(self) -> Page:
        articles = self.articles[:_IN_THE_SITEMAP]
        text = render("shared/sitemap.xml", site=self, skin=self.skin, articles=articles)
        return Page(text.encode(), XML)

    def _feed(self) -> Page:
        articles = self.articles[:_IN_THE_FEED]
        text = render("shared/rss.xml", site=self, skin=self.skin, articles=articles)
        return Page(text.encode(), "application/rss+xml; charset=utf-8")

    def _style(self) -> Page:
        text = source(f"{self.skin.folder}/style.css")
        return Page(text.encode(), "text/css; charset=utf-8")

    def _shut(self, path: str) -> Page | None:
        """What robots.txt keeps crawlers from: every page links to some of it."""
        match path.split("/")[1:]:
            case ["search", *_]:
                return self._notice(200, "Tìm kiếm", "Nhập từ khóa cần tìm.", form="search")
            case ["user"] | ["user", "login"]:
                return self._notice(200, "Đăng nhập", "Dành cho cán bộ của Sở.", form="login")
            case ["admin", *_]:
                return self._notice(403, "Từ chối truy cập", "Quý vị không có quyền xem.")
            case _:
                return None
