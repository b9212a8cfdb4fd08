"""An HTTP request goes in, a page or JSON about articles comes out; `create_app` wires it up.

Importing this package imports no Flask: the command line uses its readers and writers too.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from index import SearchIndex, open_index

if TYPE_CHECKING:
    from flask import Flask

_BUNDLED = Path(__file__).with_name("templates")  # in a wheel
_CHECKED_OUT = Path(__file__).parent.parent / "templates"


def create_app(data: Path | None = None, *, index: SearchIndex | None = None) -> "Flask":
    """The WSGI application over an index, or over the one that stands in a data directory.

    `data` defaults to TIMTIN_DATA, then to ./data. An index that is not there yet is no error:
    pages answer 503 until it is.
    """
    from flask import Flask
    from jinja2 import StrictUndefined

    from search_app.api import api
    from search_app.assets import name_assets
    from search_app.failures import speak_of_failures
    from search_app.headers import guard
    from search_app.health import health
    from search_app.kept_answers import KeptAnswers
    from search_app.pages import pages

    if index is None:
        index = open_index(data or Path(os.environ.get("TIMTIN_DATA") or "data"), warm=True)
    templates = _BUNDLED if _BUNDLED.is_dir() else _CHECKED_OUT
    app = Flask(__name__, template_folder=str(templates))
    app.jinja_env.undefined = StrictUndefined  # a value that is not there is a fault, not a blank
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.url_map.merge_slashes = False
    kept = KeptAnswers(index)
    app.register_blueprint(pages(index, kept))
    app.register_blueprint(api(index, kept))
    app.register_blueprint(health(index))
    name_assets(app)
    speak_of_failures(app)
    guard(app)
    return app
