"""What is true of every SearchIndex, on a corpus counted by hand: one suite for all engines."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from index import (
    Accents,
    Article,
    FacetValue,
    Hit,
    Passage,
    Query,
    ResultPage,
    Sort,
    WritableIndex,
    read_query,
)
from index.engines.memory import MemoryIndex
from index.engines.whoosh.engine import WhooshIndex
from index.query import Phrase
from index.ranking import recent_lift
from index.reading import read_words
from tests.corpus import (
    ARTICLES,
    BARE,
    BUA_AN,
    BUU_DIEN_IN_BODY,
    BUU_DIEN_IN_TITLE,
    CHO,
    CONG_AN,
    HOA_CHAT,
    HOA_GIAI,
    HOP,
    OFFICE,
    PAPER,
    PROVINCE,
    QUYET_DINH,
    THI_DUA,
    TWIN_2023,
    TWIN_2024_A,
    TWIN_2024_B,
    TWIN_UNDATED,
    VUI,
)

Engine = Callable[[Path], WritableIndex]
Build = Callable[[Iterable[Article]], WritableIndex]


def _plain(_: Path) -> WritableIndex:
    return MemoryIndex()


def _whoosh(folder: Path) -> WritableIndex:
    return WhooshIndex(folder / "whoosh", create=True)


@pytest.fixture(
    scope="module", params=[pytest.param(_plain, id="plain"), pytest.param(_whoosh, id="whoosh")]
)
def engine(request: pytest.FixtureRequest) -> Engine:
    chosen: Engine = request.param
    return chosen


@pytest.fixture(scope="module")
def corpus(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WritableIndex]:
    """The corpus, written in two updates; for tests that only ask."""
    index = engine(tmp_path_factory.mktemp("corpus"))
    index.update(ARTICLES[:7])
    index.update(ARTICLES[7:])
    yield index
    index.close()


@pytest.fixture
def build(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Build]:
    """An index of the given articles, for tests that need their own."""
    built: list[WritableIndex] = []

    def build(articles: Iterable[Article]) -> WritableIndex:
        index = engine(tmp_path_factory.mktemp("own"))
        built.append(index)
        index.update(articles)
        return index

    yield build
    for index in built:
        index.close()


def ask(index: WritableIndex, text: str, **parameters: Any) -> ResultPage:
    return index.search(read_query(text, Query(**parameters)))


def order_of(page: ResultPage) -> list[str]:
    return [hit.article.identity for hit in page.hits]


def found(index: WritableIndex, text: str, **parameters: Any) -> set[str]:
    """The identities of all that is found on one page of a hundred; the total is theirs."""
    page = ask(index, text, per_page=100, **parameters)
    assert page.total == len(page.hits)
    return set(order_of(page))


def article(identity: str, title: str, body: str = "Không có gì.", day: str = "") -> Article:
    at = datetime.fromisoformat(f"{day}T08:00:00+07:00") if day else None
    return Article(url=f"https://{identity}", title=title, body=body, published_at=at)


AS_TYPED = [
    pytest.param("thi dua", {THI_DUA, BARE, VUI}, id="bare-query-any-marks"),
    pytest.param("thi đua", {THI_DUA, BARE}, id="marked-query-and-field-without-marks"),
    pytest.param("thì đùa", {VUI, BARE}, id="other-marks-and-field-without-marks"),
    pytest.param("cho", {CHO, BUA_AN}, id="bare-word-any-marks"),
    pytest.param("chợ", {CHO}, id="marked-word-its-own"),
    pytest.param("cho ăn", {BUA_AN}, id="bare-word-of-a-marked-query-is-bare"),
    pytest.param("cong an", {CONG_AN, BUA_AN}, id="cong-an"),
    pytest.param("công an", {CONG_AN}, id="công-an"),
    pytest.param("CÔNG AN", {CONG_AN}, id="capitals"),
    pytest.param("COng aN", {CONG_AN, BUA_AN}, id="mixed-capitals"),
    pytest.param("Ðoàn", {THI_DUA}, id="eth-is-đ"),
    pytest.param("ɖoàn", {THI_DUA}, id="d-with-tail-is-đ"),
    pytest.param("doan", {THI_DUA}, id="đ-is-a-mark"),
    pytest.param("hoà", {HOA_GIAI}, id="old-tone-placement"),
    pytest.param("hòa", {HOA_GIAI}, id="new-tone-placement"),
    pytest.param("hóa", {HOA_CHAT}, id="another-tone"),
    pytest.param("hoa", {HOA_GIAI, HOA_CHAT}, id="no-tone"),
    pytest.param("thủy", {HOA_GIAI, HOA_CHAT}, id="thuỷ-is-thủy"),
    pytest.param("kỹ thuật", {HOA_GIAI, HOA_CHAT}, id="kĩ-is-kỹ"),
    pytest.param("KĨ THUẬT", {HOA_GIAI, HOA_CHAT}, id="kỹ-is-kĩ"),
    pytest.param("ky thuat", {HOA_GIAI, HOA_CHAT}, id="ky-is-any"),
    pytest.param("của", {VUI}, id="no-stop-word"),
]


@pytest.mark.parametrize(("text", "expected"), AS_TYPED)
def test_marks_of_a_query_mean_what_decision_five_says(
    corpus: WritableIndex, text: str, expected: set[str]
) -> None:
    assert found(corpus, text) == expected
    assert found(corpus, unicodedata.normalize("NFD", text)) == expected
    assert ask(corpus, text).relaxed is None


BARE_FIELDS = [
    pytest.param("Cong tac thi dua khen thuong nam nay rat tốt", False, id="one-of-ten-is-marked"),
    pytest.param("Cong tac thi dua khen thuong cua nam nay rat tốt", True, id="one-of-eleven"),
    pytest.param("Thi dua 2018 2019 2020 2021 tốt", False, id="numbers-do-not-count"),
    pytest.param("Dua", True, id="one-word"),
]


@pytest.mark.parametrize(("title", "bare"), BARE_FIELDS)
def test_a_field_is_without_marks_if_fewer_than_one_syllable_in_ten_has_one(
    build: Build,
    title: str,
    bare: bool,  # noqa: FBT001 - a row of a table
) -> None:
    index = build([article("x.test/a", title)])
    assert bool(found(index, "đua", off=frozenset({"relaxed"}))) == bare


MARKS_ASKED = [
    pytest.param("thi đua", Accents.STRICT, {THI_DUA}, id="strict-marked"),
    pytest.param("thi dua", Accents.STRICT, {BARE}, id="strict-bare"),
    pytest.param("thì đùa", Accents.STRICT, {VUI}, id="strict-other"),
    pytest.param("hoa", Accents.STRICT, set(), id="strict-bare-nowhere"),
    pytest.param("KĨ THUẬT", Accents.STRICT, {HOA_GIAI, HOA_CHAT}, id="strict-spellings-of-one"),
    pytest.param("thì đùa", Accents.IGNORE, {THI_DUA, BARE, VUI}, id="ignore-marked"),
    pytest.param("chờ", Accents.IGNORE, {CHO, BUA_AN}, id="ignore-nowhere-as-typed"),
    pytest.param('"hoả giai"', Accents.IGNORE, {HOA_GIAI}, id="ignore-in-a-phrase"),
    pytest.param('"hoa giải"', Accents.STRICT, set(), id="strict-in-a-phrase"),
]


@pytest.mark.parametrize(("text", "accents", "expected"), MARKS_ASKED)
def test_accents_can_be_strict_or_ignored(
    corpus: WritableIndex, text: str, accents: Accents, expected: set[str]
) -> None:
    assert found(corpus, text, accents=accents) == expected
    assert ask(corpus, text, accents=accents).relaxed is None


RELAXED = [
    pytest.param("chờ ăn", {BUA_AN}, id="words"),
    pytest.param("quyết dinh", {QUYET_DINH}, id="half-typed"),
    pytest.param('chờ "ăn trưa"', {BUA_AN}, id="a-quoted-phrase-stays-as-typed"),
    pytest.param("chờ ăn -trửa", {BUA_AN}, id="an-exclusion-stays-as-typed"),
    pytest.param("thi dua -đùa", {THI_DUA}, id="a-marked-exclusion-marks-the-query"),
    pytest.param("title:hoả", {HOA_GIAI, HOA_CHAT}, id="in-titles"),
    pytest.param("123/QD-UBND quyết", {QUYET_DINH}, id="a-document-number"),
    pytest.param("chờ ăn OR bừu", {BUA_AN, BUU_DIEN_IN_TITLE, BUU_DIEN_IN_BODY}, id="or"),
]


@pytest.mark.parametrize(("text", "expected"), RELAXED)
def test_accents_are_relaxed_where_nothing_has_the_words_as_typed(
    corpus: WritableIndex, text: str, expected: set[str]
) -> None:
    page = ask(corpus, text)
    assert set(order_of(page)) == expected
    assert page.total == len(expected)
    assert page.relaxed == "accents"
    (note,) = [note for note in page.notes if note.kind == "relaxed"]
    assert (note.applied, note.changes) == (True, (("off", "relaxed"),))


NEVER_RELAXED = [
    pytest.param('"chờ ăn"', {}, id="quoted"),
    pytest.param('ăn "chờ kịp"', {}, id="quoted-beside-a-word"),
    pytest.param("trừa site:langbac.test", {}, id="site"),
    pytest.param("trừa", {"sections": ("Văn bản",)}, id="section"),
    pytest.param("trừa", {"since": date(2020, 1, 1)}, id="day"),
    pytest.param("trừa -trưa", {}, id="excluded"),
    pytest.param("trừa", {"accents": Accents.STRICT}, id="strict"),
    pytest.param("chờ ăn", {"off": frozenset({"relaxed"})}, id="off"),
    pytest.param("chờ ăn", {"literal": True}, id="literal"),
]


@pytest.mark.parametrize(("text", "parameters"), NEVER_RELAXED)
def test_phrases_exclusions_and_filters_are_never_relaxed(
    corpus: WritableIndex, text: str, parameters: dict[str, object]
) -> None:
    page = ask(corpus, text, **parameters)
    assert (page.total, page.hits, page.relaxed) == (0, (), None)
    assert [note for note in page.notes if note.kind == "relaxed"] == []


def test_words_found_as_typed_are_not_relaxed(corpus: WritableIndex) -> None:
    page = ask(corpus, "chợ")
    assert (page.total, page.relaxed, page.notes) == (1, None, ())


PHRASES = [
    pytest.param('"thi đua"', {THI_DUA, BARE}, id="marked"),
    pytest.param('"thi dua"', {THI_DUA, BARE, VUI}, id="bare"),
    pytest.param('"đua thi"', set(), id="order"),
    pytest.param('"thi khen"', set(), id="apart"),
    pytest.param('"đoàn đại biểu quốc hội"', {THI_DUA}, id="five-words"),
    pytest.param("“đoàn đại biểu”", {THI_DUA}, id="curly-quotes"),
    pytest.param('"thưởng sáng"', set(), id="not-from-title-into-body"),
    pytest.param('"hội nghị"', {THI_DUA, BARE}, id="in-a-caption"),
    pytest.param('"nghị đồng"', set(), id="not-from-caption-into-caption"),
    pytest.param('"thi đua" "hội nghị" 2021', {THI_DUA, BARE}, id="several-and-a-word"),
    pytest.param('"thi đua" tập', {THI_DUA}, id="phrase-and-word"),
    pytest.param('"hồ sơ" "tại nhà"', {BUU_DIEN_IN_TITLE, BUU_DIEN_IN_BODY}, id="across-fields"),
    pytest.param('"thi đua', {THI_DUA, BARE}, id="unpaired-quote-is-ignored"),
]


@pytest.mark.parametrize(("text", "expected"), PHRASES)
def test_a_phrase_is_words_side_by_side_in_one_piece_of_text(
    corpus: WritableIndex, text: str, expected: set[str]
) -> None:
    assert found(corpus, text, off=frozenset({"relaxed"})) == expected


OPERATORS = [
    pytest.param("thi dua -vui", {THI_DUA, BARE}, id="excluded-bare"),
    pytest.param("thi đua -khảo", {BARE}, id="excluded-marked"),
    pytest.param('thi dua -"khen thuong"', {VUI}, id="excluded-phrase"),
    pytest.param('khen thưởng -"so noi vu"', {THI_DUA}, id="excluded-bare-in-a-marked-query"),
    pytest.param("khen thưởng -sở", set(), id="excluded-in-all"),
    pytest.param("thi đua - khen thưởng", {THI_DUA, BARE}, id="dash-between-blanks"),
    pytest.param("thi đua – khen thưởng", {THI_DUA, BARE}, id="en-dash"),
    pytest.param("công an -Tỉnh", {CONG_AN}, id="capital-is-no-exclusion"),
    pytest.param("chợ OR bưu", {CHO, BUU_DIEN_IN_TITLE, BUU_DIEN_IN_BODY}, id="or"),
    pytest.param(
        "bưu điện OR công an", {CONG_AN, BUU_DIEN_IN_TITLE, BUU_DIEN_IN_BODY}, id="or-of-words"
    ),
    pytest.param("OR chợ OR", {CHO}, id="or-of-nothing"),
    pytest.param("chợ or bưu", set(), id="lower-case-or-is-a-word"),
    pytest.param("cho OR thi -vui", {CHO, BUA_AN, THI_DUA, BARE}, id="exclusion-beside-or"),
    pytest.param("title:bưu", {BUU_DIEN_IN_TITLE}, id="title"),
    pytest.param('tieude:"người dân"', {BUU_DIEN_IN_BODY}, id="tieude-phrase"),
    pytest.param("title:hồ sơ", {BUU_DIEN_IN_BODY}, id="title-of-one-word"),
    pytest.param("TITLE:BUU", {BUU_DIEN_IN_TITLE}, id="title-in-capitals"),
    pytest.param(f"hồ sơ site:{PAPER}", {BUU_DIEN_IN_TITLE, BUU_DIEN_IN_BODY}, id="site"),
    pytest.param("hồ sơ to:2024-12-31", {HOP, BUU_DIEN_IN_TITLE}, id="to"),
    pytest.param("hồ sơ từ:7/9/2021 đến:31/12/2024", {BUU_DIEN_IN_TITLE}, id="từ-đến"),
]


@pytest.mark.parametrize(("text", "expected"), OPERATORS)
def test_operators_narrow_and_widen(corpus: WritableIndex, text: str, expected: set[str]) -> None:
    assert found(corpus, text, off=frozenset({"relaxed"})) == expected


NUMBERS = [
    pytest.param("5.865", {THI_DUA}, id="thousands-with-a-point"),
    pytest.param("5865", {THI_DUA}, id="thousands-bare"),
    pytest.param("5,865", {THI_DUA}, id="thousands-with-a-comma"),
    pytest.param("5.865 tập thể", {THI_DUA}, id="thousands-and-words"),
    pytest.param("865", set(), id="not-a-part-of-a-number"),
    pytest.param("23/9/2021", {THI_DUA}, id="date"),
    pytest.param("23.09.2021", {THI_DUA}, id="date-with-points-and-zero"),
    pytest.param("5/9/2021", {QUYET_DINH}, id="date-written-with-zeros"),
    pytest.param('"05-09-2021"', {QUYET_DINH}, id="date-in-quotes"),
    pytest.param("giai đoạn 2018-2020", {THI_DUA}, id="period"),
    pytest.param("123/QĐ-UBND", {QUYET_DINH}, id="document-number"),
    pytest.param("123/qđ-ubnd", {QUYET_DINH}, id="document-number-lower-case"),
    pytest.param("123/qd-ubnd", {QUYET_DINH}, id="document-number-without-marks"),
    pytest.param("123/QD-UBND", {QUYET_DINH}, id="document-number-capitals-without-marks"),
    pytest.param("số 123/QĐ-UBND", {QUYET_DINH}, id="document-number-and-word"),
    pytest.param("123/QĐ", {QUYET_DINH}, id="beginning-of-a-document-number"),
    pytest.param('"QĐ-UBND"', {QUYET_DINH}, id="end-of-a-document-number"),
    pytest.param("123 qđ ubnd", {QUYET_DINH, HOP}, id="parts-of-a-document-number"),
    pytest.param("QĐ", {QUYET_DINH, HOP}, id="one-part"),
    pytest.param("124/QĐ-UBND", set(), id="another-document-number"),
]


@pytest.mark.parametrize(("text", "expected"), NUMBERS)
def test_numbers_are_found_in_every_spelling(
    corpus: WritableIndex, text: str, expected: set[str]
) -> None:
    assert found(corpus, text) == expected


FILTERS = [
    pytest.param({"sites": (OFFICE,)}, [HOA_CHAT, HOA_GIAI, BARE, THI_DUA], id="site-newest-first"),
    pytest.param({"sites": ("bac.test",)}, [], id="the-end-of-a-name-is-no-subdomain"),
    pytest.param({"sections": ("Kinh tế",)}, [BUU_DIEN_IN_TITLE, CHO, BUA_AN], id="section"),
    pytest.param({"sections": ("kinh te",)}, [], id="section-as-it-is-written"),
    pytest.param(
        {"sections": ("Văn bản", "Tư pháp")}, [HOA_GIAI, HOP, QUYET_DINH], id="two-sections"
    ),
    pytest.param({"since": date(2021, 1, 1), "until": date(2021, 1, 1)}, [CHO], id="new-year"),
    pytest.param({"since": date(2020, 12, 31), "until": date(2020, 12, 31)}, [CONG_AN], id="eve"),
    pytest.param({"until": date(2020, 12, 31)}, [CONG_AN], id="until-alone"),
    pytest.param(
        {"since": date(2024, 5, 1)}, [BUU_DIEN_IN_BODY, TWIN_2024_A, TWIN_2024_B], id="since-alone"
    ),
    pytest.param(
        {"since": date(2021, 9, 25), "until": date(2021, 9, 25)}, [THI_DUA], id="late-evening"
    ),
    pytest.param(
        {"since": date(2021, 9, 26), "until": date(2021, 9, 26)},
        [BUU_DIEN_IN_TITLE, VUI],
        id="early-morning",
    ),
    pytest.param(
        {"since": date(2021, 9, 5), "until": date(2021, 9, 5)}, [QUYET_DINH], id="midnight"
    ),
    pytest.param({"since": date(2021, 9, 4), "until": date(2021, 9, 4)}, [], id="day-before"),
    pytest.param({"since": date(2021, 9, 6), "until": date(2021, 9, 5)}, [], id="crossed-days"),
    pytest.param(
        {"sites": (PAPER,), "sections": ("Đời sống",), "until": date(2021, 12, 31)},
        [VUI],
        id="all-three",
    ),
]


@pytest.mark.parametrize(("parameters", "expected"), FILTERS)
def test_filters_without_words_list_what_passes_newest_first(
    corpus: WritableIndex, parameters: dict[str, object], expected: list[str]
) -> None:
    page = ask(corpus, "", **parameters)
    assert order_of(page) == expected
    assert page.total == len(expected)


def test_a_site_covers_its_subdomains(corpus: WritableIndex) -> None:
    assert ask(corpus, "", sites=(PROVINCE,)).total == 11
    assert ask(corpus, "", sites=(OFFICE, PAPER)).total == 9
    assert found(corpus, "hoa", sites=(PROVINCE,)) == {HOA_GIAI, HOA_CHAT}


def test_a_filter_and_an_exclusion_without_words_list_the_rest(corpus: WritableIndex) -> None:
    rest = [BUU_DIEN_IN_BODY, BUU_DIEN_IN_TITLE, VUI, BUA_AN]
    assert order_of(ask(corpus, "-chợ", sites=(PAPER,))) == rest


@pytest.mark.parametrize(
    "text", ["", "   ", "-chợ", '-"chợ trung tâm"', "!?", '""', "-", "🎉", "OR"]
)
def test_no_words_and_no_filter_find_nothing(corpus: WritableIndex, text: str) -> None:
    page = ask(corpus, text)
    assert (page.total, page.pages, page.hits, page.relaxed) == (0, 0, (), None)
    assert page.facets.site == page.facets.section == page.facets.year == ()


def test_dates_sort_both_ways_with_the_undated_last(corpus: WritableIndex) -> None:
    newest = [TWIN_2024_A, TWIN_2024_B, TWIN_2023, TWIN_UNDATED]
    oldest = [TWIN_2023, TWIN_2024_A, TWIN_2024_B, TWIN_UNDATED]
    assert order_of(ask(corpus, "tuyển dụng", sort=Sort.NEWEST)) == newest
    assert order_of(ask(corpus, "tuyển dụng", sort=Sort.OLDEST)) == oldest


def test_of_one_moment_the_more_relevant_comes_first(build: Build) -> None:
    index = build(
        [
            article("x.test/a", "Họp báo", "Bưu điện trả kết quả.", "2022-01-01"),
            article("x.test/b", "Bưu điện trả kết quả", "Họp báo.", "2022-01-01"),
        ]
    )
    for sort in Sort:
        assert order_of(ask(index, "bưu điện", sort=sort)) == ["x.test/b", "x.test/a"]


def test_a_word_in_a_title_comes_before_the_same_word_in_a_body(corpus: WritableIndex) -> None:
    assert order_of(ask(corpus, "bưu điện")) == [BUU_DIEN_IN_TITLE, BUU_DIEN_IN_BODY]


def test_equal_texts_come_newer_first_and_then_by_address(corpus: WritableIndex) -> None:
    expected = [TWIN_2024_A, TWIN_2024_B, TWIN_2023, TWIN_UNDATED]
    assert order_of(ask(corpus, "tuyển dụng viên chức")) == expected
    scores = [hit.score for hit in ask(corpus, "tuyển dụng viên chức").hits]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == scores[1] <= recent_lift(0) * scores[3]


def test_the_same_marks_come_before_a_text_without_marks(build: Build) -> None:
    bare = [
        article(f"x.test/{place}", "Phong trao thi dua", "Khong co gi.", "2024-01-01")
        for place in range(2)
    ]
    marked = [
        article(f"x.test/{place}", "Phong trào thi đua", "Không có gì.", "2020-01-01")
        for place in range(2, 9)
    ]
    index = build([*bare, *marked])
    assert order_of(ask(index, "thi đua"))[-2:] == ["x.test/0", "x.test/1"]
    assert order_of(ask(index, "thi dua"))[:2] == ["x.test/0", "x.test/1"]


def test_once_relaxed_the_marks_that_agree_come_first(build: Build) -> None:
    other = article("x.test/other", "Thì đùa", day="2024-01-01")
    nearer = article("x.test/nearer", "Thi đua", day="2020-01-01")
    page = ask(build([other, nearer]), "thị đua")
    assert (page.relaxed, order_of(page)) == ("accents", ["x.test/nearer", "x.test/other"])


def counts(values: tuple[FacetValue, ...]) -> list[tuple[str, int]]:
    return [(value.value, value.count) for value in values]


def test_facets_count_all_that_is_found(corpus: WritableIndex) -> None:
    facets = ask(corpus, "thi dua", per_page=1).facets
    assert counts(facets.site) == [(OFFICE, 2), (PAPER, 1)]
    assert counts(facets.section) == [("Thi đua khen thưởng", 1), ("Tin tức", 1), ("Đời sống", 1)]
    assert counts(facets.year) == [("2021", 3)]


def test_each_facet_is_counted_without_its_own_filter(corpus: WritableIndex) -> None:
    facets = ask(corpus, "thi dua", sites=(PAPER,)).facets
    assert counts(facets.site) == [(OFFICE, 2), (PAPER, 1)]
    assert (counts(facets.section), counts(facets.year)) == ([("Đời sống", 1)], [("2021", 1)])
    facets = ask(corpus, "thi dua", until=date(2021, 9, 25)).facets
    assert counts(facets.year) == [("2021", 3)]
    assert counts(facets.site) == [(OFFICE, 1)]
    facets = ask(corpus, "thi dua", sections=("Tin tức",)).facets
    assert counts(facets.section) == [("Thi đua khen thưởng", 1), ("Tin tức", 1), ("Đời sống", 1)]
    assert counts(facets.site) == [(OFFICE, 1)]


def test_a_year_is_the_year_in_vietnam_and_the_undated_have_none(corpus: WritableIndex) -> None:
    assert counts(ask(corpus, "chợ OR quân").facets.year) == [("2020", 1), ("2021", 1)]
    assert counts(ask(corpus, "tuyển dụng").facets.year) == [("2024", 2), ("2023", 1)]


def test_a_facet_shows_the_twenty_most_frequent_values(build: Build) -> None:
    rare = [article(f"s{number:02}.test/a", "Tin vắn") for number in range(25)]
    frequent = [article(f"s24.test/{number}", "Tin vắn") for number in range(2)]
    page = ask(build([*rare, *frequent]), "tin")
    first = ("s24.test", 3)
    assert page.total == 27
    assert counts(page.facets.site) == [first, *((f"s{number:02}.test", 1) for number in range(19))]


def test_pages_follow_each_other_and_end(corpus: WritableIndex) -> None:
    expected = [[TWIN_2024_A, TWIN_2024_B, TWIN_2023], [TWIN_UNDATED], [], []]
    pages = [ask(corpus, "tuyển dụng", per_page=3, page=page) for page in (1, 2, 3, 1_000_000)]
    assert [order_of(page) for page in pages] == expected
    assert [(page.total, page.pages) for page in pages] == [(4, 2)] * 4
    assert [page.page for page in pages] == [1, 2, 3, 1_000_000]


def marked(passage: Passage) -> list[str]:
    """What the marks of a passage cover."""
    return [
        passage.text[mark.start - passage.start : mark.end - passage.start]
        for mark in passage.marks
    ]


def hit_of(page: ResultPage, identity: str) -> Hit:
    (hit,) = [hit for hit in page.hits if hit.article.identity == identity]
    return hit


def test_marks_stand_on_the_original_accents(corpus: WritableIndex) -> None:
    page = ask(corpus, "thi dua")
    assert marked(hit_of(page, THI_DUA).title) == ["thi", "đua"]
    assert marked(hit_of(page, BARE).title) == ["thi", "dua"]
    (passage,) = hit_of(page, VUI).passages
    assert (passage.field, passage.start) == ("body", 0)
    assert passage.text == "Trẻ em thì đùa vui, người lớn đi xem hội."
    assert marked(passage) == ["thì", "đùa"]


def test_words_with_other_marks_are_not_marked(corpus: WritableIndex) -> None:
    hit = hit_of(ask(corpus, "cho ăn"), BUA_AN)
    assert [marked(passage) for passage in hit.passages] == [["ăn", "cho"]]
    assert marked(hit_of(ask(corpus, "công ăn"), BUA_AN).passages[0]) == ["Công", "ăn"]
    assert marked(hit_of(ask(corpus, '"hội nghị"'), THI_DUA).title) == []


def test_relaxed_words_are_marked(corpus: WritableIndex) -> None:
    hit = hit_of(ask(corpus, "chờ ăn"), BUA_AN)
    assert [marked(passage) for passage in hit.passages] == [["ăn", "cho"]]


def test_numbers_are_marked_as_they_are_written(corpus: WritableIndex) -> None:
    (passage,) = hit_of(ask(corpus, "5865"), THI_DUA).passages
    assert marked(passage) == ["5.865"]
    hit = hit_of(ask(corpus, "123/qd-ubnd"), QUYET_DINH)
    assert marked(hit.title) == ["123", "QĐ", "UBND"]


def test_excluded_words_and_words_for_titles_are_not_marked_in_bodies(
    corpus: WritableIndex,
) -> None:
    hit = hit_of(ask(corpus, "title:hồ nhà -vui"), BUU_DIEN_IN_BODY)
    assert marked(hit.title) == ["hồ"]
    assert [marked(passage) for passage in hit.passages] == [["nhà"]]


SEARCHED = [
    pytest.param("miễn phí", {HOA_CHAT}, id="summary"),
    pytest.param("hoàng văn nghiệm", {THI_DUA}, id="captions"),
    pytest.param("nêu gương", {THI_DUA}, id="tags"),
    pytest.param("phụ lục", {QUYET_DINH}, id="attachments"),
    pytest.param("phòng", {THI_DUA}, id="unit"),
    pytest.param("lương thị nga", {THI_DUA}, id="author"),
    pytest.param("đời sống", {VUI, BUU_DIEN_IN_BODY}, id="section"),
    pytest.param("miễn phí hoá kỹ nông nghiệp", {HOA_CHAT}, id="words-in-four-fields"),
    pytest.param("admin", set(), id="poster-is-not"),
    pytest.param("cũ", set(), id="source-is-not"),
    pytest.param("vi", set(), id="language-is-not"),
    pytest.param("baocaoson", set(), id="site-is-not"),
    pytest.param("pdf", set(), id="addresses-of-attachments-are-not"),
]


@pytest.mark.parametrize(("text", "expected"), SEARCHED)
def test_all_text_fields_are_searched_and_no_others(
    corpus: WritableIndex, text: str, expected: set[str]
) -> None:
    assert found(corpus, text) == expected


def test_a_hit_carries_the_whole_article(corpus: WritableIndex) -> None:
    for stored in ARTICLES:
        page = ask(corpus, f'tieude:"{stored.title}"', sites=(stored.site,))
        assert hit_of(page, stored.identity).article == stored


def test_status_counts_articles_by_site(corpus: WritableIndex) -> None:
    status = corpus.status()
    assert status.articles == 16
    assert status.by_site == {PROVINCE: 7, PAPER: 5, OFFICE: 4}


def test_an_empty_index_answers_with_nothing(build: Build) -> None:
    index = build([])
    assert (index.status().articles, index.status().by_site) == (0, {})
    for text in ("thi đua", '"thi đua"', "123/QĐ-UBND", "chợ -thi", ""):
        page = ask(index, text, sites=(PAPER,))
        assert (page.total, page.hits) == (0, ())


def test_an_update_replaces_the_article_with_the_same_identity(build: Build) -> None:
    index = build(ARTICLES)
    url = f"http://www.{CHO}/?utm_source=zalo"
    index.update([Article(url=url, title="Chợ đêm", body="Mở cửa muộn.")])
    assert found(index, "trung tâm") == set()
    (hit,) = ask(index, "chợ đêm").hits
    assert (hit.article.url, hit.article.identity) == (url, CHO)
    assert index.status().articles == 16


def test_removed_articles_are_found_no_more(build: Build) -> None:
    index = build(ARTICLES)
    index.update([], removed=[CHO, "nowhere.test/unknown", TWIN_2024_A])
    assert found(index, "cho") == {BUA_AN}
    assert found(index, "tuyển dụng") == {TWIN_2023, TWIN_2024_B, TWIN_UNDATED}
    assert counts(ask(index, "tuyển dụng").facets.year) == [("2023", 1), ("2024", 1)]
    assert index.status().by_site == {PROVINCE: 6, PAPER: 4, OFFICE: 4}


def test_an_article_removed_and_given_at_once_is_in(build: Build) -> None:
    index = build(ARTICLES)
    index.update([article(CHO, "Chợ phiên")], removed=[CHO])
    assert found(index, "cho") == {CHO, BUA_AN}
    assert found(index, "chợ phiên") == {CHO}


def test_of_two_articles_with_one_identity_the_later_is_in(build: Build) -> None:
    twice = [article("x.test/a", "Bản thảo"), article("www.x.test/a/", "Bản in")]
    index = build(twice)
    assert (found(index, "thảo"), found(index, "in")) == (set(), {"x.test/a"})
    index.rebuild([*twice, article("x.test/a", "Bản cuối"), article("x.test/b", "Bản đồ")])
    assert (found(index, "bản"), found(index, "cuối")) == ({"x.test/a", "x.test/b"}, {"x.test/a"})
    assert index.status().articles == 2


def test_a_rebuild_replaces_everything(build: Build) -> None:
    index = build(ARTICLES)
    index.rebuild([article("x.test/a", "Chợ nổi")])
    assert found(index, "cho") == {"x.test/a"}
    assert found(index, "thi") == set()
    assert index.status().by_site == {"x.test": 1}
    index.rebuild([])
    assert (found(index, "cho"), index.status().articles) == (set(), 0)


def test_an_edition_lasts_until_the_next_change_and_never_comes_back(build: Build) -> None:
    index = build(ARTICLES)
    changes: list[Callable[[], None]] = [
        lambda: index.update([article("x.test/a", "Chợ nổi")]),
        lambda: index.update([], removed=["x.test/a"]),
        lambda: index.update([article(CHO, "Chợ phiên")]),
        lambda: index.rebuild([article("x.test/a", "Chợ nổi")]),
        lambda: index.rebuild(ARTICLES),
        lambda: index.rebuild(ARTICLES),
    ]
    editions = [index.edition()]
    for change in changes:
        before = ask(index, "chợ")
        assert (index.edition(), ask(index, "chợ")) == (editions[-1], before)
        change()
        editions.append(index.edition())
    assert len(set(editions)) == len(changes) + 1


def test_many_small_updates_answer_as_one(build: Build) -> None:
    index = build([])
    for one in ARTICLES:
        index.update([one])
    assert found(index, '"thi dua"') == {THI_DUA, BARE, VUI}
    expected = [TWIN_2024_A, TWIN_2024_B, TWIN_2023, TWIN_UNDATED]
    assert order_of(ask(index, "tuyển dụng viên chức")) == expected


HOSTILE = [
    pytest.param("a" * 100_000, id="one-long-word"),
    pytest.param("thi " * 20_000, id="one-word-again-and-again"),
    pytest.param("\u0301" * 100_000 + "x", id="marks-alone"),
    pytest.param("1/" * 50_000, id="numbers-and-strokes"),
    pytest.param("1.234." * 20_000, id="thousands"),
    pytest.param("🎉" * 10_000, id="no-word-at-all"),
]


@pytest.mark.parametrize("body", HOSTILE)
def test_an_article_of_hostile_text_is_indexed_and_found_by_its_title(
    build: Build, body: str
) -> None:
    index = build([Article(url="https://x.test/a", title="Thi đua", body=body), *ARTICLES[:2]])
    assert found(index, "thi đua") == {"x.test/a", THI_DUA, BARE}
    assert found(index, body[:50]) <= {"x.test/a", THI_DUA, BARE}


def test_a_phrase_is_found_in_any_of_its_wordings(build: Build) -> None:
    short = Article(url="https://a.vn/1", title="UBND tỉnh họp", body="Chương trình.")
    long = Article(url="https://a.vn/2", title="Ủy ban nhân dân tỉnh họp", body="Chương trình.")
    torn = Article(url="https://a.vn/3", title="Nhân dân và ủy ban tỉnh", body="Họp.")
    phrase = Phrase(read_words("UBND"), readings=(read_words("ủy ban nhân dân"),))
    page = build([short, long, torn]).search(Query(alternatives=((phrase,),)))
    assert {hit.article.url for hit in page.hits} == {short.url, long.url}
    marked = {
        hit.article.url: [(one.start, one.end) for one in hit.title.marks] for hit in page.hits
    }
    assert marked == {short.url: [(0, 4)], long.url: [(0, 2), (3, 6), (7, 11), (12, 15)]}


def test_an_optional_phrase_need_not_stand_but_counts_where_it_does(build: Build) -> None:
    with_it = Article(url="https://a.vn/1", title="Đồng chí Minh", body="Thăm trường.")
    without = Article(url="https://a.vn/2", title="Học sinh Minh", body="Thăm trường.")
    other = Article(url="https://a.vn/3", title="Đồng chí khác", body="Thăm trường.")
    wanted = (Phrase(read_words("Minh")), Phrase(read_words("đồng chí"), optional=True))
    page = build([other, without, with_it]).search(Query(alternatives=(wanted,)))
    assert [hit.article.url for hit in page.hits] == [with_it.url, without.url]
