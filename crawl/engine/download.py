"""A request goes in, a response comes out: paced, guarded and bounded, over aiohttp."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes
from typing_extensions import override
from yarl import URL

from crawl.engine.answers import Stopped
from crawl.engine.spider import spider_of
from crawl.guard import AddressGuard

# While it waits for its turn a request looks this often whether the crawl is being stopped.
_GLANCE = 0.2


class GuardedDownload(BaseDownloadHandler):
    """Scrapy's download handler for http and https.

    Ours, because Scrapy's own dial any address. Certificates are verified; no proxy, cookie or
    password of this machine is used; redirects are handed back, not followed.
    """

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._session = spider_of(crawler).session
        settings = self._session.settings
        self._most_bytes = settings.most_bytes
        guard = self._session.guard
        self._client = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit_per_host=1,
                resolver=GuardedResolver(guard),
                socket_factory=_socket_factory(guard),
                use_dns_cache=False,
            ),
            timeout=aiohttp.ClientTimeout(
                total=settings.timeout, sock_connect=settings.connect_timeout
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            skip_auto_headers=("Accept", "Accept-Encoding", "User-Agent"),
        )

    @override
    async def download_request(self, request: Request) -> Response:
        """Ask for a page when its host's turn has come. Raises Scrapy's errors, and ours."""
        self._session.guard.check_url(request.url)
        await self._turn(urlsplit(request.url).hostname or "")
        async with self._ask(request) as answer:
            body = await self._body(answer)
        headers = Headers(list(answer.headers.items()))
        kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
        return kind(url=request.url, status=answer.status, headers=headers, body=body)

    @override
    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _turn(self, host: str) -> None:
        pacing = self._session.pacing
        while (wait := pacing.wait(host, now=time.time())) > 0:
            if self._session.stopping:
                raise Stopped("the crawl is being stopped")
            await asyncio.sleep(min(wait, _GLANCE))
        pacing.started(host, at=time.time())

    @asynccontextmanager
    async def _ask(self, request: Request) -> AsyncIterator[aiohttp.ClientResponse]:
        """The answer, its body unread; what goes wrong is told in Scrapy's words."""
        try:
            async with self._client.get(
                URL(request.url, encoded=True),
                headers=request.headers.to_tuple_list(),
                allow_redirects=False,
            ) as answer:
                yield answer
        except TimeoutError as error:
            seconds = self._session.settings.timeout
            raise DownloadTimeoutError(f"no answer within {seconds:g} seconds") from error
        except aiohttp.ClientConnectorDNSError as error:
            raise CannotResolveHostError(f"the host has no address: {error}") from error
        except aiohttp.ClientConnectorError as error:
            raise DownloadConnectionRefusedError(f"no connection: {error}") from error
        except aiohttp.ClientPayloadError as error:
            raise ResponseDataLossError(f"the answer broke off: {error}") from error
        except aiohttp.ClientError as error:
            raise DownloadFailedError(f"no answer: {error}") from error

    async def _body(self, answer: aiohttp.ClientResponse) -> bytes:
        parts: list[bytes] = []
        size = 0
        async for chunk in answer.content.iter_any():
            size += len(chunk)
            if size > self._most_bytes:
                raise DownloadCancelledError(f"larger than {self._most_bytes} bytes")
            parts.append(chunk)
        return b"".join(parts)


class GuardedResolver(AbstractResolver):
    """Looks up names; a name with an address that is not public has none at all."""

    def __init__(self, guard: AddressGuard) -> None:
        self._guard = guard
        self._lookup = aiohttp.ThreadedResolver()

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a name. Raises AddressRefused, or OSError where it has none."""
        if self._guard.is_permitted(host, port):
            allowed = self._guard.addresses_of(host, port, [])
            return [_result(host, address, port) for address in allowed]
        found = await self._lookup.resolve(host, port, family)
        self._guard.addresses_of(host, port, [result["host"] for result in found])
        return found

    @override
    async def close(self) -> None:
        """Close the lookup."""
        await self._lookup.close()


def _result(host: str, address: str, port: int) -> ResolveResult:
    return ResolveResult(
        hostname=host,
        host=address,
        port=port,
        family=socket.AF_INET,
        proto=0,
        flags=socket.AI_NUMERICHOST,
    )


def _socket_factory(guard: AddressGuard) -> aiohttp.SocketFactoryType:
    """Sockets for addresses that pass the guard: the last look, at what is really dialled."""

    def make(info: aiohttp.AddrInfoType) -> socket.socket:
        family, kind, proto, _, address = info
        guard.check_dialled(str(address[0]), int(address[1]))
        return socket.socket(family=family, type=kind, proto=proto)

    return make
