"""What an index makes of words typed without accents, on both engines."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from index.engines.memory import MemoryIndex
from index.engines.whoosh.engine import WhooshIndex
from index.language.model import BOUNDARY, NO_WORD
from index.language.probability import Predictor
from index.language.restoring import best_way, restore
from index.language.showing import shown, shown_as_typed
from tests.language_articles import ENGINES, Engine, index_of, memory_index, whoosh_index


@pytest.fixture(params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    with index_of(request.param, tmp_path) as engine:
        yield engine


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("thi dua khen thuong", "thi đua khen thưởng", id="a phrase"),
        pytest.param("nghi huu", "nghỉ hưu", id="not nghị, the neighbour decides"),
        pytest.param("san xuat vu dong", "sản xuất vụ đông", id="vụ đông, not đồng"),
        pytest.param("Cong an tinh Nghe An", "Công an tỉnh Nghệ An", id="an that stays bare"),
        pytest.param("UY BAN", "ỦY BAN", id="capitals stay capitals"),
        pytest.param("Ky thuat", "Kỹ thuật", id="y is shown as it was typed"),
        pytest.param("ki luat", "kỉ luật", id="and so is i"),
        pytest.param("thi dua 2021", "thi đua 2021", id="numbers stay"),
        pytest.param("thi dua blockchain", "thi đua blockchain", id="what it has not stays"),
    ],
)
def test_unaccented_words_get_the_accents_of_the_index(
    index: Engine, typed: str, meant: str
) -> None:
    restored = restore(typed.split(), index.language)
    assert restored is not None
    assert restored.text == meant


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("thi đua khen thuong", id="a mark anywhere"),
        pytest.param("2021", id="a number"),
        pytest.param("blockchain", id="a word that the index has not"),
        pytest.param("an", id="a word that is bare"),
        pytest.param("", id="nothing"),
    ],
)
def test_nothing_is_restored_where_nothing_can_be(index: Engine, typed: str) -> None:
    assert restore(typed.split(), index.language) is None


def test_a_reading_says_how_sure_it_is(index: Engine) -> None:
    sure = restore(["khen", "thuong"], index.language)
    unsure = restore(["nghi"], index.language)
    assert sure is not None
    assert unsure is not None
    assert 0 < unsure.confidence <= 1
    assert sure.confidence > 0.9


def test_both_engines_restore_alike(tmp_path: Path) -> None:
    typed = ["hoi", "nghi", "uy", "ban", "nhan", "dan", "tinh", "thi", "dua", "yeu", "nuoc"]
    with memory_index(tmp_path) as plain, whoosh_index(tmp_path) as fast:
        one, two = restore(typed, plain.language), restore(typed, fast.language)
    assert one is not None
    assert two is not None
    assert one.words == two.words
    assert one.confidence == pytest.approx(two.confidence)


@pytest.mark.parametrize("typed", ["nghi huu", "thi dua yeu nuoc", "hoi nghi dong", "nghi"])
def test_the_best_way_is_the_most_probable_of_all_there_are(index: Engine, typed: str) -> None:
    language = index.language
    readings = language.readings(typed.split())
    best = best_way(readings, language)
    every = [(NO_WORD, BOUNDARY, *words, BOUNDARY) for words in product(*readings)]
    scores = Predictor(language).along(np.array(every))
    assert best.score == pytest.approx(scores.max())
    assert best.path == every[int(scores.argmax())][2:-1]


def test_an_index_without_articles_restores_nothing(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path / "empty", create=True)
    assert restore(["thi", "dua"], index.language) is None
    assert restore(["thi", "dua"], MemoryIndex().language) is None
    index.close()


def test_canonical_spellings_are_shown_as_offices_write_them() -> None:
    words = ["kĩ", "thuật", "công", "ti", "hoa", "kì", "bác", "sĩ", "tỉ", "mỉ"]
    assert shown(words) == "kỹ thuật công ty hoa kỳ bác sĩ tỉ mỉ"
    assert shown_as_typed("QUY", "quĩ") == "QUỸ"
    assert shown_as_typed("qui", "quĩ") == "quĩ"
