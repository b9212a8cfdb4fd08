"""A response without a page, or an error, goes in; the outcome that it means comes out."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Response

from crawl.errors import AddressRefused, CrawlError
from crawl.outcomes import Failed, Gone, Moved, Outcome, Refused, RefusedBy

_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_BUSY = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# A server that answers slowly or not at all may answer later.
_PASSING = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    OSError,
)


class Stopped(CrawlError):
    """The crawl ends before this address was asked for."""


class RobotsRefused(CrawlError):
    """robots.txt does not let this address be fetched."""


class RobotsUnreachable(CrawlError):
    """robots.txt cannot be had, so nothing of the host may be fetched."""


def header(response: Response, name: str) -> str:
    """A header of a response as text; empty where it is absent."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else ""


def status_outcome(response: Response) -> Outcome:
    """What an answer other than 200 means."""
    status = response.status
    location = header(response, "Location")
    if status in _REDIRECTS and location:
        return Moved(status, _as_utf8(location))
    if status in _GONE:
        return Gone(status)
    failing = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _BUSY
    wait = _retry_after(header(response, "Retry-After")) if failing else None
    return Failed(reason=f"the server answered {status}", again=failing, wait=wait)


def failure_outcome(error: BaseException) -> Outcome:
    """What an error on the way to a page means."""
    reason = str(error).partition("\n")[0][:300]
    match error:
        case RobotsRefused() | RobotsUnreachable():
            return Refused(RefusedBy.ROBOTS, reason)
        case AddressRefused():
            return Refused(RefusedBy.GUARD, reason)
        case DownloadCancelledError():
            return Failed(reason=reason or "the page is too large")
        case _ if isinstance(error, _PASSING):
            return Failed(reason=reason or type(error).__name__, again=True)
        case _:
            return Failed(reason=f"{type(error).__name__}: {reason}")


def _as_utf8(location: str) -> str:
    """A Location as it was meant: servers write UTF-8 where only ASCII is allowed."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return location


def _retry_after(value: str) -> float | None:
    """The seconds that a Retry-After header asks for, given in seconds or as a date."""
    if value.strip().isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(tz=UTC)).total_seconds())
