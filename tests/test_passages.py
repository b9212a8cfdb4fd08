"""Titles and snippets: pieces of the stored text, marked on what the query asked for."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Accents, Article, Attachment, Passage, Query, Span, read_query
from index.passages import (
    PASSAGE_CHARACTERS,
    PASSAGE_TOKENS,
    best_passages,
    title_passage,
)
from index.text.tokens import fold_token, tokenize

URL = "https://x.test/a"


def story(body: str, *, title: str = "Tin vắn", summary: str = "", unit: str = "") -> Article:
    return Article(url=URL, title=title, body=body, summary=summary, unit=unit)


def marked(passage: Passage) -> list[str]:
    return [
        passage.text[mark.start - passage.start : mark.end - passage.start]
        for mark in passage.marks
    ]


def snippet(article: Article, text: str, *, relaxed: bool = False) -> list[tuple[str, list[str]]]:
    """Each passage's text with what is marked in it."""
    passages = best_passages(article, read_query(text), relaxed=relaxed)
    return [(passage.text, marked(passage)) for passage in passages]


TITLES = [
    pytest.param("thi dua", ["Thi", "đua"], id="bare"),
    pytest.param("THI ĐUA", ["Thi", "đua"], id="capitals"),
    pytest.param("khen đùa", [], id="other-marks"),
    pytest.param("5865", ["5.865"], id="number"),
    pytest.param("12/qd-ubnd", ["12", "QĐ", "UBND"], id="document-number"),
    pytest.param('"đua 5.865"', ["đua", "5.865"], id="phrase"),
    pytest.param('"thi 5.865"', [], id="phrase-that-is-not-there"),
    pytest.param("đua -thi", ["đua"], id="excluded-is-not-marked"),
    pytest.param("title:đua", ["đua"], id="asked-of-titles"),
    pytest.param("hoa OR thi", ["Thi"], id="one-of-two"),
]


@pytest.mark.parametrize(("text", "expected"), TITLES)
def test_a_title_is_shown_whole_with_its_marks(text: str, expected: list[str]) -> None:
    article = story("Không có gì.", title="Thi đua: 5.865 tập thể (12/QĐ-UBND)")
    passage = title_passage(article, read_query(text), relaxed=False)
    assert (passage.field, passage.start, passage.text) == ("title", 0, article.title)
    assert marked(passage) == expected


def test_marks_are_where_the_words_stand() -> None:
    passage = title_passage(story("x", title="Hội thi: thi đua"), read_query("thi"), relaxed=False)
    assert passage.marks == (Span(4, 7), Span(9, 12))


FILLER = " ".join(["lời"] * 60)


def test_a_snippet_begins_with_the_sentence_of_the_word() -> None:
    body = f"{FILLER}. Hôm nay có thi đua lớn. {FILLER}"
    ((text, marks),) = snippet(story(body), "thi đua")
    assert text.startswith("Hôm nay có thi đua lớn. lời")
    assert marks == ["thi", "đua"]
    assert len(list(tokenize(text))) == PASSAGE_TOKENS


def test_a_snippet_begins_a_little_before_a_word_far_into_its_sentence() -> None:
    ((text, marks),) = snippet(story(f"{FILLER} thi đua {FILLER}"), "thi đua")
    assert text.startswith("lời " * 12 + "thi đua")
    assert marks == ["thi", "đua"]


def test_a_snippet_never_begins_in_the_middle_of_a_date() -> None:
    before = "Sở Nội vụ đã mở lớp cho cán bộ các xã vào ngày"
    article = story(f"{before} 15/9/2023 tại hội trường của Trường Chính trị tỉnh để dạy vẽ")
    ((text, marks),) = snippet(article, "vẽ")
    assert (text.split()[0], marks) == ("tại", ["vẽ"])


def test_a_snippet_shows_the_place_with_most_of_the_query() -> None:
    body = f"Ngày thi cuối. {FILLER}. Lễ thi đua khen thưởng. {FILLER}. Được khen nhiều."
    ((text, marks),) = snippet(story(body), "thi đua khen thưởng")
    assert text.startswith("Lễ thi đua khen thưởng.")
    assert marks == ["thi", "đua", "khen", "thưởng"]


def test_a_second_passage_shows_what_the_first_lacks() -> None:
    body = f"Lễ thi đua. {FILLER}. Rồi khen thưởng. {FILLER}."
    shown = snippet(story(body), "thi đua thưởng")
    assert [marks for _, marks in shown] == [["thi", "đua"], ["thưởng"]]
    assert shown[1][0].startswith("Rồi khen thưởng.")


def test_two_places_near_each_other_are_one_passage() -> None:
    between = " ".join(f"w{number}" for number in range(40))
    ((text, marks),) = snippet(story(f"{FILLER}. Lễ thi {between} đua vui. {FILLER}."), "thi đua")
    assert text.startswith(f"Lễ thi {between} đua vui.")
    assert marks == ["thi", "đua"]


def test_a_caption_is_shown_where_the_body_lacks_the_word() -> None:
    article = replace(story("Không có gì."), captions=("Ảnh một", "Lễ thi đua"))
    (passage,) = best_passages(article, read_query("thi"), relaxed=False)
    assert (passage.field, passage.start, passage.text) == ("captions", 0, "Lễ thi đua")


def test_the_body_goes_before_the_office_that_signs() -> None:
    article = story("Lễ thi đua.", unit="Phòng Thi đua")
    assert snippet(article, "thi đua phòng") == [("Lễ thi đua.", ["thi", "đua"])]
    assert snippet(article, "phòng") == [("Phòng Thi đua", ["Phòng"])]


def test_without_a_word_the_beginning_is_shown_unmarked() -> None:
    assert snippet(story("Đoạn một.\nĐoạn hai."), "vắn") == [("Đoạn một.\nĐoạn hai.", [])]
    assert snippet(story("Thân bài.", summary="Tóm tắt."), "vắn") == [("Tóm tắt.", [])]
    ((text, marks),) = snippet(story(FILLER), "")
    assert (len(text.split()), marks) == (PASSAGE_TOKENS, [])


def test_a_text_without_any_word_is_shown() -> None:
    assert snippet(story("🎉 !!! 🎉"), "thi") == [("🎉 !!! 🎉", [])]


def test_marks_follow_the_relaxed_reading_only_when_it_is_taken() -> None:
    article = story('Ngày hội thi đua "thì đùa".')
    assert snippet(article, "thị đua")[0][1] == ["đua"]
    assert snippet(article, "thị đua", relaxed=True)[0][1] == ["thi", "đua", "thì", "đùa"]
    assert snippet(article, '"thì đùa"', relaxed=True)[0][1] == ["thì", "đùa"]


def test_a_bare_text_is_marked_for_a_marked_query() -> None:
    article = story("Hoi nghi thi dua khen thuong.")
    assert snippet(article, "thi đua")[0][1] == ["thi", "dua"]
    strict = Query(accents=Accents.STRICT)
    (passage,) = best_passages(article, read_query("thi đua", strict), relaxed=False)
    assert marked(passage) == ["thi"]


VOCABULARY = (
    *("thi", "thí", "đua", "dua", "Đua", "cho", "chợ", "an", "ăn", "hoà", "hòa", "hoa", "kỹ", "kĩ"),
    *("5.865", "5865", "05", "5", "QĐ", "1/QĐ-UB", "æ", "<b>", "&"),
)
texts = st.one_of(
    st.text(min_size=1, max_size=80),
    st.lists(
        st.one_of(st.sampled_from(VOCABULARY), st.text(max_size=4), st.just("\n")),
        min_size=1,
        max_size=90,
    ).map(" ".join),
).map("x {}".format)
articles = st.builds(
    Article,
    url=st.just(URL),
    title=texts,
    body=texts,
    summary=st.just("") | texts,
    author=texts,
    section=st.just("") | texts,
    captions=st.lists(texts, max_size=2).map(tuple),
    attachments=st.lists(st.builds(Attachment, url=st.just("x"), title=texts), max_size=1).map(
        tuple
    ),
)
words = st.sampled_from(VOCABULARY)
typed = st.one_of(
    st.text(max_size=20),
    st.lists(words, max_size=4).map(" ".join),
    st.tuples(words, words, words).map(lambda three: '"{} {}" {}'.format(*three)),
    st.tuples(words, words).map(lambda two: "title:{} -{}".format(*two)),
    st.tuples(words, words).map(lambda two: "{} OR {}".format(*two)),
)
queries = st.builds(
    lambda text, accents: read_query(text, Query(accents=accents)), typed, st.sampled_from(Accents)
)


def stored(article: Article, field: str) -> list[str]:
    """The stored texts of a field, of which one is shown."""
    if field == "attachments":
        return [file.title for file in article.attachments]
    value = getattr(article, field)
    return [value] if isinstance(value, str) else list(value)


def folds_asked(query: Query) -> set[str]:
    """The wanted words without marks; what is excluded is not among them."""
    wanted = (phrase.words for phrases in query.alternatives for phrase in phrases)
    return {word.folded for words in wanted for word in words}


def shown(article: Article, query: Query, *, relaxed: bool) -> Iterator[Passage]:
    yield title_passage(article, query, relaxed=relaxed)
    yield from best_passages(article, query, relaxed=relaxed)


@given(articles, queries, st.booleans())
def test_every_passage_is_stored_text_and_every_mark_a_token_that_was_asked_for(
    article: Article,
    query: Query,
    relaxed: bool,  # noqa: FBT001 - Hypothesis gives it
) -> None:
    for passage in shown(article, query, relaxed=relaxed):
        end = passage.start + len(passage.text)
        sources = [
            text
            for text in stored(article, passage.field)
            if text[passage.start : end] == passage.text
        ]
        assert sources
        assert passage.text
        before = passage.start
        for mark in passage.marks:
            assert before <= mark.start < mark.end <= end
            before = mark.end
        for mark, covered in zip(passage.marks, marked(passage), strict=True):
            assert fold_token(covered) in folds_asked(query)
            assert any(
                (token.start, token.end) == (mark.start, mark.end)
                for source in sources
                for token in tokenize(source)
            )


@given(articles, queries)
def test_the_title_is_shown_as_it_is_stored(article: Article, query: Query) -> None:
    passage = title_passage(article, query, relaxed=False)
    assert (passage.field, passage.start, passage.text) == ("title", 0, article.title)


@given(articles, words.filter(str.isalnum))
def test_every_token_that_a_lone_word_asks_for_is_marked_where_it_is_shown(
    article: Article, asked: str
) -> None:
    query = read_query(asked, Query(accents=Accents.IGNORE))
    for passage in shown(article, query, relaxed=False):
        text = next(
            text
            for text in stored(article, passage.field)
            if text[passage.start :].startswith(passage.text)
        )
        inside = [
            Span(token.start, token.end)
            for token in tokenize(text)
            if passage.start <= token.start < passage.start + len(passage.text)
            and fold_token(token.text) == fold_token(asked)
        ]
        assert list(passage.marks) == inside


RUNS = [
    pytest.param("thi đua", "Hội thi đua có thi và đua", ["thi", "đua"], id="a-run-beside-lone"),
    pytest.param("đua thi", "Hội thi đua có thi", ["thi", "đua", "thi"], id="not-in-its-order"),
    pytest.param("thi vui", "Hội thi đua có thi", ["thi", "thi"], id="no-run"),
    pytest.param("thi đua vui", "vui, thi đua; thi", ["vui", "thi", "đua"], id="in-no-run"),
    pytest.param("đua OR thi", "thi đua đua thi", ["thi", "đua", "đua", "thi"], id="alternatives"),
    pytest.param('"thi đua" vui', "thi, vui, thi đua", ["vui", "thi", "đua"], id="quoted"),
    pytest.param("thi đua thi", "thi đua thi, thi", ["thi", "đua"], id="a-word-asked-twice"),
]


@pytest.mark.parametrize(("text", "body", "expected"), RUNS)
def test_beside_a_run_of_neighbours_lone_words_of_it_are_not_marked(
    text: str, body: str, expected: list[str]
) -> None:
    ((_, marks),) = snippet(story(body), text)
    assert marks == expected


def test_a_snippet_shows_where_the_neighbours_are_neighbours() -> None:
    apart = "Đua nhau đi thi, thưởng quà, lời khen."
    body = f"{apart} {FILLER}. Phong trào thi đua khen thưởng. {FILLER}. {apart}"
    ((text, marks),) = snippet(story(body), "thi đua khen thưởng")
    assert text.startswith("Phong trào thi đua khen thưởng.")
    assert marks == ["thi", "đua", "khen", "thưởng"]


def test_neighbours_are_worth_more_than_one_word_more() -> None:
    apart = "Đua nhau đi thi, thưởng quà, lời khen."
    body = f"{apart} {FILLER}. Phong trào thi đua khen. {FILLER}."
    first = snippet(story(body), "thi đua khen thưởng")[0]
    assert first[1] == ["thi", "đua", "khen"]


def test_a_sign_inside_of_a_number_ends_no_sentence() -> None:
    ((text, _),) = snippet(story(f"{FILLER}. Có 5.865 thi đua. {FILLER}"), "thi")
    assert text.startswith("Có 5.865 thi đua.")


LONG = [
    pytest.param("x" * 10_000, id="one-token"),
    pytest.param("thi" + "!" * 10_000, id="a-tail-of-signs"),
    pytest.param("!" * 10_000 + " thi", id="a-lead-of-signs"),
    pytest.param(f"{'x' * 10_000} thi {'y' * 10_000}", id="between-long-tokens"),
    pytest.param(f"thi {'x' * 300} {'y' * 300} thi", id="longer-than-it-may-be"),
    pytest.param(" ".join(["thi", "ế\u0323" * 150] * 40), id="combining-marks"),
    pytest.param("thi" * 4_000, id="asked-for-and-too-long"),
    pytest.param("🎉" * 5_000, id="nothing-but-signs"),
]


@pytest.mark.parametrize("body", LONG)
@pytest.mark.parametrize("asked", ["thi", "x", "", "thi" * 4_000])
def test_a_passage_is_short_whatever_the_text(body: str, asked: str) -> None:
    article = story(body)
    passages = best_passages(article, read_query(asked), relaxed=False)
    assert sum(len(passage.text) for passage in passages) <= 2 * PASSAGE_CHARACTERS
    for passage in passages:
        end = passage.start + len(passage.text)
        assert passage.text == article.body[passage.start : end]
        assert all(passage.start <= mark.start < mark.end <= end for mark in passage.marks)


@given(articles, queries)
def test_passages_are_few_and_none_shows_what_another_shows(article: Article, query: Query) -> None:
    passages = best_passages(article, query, relaxed=False)
    assert 1 <= len(passages) <= 2
    if len(passages) == 2 and passages[0].field == passages[1].field == "body":
        first, second = sorted(passages, key=lambda passage: passage.start)
        assert first.start + len(first.text) <= second.start


@pytest.mark.timeout(60)
@pytest.mark.parametrize("unit", ["thi ", "1/", "thi. ", "5.865 "])
def test_a_text_that_repeats_itself_is_shown_at_once(unit: str) -> None:
    article = story((unit * 100_000)[:100_000])
    (passage,) = best_passages(article, read_query("thi 1 5865"), relaxed=False)
    assert 1 <= len(passage.marks) <= PASSAGE_TOKENS
