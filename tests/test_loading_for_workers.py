"""What `serve` loads before it has workers goes in; what is left for each of them comes out."""

import json
import subprocess
import sys
from pathlib import Path

from tests.archive import articles, keep, timtin

_LOADED = """
import gc, json, os, sys, threading
from pathlib import Path
from index import open_index
from search_app import create_app
from search_app.commands.serve import load_for_workers

data = Path(sys.argv[1])
load_for_workers(data)
loaded = set(sys.modules)
told = {"threads": threading.active_count(), "frozen": gc.get_freeze_count()}
files = Path("/proc/self/fd")
told["open"] = [
    name for one in (files.iterdir() if files.exists() else ())
    if one.exists() and (name := os.readlink(one)).startswith(str(data))
]
app = create_app(index=open_index(data))
said = told["said"] = []
paths = ("/", "/search?q=thi", "/api/v1/search?q=thi", "/api/v1/suggest?q=th", "/readyz")
for path in paths:
    environment = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path.partition("?")[0], "SERVER_NAME": "localhost",
        "QUERY_STRING": path.partition("?")[2], "SERVER_PORT": "80", "wsgi.url_scheme": "http",
    }
    b"".join(app(environment, lambda status, *_: said.append(status)))
added = set(sys.modules) - loaded
told["modules"] = sorted(one for one in added if one.split(".")[0] not in sys.stdlib_module_names)
print(json.dumps(told))
"""


def test_a_worker_finds_the_whole_program_loaded_and_nothing_opened(tmp_path: Path) -> None:
    keep(tmp_path, articles(20))
    assert timtin(tmp_path, "reindex").returncode == 0
    words = [sys.executable, "-c", _LOADED, str(tmp_path)]
    told = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
    assert told["said"] == ["200 OK"] * 5
    assert told["modules"] == []
    assert (told["threads"], told["open"]) == (1, [])
    assert told["frozen"] > 10_000
