"""An exception goes in; a page for a reader, or a problem (RFC 9457) for a machine, comes out."""

import logging
from http import HTTPStatus

from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from index import QueryError
from search_app.headers import is_for_machines
from search_app.json_response import json_response
from search_app.outages import OUTAGE_ERRORS, RETRY_AFTER_SECONDS, outage
from search_app.pages import framed
from search_app.request_query import read_request
from search_app.wording import wording

PROBLEM = "application/problem+json"

_log = logging.getLogger(__name__)


def speak_of_failures(app: Flask) -> None:
    """Let every failure be answered in the house's own words."""
    app.register_error_handler(HTTPException, _http_failure)
    app.register_error_handler(QueryError, _bad_parameter)
    for kind in OUTAGE_ERRORS:
        app.register_error_handler(kind, _out_of_service)


def _http_failure(error: HTTPException) -> AnyResponse:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if status < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    response = _failure(
        HTTPStatus(status),
        "" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else error.description or "",
    )
    for name, value in error.get_response().headers:
        if name == "Allow":
            response.headers[name] = value
    return response


def _bad_parameter(error: QueryError) -> Response:
    return _failure(
        HTTPStatus.BAD_REQUEST,
        str(error),
        parameter=error.parameter,
        value=error.value,
        expected=error.expected,
    )


def _out_of_service(error: Exception) -> Response:
    _log.error("cannot search: %s", error)
    said = outage(error)
    response = _failure(HTTPStatus.SERVICE_UNAVAILABLE, said.reason, said.wording)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _failure(status: HTTPStatus, detail: str, why: str = "", **members: str) -> Response:
    """A problem for a machine, or a page whose sentence is `why`, else the one for the status."""
    if is_for_machines():
        problem = {"type": "about:blank", "title": status.phrase, "status": status.value}
        if detail:
            problem["detail"] = detail
        response = json_response({**problem, **members}, PROBLEM)
    else:
        response = _page(status, why)
    response.status_code = status
    return response


def _page(status: HTTPStatus, why: str) -> Response:
    asked = read_request({"lang": request.args.getlist("lang")})
    text = wording(asked.lang)
    key = f"error_{status.value}"
    if not why and f"{key}_why" not in text:
        key = "error_400" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "error_500"
    heading = text[key]
    content = render_template(
        "error.html",
        frame=framed(asked, heading),
        heading=heading,
        why=text[why or f"{key}_why"],
    )
    response = make_response(content)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
