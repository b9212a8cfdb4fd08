"""Answers by path go in, a server on loopback that gives them and remembers who asked comes out."""

import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from crawl import CrawlSettings, LoopbackPermit, Site, family

HOST = "portal.localhost"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server sends; a `cut` answer promises more bytes than it sends."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came; `at` is seconds on the monotonic clock."""

    host: str
    path: str
    at: float
    headers: Mapping[str, str]


Script = Answer | Callable[[Asked], Answer]


class ScriptedPortal:
    """Serves `pages` by path, 404 elsewhere. Pages may be changed while it runs."""

    def __init__(self, pages: Mapping[str, Script], *, tls: ssl.SSLContext | None = None) -> None:
        self.pages = dict(pages)
        self.asked: list[Asked] = []
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Visit, self))
        # How long leaving `with` may take.
        serve = partial(self._server.serve_forever, poll_interval=0.01)
        self._thread = threading.Thread(target=serve)
        self.port: int = self._server.server_address[1]
        self._scheme = "https" if tls else "http"
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"{self._scheme}://{HOST}:{self.port}"

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for, in order, robots.txt and discovery left out."""
        furniture = {"/robots.txt", "/sitemap.xml", "/rss.xml"}
        return [asked.path for asked in self.asked if asked.path not in furniture]

    def site(self, *, hosts: tuple[str, ...] = (), limit: int | None = None) -> Site:
        """The portal as a Drupal site."""
        start = (f"{self.origin}/",)
        own = (f"{HOST}:{self.port}",)
        return Site(
            name="portal",
            start=start,
            hosts=own + hosts,
            profile=family("drupal7"),
            limit=limit,
        )

    def settings(self, *, delay: float = 0.001, **changes: float) -> CrawlSettings:
        """Settings that may ask this portal, and are in no hurry to wait."""
        permit = LoopbackPermit(port=self.port, hosts=frozenset({HOST}))
        return CrawlSettings(
            contact="https://timtin.test/crawler",
            delay=delay,
            retry_wait=changes.get("retry_wait", 0.001),
            timeout=changes.get("timeout", 20.0),
            most_bytes=int(changes.get("most_bytes", 4_000_000)),
            patience=int(changes.get("patience", 5)),
            loopback=permit,
        )

    def answer(self, asked: Asked) -> Answer:
        """What is sent; remembers the request."""
        with self._lock:
            self.asked.append(asked)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        script = self.pages.get(asked.path, Answer(status=404))
        try:
            return script(asked) if callable(script) else script
        finally:
            with self._lock:
                self._at_once -= 1


class _Visit(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body are two small packets; the second would wait for the first one's receipt.
    disable_nagle_algorithm = True

    def __init__(self, portal: ScriptedPortal, *connection: object) -> None:
        self._portal = portal
        super().__init__(*connection)  # type: ignore[arg-type]  # passed on as the server gave it

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(headers.get("host", ""), self.path, time.monotonic(), headers)
        answer = self._portal.answer(asked)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        length = len(answer.body) + answer.cut
        self.send_header("Content-Length", str(length))
        if answer.cut:
            self.close_connection = True
        self.end_headers()
        with suppress(ConnectionError):
            self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:  # type: ignore[explicit-override]
        pass


def html(text: str, **headers: str) -> Answer:
    """A page in UTF-8; `etag="x"` becomes a header."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(text.encode(), headers={"Content-Type": "text/html; charset=utf-8", **named})


def listing(*links: str, following: str = "") -> str:
    """A Drupal listing that links some paths, and the next page."""
    rows = "".join(
        f'<div class="views-row"><div class="views-field-title"><a href="{escape(link)}">x</a>'
        "</div></div>"
        for link in links
    )
    after = f'<ul><li class="pager-next"><a href="{following}">sau</a></li></ul>'
    return f"<html><body class='page-tin-tuc'>{rows}{after if following else ''}</body></html>"


def drupal_article(title: str, body: str, *, head: str = "", below: str = "") -> str:
    """A Drupal node: `body` and `below` are markup."""
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">{head}
<title>{escape(title)}</title></head><body class="html not-front page-node page-node-7">
<h1 class="title" id="page-title">{escape(title)}</h1>
<div id="node-7" class="node node-article node-full">
<div class="meta submitted">Create: T7, 09/25/2021 - 23:10<br>Author: admin</div>
<div class="content"><div class="field field-name-body"><div class="field-items">
<div class="field-item even">{body}</div></div></div>{below}</div></div></body></html>"""


def news(number: int) -> Answer:
    """An article of its own."""
    return html(
        drupal_article(f"Tin số {number}", f"<p>Nội dung của tin số {number} trong ngày.</p>"),
        etag=f'"{number}"',
    )
