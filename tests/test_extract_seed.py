"""The article that the project began with, set into a page as its portal has it."""

from datetime import datetime

import pytest

from crawl import extract, family
from index import Article
from tests.seed_page import SEED, URL, seed_page, seed_pieces

if not SEED.is_file():
    pytest.skip("the seed article is not on this machine", allow_module_level=True)


@pytest.fixture(params=["italics below", "centred below", "one paragraph", "figure"])
def article(request: pytest.FixtureRequest) -> Article:
    found = extract(seed_page(shape=request.param), url=URL, profile=family("drupal7"))
    assert found is not None
    return found


def test_the_seed_article_comes_out_with_its_title_date_and_poster(article: Article) -> None:
    assert article.title == " ".join(seed_pieces()[0].split())
    assert article.published_at == datetime.fromisoformat("2021-09-25T23:10:00+07:00")
    assert article.poster == "admin"


def test_the_seed_article_keeps_every_paragraph_and_nothing_else(article: Article) -> None:
    long = [" ".join(piece.split()) for piece in seed_pieces()[1] if len(piece) > 200]
    assert article.body.split("\n") == long
    assert len(long) == 5


def test_the_seed_articles_captions_are_told_from_its_text(article: Article) -> None:
    assert article.captions == (
        "Toàn cảnh Hội nghị",
        "Đồng chí Hoàng Thị Hiền, Giám đốc Sở Nội vụ báo cáo tại Hội nghị",
        (
            "Đồng chí Hoàng Văn Nghiệm, Phó Bí thư Thường trực Tỉnh ủy,"
            " Trưởng đoàn Đại biểu Quốc hội tỉnh phát biểu tại hội nghị"
        ),
    )


def test_the_seed_article_is_signed_by_a_person_and_an_office(article: Article) -> None:
    assert article.author == "Lương Thị Nga"
    assert article.unit == "Phòng THHC, Ban Thi đua - Khen thưởng"
