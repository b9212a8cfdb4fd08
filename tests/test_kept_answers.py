"""The same question is answered without a search, alike and within a bound of bytes."""

import gc
import re
import threading
import tracemalloc

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from index import ResultPage
from index.engines.memory import MemoryIndex
from search_app.kept_answers import KEPT_BYTES, LONGEST_KEPT, Content, KeptAnswers
from tests.counting_index import CountingIndex
from tests.web_sample import ARTICLES, FixedIndex, client_of

JSON, PAGE = "/api/v1/search", "/search"
ROUTES = pytest.mark.parametrize("route", [JSON, PAGE])
_ASKED = Flask(__name__)
_TIME = re.compile(rb'"took_ms":[0-9.]+')


@pytest.fixture
def sample() -> CountingIndex:
    return CountingIndex(MemoryIndex(ARTICLES))


def essence(response: TestResponse) -> tuple[int, list[tuple[str, str]], bytes]:
    """All of a response but the time it took and the length of that figure."""
    headers = sorted(pair for pair in response.headers if pair[0] not in {"Content-Length", "Date"})
    return response.status_code, headers, _TIME.sub(b"", response.data)


@ROUTES
def test_a_question_is_searched_once_and_answered_twice_alike(
    route: str, sample: CountingIndex
) -> None:
    client = client_of(sample)
    first, second = (client.get(f"{route}?q=thi+dua") for _ in range(2))
    assert essence(second) == essence(first)
    assert first.status_code == 200
    assert sample.searches == 1


def test_the_time_is_that_of_each_request_alone(sample: CountingIndex) -> None:
    sample.after = lambda: threading.Event().wait(0.2)
    client = client_of(sample)
    first, second = (client.get(f"{JSON}?q=thi+dua").get_json()["took_ms"] for _ in range(2))
    assert first >= 200 > second >= 0


ADDRESSES = [
    "/search?q=thi+dua",
    "/search?q=thi+dua&lang=en",
    "/search?q=thi+dua&page=2&per_page=1",
    "/search?q=thi+dua&sort=newest",
    "/search?q=thi+%C4%91ua",
    "/search?q=Thi+dua",
    "/search?lang=en&q=thi+dua",
    "/search?section=Th%C3%B4ng+b%C3%A1o",
    "/search?q=khongco",
    "/search?q=thi&page=x",
    "/search?",
    "/search?lang=en",
    "/?q=thi+dua",
    "/",
    "/api/v1/search?q=thi+dua",
    "/api/v1/search?q=thi+dua&lang=en",
    "/api/v1/search?q=thi+dua&page=2&per_page=1",
    "/api/v1/search?q=thi+dua&n=1",
    "/api/v1/search",
    "/api/v1/search?page=x",
    "/api/v1/suggest?q=thi",
]


def test_what_was_kept_before_changes_no_answer() -> None:
    """Whatever else was asked, each address answers as an application does that was just made."""
    index = MemoryIndex(ARTICLES)
    client = client_of(index)
    for _ in range(2):
        for below in ("", "/tim", "/tim/kiem"):
            for address in ADDRESSES:
                surroundings = {"SCRIPT_NAME": below}
                answers = (
                    one.get(address, environ_overrides=surroundings)
                    for one in (client, client_of(index))
                )
                ours, fresh = map(essence, answers)
                assert ours == fresh, (below, address)


def test_no_header_tells_in_an_answer(sample: CountingIndex) -> None:
    client = client_of(sample)
    plain = client.get(f"{PAGE}?q=thi")
    other = client.get(
        f"{PAGE}?q=thi",
        headers={"Accept-Language": "en", "Host": "tim.example", "X-Forwarded-Prefix": "/tim"},
    )
    client.set_cookie("lang", "en", domain="localhost")
    assert essence(client.get(f"{PAGE}?q=thi")) == essence(other) == essence(plain)
    assert essence(client_of(MemoryIndex(ARTICLES)).get(f"{PAGE}?q=thi")) == essence(plain)
    assert sample.searches == 1


@ROUTES
@pytest.mark.parametrize("first", ["GET", "HEAD"])
def test_head_and_get_share_an_answer_and_its_headers(
    route: str, first: str, sample: CountingIndex
) -> None:
    client = client_of(sample)
    methods = [first, "HEAD", "GET"]
    answers = [client.open(f"{route}?q=thi", method=method) for method in methods]
    assert sample.searches == 1
    assert len({str(essence(answer)[:2]) for answer in answers}) == 1
    assert answers[1].data == b""
    assert int(answers[1].headers["Content-Length"]) == pytest.approx(len(answers[2].data), abs=5)


@ROUTES
def test_a_kept_answer_is_not_sent_to_whoever_has_it(route: str, sample: CountingIndex) -> None:
    client = client_of(sample)
    tag = client.get(f"{route}?q=thi").headers["ETag"]
    for asked, status in ((tag, 304), ("*", 304), (f'"x", {tag}', 304), ('"x"', 200)):
        answer = client.get(f"{route}?q=thi", headers={"If-None-Match": asked})
        assert (answer.status_code, answer.headers["ETag"]) == (status, tag)
        assert bool(answer.data) == (status == 200)
    assert sample.searches == 1


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("/search?q=thi&page=x", id="a-value-was-put-aside"),
        pytest.param(f"/search?q=thi&n={'x' * LONGEST_KEPT}", id="a-long-address"),
        pytest.param(f"{JSON}?q=thi&n={'x' * LONGEST_KEPT}", id="a-long-address-of-json"),
    ],
)
def test_what_is_not_kept_is_searched_again(address: str, sample: CountingIndex) -> None:
    client = client_of(sample)
    assert [client.get(address).status_code for _ in range(2)] == [200, 200]
    assert sample.searches == 2


@ROUTES
def test_an_answer_of_a_part_of_the_index_is_not_kept(route: str) -> None:
    index = CountingIndex(
        FixedIndex(ResultPage(total=0, page=1, per_page=10, hits=(), partial=True))
    )
    client = client_of(index)
    assert [client.get(f"{route}?q=thi").status_code for _ in range(2)] == [200, 200]
    assert index.searches == 2


def test_neither_completions_nor_the_start_page_are_kept(sample: CountingIndex) -> None:
    client = client_of(sample)
    for _ in range(2):
        client.get("/api/v1/suggest?q=thi")
    assert sample.completed == 2
    client.get("/")
    counted = sample.counted
    client.get("/")
    assert sample.counted > counted


def test_the_longest_address_that_is_kept_is_searched_once(sample: CountingIndex) -> None:
    client = client_of(sample)
    asked = f"q=thi&n={'x' * LONGEST_KEPT}"[:LONGEST_KEPT]
    for _ in range(2):
        assert client.get(f"{JSON}?{asked}").status_code == 200
    assert sample.searches == 1


def _keep(answers: KeptAnswers, asked: str, size: int) -> None:
    # Not as one address: the standard library remembers those that it has taken apart.
    with _ASKED.test_request_context(PAGE, environ_overrides={"QUERY_STRING": f"q={asked}"}):
        # New bytes each time, as those of an answer are.
        answers.place().keep(Content(before=b"x" * size, after=b"y" * size, etag="e" * 32))


def test_what_is_kept_never_takes_more_memory_than_its_bound() -> None:
    bound = 2_000_000
    answers = KeptAnswers(MemoryIndex(), bound)
    _keep(answers, "warm", 10)
    gc.collect()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for number in range(3_000):
            _keep(answers, f"{number}{'q' * (number % 3 * 900)}", number % 7 * 500)
            assert answers.cache.nbytes <= bound
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert 300 < len(answers.cache) < 3_000
    assert answers.cache.nbytes > bound / 2
    assert after - before <= bound


def test_many_questions_do_not_outgrow_the_bound_of_a_worker() -> None:
    answers = KeptAnswers(MemoryIndex())
    for number in range(400):
        _keep(answers, str(number), 50_000)
    assert KEPT_BYTES / 2 < answers.cache.nbytes <= KEPT_BYTES == 16 * 1024 * 1024
