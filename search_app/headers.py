"""A response goes in, the same response with the headers that keep its readers safe comes out."""

from http import HTTPStatus

from flask import Flask, Response, request
from werkzeug.datastructures import Headers

from search_app.assets import is_versioned

API_PREFIX = "/api/"

# Nothing is allowed that the pages don't use: nothing inline, no other host, no frame.
_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_EVERYWHERE = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # A portal may learn that a reader came from here, never what was searched.
    "Referrer-Policy": "strict-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Every site may ask, none with a reader's identity: there is no Allow-Credentials, and no cookie.
_FOR_OTHER_SITES = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Expose-Headers": "ETag, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Robots-Tag": "noindex",
}
_CACHE = "Cache-Control"
_FOR_MACHINES = {**_EVERYWHERE, **_FOR_OTHER_SITES}
_FOR_READERS = {**_EVERYWHERE, "Cross-Origin-Resource-Policy": "same-origin"}
# The address of a static file changes with its content.
_FOR_EVER = "public, max-age=31536000, immutable"


def guard(app: Flask) -> None:
    """Put the headers on whatever the application answers, errors and static files too."""
    app.after_request(_guarded)


def is_for_machines() -> bool:
    """Whether the request at hand wants JSON, not a page."""
    return request.path.startswith(API_PREFIX)


def _guarded(response: Response) -> Response:
    for_machines = is_for_machines()
    guards = _FOR_MACHINES if for_machines else _FOR_READERS
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        kept = "no-store"
    elif not for_machines and is_versioned():
        kept = _FOR_EVER
    else:
        kept = "no-cache"
    # All at once: set one by one, they take longer than reading a query.
    own = [pair for pair in response.headers if pair[0] not in guards and pair[0] != _CACHE]
    response.headers = Headers([*own, *guards.items(), (_CACHE, kept)])
    return response
