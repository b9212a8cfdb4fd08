"""What a reader sees when something is not there or goes wrong."""

from pathlib import Path

import pytest

from index import IndexMissing
from search_app import create_app
from tests.web_page import Page
from tests.web_sample import broken_client, client_of


def test_the_start_page_stands_without_an_index() -> None:
    response = broken_client(IndexMissing("none")).get("/")
    assert response.status_code == 200
    assert Page(response.text).texts("p", class_="count") == []


@pytest.mark.parametrize(
    ("path", "status", "heading"),
    [
        pytest.param("/nothing", 404, "Không tìm thấy trang", id="no such address"),
        pytest.param("/nothing?lang=en", 404, "Page not found", id="in English"),
        pytest.param("/static/x.css", 404, "Không tìm thấy trang", id="no such file"),
    ],
)
def test_a_failure_speaks_the_readers_language(path: str, status: int, heading: str) -> None:
    response = client_of().get(path)
    assert response.status_code == status
    assert Page(response.text).texts("h1") == [heading]


def test_a_method_there_is_not_is_a_page_that_names_those_there_are() -> None:
    response = client_of().post("/search")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert Page(response.text).texts("h1") == ["Cách gửi yêu cầu không được hỗ trợ"]


def test_without_an_index_the_page_says_when_to_come_back() -> None:
    response = broken_client(IndexMissing("no index in /srv/secret")).get("/search?q=a")
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert Page(response.text).texts("h1") == ["Tạm thời chưa tìm kiếm được"]
    assert "secret" not in response.text


def test_a_data_folder_without_an_index_may_be_served_already(tmp_path: Path) -> None:
    client = create_app(tmp_path).test_client()
    assert client.get("/").status_code == 200
    assert client.get("/search?q=a").status_code == 503
    assert client.get("/readyz").get_json()["reason"] == "no index has been built yet"


def test_a_part_of_a_file_that_is_not_there_is_answered_in_our_words() -> None:
    response = client_of().get("/static/icon.svg", headers={"Range": "bytes=99999-"})
    assert response.status_code == 416
    assert Page(response.text).texts("h1") == ["Yêu cầu không hợp lệ"]


def test_a_failure_nobody_foresaw_says_nothing_of_itself() -> None:
    response = broken_client(RuntimeError("secret")).get("/search?q=a")
    assert response.status_code == 500
    assert Page(response.text).texts("h1") == ["Hệ thống gặp sự cố"]
    assert "secret" not in response.text
