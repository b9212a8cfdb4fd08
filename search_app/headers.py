"""A response goes in, the same response with the headers that keep its readers safe comes out."""

from http import HTTPStatus

from flask import Flask, Response, request

from search_app.assets import is_versioned

API_PREFIX = "/api/"

# Nothing is allowed that the pages don't use: no script, no inline style, no other host, no frame.
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; "
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
# The address of a static file changes with its content.
_FOR_EVER = "public, max-age=31536000, immutable"


def guard(app: Flask) -> None:
    """Put the headers on whatever the application answers, errors and static files too."""
    app.after_request(_guarded)


def is_for_machines() -> bool:
    """Whether the request at hand wants JSON, not a page."""
    return request.path.startswith(API_PREFIX)


def _guarded(response: Response) -> Response:
    response.headers.update(_EVERYWHERE)
    if is_for_machines():
        response.headers.update(_FOR_OTHER_SITES)
    else:
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    failed = response.status_code >= HTTPStatus.BAD_REQUEST
    if failed:
        response.headers["Cache-Control"] = "no-store"
    elif is_versioned():
        response.headers["Cache-Control"] = _FOR_EVER
    else:
        response.headers["Cache-Control"] = "no-cache"
    return response
