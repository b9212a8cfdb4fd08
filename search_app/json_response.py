"""A JSON object goes in, a response comes out: UTF-8, keys in the order given, no escapes."""

import json
from collections.abc import Mapping

from flask import Response

JSON = "application/json"


def json_response(content: Mapping[str, object], media_type: str = JSON) -> Response:
    """A response with `content` as compact JSON."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Response(text + "\n", content_type=media_type)
