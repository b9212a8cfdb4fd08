"""A search as a url goes in, its answer as JSON comes out, or a problem (RFC 9457)."""

import hashlib
import json
from time import perf_counter

from flask import Blueprint, Response, request, url_for

from index import SearchIndex
from search_app.answer import Answer, answer
from search_app.headers import API_PREFIX
from search_app.json_response import json_response
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
        response = json_response({**answered})
        response.set_etag(_essence(answered), weak=True)
        response.make_conditional(request)
        return response


def _essence(answered: Answer) -> str:
    """A hash of all that matters: the time it took is another in each answer."""
    content = json.dumps({**answered, "took_ms": 0.0})
    return hashlib.sha256(content.encode()).hexdigest()[:32]


def api(index: SearchIndex) -> Blueprint:
    """The routes for machines."""
    routes = Blueprint("api", __name__, url_prefix=f"{API_PREFIX}v1")
    routes.add_url_rule("/search", "search", _Api(index).search)
    return routes
