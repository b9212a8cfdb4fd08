"""The bench of serving: what is asked, how answers and failures are counted, one tiny run."""

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner
from typing_extensions import override

from tests.benchmarks import serving
from tests.benchmarks.__main__ import BENCHES, main
from tests.benchmarks.corpus import Corpus
from tests.benchmarks.load import Load, load_going_on, loader, lua_script, put_load, read_load
from tests.benchmarks.paths import mixed_paths, path_of
from tests.benchmarks.queries import CLASSES, TimedQuery
from tests.benchmarks.serve_command import serving_bars, serving_json, serving_lines

LOAD = Load(answers=500, seconds=5.0, failures=0, p50_ms=1.0, p99_ms=4.0, longest_ms=9.0)
REPORT = serving.ServingReport(
    corpus="invented",
    when=date(2026, 1, 2),
    articles=10,
    paths=7,
    workers=2,
    connections=8,
    loader="own",
    bare=(LOAD, LOAD, replace(LOAD, answers=50_000)),
    timtin=(LOAD, replace(LOAD, answers=250), LOAD),
    timtin_each_new=(replace(LOAD, answers=50, p99_ms=60.0, failures=2),) * 3,
    during_reindex=replace(LOAD, failures=1),
    reindex_seconds=3.0,
    worker_mib=(40.0, 160.0),
)


@dataclass
class _Heard:
    """What a small real server was asked, and what it is to do."""

    port: int = 0
    paths: list[str] = field(default_factory=list)
    enough: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def heard() -> Iterator[_Heard]:
    """A server that answers 200, at /bad 500, and at /cut nothing before it hangs up."""
    noted = _Heard()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            noted.paths.append(self.path)
            if len(noted.paths) >= 20:
                noted.enough.set()
            if self.path == "/cut":
                self.close_connection = True
                return
            self.send_response(500 if self.path == "/bad" else 200)
            self.send_header("Content-Length", "100000")
            self.end_headers()
            self.wfile.write(b"x" * 100_000)

        @override
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        noted.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield noted
        server.shutdown()
        thread.join()


def test_every_bench_is_a_command_that_explains_itself() -> None:
    for name in BENCHES:
        said = CliRunner().invoke(main, [name, "--help"])
        assert said.exit_code == 0
        assert "Options:" in said.output
    assert CliRunner().invoke(main, ["none"]).exit_code == 2


def test_a_path_asks_what_its_query_asks() -> None:
    query = TimedQuery(
        kind="filter", text="hà nội", accented=True, site="a.vn", year=2019, newest=True
    )
    split = urlsplit(path_of(query))
    assert split.path == "/api/v1/search"
    assert parse_qs(split.query) == {
        "q": ["hà nội"],
        "site": ["a.vn"],
        "from": ["2019-01-01"],
        "to": ["2019-12-31"],
        "sort": ["newest"],
    }


def test_paths_are_mixed_of_all_classes_but_prefixes() -> None:
    queries = {
        kind: tuple(
            TimedQuery(kind=kind, text=f"{kind}{number}", accented=False) for number in range(9)
        )
        for kind in CLASSES
    }
    paths = mixed_paths(queries, 48)
    assert len(set(paths)) == len(paths) == 48
    assert not any("prefix" in path for path in paths)
    assert all(sum(f"q={kind}" in path for path in paths) >= 4 for kind in CLASSES[:-2])
    assert mixed_paths(queries, 48) == paths
    assert paths != tuple(sorted(paths))


def test_a_load_asks_for_all_paths_in_turn_and_counts_what_was_not_right(heard: _Heard) -> None:
    paths = ["/a", "/b", "/bad", "/c"]
    load = put_load(heard.port, paths, connections=2, seconds=1.0)
    assert load.answers >= 8
    assert abs(load.failures - load.answers / len(paths)) <= 2
    assert set(heard.paths) == set(paths)
    assert 0 < load.p50_ms <= load.p99_ms <= load.longest_ms


@pytest.fixture(params=["wrk", "own"])
def with_loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each loader of this machine; nothing is found on an empty path."""
    if request.param == "own":
        monkeypatch.setenv("PATH", "")
    if loader() != request.param:
        pytest.skip("wrk is not installed")


@pytest.mark.usefixtures("with_loader")
def test_where_each_question_is_new_no_address_is_asked_twice(heard: _Heard) -> None:
    paths = ["/a?q=1", "/b?q=2", "/c?q=3"]
    for _ in range(2):
        load = put_load(heard.port, paths, connections=3, seconds=1.0, each_new=True)
        assert load.failures == 0
        assert load.answers >= 6
    assert len(set(heard.paths)) == len(heard.paths) >= 12
    asked = [urlsplit(path) for path in heard.paths]
    assert {f"{one.path}?{one.query.partition('&')[0]}" for one in asked} == set(paths)
    assert all(set(parse_qs(one.query)) == {"q", "n"} for one in asked)


def test_a_connection_that_is_hung_up_is_a_failure_and_opened_again(heard: _Heard) -> None:
    load = put_load(heard.port, ["/cut", "/a"], connections=1, seconds=1.0)
    assert load.failures >= 1
    assert load.answers >= 1


def test_a_load_that_is_stopped_tells_what_it_had(heard: _Heard) -> None:
    with load_going_on(heard.port, ["/a"], connections=1) as running:
        assert heard.enough.wait(timeout=60)
        load = running.stop()
    assert load.answers >= 19
    assert load.failures == 0


def test_a_script_for_wrk_holds_every_path_as_a_string_of_lua() -> None:
    script = lua_script(["/a?q=%22b%22", "/c"])
    assert 'local paths = {"/a?q=%22b%22","/c"}' in script
    assert "local numbered = false" in script
    assert "% #paths + 1]" in script
    assert '{"answers":%d' in script


def test_the_sum_of_a_load_is_its_last_line() -> None:
    line = json.dumps(
        {"answers": 1, "seconds": 2.0, "failures": 3, "p50_ms": 4, "p99_ms": 5, "longest_ms": 6}
    )
    load = read_load(f"Running 1s test\n  2 threads\n{line}\n")
    assert (load.answers_per_s, load.failures) == (0.5, 3)


def test_bars_judge_the_middle_round_and_every_failure() -> None:
    bars = {bar.what: bar for bar in serving_bars(REPORT)}
    assert bars["answers/s ÷ bare route's"].figure == 0.5
    assert bars["answers/s ÷ bare route's"].kept
    assert not bars["failures during a reindex"].kept
    assert not bars["anonymous MiB of a worker"].kept
    assert bars["answers/s ÷ bare route's, each question new"].figure == pytest.approx(0.1)
    assert not bars["answers/s ÷ bare route's, each question new"].kept
    assert (bars["p99, ms"].figure, bars["p99, ms, each question new"].figure) == (4, 60)
    assert (bars["failures"].figure, bars["failures, each question new"].figure) == (0, 6)
    read = json.loads(json.dumps(serving_json(REPORT)))
    assert (read["share"], read["share_each_new"]) == (0.5, pytest.approx(0.1))
    assert len(read["timtin_each_new"]) == 3
    text = "\n".join(serving_lines(REPORT))
    assert "MISSED" in text
    assert "during a reindex" in text
    assert len(re.findall("^timtin, JSON, each question new  ", text, re.MULTILINE)) == 3
    assert re.search("^MISSED +0.100 .*, each question new$", text, re.MULTILINE)


def test_a_tiny_run_serves_every_query_while_the_index_is_rebuilt() -> None:
    report = serving.run_serving(
        serving.AskedServing(
            corpus=Corpus(),
            size=60,
            paths=40,
            workers=2,
            connections=3,
            seconds=1.0,
            rounds=1,
        ),
        lambda _: None,
    )
    assert report.articles == 60
    assert 20 <= report.paths <= 40
    assert report.during_reindex is not None
    loads = (*report.timtin, *report.timtin_each_new, *report.bare, report.during_reindex)
    assert len(loads) == 4
    assert [load.failures for load in loads] == [0] * 4
    assert min(load.answers for load in loads) > 0
    assert len(report.worker_mib) in {0, 4}
