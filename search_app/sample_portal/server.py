"""Articles go in, two sites of a sample portal on a loopback port come out, over HTTP.

The sites are virtual hosts of one server, told apart by the Host header.
"""

import hashlib
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from search_app.sample_portal.articles import (
    Paragraph,
    PortalArticle,
    SamplePortalError,
    load_articles,
)
from search_app.sample_portal.drupal import Drupal
from search_app.sample_portal.nukeviet import NukeViet
from search_app.sample_portal.pages import Page, render
from search_app.sample_portal.site import PortalSite
from search_app.sample_portal.skin import Skin

ADDRESS = "127.0.0.1"
_FRONT_HOSTS = frozenset({ADDRESS, "localhost"})
_SKINS: tuple[Skin, ...] = (Drupal(), NukeViet())
_IDLE = 30.0  # seconds after which a connection that a client left open is closed
_HEED_CLOSE = 0.05  # seconds until the server notices that it is to stop


@dataclass(frozen=True, slots=True)
class PortalRequest:
    """A request as it came. `path` has its query; `at` is seconds on the monotonic clock."""

    host: str
    path: str
    at: float
    user_agent: str


class SamplePortal:
    """The sample portal on a port of 127.0.0.1; it answers inside `with`.

    `port` 0 takes a free one. Raises SamplePortalError where the port cannot be taken.
    """

    def __init__(self, articles: Iterable[PortalArticle] | None = None, *, port: int = 0) -> None:
        self._articles = tuple(load_articles() if articles is None else articles)
        self._lock = threading.Lock()
        self._requests: list[PortalRequest] = []
        try:
            self._server = ThreadingHTTPServer((ADDRESS, port), partial(_Visit, self))
        except (OSError, OverflowError) as error:
            raise SamplePortalError(
                f"port {port} of {ADDRESS} cannot be taken ({error}); name another or none"
            ) from error
        self.port: int = self._server.server_address[1]
        self._sites = self._open_sites()
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(_HEED_CLOSE,), name="sample portal"
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop answering and let the port go."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    @property
    def address(self) -> str:
        """The front page for a curious visitor, which links both sites."""
        return f"http://{ADDRESS}:{self.port}/"

    @property
    def sites(self) -> tuple[str, ...]:
        """The start addresses of the sites, the Drupal one first."""
        return tuple(f"{site.origin}/" for site in self._sites.values())

    @property
    def articles(self) -> tuple[PortalArticle, ...]:
        """All articles as they now are, those that were removed among them."""
        return self._articles

    @property
    def requests(self) -> tuple[PortalRequest, ...]:
        """Every request so far, in the order they came."""
        with self._lock:
            return tuple(self._requests)

    def url_of(self, article_id: int) -> str:
        """The address of an article. Raises KeyError where there is none with this id."""
        article = self._article(article_id)
        site = next(site for site in self._sites.values() if site.skin.folder == article.skin)
        return f"{site.origin}{site.skin.path_of(article)}"

    def remove(self, article_id: int) -> None:
        """Take an article away: from now on it answers 410, though listings still name it."""
        self._replace(replace(self._article(article_id), removed=True))

    def edit(self, article_id: int, *, paragraph: str) -> None:
        """Add a paragraph to an article; its address stays."""
        article = self._article(article_id)
        self._replace(replace(article, body=(*article.body, Paragraph(paragraph))))

    def answer(self, host: str, target: str) -> Page:
        """The page that a host name, without port, shows at a path with its query."""
        parts = urlsplit(target)
        site = self._sites.get(host)
        if site is not None:
            return site.answer(parts.path, dict(parse_qsl(parts.query, keep_blank_values=True)))
        if host in _FRONT_HOSTS and parts.path == "/":
            return Page(render("shared/front.html", sites=self._sites.values()).encode())
        return Page(b"No such host or page here.\n", "text/plain; charset=utf-8", 404)

    def note(self, request: PortalRequest) -> None:
        """Write a request into the log."""
        with self._lock:
            self._requests.append(request)

    def _article(self, article_id: int) -> PortalArticle:
        for article in self._articles:
            if article.id == article_id:
                return article
        raise KeyError(f"the sample portal has no article {article_id}")

    def _replace(self, changed: PortalArticle) -> None:
        with self._lock:
            self._articles = tuple(
                changed if article.id == changed.id else article for article in self._articles
            )
            self._sites = self._open_sites()

    def _open_sites(self) -> dict[str, PortalSite]:
        return {
            skin.host: PortalSite(skin, self._articles, origin=f"http://{skin.host}:{self.port}")
            for skin in _SKINS
        }


class _Visit(BaseHTTPRequestHandler):
    """One connection; answers GET and HEAD, with 304 where the visitor has the page already."""

    disable_nagle_algorithm = True  # a page goes out at once, not after the next acknowledgement
    protocol_version = "HTTP/1.1"
    server_version = "SamplePortal"
    sys_version = ""
    timeout = _IDLE
    # Headers and body leave in one packet: in two, the second waits for the first to be
    # acknowledged, some 40 ms a page.
    wbufsize = -1

    def __init__(self, portal: SamplePortal, *connection: object) -> None:
        self._portal = portal
        super().__init__(*connection)  # type: ignore[arg-type]  # passed on as the server gave it

    # typing.override is younger than the oldest Python that timtin runs on.
    def handle(self) -> None:  # type: ignore[explicit-override]
        """Answer until the visitor has gone, with a word or without."""
        with suppress(ConnectionError):
            super().handle()

    def do_GET(self) -> None:
        """Answer with the page."""
        page = self._page()
        self._send(page, with_body=True)

    def do_HEAD(self) -> None:
        """Answer as GET does, without the body."""
        self._send(self._page(), with_body=False)

    def log_message(self, *_: object) -> None:  # type: ignore[explicit-override]
        """Keep quiet: the portal has its own log."""

    def _page(self) -> Page:
        host = self.headers.get("Host", "").partition(":")[0].lower()
        agent = self.headers.get("User-Agent", "")
        self._portal.note(PortalRequest(host, self.path, time.monotonic(), agent))
        return self._portal.answer(host, self.path)

    def _send(self, page: Page, *, with_body: bool) -> None:
        tag = f'"{hashlib.sha256(page.body).hexdigest()[:32]}"'
        known = page.status == HTTPStatus.OK and tag in self.headers.get("If-None-Match", "")
        self.send_response(HTTPStatus.NOT_MODIFIED if known else page.status)
        self.send_header("ETag", tag)
        if not known:
            self.send_header("Content-Type", page.media_type)
            self.send_header("Content-Length", str(len(page.body)))
        self.end_headers()
        if with_body and not known:
            self.wfile.write(page.body)
