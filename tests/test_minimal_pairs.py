"""Words that differ by a mark alone, in the order in which a Vietnamese reader expects them.

Each article is a title of few words; the table says for a query which are found, best first:
the same marks, then a text written without marks, then, once nothing has the marks asked for,
other marks. What stands in braces is found in any order. Where a query has no mark, all
spellings are equal.
"""

from collections.abc import Callable

import pytest

from index import Accents, Article, Query, WritableIndex, read_query
from index.engines.memory import MemoryIndex
from index.engines.whoosh.engine import WhooshIndex

TITLES = (
    *("ma rừng", "má hồng", "mà cả", "mả cũ", "mã vạch", "mạ vàng"),
    *("đường phố", "dương liễu", "đương thời", "duong pho di bo"),
    *("năm mới", "nam giới", "nấm rơm", "nam moi o xa", "nắm tay", "nằm nghỉ trưa"),
    *("nghỉ hưu sớm", "nghĩ về hưu", "nghỉ mát", "suy nghĩ", "nghi huu tu nguyen"),
)

ANY_MA = {"ma rừng", "má hồng", "mà cả", "mả cũ", "mã vạch", "mạ vàng"}
ANY_NAM = {"năm mới", "nam giới", "nấm rơm", "nam moi o xa", "nắm tay", "nằm nghỉ trưa"}
ANY_NGHI = {"nghỉ hưu sớm", "nghĩ về hưu", "nghỉ mát", "suy nghĩ", "nghi huu tu nguyen"}

# the query; what is found, each group before the next; what was relaxed
TABLE: tuple[tuple[str, tuple[set[str], ...], str | None], ...] = (
    ("ma", (ANY_MA,), None),
    ("má", ({"má hồng"},), None),
    ("mà", ({"mà cả"},), None),
    ("mả", ({"mả cũ"},), None),
    ("mã", ({"mã vạch"},), None),
    ("mạ", ({"mạ vàng"},), None),
    ("duong", ({"đường phố", "dương liễu", "đương thời", "duong pho di bo"},), None),
    ("đường", ({"đường phố"}, {"duong pho di bo"}), None),
    ("dương", ({"dương liễu"}, {"duong pho di bo"}), None),
    ("đương", ({"đương thời"}, {"duong pho di bo"}), None),
    ("đuông", ({"duong pho di bo"},), None),
    ("nam", (ANY_NAM,), None),
    ("năm", ({"năm mới"}, {"nam moi o xa"}), None),
    ("nấm", ({"nấm rơm"}, {"nam moi o xa"}), None),
    ("năm mới", ({"năm mới"}, {"nam moi o xa"}), None),
    ("nam giới", ({"nam giới"},), None),
    ("nghi", (ANY_NGHI | {"nằm nghỉ trưa"},), None),
    ("nghỉ hưu", ({"nghỉ hưu sớm"}, {"nghi huu tu nguyen"}), None),
    ("nghĩ hưu", ({"nghĩ về hưu"}, {"nghi huu tu nguyen"}), None),
    ("nghi hưu", ({"nghi huu tu nguyen"},), None),
    ("nghỉ mắt", ({"nghỉ mát"},), "accents"),
    ("nâm rơm", ({"nấm rơm"},), "accents"),
    ("mạ vang", ({"mạ vàng"},), "accents"),
)


@pytest.fixture(scope="module", params=["plain", "whoosh"])
def index(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> WritableIndex:
    engines: dict[str, Callable[[], WritableIndex]] = {
        "plain": MemoryIndex,
        "whoosh": lambda: WhooshIndex(tmp_path_factory.mktemp("pairs") / "index", create=True),
    }
    built = engines[request.param]()
    built.update(
        Article(url=f"https://p.test/{place}", title=title, body="Không có gì.")
        for place, title in enumerate(TITLES)
    )
    return built


@pytest.mark.parametrize(("text", "expected", "relaxed"), TABLE, ids=[row[0] for row in TABLE])
def test_marks_decide_what_is_found_and_in_which_order(
    index: WritableIndex, text: str, expected: tuple[set[str], ...], relaxed: str | None
) -> None:
    page = index.search(read_query(text, Query(per_page=50)))
    found = [hit.article.title for hit in page.hits]
    groups, start = [], 0
    for group in expected:
        groups.append(set(found[start : start + len(group)]))
        start += len(group)
    assert (groups, len(found), page.relaxed) == ([*expected], start, relaxed)


@pytest.mark.parametrize("word", ["ma", "nam", "duong", "nghi"])
def test_strictly_a_bare_word_is_a_bare_word(index: WritableIndex, word: str) -> None:
    page = index.search(read_query(word, Query(accents=Accents.STRICT, per_page=50)))
    titles = {hit.article.title for hit in page.hits}
    assert titles == {title for title in TITLES if word in title.split()}


@pytest.mark.parametrize("text", ["má", "đường", "nghĩ hưu", "năm mới"])
def test_where_marks_are_ignored_every_spelling_is_found(index: WritableIndex, text: str) -> None:
    marked = index.search(read_query(text, Query(accents=Accents.IGNORE, per_page=50)))
    bare = {"má": "ma", "đường": "duong", "nghĩ hưu": "nghi huu", "năm mới": "nam moi"}[text]
    plain = index.search(read_query(bare, Query(per_page=50)))
    assert {hit.article.title for hit in marked.hits} == {hit.article.title for hit in plain.hits}
