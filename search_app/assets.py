"""A static file goes in, an address that changes with its content comes out for the templates."""

import hashlib
from pathlib import Path

from flask import Flask, request, url_for

_FILES = {"stylesheet": "timtin.css", "script": "timtin.js", "icon": "icon.svg"}
_VERSION_LENGTH = 12  # hexadecimal digits: no two versions of a file will ever share them


def name_assets(app: Flask) -> None:
    """Give templates `stylesheet`, `script` and `icon`, the addresses of those files."""
    folder = Path(str(app.static_folder))
    versions = {
        filename: hashlib.sha256((folder / filename).read_bytes()).hexdigest()[:_VERSION_LENGTH]
        for filename in _FILES.values()
    }

    def addresses() -> dict[str, str]:
        return {
            name: url_for("static", filename=filename, v=versions[filename])
            for name, filename in _FILES.items()
        }

    app.context_processor(addresses)


def is_versioned() -> bool:
    """Whether the request at hand is for one version of a static file."""
    return request.endpoint == "static" and "v" in request.args
