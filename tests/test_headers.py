"""What every response carries, whatever it answers."""

import re
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

import search_app
from index import IndexMissing
from tests.web_sample import broken_client, client_of

FOREIGN = {"Origin": "https://other.example"}
EVERYTHING = [
    "/",
    "/search?q=thi+dua",
    "/search?q=thi+dua&lang=en",
    "/search?page=x",
    "/api/v1/search?q=thi+dua",
    "/api/v1/search?page=x",
    "/api/v1/suggest?q=thi",
    "/api/v1/suggest?q=thi&limit=x",
    "/api/v1/nothing",
    "/healthz",
    "/readyz",
    "/static/timtin.css",
    "/static/nothing.css",
    "/nothing",
    "//search",
    "/search/",
]


def answers() -> list[TestResponse]:
    """Every kind of response there is."""
    client, broken, faulty = (
        client_of(),
        broken_client(IndexMissing("none")),
        broken_client(KeyError()),
    )
    return [
        *(client.get(path, buffered=True) for path in EVERYTHING),
        client.post("/search"),
        client.options("/api/v1/search"),
        broken.get("/search?q=a"),
        broken.get("/readyz"),
        broken.get("/api/v1/search?q=a"),
        faulty.get("/search?q=a"),
    ]


def test_every_response_carries_the_headers_that_guard_its_readers() -> None:
    for response in answers():
        policy = response.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        assert "http" not in policy
        for directive in ("form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"):
            assert directive in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "strict-origin"
        assert "camera=()" in response.headers["Permissions-Policy"]
        assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert response.headers["Cross-Origin-Resource-Policy"] in {"same-origin", "cross-origin"}


def test_no_response_sets_a_cookie_or_names_its_server() -> None:
    for response in answers():
        assert "Set-Cookie" not in response.headers
        assert "Server" not in response.headers
        assert "X-Powered-By" not in response.headers


def test_a_failure_is_never_kept_by_a_cache() -> None:
    for response in answers():
        if response.status_code >= 400:
            assert response.headers["Cache-Control"] == "no-store"


def test_every_site_may_ask_the_api_and_none_with_a_readers_identity() -> None:
    for path in ("/api/v1/search?q=a", "/api/v1/suggest?q=a", "/api/v1/search?page=x"):
        response = client_of().get(path, headers=FOREIGN, buffered=True)
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response.headers


def test_no_site_may_read_the_pages() -> None:
    for path in ("/", "/search?q=a", "/static/timtin.css", "/readyz"):
        response = client_of().get(path, headers=FOREIGN, buffered=True)
        assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize("path", ["/search?q=thi", "/?q=thi", "/search?q=khongco", "/nothing"])
def test_pages_of_results_and_of_failures_are_not_for_other_search_engines(path: str) -> None:
    response = client_of().get(path)
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.text


def test_the_start_page_is_for_other_search_engines() -> None:
    response = client_of().get("/")
    assert "X-Robots-Tag" not in response.headers
    assert "noindex" not in response.text


def test_an_unchanged_page_is_not_sent_twice() -> None:
    client = client_of()
    for path in ("/", "/search?q=thi+dua", "/static/timtin.css", "/api/v1/suggest?q=thi"):
        tag = client.get(path, buffered=True).headers["ETag"]
        again = client.get(path, headers={"If-None-Match": tag}, buffered=True)
        assert (again.status_code, again.data) == (304, b"")


def test_a_static_file_named_with_its_version_is_kept_for_ever() -> None:
    client = client_of()
    found = re.search(r'href="(/static/timtin\.css\?v=\w+)"', client.get("/").text)
    assert found is not None
    response = client.get(found[1], buffered=True)
    assert response.status_code == 200
    assert "immutable" in response.headers["Cache-Control"]
    assert (
        "immutable" not in client.get("/static/timtin.css", buffered=True).headers["Cache-Control"]
    )


def test_pages_have_nothing_inline_and_one_script_of_their_own() -> None:
    room = Path(*search_app.__path__).parent / "templates"
    templates = {path.name: path.read_text(encoding="utf-8") for path in room.glob("*.html")}
    assert "base.html" in templates
    scripts = [tag for content in templates.values() for tag in re.findall("<script.*", content)]
    assert scripts == ['<script src="{{ script }}" defer></script>']
    for content in templates.values():
        assert not re.search(r"<style|style=|\son\w+=|https?://", content)
