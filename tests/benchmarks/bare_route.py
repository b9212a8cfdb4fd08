"""A port goes in, a Flask route that does nothing is served there with timtin's own settings.

python -m tests.benchmarks.bare_route PORT WORKERS
"""

import sys

from flask import Flask

from search_app.commands.serve import serve_application


def bare_app() -> Flask:
    """The least that Flask can answer."""
    app = Flask(__name__)
    app.add_url_rule("/", "bare", lambda: {"status": "alive"})
    return app


def main(port: str, workers: str) -> None:
    """Serve until a signal to stop."""
    serve_application(bare_app, host="127.0.0.1", port=int(port), workers=int(workers))


if __name__ == "__main__":
    main(*sys.argv[1:])
