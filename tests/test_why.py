"""Why an article stands where it stands in an answer, or is not in it: in numbers that add up."""

from datetime import date

import pytest

from index import Article, Query, read_query
from index.engines.whoosh.engine import WhooshIndex

ARTICLES = [
    Article(
        url="https://w.test/gan",
        title="Phong trào thi đua",
        body="Hội nghị thi đua khen thưởng.",
        section="Tin tức",
        published_at=None,
    ),
    Article(
        url="https://w.test/xa",
        title="Đua thuyền",
        body="Sau kỳ thi, các em xem đua thuyền và được thưởng lời khen.",
        section="Thể thao",
    ),
    Article(url="https://w.test/khac", title="Chợ quê", body="Bà con họp chợ."),
    Article.from_json(
        {
            "url": "https://w.test/moi",
            "title": "Thi đua mùa xuân",
            "body": "Khen thưởng hộ gia đình.",
            "published_at": "2024-05-01T08:00:00+07:00",
        }
    ),
]
QUERIES = ["thi đua", "thi dua khen thuong", "thị đùa", "thi OR chợ", "thi đua -chợ", '"thi đua"']


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> WhooshIndex:
    built = WhooshIndex(tmp_path_factory.mktemp("why") / "index", create=True)
    built.rebuild(ARTICLES)
    return built


@pytest.mark.parametrize("text", QUERIES)
def test_the_numbers_add_up_to_the_score_and_the_place(index: WhooshIndex, text: str) -> None:
    query = read_query(text)
    page = index.search(query)
    assert page.hits
    for place, hit in enumerate(page.hits, 1):
        why = index.why(query, hit.article.identity)
        summed = sum(part.score for part in why.parts) + why.constant
        assert summed * why.recency == pytest.approx(hit.score, rel=1e-4)
        assert (why.rank, why.total, why.relaxed) == (place, page.total, page.relaxed)
        assert why.score == pytest.approx(hit.score)


def test_only_the_dated_article_gains_by_being_recent(index: WhooshIndex) -> None:
    recency = {
        article.identity: index.why(read_query("thi đua"), article.identity).recency
        for article in ARTICLES
    }
    assert recency == {
        "w.test/gan": 1.0,
        "w.test/xa": 1.0,
        "w.test/khac": 1.0,
        "w.test/moi": pytest.approx(1.05),
    }


def test_a_pair_scores_where_its_words_are_neighbours(index: WhooshIndex) -> None:
    near, far = (index.why(read_query("thi đua"), f"w.test/{one}") for one in ("gan", "xa"))
    assert [(part.text, part.stands) for part in near.parts if part.kind == "pair"] == [
        ("thi đua", True)
    ]
    assert [part.stands for part in far.parts if part.kind == "pair"] == [False]
    assert [part.holders for part in far.parts if part.kind == "word"] == [3, 3]


def test_what_is_missing_is_named(index: WhooshIndex) -> None:
    why = index.why(read_query("thi đua khen"), "w.test/khac")
    missing = [part.text for part in why.parts if part.kind == "word" and not part.stands]
    assert (why.held, why.rank, why.score, missing) == (True, None, 0.0, ["thi", "đua", "khen"])


@pytest.mark.parametrize(
    ("text", "asked", "excluded", "filters"),
    [
        ("thi đua -thuyền", Query(), ("thuyền",), ()),
        ("thi đua", Query(sections=("Tin tức",)), (), ("section",)),
        ("thi đua", Query(sites=("khac.test",)), (), ("site",)),
        ("thi đua", Query(since=date(2024, 1, 1)), (), ("day",)),
    ],
)
def test_what_keeps_an_article_out_is_named(
    index: WhooshIndex,
    text: str,
    asked: Query,
    excluded: tuple[str, ...],
    filters: tuple[str, ...],
) -> None:
    why = index.why(read_query(text, asked), "w.test/xa")
    assert (why.rank, why.excluded, why.filters) == (None, excluded, filters)


def test_what_the_index_does_not_hold_is_said(index: WhooshIndex) -> None:
    assert not index.why(read_query("thi đua"), "w.test/không").held
