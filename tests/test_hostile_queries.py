"""Nothing that can be typed breaks the answer, the page or the API; a hundred thousand try."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

import pytest
from flask.testing import FlaskClient

from index import Accents, Query, Sort, read_query
from index.answering import AnsweringIndex
from index.serving import ServedIndex
from index.staff.files import PINS, SYNONYMS, StaffFiles
from search_app import create_app
from tests.archive import keep, rebuild
from tests.hostile_queries import hostile_queries
from tests.judged_portal import judged_articles

TODAY = date(2026, 11, 23)
FEW, MANY = 300, 100_000  # queries of the whole answer: in the suite, in the soak
FEW_PAGES, MANY_PAGES = 50, 2_000
SECONDS_AN_ANSWER = 0.1  # generous: ten times what was measured on two shared cores
SECONDS_A_PAGE = 0.3
PINNED = """
[[pin]]
query = "thi đua"
url = "http://sonoivu.langbac.gov.vn/no-such-article"
owner = "Phòng Tổng hợp"

[[pin]]
query = "thi đua"
url = "{url}"
owner = "Phòng Tổng hợp"
"""
EQUAL = '[[synonym]]\nwords = ["khen thưởng", "tuyên dương"]\n'
KINDS = ("keystrokes", "abbreviation", "spelling", "relaxed", "pinned")


@dataclass(frozen=True)
class Portal:
    """An index of the judged articles as it is served, and what the articles say."""

    index: AnsweringIndex
    texts: tuple[str, ...]


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    data = tmp_path_factory.mktemp("data")
    articles = judged_articles()
    keep(data, articles)
    rebuild(data)
    (data / PINS).write_text(PINNED.format(url=articles[0].url), encoding="utf-8")
    (data / SYNONYMS).write_text(EQUAL, encoding="utf-8")
    index = AnsweringIndex(ServedIndex(data), StaffFiles(data), lambda: TODAY)
    texts = tuple(text for one in articles for text in (one.title, *one.body.split("\n")))
    yield Portal(index, texts)
    index.close()


@pytest.fixture(scope="module")
def client(portal: Portal) -> FlaskClient:
    return create_app(index=portal.index).test_client()


def _beside(chance: random.Random) -> Query:
    """What may be asked beside the words."""
    return Query(
        page=chance.choice((1, 1, 1, 2, 40, 999_999_999)),
        per_page=chance.choice((1, 10, 10, 100)),
        sort=chance.choice((Sort.RELEVANCE, Sort.RELEVANCE, *Sort)),
        accents=chance.choice((Accents.AUTO, Accents.AUTO, *Accents)),
        literal=chance.random() < 0.1,
        off=frozenset(kind for kind in KINDS if chance.random() < 0.05),
    )


def _answer_all(portal: Portal, *, seed: int, count: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - equal seeds, equal queries
    began = time.monotonic()
    for text in islice(hostile_queries(chance, portal.texts), count):
        asked = _beside(chance)
        _answer(portal.index, text, asked)
    assert time.monotonic() - began < SECONDS_AN_ANSWER * count


def _answer(index: AnsweringIndex, text: str, asked: Query) -> None:
    page = index.search(read_query(text, asked))
    assert min(page.total, page.per_page) >= len(page.hits)
    assert len(page.hits) == max(
        0, min(page.per_page, page.total - (page.page - 1) * page.per_page)
    )
    for note in page.notes:
        assert note.changes
        assert not (note.applied and asked.literal and note.kind != "length")


def _show_all(portal: Portal, client: FlaskClient, *, seed: int, count: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - equal seeds, equal queries
    began = time.monotonic()
    for text in islice(hostile_queries(chance, portal.texts), count):
        page = client.get("/search", query_string={"q": text})
        assert (page.status_code, page.mimetype) == (200, "text/html"), text
        answered = client.get("/api/v1/search", query_string={"q": text})
        assert (answered.status_code, answered.mimetype) == (200, "application/json"), text
        assert answered.get_json()["total"] >= len(answered.get_json()["results"])
    assert time.monotonic() - began < SECONDS_A_PAGE * count


def test_nothing_typed_breaks_the_answer(portal: Portal) -> None:
    _answer_all(portal, seed=1, count=FEW)


def test_nothing_typed_breaks_the_page(portal: Portal, client: FlaskClient) -> None:
    _show_all(portal, client, seed=2, count=FEW_PAGES)


@pytest.mark.soak
@pytest.mark.timeout(SECONDS_AN_ANSWER * MANY)
def test_nothing_of_much_that_is_typed_breaks_the_answer(portal: Portal) -> None:
    _answer_all(portal, seed=20261123, count=MANY)


@pytest.mark.soak
@pytest.mark.timeout(SECONDS_A_PAGE * MANY_PAGES)
def test_nothing_of_much_that_is_typed_breaks_the_page(portal: Portal, client: FlaskClient) -> None:
    _show_all(portal, client, seed=20261124, count=MANY_PAGES)
