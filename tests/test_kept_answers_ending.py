"""An answer is kept until something changes that it was made of, and not a request longer."""

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from index import open_index, open_publisher, open_store
from index.answering import AnsweringIndex
from index.serving import ServedIndex
from index.staff.files import PINS, SYNONYMS, StaffFiles
from tests.archive import LATER, article, articles, keep, rebuild, update
from tests.counting_index import CountingIndex
from tests.web_sample import client_of

JSON, PAGE = "/api/v1/search", "/search"
ROUTES = pytest.mark.parametrize("route", [JSON, PAGE])
NUMBER = quote("số")  # stands in every title
TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    keep(tmp_path, articles(30))
    rebuild(tmp_path)
    return tmp_path


@pytest.fixture
def days() -> list[date]:
    """Days in Vietnam; the last one is today."""
    return [TODAY]


@pytest.fixture
def served(data: Path, days: list[date]) -> Iterator[CountingIndex]:
    """What `timtin serve` answers from, counted."""
    index = AnsweringIndex(ServedIndex(data), StaffFiles(data), lambda: days[-1])
    yield CountingIndex(index)
    index.close()


def total(client: FlaskClient, asked: str = NUMBER) -> int:
    found = client.get(f"{JSON}?q={asked}").get_json()["total"]
    assert isinstance(found, int)
    return found


@ROUTES
def test_a_new_generation_is_asked_anew(route: str, data: Path, served: CountingIndex) -> None:
    client = client_of(served)
    address = f"{route}?q={NUMBER}"
    before = client.get(address)
    keep(data, articles(3, start=30), at=LATER)
    update(data)
    after = client.get(address)
    assert after.data != before.data
    assert client.get(address).headers["ETag"] == after.headers["ETag"] != before.headers["ETag"]
    assert served.searches == 2


def test_after_a_rollback_the_generation_from_before_answers(
    data: Path, served: CountingIndex
) -> None:
    client = client_of(served)
    totals = [total(client)]
    keep(data, articles(3, start=30), at=LATER)
    update(data)
    totals.append(total(client))
    with open_store(data) as store:
        open_publisher(data, store).rollback()
    assert [*totals, total(client)] == [30, 33, 30]


def test_an_answer_of_the_old_generation_is_not_given_for_the_new(
    data: Path, served: CountingIndex
) -> None:
    """It is published while the old one is searched."""

    def publish() -> None:
        served.after = lambda: None
        keep(data, articles(3, start=30), at=LATER)
        update(data)

    served.after = publish
    client = client_of(served)
    assert [total(client) for _ in range(3)] == [30, 33, 33]
    assert served.searches == 2


def test_an_answer_of_the_new_generation_is_not_given_for_the_old(
    data: Path, served: CountingIndex
) -> None:
    """It is published before the search, after the look for a kept answer; then taken back."""

    def publish() -> None:
        served.before = lambda: None
        keep(data, articles(3, start=30), at=LATER)
        update(data)

    served.before = publish
    client = client_of(served)
    assert total(client) == 33
    with open_store(data) as store:
        open_publisher(data, store).rollback()
    assert [total(client) for _ in range(2)] == [30, 30]


def test_an_edited_synonym_is_heard_at_once(data: Path, served: CountingIndex) -> None:
    client = client_of(served)
    path = data / SYNONYMS
    asked = quote("biểu dương")
    assert total(client, asked) == 0
    path.write_text('[[synonym]]\nwords = ["biểu dương", "số 7"]\n', encoding="utf-8")
    assert total(client, asked) > 0
    path.unlink()
    assert total(client, asked) == 0
    assert served.searches == 3


@ROUTES
def test_a_pin_stands_from_its_first_day_to_its_last(
    route: str, data: Path, served: CountingIndex, days: list[date]
) -> None:
    client = client_of(served)
    address = f"{route}?q={NUMBER}&per_page=1"
    pinned = article(0).url  # no other article's address begins so, of those on the page
    assert f'{pinned}"' not in client.get(address).text
    (data / PINS).write_text(
        f'[[pin]]\nquery = "số"\nurl = "{pinned}"\nowner = "Sở"\nuntil = {TODAY}\n',
        encoding="utf-8",
    )
    assert f'{pinned}"' in client.get(address).text
    days.append(TOMORROW)
    assert f'{pinned}"' not in client.get(address).text
    days.append(TODAY)
    assert f'{pinned}"' in client.get(address).text


def test_last_year_is_another_in_the_new_year(served: CountingIndex, days: list[date]) -> None:
    client = client_of(served)
    address = f"{JSON}?q={quote('cán bộ năm ngoái')}"

    def notes() -> str:
        return str(client.get(address).get_json()["query"]["notes"])

    assert "2025" in notes()
    days.append(date(2027, 1, 1))
    assert "2026" in notes()


def test_an_outage_is_over_as_soon_as_there_is_an_index(tmp_path: Path) -> None:
    client = client_of(open_index(tmp_path))
    for route in (JSON, PAGE):
        assert client.get(f"{route}?q={NUMBER}").status_code == 503
    assert client.get("/").status_code == 200
    assert client.get(f"{JSON}?page=x").status_code == 400
    keep(tmp_path, articles(3))
    rebuild(tmp_path)
    for route in (JSON, PAGE):
        assert client.get(f"{route}?q={NUMBER}").status_code == 200


def test_threads_are_answered_each_its_own_question_while_generations_change(
    data: Path, served: CountingIndex
) -> None:
    client = client_of(served)
    application = client.application
    together = threading.Barrier(3)
    faults: list[object] = []
    totals: list[list[int]] = [[], []]
    ended = threading.Event()

    def ask(place: int) -> None:
        own = application.test_client()
        together.wait()
        number = place
        while not ended.is_set():
            number += 1
            asked = f"số -{number % 5}" if number % 2 else "số"
            answer = own.get(f"{JSON}?q={quote(asked)}&per_page=1").get_json()
            if answer["query"]["text"] != asked:
                faults.append((asked, answer))
            elif asked == "số":
                totals[place].append(answer["total"])

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(2)]
    for thread in threads:
        thread.start()
    together.wait()
    for number in range(30, 33):
        keep(data, [article(number)], at=LATER)
        update(data)
    assert total(client) == 33
    ended.set()
    for thread in threads:
        thread.join()
    assert faults == []
    for seen in totals:
        assert seen == sorted(seen)  # nobody is led back to a generation that was left
        assert set(seen) <= {30, 31, 32, 33}
    assert served.searches < sum(map(len, totals))
