"""Up to eight syllables all are wanted, of more most; then the ways that follow on nothing."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import Article, Query, ResultPage, Sort, WritableIndex, read_query
from index.engines.memory import MemoryIndex
from index.engines.whoosh.engine import WhooshIndex
from index.relaxing import Way, needed, ways

# Twelve words; an article of number n knows the first n of them, the rarer ones last.
WORDS = (
    *("thi", "đua", "khen", "thưởng", "cán", "bộ"),
    *("công", "chức", "năm", "hai", "nghìn", "lẻ"),
)
LONG = " ".join(WORDS)
ARTICLES = [
    Article(
        url=f"https://r.test/{count}",
        title=f"Bài {count}",
        body=" ".join(WORDS[:count]),
        section="đủ" if count == len(WORDS) else "thiếu",
    )
    for count in range(1, len(WORDS) + 1)
]


def _built(engine: str, tmp_path_factory: pytest.TempPathFactory) -> WritableIndex:
    engines: dict[str, Callable[[], WritableIndex]] = {
        "plain": MemoryIndex,
        "whoosh": lambda: WhooshIndex(tmp_path_factory.mktemp("long") / "index", create=True),
    }
    return engines[engine]()


@pytest.fixture(scope="module", params=["plain", "whoosh"])
def index(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> WritableIndex:
    built = _built(request.param, tmp_path_factory)
    built.update(ARTICLES)
    return built


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[WritableIndex, WritableIndex]:
    """The plain engine and Whoosh's over the same articles, some of them replaced and removed."""
    one, other = (_built(name, tmp_path_factory) for name in ("plain", "whoosh"))
    for built in (one, other):
        built.update(ARTICLES[:8])
        built.update(ARTICLES[4:], removed=["r.test/2"])
    return one, other


def ask(index: WritableIndex, text: str, **parameters: object) -> ResultPage:
    return index.search(read_query(text, Query(per_page=50, **parameters)))  # type: ignore[arg-type]


def found(page: ResultPage) -> set[int]:
    assert page.total == len(page.hits)
    return {int(hit.article.identity.rpartition("/")[2]) for hit in page.hits}


def test_eight_syllables_are_all_wanted(index: WritableIndex) -> None:
    page = ask(index, " ".join(WORDS[:8]))
    assert (found(page), page.relaxed) == ({8, 9, 10, 11, 12}, None)


def test_of_nine_syllables_most_are_wanted_and_that_is_not_called_relaxed(
    index: WritableIndex,
) -> None:
    page = ask(index, " ".join(WORDS[:9]))
    holders = [len(ARTICLES) - place for place in range(9)]
    most = needed(len(ARTICLES), holders)
    expected = {count for count in range(1, 13) if sum(most.shares[:count]) >= most.threshold}
    assert found(page) == expected
    assert {9, 10, 11, 12} < expected < set(range(1, 13))
    assert (page.relaxed, page.notes) == (None, ())
    assert page.hits[0].article.identity.rpartition("/")[2] in {"9", "10", "11", "12"}


def test_where_no_article_has_all_of_few_words_most_are_shown_and_said(
    index: WritableIndex,
) -> None:
    page = ask(index, "thi đua khen thưởng vắng")
    assert page.relaxed == "words"
    assert {4, 5, 6} <= found(page)
    (note,) = page.notes
    assert (note.kind, note.applied, note.changes) == ("relaxed", True, (("off", "relaxed"),))


@pytest.mark.parametrize("parameters", [{"off": frozenset({"relaxed"})}, {"literal": True}])
def test_undone_every_word_of_a_long_question_is_wanted(
    index: WritableIndex, parameters: dict[str, object]
) -> None:
    assert found(ask(index, LONG, **parameters)) == {12}
    assert ask(index, f"{LONG} vắng", **parameters).total == 0


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.OLDEST])
def test_by_date_only_articles_with_all_the_words_are_listed_while_there_are_any(
    index: WritableIndex, sort: Sort
) -> None:
    assert found(ask(index, LONG, sort=sort)) == {12}
    assert {11, 12} < found(ask(index, f"{LONG} vắng", sort=sort))


def test_what_is_quoted_excluded_or_filtered_holds_for_a_long_question_too(
    index: WritableIndex,
) -> None:
    assert found(ask(index, f'{LONG} "nghìn lẻ"')) == {12}
    assert 12 not in found(ask(index, f"{LONG} -lẻ"))
    assert found(ask(index, LONG, sections=("đủ",))) == {12}
    assert 12 not in found(ask(index, LONG, sections=("thiếu",)))


def test_with_other_marks_before_with_fewer_words(index: WritableIndex) -> None:
    page = ask(index, "thị đùa")
    assert (page.relaxed, page.total) == ("accents", 11)


def test_a_word_alone_is_never_given_up() -> None:
    assert [way.relaxed for way in ways(read_query("thi"))] == [None]
    assert [way.relaxed for way in ways(read_query("thị"))] == [None, "accents"]
    assert ways(read_query('"thi đua"')) == (Way(),)


def test_what_no_article_holds_counts_nothing_and_every_other_word_something() -> None:
    most = needed(1_000, [0, 1, 1_000])
    assert most.shares[0] == 0
    assert most.shares[1] > most.shares[2] > 0
    assert needed(1_000, [0, 0]).threshold == 1


questions = st.lists(
    st.sampled_from([*WORDS, "dua", "thường", "vắng", '"thi đua"', "-lẻ", "OR"]), max_size=16
)


@settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
@given(asked=questions, sort=st.sampled_from(Sort))
def test_both_engines_find_the_same_in_the_same_way(
    both: Sequence[WritableIndex], asked: list[str], sort: Sort
) -> None:
    plain, whoosh = (ask(index, " ".join(asked), sort=sort) for index in both)
    assert (whoosh.total, whoosh.relaxed, found(whoosh)) == (
        plain.total,
        plain.relaxed,
        found(plain),
    )
