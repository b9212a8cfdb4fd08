"""A question as a url goes in, its answer as JSON comes out, or a problem (RFC 9457)."""

import hashlib
from time import perf_counter

from flask import Blueprint, Response, request, url_for

from index import SearchIndex
from search_app.answer import answer
from search_app.completing import completions, read_typed
from search_app.headers import API_PREFIX
from search_app.json_response import JSON, json_bytes
from search_app.links import Links
from search_app.request_query import read_strictly


class _Api:
    def __init__(self, index: SearchIndex) -> None:
        self._index = index

    def search(self) -> Response:
        asked = read_strictly(dict(request.args.lists()))
        started = perf_counter()
        page = self._index.search(asked.query)
        took_ms = (perf_counter() - started) * 1000
        links = Links(url_for("pages.search"), asked.parameters)
        answered = answer(asked.query, page, took_ms=took_ms, links=links)
        content = json_bytes({**answered})
        return _kept(content, _essence(content))

    def suggest(self) -> Response:
        typed = read_typed(dict(request.args.lists()))
        found = self._index.suggest(typed.text, limit=typed.limit)
        content = json_bytes({**completions(typed, found, path=url_for("pages.search"))})
        return _kept(content, content)


def _kept(content: bytes, essence: bytes) -> Response:
    """JSON that is not sent again where its essence is what the asker has."""
    response = Response(content, content_type=JSON)
    response.set_etag(hashlib.sha256(essence).hexdigest()[:32], weak=True)
    if request.if_none_match:
        response.make_conditional(request)
    return response


def _essence(content: bytes) -> bytes:
    """All that matters of an answer: the time it took is another each time."""
    # Inside a text the quotation marks would be escaped, so this is the key itself.
    before, _, after = content.partition(b'"took_ms":')
    return before + after.partition(b",")[2]


def api(index: SearchIndex) -> Blueprint:
    """The routes for machines."""
    routes = Blueprint("api", __name__, url_prefix=f"{API_PREFIX}v1")
    answering = _Api(index)
    routes.add_url_rule("/search", "search", answering.search)
    routes.add_url_rule("/suggest", "suggest", answering.suggest)
    return routes
