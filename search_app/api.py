"""A question as a url goes in, its answer as JSON comes out, or a problem (RFC 9457)."""

import hashlib
from time import perf_counter

from flask import Blueprint, Response, request, url_for

from index import SearchIndex
from search_app.answer import answer
from search_app.completing import completions, read_typed
from search_app.headers import API_PREFIX
from search_app.json_response import JSON, json_bytes
from search_app.kept_answers import Content, KeptAnswers, Place
from search_app.links import Links
from search_app.request_query import read_strictly


class _Api:
    def __init__(self, index: SearchIndex, kept: KeptAnswers) -> None:
        self._index = index
        self._kept = kept

    def search(self) -> Response:
        started = perf_counter()
        place = self._kept.place()
        content = place.found() or self._computed(place)
        took_ms = (perf_counter() - started) * 1000
        return _response(b"%b%.1f%b" % (content.before, took_ms, content.after), content.etag)

    def _computed(self, place: Place) -> Content:
        """The answer without the time that it takes, which is another each time."""
        asked = read_strictly(dict(request.args.lists()))
        page = self._index.search(asked.query)
        links = Links(url_for("pages.search"), asked.parameters)
        content = _around_time(json_bytes({**answer(asked.query, page, took_ms=0, links=links)}))
        if not page.partial:
            place.keep(content)
        return content

    def suggest(self) -> Response:
        typed = read_typed(dict(request.args.lists()))
        found = self._index.suggest(typed.text, limit=typed.limit)
        content = json_bytes({**completions(typed, found, path=url_for("pages.search"))})
        return _response(content, _etag(content))


def _response(content: bytes, etag: str) -> Response:
    """JSON that is not sent again where its ETag is what the asker has."""
    response = Response(content, content_type=JSON)
    response.set_etag(etag, weak=True)
    if request.if_none_match:
        response.make_conditional(request)
    return response


def _etag(essence: bytes) -> str:
    """A tag for all that matters of an answer."""
    return hashlib.sha256(essence).hexdigest()[:32]


def _around_time(content: bytes) -> Content:
    """An answer in two: what stands before the figure of the time it took, and after it."""
    # Inside a text the quotation marks would be escaped, so this is the key itself.
    before, key, rest = content.partition(b'"took_ms":')
    _, comma, after = rest.partition(b",")
    return Content(before=before + key, after=comma + after, etag=_etag(before + after))


def api(index: SearchIndex, kept: KeptAnswers) -> Blueprint:
    """The routes for machines."""
    routes = Blueprint("api", __name__, url_prefix=f"{API_PREFIX}v1")
    answering = _Api(index, kept)
    routes.add_url_rule("/search", "search", answering.search)
    routes.add_url_rule("/suggest", "suggest", answering.suggest)
    return routes
