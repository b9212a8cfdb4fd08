"""The article that the project began with is found, and marked on its own accents."""

import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from crawl import extract, family
from index import (
    Accents,
    Hit,
    Query,
    ResultPage,
    SearchIndex,
    open_index,
    open_publisher,
    open_store,
    read_query,
)
from tests.seed_page import SEED, URL, seed_page

if not SEED.is_file():
    pytest.skip("the seed article is not on this machine", allow_module_level=True)

# What is asked, and pieces of the article that must be marked, as they are written there.
QUESTIONS = {
    "thi dua khen thuong": {"thi", "đua", "khen", "thưởng"},
    "Thi đua, khen thưởng": {"thi", "đua", "khen", "thưởng"},
    '"đoàn đại biểu quốc hội"': {"Đoàn", "Đại", "biểu", "Quốc", "hội"},
    "hoang van nghiem": {"Hoàng", "Văn", "Nghiệm"},
    "5.865 tập thể": {"5.865", "tập", "thể"},
    "5865": {"5.865"},
    "giai đoạn 2018-2020": {"giai", "đoạn", "2018", "2020"},
    "lang son so noi vu": {"Lạng", "Sơn", "Sở", "Nội", "vụ"},
}
SPELLINGS: dict[str, Callable[[str], str]] = {
    "as written": str,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "capitals": str.upper,
    "decomposed capitals": lambda text: unicodedata.normalize("NFD", text.upper()),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    data = tmp_path_factory.mktemp("seed")
    article = extract(seed_page(shape="italics below"), url=URL, profile=family("drupal7"))
    assert article is not None
    with open_store(data) as store:
        store.put(article, at=datetime.now(tz=UTC))
        open_publisher(data, store).rebuild()
    served = open_index(data)
    yield served
    served.close()


def _marked(hit: Hit) -> set[str]:
    return {
        passage.text[span.start - passage.start : span.end - passage.start]
        for passage in (hit.title, *hit.passages)
        for span in passage.marks
    }


def _found(page: ResultPage) -> list[str]:
    return [hit.article.url for hit in page.hits]


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_seed_article_is_found_and_marked_on_its_own_accents(
    index: SearchIndex, question: str, spelling: str
) -> None:
    page = index.search(read_query(SPELLINGS[spelling](question)))
    assert (_found(page), page.relaxed) == ([URL], None)
    assert _marked(page.hits[0]) >= QUESTIONS[question]


def test_other_accents_find_it_only_relaxed(index: SearchIndex) -> None:
    page = index.search(read_query("thị đùa"))
    assert (_found(page), page.relaxed) == ([URL], "accents")
    assert {"thi", "đua"} <= {word.lower() for word in _marked(page.hits[0])}


def test_other_accents_never_find_it_strictly(index: SearchIndex) -> None:
    assert _found(index.search(read_query("thị đùa", Query(accents=Accents.STRICT)))) == []
