"""What an index offers for misspelt words, on both engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.engines.memory import MemoryIndex
from index.language.kinds import kinds_of
from index.language.slips import key_slips, marks_cost, near_spellings
from index.language.spelling import MOST_WEIGHED, correct, worth_weighing
from index.text.tokens import tokenize
from tests.language_articles import ENGINES, Engine, index_of, memory_index, whoosh_index


@pytest.fixture(params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    with index_of(request.param, tmp_path) as engine:
        yield engine


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("chế độ nghĩ hưu của", "chế độ nghỉ hưu của", id="hỏi for ngã"),
        pytest.param("nông dân xản xuất vụ", "nông dân sản xuất vụ", id="x for s"),
        pytest.param("thi đua khenn thưởng", "thi đua khen thưởng", id="a doubled key"),
        pytest.param("thi đua khen thửơgn", "thi đua khen thưởng", id="swapped keys"),
        pytest.param("tuyến đườngsắt đi", "tuyến đường sắt đi", id="two words in one"),
        pytest.param("ủy ban nhan dân", "ủy ban nhân dân", id="a mark that is missing"),
        pytest.param("thi dua xyzzyqk", None, id="nothing where nothing is near"),
        pytest.param("thi dua khenn thuong", "thi đua khen thưởng", id="without marks"),
        pytest.param("THI ĐUA KHENN THƯỞNG", "THI ĐUA KHEN THƯỞNG", id="in capitals"),
    ],
)
def test_a_slip_is_corrected_by_its_neighbours(
    index: Engine, typed: str, meant: str | None
) -> None:
    correction = correct(typed.split(), index.language)
    assert (correction.text if correction else None) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "thi đua khen thưởng",
        "cán bộ nghỉ hưu",
        "UBND tỉnh họp",
        "thi đua 2021",
        "123/QĐ-UBND",
        "thi dua khen thuong",
        "hội nghị Pokémon",
        "",
    ],
)
def test_what_is_right_is_left_alone(index: Engine, typed: str) -> None:
    words = [token.text for token in tokenize(typed)]
    assert correct(words, index.language) is None


def test_only_words_of_the_index_are_offered(index: Engine) -> None:
    correction = correct(["phong", "trào", "thi", "đuaa"], index.language)
    assert correction is not None
    assert correction.changed == (3,)
    assert correction.words[3] == "đua"


def test_both_engines_correct_alike(tmp_path: Path) -> None:
    typed = ["hội", "nghị", "thi", "đưa", "yêu", "nứơc"]
    with memory_index(tmp_path) as plain, whoosh_index(tmp_path) as fast:
        one, two = correct(typed, plain.language), correct(typed, fast.language)
    assert one is not None
    assert two is not None
    assert one.words == two.words
    assert one.gain == pytest.approx(two.gain)


@pytest.mark.parametrize(
    ("typed", "likely", "unlikely"),
    [
        pytest.param("nghĩ", "nghỉ", "nghị", id="hỏi and ngã sound alike to half the country"),
        pytest.param("thưc", "thực", "thúc", id="a missing tone is likelier than other marks"),
        pytest.param("duong", "dương", "đường", id="fewer missing marks are likelier"),
        pytest.param("lứới", "lưới", "lười", id="a tone typed twice is one of the two"),
    ],
)
def test_likely_slips_of_marks_cost_less(typed: str, likely: str, unlikely: str) -> None:
    assert marks_cost(typed, likely) < marks_cost(typed, unlikely)


def test_what_sounds_alike_costs_less_than_another_key() -> None:
    near = near_spellings("san")
    assert near["san"] == 0
    assert near["xan"] < near["pan"]
    assert near["sang"] < near["sanh"] + near["pan"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("đx", "đã"), ("yws", "ý"), ("ta5ic", "tại")], ids=str
)
def test_keys_with_a_slip_give_the_syllable_that_they_were_for(typed: str, meant: str) -> None:
    assert meant in key_slips(typed)


@pytest.mark.parametrize("typed", ["casto", "thưởng", "2021"])
def test_names_syllables_and_numbers_are_not_read_as_keys(typed: str) -> None:
    assert not key_slips(typed)


def test_the_old_spelling_of_a_foreign_name_is_one_slip_away() -> None:
    assert "pakistan" in near_spellings("pakixtan")
    assert "pakistan" in near_spellings("pakitxtan")


def test_of_a_long_text_only_so_many_words_are_changed_or_weighed(index: Engine) -> None:
    kinds = dict.fromkeys(range(400), 0.0)
    spelt = ["thi", "đuaa", "khenn", "nghĩ"] * 100
    assert len(worth_weighing(spelt, kinds, index.language)) == MOST_WEIGHED
    assert correct(spelt, index.language) is not None


def test_a_capital_asks_more_of_what_a_syllable_is_changed_into(index: Engine) -> None:
    spelt = ["cán", "bộ", "nghĩ", "hưu"]
    named = kinds_of(["cán", "bộ", "Nghĩ", "hưu"], spelt, index.language)
    assert named[2] > kinds_of(spelt, spelt, index.language)[2]
    assert named[2] > kinds_of(["Cán", "Bộ", "Nghĩ", "Hưu"], spelt, index.language)[2]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=15), max_size=6))
def test_nothing_typed_can_break_it(words: list[str]) -> None:
    language = MemoryIndex().language
    typed = [token.text for token in tokenize(" ".join(words))]
    assert correct(typed, language) is None
