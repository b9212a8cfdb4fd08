"""A probe goes in; whether the process lives, and whether its index answers, comes out."""

import logging

from flask import Blueprint, Response

from index import SearchIndex, TimtinError, read_query
from search_app.json_response import json_response
from search_app.outages import RETRY_AFTER_SECONDS, outage

# Any word will do: an index that says it holds none has answered.
_PROBE = read_query("timtin")

_log = logging.getLogger(__name__)


class _Health:
    def __init__(self, index: SearchIndex) -> None:
        self._index = index

    def alive(self) -> Response:
        return json_response({"status": "alive"})

    def ready(self) -> Response:
        try:
            self._index.search(_PROBE)
            status = self._index.status()
        except (TimtinError, OSError) as error:
            _log.warning("not ready: %s", error)
            response = json_response({"status": "not ready", "reason": outage(error).reason})
            response.status_code = 503
            response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
            return response
        return json_response(
            {"status": "ready", "articles": status.articles, "generation": status.generation}
        )


def health(index: SearchIndex) -> Blueprint:
    """The routes that a supervisor or a load balancer asks."""
    routes = Blueprint("health", __name__)
    probes = _Health(index)
    routes.add_url_rule("/healthz", "alive", probes.alive)
    routes.add_url_rule("/readyz", "ready", probes.ready)
    return routes
