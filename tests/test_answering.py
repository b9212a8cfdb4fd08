"""What was meant is searched: keystrokes, names, accents, the staff's words; each has its note."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from index import (
    Accents,
    Article,
    Note,
    Query,
    ResultPage,
    read_query,
)
from index.answering import AnsweringIndex
from index.serving import ServedIndex
from index.staff.files import PINS, SYNONYMS, StaffFiles
from tests.archive import keep, rebuild

TODAY = date(2026, 11, 22)
SCHOOLS = (
    "Tuyển sinh lớp 10 năm học 2026-2027",
    "Lịch tuyển sinh lớp 10 các trường công lập",
    "Điểm chuẩn tuyển sinh lớp 10",
)
EMULATION = (
    "Thi đua khen thưởng năm 2021",
    "Hội nghị thi đua khen thưởng",
    "Phong trào thi đua khen thưởng ở cơ sở",
)


def _articles() -> Iterator[Article]:
    for number in range(120):
        yield _article(f"thi-dua-{number}", EMULATION[number % 3], "Tập thể được khen thưởng.")
    for number in range(12):
        yield _article(f"tuyen-sinh-{number}", SCHOOLS[number % 3], "Học sinh nộp hồ sơ.")
        yield _article(f"nghi-huu-{number}", "Cán bộ nghỉ hưu theo chế độ", "Được nghỉ hưu sớm.")
    yield _article("nghi", "Nghĩ về mùa thu", "Suy nghĩ của người lính già đã hưu.")
    yield _article("ubnd", "UBND tỉnh giao ban", "Phiên họp thường kỳ.")
    yield _article("uy-ban", "Ủy ban nhân dân huyện tiếp dân", "Lịch tiếp công dân.")
    yield _article("so-42", "Triển khai Nghị định 42/2022/NĐ-CP", "Về cung cấp thông tin.")
    for number in range(110):
        yield _article(f"hai-{number}", "Hội thao ở huyện Hải Ninh", "Hải quân và dân quân.")
    yield _article("hari", "Ca sĩ Hari Won thăm trường", "Giao lưu văn nghệ.")
    yield _article("minh", "Chúc mừng Lương Văn Minh", "Nhận huân chương.")


def _article(name: str, title: str, body: str) -> Article:
    return Article(url=f"https://so.langbac.test/{name}", title=title, body=body)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    keep(folder, _articles())
    rebuild(folder)
    return folder


@pytest.fixture(scope="module")
def index(data: Path) -> Iterator[AnsweringIndex]:
    answering = AnsweringIndex(ServedIndex(data), StaffFiles(data), lambda: TODAY)
    yield answering
    answering.close()


def ask(index: AnsweringIndex, text: str, asked: Query | None = None) -> ResultPage:
    return index.search(read_query(text, asked))


def _same(day: date) -> date:
    return day


def note_of(page: ResultPage, kind: str) -> Note:
    (found,) = (note for note in page.notes if note.kind == kind)
    return found


RAW = ["thi ddua khen thuwowngr", "thi d9ua khen thu7o7ng3", "thi đua khen thuwongwr"]


@pytest.mark.parametrize("typed", RAW)
def test_raw_keystrokes_find_what_was_meant(index: AnsweringIndex, typed: str) -> None:
    page = ask(index, typed)
    assert (page.total, page.understood) == (120, "thi đua khen thưởng")
    note = note_of(page, "keystrokes")
    assert (note.source, note.target, note.applied) == (typed, page.understood, True)


@pytest.mark.parametrize("asked", [Query(literal=True), Query(off=frozenset({"keystrokes"}))])
def test_keystrokes_are_letters_where_that_reading_is_off(
    index: AnsweringIndex, asked: Query
) -> None:
    page = ask(index, "thi ddua", asked)
    assert page.understood == "thi ddua"
    assert page.relaxed == (None if asked.literal else "words")
    assert "keystrokes" not in {note.kind for note in page.notes}


def test_words_that_articles_hold_are_not_decoded(index: AnsweringIndex) -> None:
    assert ask(index, "UBND").understood == "UBND"
    assert ask(index, "lop 10").understood == "lop 10"


def test_a_foreign_name_beside_its_neighbour_is_no_keystrokes(index: AnsweringIndex) -> None:
    assert ask(index, "Hari Ninh").understood == "Hải Ninh"
    page = ask(index, "ca si Hari Won")
    assert page.understood == "ca si Hari Won"
    assert [hit.article.url for hit in page.hits] == ["https://so.langbac.test/hari"]


def test_marks_on_what_can_be_no_syllable_are_read_as_none(index: AnsweringIndex) -> None:
    page = ask(index, "khen thưong")
    assert (page.total, page.understood) == (120, "khen thuong")
    assert any(note.kind == "accents" and note.applied for note in page.notes)
    assert ask(index, "khen thường").understood == "khen thường"


def test_an_abbreviation_finds_its_long_form_and_the_other_way(index: AnsweringIndex) -> None:
    urls = {"https://so.langbac.test/ubnd", "https://so.langbac.test/uy-ban"}
    for typed in ("UBND", "ubnd", "ủy ban nhân dân", "uy ban nhan dan"):
        page = ask(index, typed)
        assert {hit.article.url for hit in page.hits} == urls, typed
        assert note_of(page, "abbreviation").applied
    off = ask(index, "UBND", Query(off=frozenset({"abbreviation"})))
    assert [hit.article.url for hit in off.hits] == ["https://so.langbac.test/ubnd"]


def test_a_document_number_is_found_however_it_is_typed(index: AnsweringIndex) -> None:
    for typed in ("42/2022/NĐ-CP", "nghị định 42 năm 2022", "nghi dinh 42/2022", "nd 42 2022"):
        page = ask(index, typed)
        assert [hit.article.url for hit in page.hits] == ["https://so.langbac.test/so-42"], typed


def test_an_honorific_need_not_stand_in_the_article(index: AnsweringIndex) -> None:
    page = ask(index, "đồng chí Lương Văn Minh")
    assert [hit.article.url for hit in page.hits] == ["https://so.langbac.test/minh"]


def test_a_date_offers_its_filter_and_the_filter_silences_the_offer(index: AnsweringIndex) -> None:
    note = note_of(ask(index, "khen thưởng tháng 9/2021"), "date")
    assert (note.applied, dict(note.changes)) == (
        False,
        {"from": "2021-09-01", "to": "2021-09-30"},
    )
    filtered = ask(index, "khen thưởng tháng 9/2021", Query(since=date(2021, 9, 1)))
    assert "date" not in {note.kind for note in filtered.notes}


def test_a_bare_query_offers_its_accented_reading(index: AnsweringIndex) -> None:
    page = ask(index, "thi dua khen thuong")
    assert page.total == 120
    assert page.suggestion == "thi đua khen thưởng"
    assert not note_of(page, "accents").applied


def test_words_that_are_never_neighbours_offer_those_that_are(index: AnsweringIndex) -> None:
    page = ask(index, "nghĩ hưu")
    assert [hit.article.url for hit in page.hits] == ["https://so.langbac.test/nghi"]
    assert page.suggestion == "nghỉ hưu"
    assert not note_of(page, "spelling").applied


def test_each_day_has_an_edition_of_its_own(data: Path) -> None:
    days = [TODAY]
    answering = AnsweringIndex(ServedIndex(data), StaffFiles(data), lambda: days[-1])
    today = answering.edition()
    assert answering.edition() == today
    days.append(date(2026, 11, 23))
    assert answering.edition() != today
    answering.close()


def test_strict_accents_offer_no_other_accents(index: AnsweringIndex) -> None:
    page = ask(index, "nghĩ hưu", Query(accents=Accents.STRICT))
    assert (page.suggestion, page.notes) == (None, ())


def test_every_applied_note_can_be_undone_by_itself(index: AnsweringIndex) -> None:
    typed = "UBND thi ddua nghị định 42 năm 2022 -lính"

    def applied(asked: Query) -> set[str]:
        return {note.kind for note in ask(index, typed, asked).notes if note.applied}

    kinds = applied(Query()) - {"relaxed"}
    assert kinds == {"keystrokes", "abbreviation", "number", "exclusion"}
    for kind in kinds:
        left = applied(Query(off=frozenset({kind})))
        assert left - {"relaxed"} == kinds - {kind}
    assert ask(index, typed, Query(literal=True)).notes == ()


def test_a_pinned_article_stands_first_while_its_days_last(data: Path) -> None:
    pin = """
        [[pin]]
        query = "tuyển sinh"
        url = "https://so.langbac.test/minh"
        from = 2026-11-01
        until = 2026-11-30
        owner = "Phòng Giáo dục"
    """
    (data / PINS).write_text(pin, encoding="utf-8")
    days = [TODAY, date(2026, 12, 1)]
    pages = []
    for day in days:
        index = AnsweringIndex(ServedIndex(data), StaffFiles(data), partial(_same, day))
        pages.append(ask(index, "tuyen sinh"))
        raw = ask(index, "tuyeenr sinh")
        assert [note.kind for note in raw.notes] == ["keystrokes", *["pinned"] * (day == TODAY)]
        off = ask(index, "tuyen sinh", Query(off=frozenset({"pinned"})))
        elsewhere = ask(index, "tuyen sinh", Query(sites=("khac.test",)))
        for page in (off, elsewhere):
            assert "pinned" not in {note.kind for note in page.notes}
            assert "https://so.langbac.test/minh" not in {hit.article.url for hit in page.hits}
        index.close()
    (data / PINS).unlink()
    first, later = pages
    assert first.hits[0].article.url == "https://so.langbac.test/minh"
    assert note_of(first, "pinned").target == "Chúc mừng Lương Văn Minh"
    assert "https://so.langbac.test/minh" not in {hit.article.url for hit in later.hits}


def test_a_synonym_of_the_staff_is_searched_without_a_restart(
    data: Path, index: AnsweringIndex
) -> None:
    all_of_it = Query(off=frozenset({"relaxed"}))
    assert ask(index, "thi lên cấp ba", all_of_it).total == 0
    text = '[[synonym]]\nwords = ["thi lên cấp ba", "tuyển sinh lớp 10"]\n'
    (data / SYNONYMS).write_text(text, encoding="utf-8")
    assert ask(index, "thi lên cấp ba", all_of_it).total == 12
    (data / SYNONYMS).unlink()
    assert ask(index, "thi lên cấp ba", all_of_it).total == 0


def test_what_is_typed_so_far_is_completed(index: AnsweringIndex) -> None:
    for typed in ("thi du", "thi đu", "thi ddu"):
        texts = [suggestion.text.lower() for suggestion in index.suggest(typed, limit=5)]
        assert any(text.startswith("thi đua khen thưởng") for text in texts), (typed, texts)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece", ["thuwowngr ", "ha noi ", "123/QĐ-UBND ", '"', "a\u0301", "áb", "젙톈", "q" * 50]
)
def test_ten_thousand_characters_are_answered_in_bounded_time(
    index: AnsweringIndex, piece: str
) -> None:
    page = ask(index, piece * (10_000 // len(piece)))
    assert page.total >= len(page.hits)
