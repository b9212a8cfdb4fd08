"""What machines are told when something is wrong: problems (RFC 9457) and probes."""

import pytest

from index import IndexDamaged, IndexIncompatible, IndexMissing, StoreUnusable, TimtinError
from tests.web_sample import broken_client, client_of

SEARCH = "/api/v1/search"


def test_a_bad_value_is_a_problem_that_names_the_parameter() -> None:
    response = client_of().get(f"{SEARCH}?q=a&page=x&sort=y")
    assert response.status_code == 400
    assert response.content_type == "application/problem+json"
    assert response.get_json() == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "page='x' cannot be read: expected a whole number from 1 to 999999999",
        "parameter": "page",
        "value": "x",
        "expected": "a whole number from 1 to 999999999",
    }


@pytest.mark.parametrize(
    "error",
    [
        IndexMissing("no index in /srv/secret"),
        IndexDamaged("/srv/secret/x is gone"),
        IndexIncompatible("format 3 in /srv/secret"),
        StoreUnusable("/srv/secret/articles.sqlite"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_without_an_index_the_service_is_unavailable_and_keeps_its_paths(
    error: TimtinError,
) -> None:
    response = broken_client(error).get(f"{SEARCH}?q=a")
    assert response.status_code == 503
    assert response.content_type == "application/problem+json"
    assert int(response.headers["Retry-After"]) > 0
    assert "secret" not in response.text
    assert response.get_json()["detail"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        pytest.param("GET", "/api/v1/nothing", 404, id="no such address"),
        pytest.param("GET", "/api/", 404, id="the bare prefix"),
        pytest.param("POST", SEARCH, 405, id="a method there is not"),
        pytest.param("GET", f"{SEARCH}/", 404, id="a slash too many"),
    ],
)
def test_what_is_not_there_is_a_problem(method: str, path: str, status: int) -> None:
    response = client_of().open(path, method=method)
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    assert response.get_json()["status"] == status


def test_a_method_there_is_not_names_those_there_are() -> None:
    allowed = client_of().post(SEARCH).headers["Allow"]
    assert set(allowed.split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_a_failure_nobody_foresaw_says_nothing_of_itself() -> None:
    response = broken_client(RuntimeError("secret")).get(f"{SEARCH}?q=a")
    assert response.status_code == 500
    assert response.content_type == "application/problem+json"
    assert "secret" not in response.text


def test_a_probe_learns_that_the_process_lives_whatever_the_index_does() -> None:
    assert broken_client(IndexMissing("none")).get("/healthz").status_code == 200


def test_a_probe_learns_that_the_index_answers() -> None:
    response = client_of().get("/readyz")
    assert response.status_code == 200
    assert response.get_json()["articles"] == 30


@pytest.mark.parametrize("error", [IndexMissing("none"), OSError("disk")], ids=["none", "disk"])
def test_a_probe_learns_why_the_index_does_not_answer(error: Exception) -> None:
    response = broken_client(error).get("/readyz")
    assert response.status_code == 503
    assert response.get_json()["reason"]
