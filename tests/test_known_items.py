"""A title finds its article however it is typed: the promise that everything else serves."""

import json
import lzma
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

import pytest

from index import Article, open_index, read_query
from index.text.keystrokes import encode
from index.text.tokens import tokenize
from tests.archive import keep, rebuild
from tests.benchmarks.respelling import decomposed, telex, unaccented
from tests.judged_portal import judged_articles

NEWS = Path(__file__).parents[2] / "shared" / "data" / "news-100k.jsonl.xz"
FEW, MANY = 250, 2_000  # of the news: in the suite, in the soak
FIRST_THREE, FIRST_TEN = 0.99, 1.0  # of all titles, in every spelling

# The two ways to place a tone on an open rhyme, as hòa and hoà.
_NEW = ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy")
_OLD = ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ")
_OTHER = dict(zip(_NEW, _OLD, strict=True))


def other_tone_placement(text: str) -> str:
    """With the tone where typewriters put it: hoà, thuỷ, but quý and toán as they are."""
    return "".join(_replaced(text, _old))


def vni(text: str) -> str:
    """As VNI keys typed with the keyboard off."""
    return "".join(_replaced(text, lambda word: encode(word, "vni")))


def _old(word: str) -> str:
    end = word[-2:].lower()
    if end not in _OTHER or word[:2].lower() == "qu":
        return word
    old = _OTHER[end]
    return word[:-2] + (old.upper() if word[-2:].isupper() else old)


def _replaced(text: str, change: Callable[[str], str]) -> Iterator[str]:
    place = 0
    for token in tokenize(text):
        yield text[place : token.start]
        yield change(token.text) if unaccented(token.text) != token.text else token.text
        place = token.end
    yield text[place:]


SPELLINGS: Mapping[str, Callable[[str], str]] = {
    "as it is": lambda title: title,
    "unaccented": unaccented,
    "in capitals": str.upper,
    "decomposed": decomposed,
    "in the other tone placement": other_tone_placement,
    "in Telex": telex,
    "in VNI": vni,
}


def _put(folder: Path, articles: Iterable[Article]) -> list[Article]:
    kept = list(articles)
    keep(folder, kept)
    rebuild(folder)
    return kept


def _news(count: int) -> Iterator[Article]:
    if not NEWS.exists():
        pytest.skip("the news to measure on is not beside the project")
    with lzma.open(NEWS, "rt", encoding="utf-8") as lines:
        for line in islice(lines, count):
            yield Article.from_json(json.loads(line))


def _ranks(folder: Path, articles: list[Article], spell: Callable[[str], str]) -> list[int]:
    """The rank of each title's article, 11 where it is not among the first ten.

    A title that several articles share is found by any of them.
    """
    owners: dict[str, set[str]] = defaultdict(set)
    for article in articles:
        owners[_same(article.title)].add(article.identity)
    index = open_index(folder)
    ranks = []
    for article in articles:
        page = index.search(read_query(spell(article.title)))
        found = [hit.article.identity in owners[_same(article.title)] for hit in page.hits]
        ranks.append(found.index(True) + 1 if True in found else 11)
    index.close()
    return ranks


def _same(title: str) -> str:
    return " ".join(token.canonical for token in tokenize(unicodedata.normalize("NFC", title)))


def _check(articles: list[Article], ranks: list[int]) -> None:
    lost = [one.title for one, rank in zip(articles, ranks, strict=True) if rank > 10]
    late = [one.title for one, rank in zip(articles, ranks, strict=True) if rank > 3]
    assert len(lost) <= (1 - FIRST_TEN) * len(ranks), lost
    assert len(late) <= (1 - FIRST_THREE) * len(ranks), late


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Article]]:
    folder = tmp_path_factory.mktemp("portal")
    return folder, _put(folder, judged_articles())


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_title_of_the_sample_portal_finds_its_article(
    portal: tuple[Path, list[Article]], spelling: str
) -> None:
    folder, articles = portal
    _check(articles, _ranks(folder, articles, SPELLINGS[spelling]))


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Article]]:
    folder = tmp_path_factory.mktemp("news")
    return folder, _put(folder, _news(MANY))


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_title_of_the_news_finds_its_article(
    news: tuple[Path, list[Article]], spelling: str
) -> None:
    folder, articles = news
    few = articles[:: MANY // FEW]
    _check(few, _ranks(folder, few, SPELLINGS[spelling]))


@pytest.mark.soak
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_title_of_the_news_finds_its_article(
    news: tuple[Path, list[Article]], spelling: str
) -> None:
    folder, articles = news
    _check(articles, _ranks(folder, articles, SPELLINGS[spelling]))
