"""What an index suggests while someone types, on both engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Article
from index.engines.memory import MemoryIndex
from index.language.suggesting import MOST_SUGGESTIONS, suggest
from index.staff import read_denylist
from tests.language_articles import ENGINES, Engine, articles, index_of


@pytest.fixture(params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    with index_of(request.param, tmp_path) as engine:
        yield engine


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("thi đua kh", id="with marks"),
        pytest.param("thi dua kh", id="without marks"),
        pytest.param("THI DUA KH", id="capitals"),
        pytest.param("thi ddua kh", id="Telex"),
        pytest.param("thi d9ua kh", id="VNI"),
        pytest.param("thi ddua khen thuowng", id="Telex without its tone"),
        pytest.param("thi d", id="half a word"),
        pytest.param("thi đ", id="half a word with a mark"),
        pytest.param("thi dua ", id="before the next word"),
        pytest.param("thi đua khen thuo", id="a half typed word that lacks its marks"),
        pytest.param("  thi   dua ", id="blanks"),
    ],
)
def test_what_is_half_typed_is_completed_with_accents(index: Engine, typed: str) -> None:
    assert "thi đua khen thưởng" in [one.text for one in suggest(typed, index.language)]


def test_what_is_written_more_often_comes_first(index: Engine) -> None:
    weights = [one.weight for one in suggest("thi", index.language)]
    assert weights == sorted(weights, reverse=True)
    assert len(weights) > 1


def test_a_mark_that_is_typed_leaves_other_marks_out(index: Engine) -> None:
    texts = [one.text for one in suggest("đ", index.language)]
    assert "đường sắt" in " ".join(texts)
    assert all(text.startswith("đ") for text in texts)


def test_a_title_is_completed(index: Engine) -> None:
    assert [one.text for one in suggest("ky luat l", index.language)] == ["kỷ luật lao động"]


def test_letters_of_y_begin_words_in_which_it_stays(index: Engine) -> None:
    more = Article(url="https://tinh.example/q", title="Quyết định mới", body="Quy định chung.")
    index.rebuild([*articles(), more])
    assert [one.text for one in suggest("quy", index.language)][:1] == ["quyết định mới"]


def test_a_phrase_ends_where_its_neighbours_differ(index: Engine) -> None:
    texts = [one.text for one in suggest("uy ban nh", index.language)]
    assert "ủy ban nhân dân" in texts
    assert "ủy ban nhân" not in texts
    assert not suggest("ban nhan", index.language)


def test_what_is_denied_is_never_suggested(index: Engine) -> None:
    denied, _ = read_denylist('words = ["KHEN THƯỞNG"]')
    texts = [one.text for one in suggest("thi", index.language, denies=denied.denies)]
    assert texts
    assert not [text for text in texts if "khen thưởng" in text]


@pytest.mark.parametrize("typed", ["", "   ", "!!!", "zzzz", '"', "thi đua xyz"])
def test_nothing_is_suggested_for_nothing_known(index: Engine, typed: str) -> None:
    assert suggest(typed, index.language) == ()


def test_no_more_is_suggested_than_is_wanted(index: Engine) -> None:
    assert len(suggest("t", index.language, limit=2)) == 2
    assert suggest("t", index.language, limit=0) == ()
    assert len(suggest("t", index.language, limit=10_000)) <= MOST_SUGGESTIONS


def test_a_removed_title_is_suggested_no_more(index: Engine) -> None:
    gone = next(one for one in articles() if one.title == "Kỷ luật lao động")
    index.update([], removed=[gone.identity])
    assert suggest("ky luat", index.language) == ()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_nothing_typed_can_break_it(typed: str) -> None:
    suggest(typed, MemoryIndex(articles()[:2]).language)
