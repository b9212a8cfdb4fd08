"""A JSON object goes in, a response comes out: UTF-8, keys in the order given, no escapes."""

import json
from collections.abc import Mapping

from flask import Response

JSON = "application/json"
# Made once: json.dumps makes one each time it is not asked for its defaults.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def json_response(content: Mapping[str, object], media_type: str = JSON) -> Response:
    """A response with `content` as compact JSON."""
    return Response(json_bytes(content), content_type=media_type)


def json_bytes(content: Mapping[str, object]) -> bytes:
    """`content` as one line of compact JSON."""
    return (_encode(content) + "\n").encode()
