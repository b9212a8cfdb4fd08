"""What the page says of a query: notes, suggestions, problems, and what it never repeats."""

import doctest
import re
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

import search_app
from index import Note, NoteKind, ResultPage
from search_app import echo, figures
from search_app.request_query import LANGUAGES
from search_app.wording import wording
from tests.web_page import Page, page_at
from tests.web_sample import (
    FixedIndex,
    client_of,
)


def test_what_was_excluded_is_said_and_can_be_undone() -> None:
    page = page_at("/search?q=thi+dua+-ke+hoach")
    links = page.links()
    assert "Đã loại các bài có “ke”." in " ".join(page.texts("li"))
    assert links["Không loại từ nào"] == "/search?q=thi+dua+-ke+hoach&off=exclusion"
    assert links['-"ke hoach"'] == "/search?q=thi+dua+-%22ke+hoach%22"


def test_relaxed_accents_are_said_and_can_be_undone() -> None:
    page = Page(client_of().get("/search", query_string={"q": "thị đùa"}).text)
    assert any("cùng chữ, khác dấu" in text for text in page.texts("li"))
    assert page.links()["Chỉ xem bài đúng dấu"].endswith("&off=relaxed")


def test_a_bad_value_gives_results_and_a_notice() -> None:
    page = page_at("/search?q=thi+dua&page=x&from=31/02/2021")
    assert page.texts("h1") == ["Tìm thấy 3 bài viết cho “thi dua”"]
    notices = " ".join(page.texts("div", class_="notices"))
    assert "mục “page”" in notices
    assert "mục “Từ ngày”" in notices


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("applied", [True, False], ids=["applied", "offered"])
@pytest.mark.parametrize("kind", get_args(NoteKind))
def test_every_kind_of_note_has_its_sentence_and_its_link(
    kind: NoteKind,
    lang: str,
    applied: bool,  # noqa: FBT001 - a row of the table
) -> None:
    note = Note(
        kind=kind, source="đây", target="kia", applied=applied, changes=(("sort", "oldest"),)
    )
    answer = ResultPage(total=0, page=1, per_page=10, hits=(), notes=(note,))
    page = Page(client_of(FixedIndex(answer)).get(f"/search?q=a&lang={lang}").text)
    [sentence] = [text for text in page.texts("li") if "kia" in text or "đây" in text]
    assert "{" not in sentence
    assert [href for href in page.links().values() if "sort=oldest" in href]


def _noted(*notes: Note, query: str = "q=a", suggestion: str | None = None) -> Page:
    answer = ResultPage(total=0, page=1, per_page=10, hits=(), notes=notes, suggestion=suggestion)
    return Page(client_of(FixedIndex(answer)).get(f"/search?{query}").text)


def _note(kind: NoteKind, source: str, target: str, *changes: tuple[str, str]) -> Note:
    applied = changes[0][0] == "off"
    return Note(kind=kind, source=source, target=target, applied=applied, changes=changes)


def test_notes_of_one_kind_are_one_line_with_one_way_back() -> None:
    off = ("off", "abbreviation")
    page = _noted(
        _note("abbreviation", "ubnd", "ủy ban nhân dân", off),
        _note("abbreviation", "tp", "thành phố", off),
    )
    assert "Đã tìm cả “ủy ban nhân dân” (ubnd), “thành phố” (tp). Không tìm thêm" in page.texts(
        "li"
    )
    assert page.links()["Không tìm thêm"] == "/search?q=a&off=abbreviation"


def test_a_long_form_that_finds_its_short_one_is_said_last() -> None:
    page = _noted(
        _note("abbreviation", "thi đua khen thưởng", "TĐKT", ("off", "abbreviation")),
        _note("keystrokes", "ddua", "đua", ("off", "keystrokes")),
    )
    said = [text for text in page.texts("li") if text.startswith("Đã")]
    assert said == [
        "Đã hiểu “ddua” là “đua”. Giữ nguyên chữ đã gõ",
        "Đã tìm cả cách viết tắt: “TĐKT”. Không tìm thêm",
    ]


def test_days_are_offered_in_full_however_many_figures_they_have() -> None:
    page = _noted(
        _note("date", "2021", "2021", ("from", "2021-09-01"), ("to", "2021-09-30")),
        _note("date", "hôm nay", "x", ("from", "2021-09-02"), ("to", "2021-09-02")),
    )
    links = page.links()
    assert links["từ 01/09/2021 đến 30/09/2021"] == "/search?q=a&from=2021-09-01&to=2021-09-30"
    assert "ngày 02/09/2021" in links


def test_what_is_suggested_is_not_offered_again_but_stays_in_the_api() -> None:
    note = _note("spelling", "nghĩ hưu", "nghỉ hưu", ("q", "nghỉ hưu"))
    page = _noted(note, suggestion="nghỉ hưu")
    assert [one for one in page.all("section") if one.get("class") == "notes"] == []
    assert page.texts("a", lang="vi").count("nghỉ hưu") == 1
    answer = ResultPage(total=0, page=1, per_page=10, hits=(), notes=(note,), suggestion="nghỉ hưu")
    answered = client_of(FixedIndex(answer)).get("/api/v1/search?q=a").get_json()
    assert [one["kind"] for one in answered["query"]["notes"]] == ["spelling"]
    assert answered["suggestion"]["text"] == "nghỉ hưu"


def test_all_readings_are_left_by_one_link_where_any_was_applied() -> None:
    applied = _note("keystrokes", "ddua", "đua", ("off", "keystrokes"))
    offered = _note("place", "Hà Giang", "Tuyên Quang", ("q", "b"))
    assert _noted(applied, offered).links()["Tìm đúng như đã gõ"] == "/search?q=a&literal=1"
    assert "Tìm đúng như đã gõ" not in _noted(offered).links()


@pytest.mark.parametrize("query", ["q=a&literal=1", "q=a&off=date&off=place&page=3"])
def test_readings_that_are_off_can_be_switched_on_again(query: str) -> None:
    assert _noted(query=query).links()["Tìm theo cách thông thường"] == "/search?q=a"


def test_many_notes_are_folded_away_behind_the_first() -> None:
    kinds: list[NoteKind] = ["keystrokes", "encoding", "length", "exclusion", "number", "pinned"]
    page = _noted(*(_note(kind, f"{kind} đây", "kia " * 9, ("off", kind)) for kind in kinds))
    (folded,) = page.texts("details")
    assert folded.startswith("Xem thêm cách hiểu khác (")
    assert "“keystrokes đây”" not in folded
    assert "ký hiệu" in folded


def test_a_suggestion_a_relaxation_and_a_missing_part_are_said() -> None:
    answer = ResultPage(
        total=0, page=1, per_page=10, hits=(), suggestion="đường sắt", relaxed="words", partial=True
    )
    page = Page(client_of(FixedIndex(answer)).get("/search?q=duong+xat").text)
    assert page.links()["đường sắt"] == "/search?q=%C4%91%C6%B0%E1%BB%9Dng+s%E1%BA%AFt"
    assert any("phần lớn các từ" in text for text in page.texts("li"))
    assert any("chưa đầy đủ" in text for text in page.texts("div", class_="notices"))


@pytest.mark.parametrize(
    "spam",
    [
        "goi 0909 123 456 ngay",
        "mua tai xau.example.com",
        "https://xau.vn",
        "ban@xau.vn",
        "XAU.COM",
        "x " * 50,
    ],
)
def test_what_looks_like_an_advertisement_is_repeated_only_in_the_box(spam: str) -> None:
    note = Note(kind="keystrokes", source=spam, target=spam, applied=True, changes=())
    answer = ResultPage(total=0, page=1, per_page=10, hits=(), notes=(note,), suggestion=spam)
    client = client_of(FixedIndex(answer))
    page = Page(client.get("/search", query_string={"q": spam, "section": spam, "sort": spam}).text)
    shown = " ".join([*page.texts("html")])
    assert spam.strip() not in shown
    assert page.texts("title") == ["Kết quả tìm kiếm – Tìm tin"]
    assert [field["value"] for field in page.all("input") if field["name"] == "q"] == [spam.strip()]


@pytest.mark.parametrize("text", ["thi đua", "42/2022/NĐ-CP", "TP.HCM", '"công an" -xã', "5.865"])
def test_plain_queries_may_be_repeated(text: str) -> None:
    assert echo.may_echo(text)


def test_both_languages_fill_in_the_same_names() -> None:
    def names(sentence: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(sentence) if name}

    vietnamese, english = wording("vi"), wording("en")
    assert vietnamese.keys() == english.keys()
    for key, sentence in vietnamese.items():
        assert sentence
        assert names(sentence) == names(english[key]), key


def test_every_sentence_is_used_somewhere() -> None:
    room = Path(*search_app.__path__)
    files = [*room.glob("*.py"), *(room.parent / "templates").glob("*.html")]
    used = " ".join(
        path.read_text(encoding="utf-8") for path in files if not path.match("*wording.py")
    )
    made = (
        "note_",
        "offer_",
        "offered_",
        "undo_",
        "relaxed_",
        "sort_",
        "accents_",
        "error_",
        "way_",
        "found_",
    )
    unused = [
        key
        for key in wording("vi")
        if not key.startswith((*made, "none_", "since_", "until_"))
        and not re.search(rf"\b{key}\b", used)
    ]
    assert unused == []


@pytest.mark.parametrize("module", [figures, echo], ids=lambda module: module.__name__)
def test_the_examples_in_the_docs_are_true(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted > 0
    assert result.failed == 0
