"""The article that the project began with, set into a page as its portal has it."""

import re
from datetime import datetime
from html import escape
from pathlib import Path

import pytest

from crawl import extract, family
from index import Article
from tests.scripted_portal import drupal_article

SEED = Path(__file__).parents[2] / "shared" / "data" / "seed" / "langson-noivu-article.txt"
URL = "https://sonoivu.langson.gov.vn/node/7"

if not SEED.is_file():
    pytest.skip("the seed article is not on this machine", allow_module_level=True)

_PICTURES = ("QS1", "QA1", "QD")


def _pieces() -> tuple[str, list[str]]:
    """The title, and the rest in paragraphs as the file has them: lines joined by newlines."""
    title, _, *rest = re.split(r"\n[^\S\n]*\n", SEED.read_text("utf-8").rstrip())
    return title, rest


def _page(*, shape: str) -> bytes:
    """The article as a Drupal page; `shape` is how picture and caption stand together."""
    title, rest = _pieces()
    markup: list[str] = []
    picture = ""
    *body, signature, unit = rest
    for piece in body:
        lines = "<br />".join(escape(line.strip()) for line in piece.splitlines())
        if piece.strip() in _PICTURES:
            picture = (
                f'<img alt="{piece.strip()}" src="/sites/default/files/{piece.strip()}.jpg" />'
            )
        elif picture:
            markup.append(_under(picture, lines, shape))
            picture = ""
        else:
            markup.append(f'<p style="text-align:justify">&nbsp; &nbsp; {lines}</p>')
    markup += [
        f'<p style="text-align: right;"><strong>{escape(line.strip())}</strong></p>'
        for line in (signature, unit)
    ]
    return drupal_article(title, "\n".join(markup)).encode()


def _under(picture: str, lines: str, shape: str) -> str:
    return {
        "italics below": f"<p>{picture}</p><p>&nbsp;</p><p><em>{lines}</em></p>",
        "centred below": f'<p align="center">{picture}</p><p align="center">{lines}</p>',
        "one paragraph": f'<p class="rtecenter">{picture}<br /><i>{lines}</i></p>',
        "figure": f"<figure>{picture}<figcaption>{lines}</figcaption></figure>",
    }[shape]


@pytest.fixture(params=["italics below", "centred below", "one paragraph", "figure"])
def article(request: pytest.FixtureRequest) -> Article:
    found = extract(_page(shape=request.param), url=URL, profile=family("drupal7"))
    assert found is not None
    return found


def test_the_seed_article_comes_out_with_its_title_date_and_poster(article: Article) -> None:
    assert article.title == " ".join(_pieces()[0].split())
    assert article.published_at == datetime.fromisoformat("2021-09-25T23:10:00+07:00")
    assert article.poster == "admin"


def test_the_seed_article_keeps_every_paragraph_and_nothing_else(article: Article) -> None:
    long = [" ".join(piece.split()) for piece in _pieces()[1] if len(piece) > 200]
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
