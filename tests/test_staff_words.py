"""The files that staff keep: what is read of them, and every mistake with its line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.entities.typed import words_of
from index.staff import Mistake, Pin, pins_for, read_denylist, read_pins, read_synonyms

SYNONYMS = """
# Từ đồng nghĩa
[[synonym]]
words = ["xe buýt nhanh", "BRT"]

[[synonym]]
words = ["lũ quét", "thiên tai"]
one_way = true
"""

PINS = """
[[pin]]
query = "tuyển sinh lớp 10"
url = "https://langson.gov.vn/tuyen-sinh"
from = 2026-05-01
until = "31/7/2026"
owner = "Phòng Giáo dục"

[[pin]]
query = "chuyen doi so"
url = "https://langson.gov.vn/cds"
owner = "Trung tâm Công nghệ thông tin"
"""


def test_synonyms_are_read() -> None:
    meanings, mistakes = read_synonyms(SYNONYMS)
    assert mistakes == ()
    assert [(one.long, one.equal, one.one_way) for one in meanings] == [
        (("xe buýt nhanh", "BRT"), True, False),
        (("lũ quét", "thiên tai"), True, True),
    ]


def test_pins_are_read() -> None:
    pins, mistakes = read_pins(PINS)
    assert mistakes == ()
    assert pins[0] == Pin(
        query="tuyển sinh lớp 10",
        url="https://langson.gov.vn/tuyen-sinh",
        owner="Phòng Giáo dục",
        since=date(2026, 5, 1),
        until=date(2026, 7, 31),
        line=2,
    )
    assert (pins[1].since, pins[1].until, pins[1].line) == (None, None, 9)


PINNED = [
    ("tuyển sinh lớp 10", date(2026, 5, 1), [2]),
    ("Tuyển Sinh  LỚP 10", date(2026, 7, 31), [2]),
    ("tuyen sinh lop 10", date(2026, 6, 1), [2]),
    ("tuyển sinh lớp 10", date(2026, 4, 30), []),
    ("tuyển sinh lớp 10", date(2026, 8, 1), []),
    ("tuyên sinh lớp 10", date(2026, 6, 1), []),
    ("tuyển sinh lớp 10 năm", date(2026, 6, 1), []),
    ("chuyển đổi số", date(2020, 1, 1), [9]),
    ("chuyen doi so", date(2020, 1, 1), [9]),
    ("", date(2026, 6, 1), []),
]


@pytest.mark.parametrize(("typed", "today", "lines"), PINNED)
def test_a_pin_stands_for_its_query_on_its_days(typed: str, today: date, lines: list[int]) -> None:
    pins, _ = read_pins(PINS)
    assert [pin.line for pin in pins_for(pins, words_of(typed), today)] == lines


def test_the_denylist_denies_phrases_with_and_without_marks() -> None:
    denylist, mistakes = read_denylist('words = ["cá độ", "Nguyễn Văn Xấu"]\n')
    assert mistakes == ()
    denied = ["cá độ bóng đá", "CÁ ĐỘ", "ca do bong da", "ông Nguyễn Văn Xấu", "nguyen van xau"]
    assert [text for text in denied if not denylist.denies(text)] == []
    allowed = ["ca độ", "cá", "độ cá", "nguyễn văn", ""]
    assert [text for text in allowed if denylist.denies(text)] == []


PIN = '[[pin]]\nquery = "a b"\nurl = "https://a.vn/"\nowner = "P"\n'

PIN_MISTAKES = [
    pytest.param(PIN.replace("owner", "# owner"), [(1, "thiếu khóa “owner”")], id="no-owner"),
    pytest.param(PIN.replace('"P"', '" "'), [(4, "“owner” đang để trống")], id="empty-owner"),
    pytest.param(PIN.replace('"a b"', "5"), [(2, "phải là chữ")], id="query-is-a-number"),
    pytest.param(PIN.replace('"a b"', '"?!"'), [(2, "không có chữ nào")], id="query-of-signs"),
    pytest.param(PIN.replace("https://a.vn/", "a.vn"), [(3, "http://")], id="no-address"),
    pytest.param(PIN.replace("https://a.vn/", "http://["), [(3, "http://")], id="broken-address"),
    pytest.param(PIN + "color = 1\n", [(5, "“color”")], id="unknown-key"),
    pytest.param(PIN + 'from = "30/2/2026"\n', [(5, "không phải một ngày")], id="no-such-day"),
    pytest.param(PIN + "until = 5\n", [(5, "không phải một ngày")], id="day-is-a-number"),
    pytest.param(
        PIN + "from = 2026-02-02\nuntil = 2026-02-01\n", [(5, "sau ngày kết thúc")], id="backwards"
    ),
    pytest.param(PIN + PIN, [(5, "đã có ở dòng 1")], id="twice"),
    pytest.param(
        PIN + PIN.replace("https://a.vn/", "http://www.a.vn"), [(5, "dòng 1")], id="twice-spelt"
    ),
    pytest.param(PIN + "\n[[pins]]\nquery = 1\n", [(6, "“pins”")], id="unknown-table"),
    pytest.param("pin = 3\n", [(1, "[[pin]]")], id="no-table"),
    pytest.param(PIN + 'owner = "Q"\n', [(5, "không đúng cú pháp")], id="key-twice"),
    pytest.param(PIN + "url = \n", [(5, "không đúng cú pháp")], id="no-value"),
    pytest.param(PIN + '[[pin]]\nquery = "\n', [(6, "không đúng cú pháp")], id="open-quote"),
    pytest.param(
        PIN + '[[pin]]\nquery = """\n[[pin]]\nurl =\n"""\nurl = "https://b.vn"\nowner = ""\n',
        [(11, "để trống")],
        id="a-header-inside-a-text",
    ),
]


@pytest.mark.parametrize(("text", "expected"), PIN_MISTAKES)
def test_a_mistake_in_a_pin_is_named_with_its_line(
    text: str, expected: list[tuple[int, str]]
) -> None:
    _, mistakes = read_pins(text)
    assert [mistake.line for mistake in mistakes] == [line for line, _ in expected]
    for mistake, (_, said) in zip(mistakes, expected, strict=True):
        assert said in mistake.sentence


def test_one_slip_loses_one_pin() -> None:
    pins, mistakes = read_pins(PIN.replace("owner", "ownr") + "\n" + PIN.replace("a b", "c d"))
    assert [pin.query for pin in pins] == ["c d"]
    assert [mistake.line for mistake in mistakes] == [1, 4]


SYNONYM_MISTAKES = [
    pytest.param('[[synonym]]\nwords = ["a"]\n', [(2, "ít nhất hai")], id="one-word"),
    pytest.param('[[synonym]]\nwords = ["a", "A"]\n', [(2, "đã có"), (2, "ít nhất")], id="same"),
    pytest.param('[[synonym]]\nwords = ["a", ""]\n', [(2, "ít nhất"), (2, "trống")], id="empty"),
    pytest.param('[[synonym]]\nwords = "a"\n', [(2, "ít nhất"), (2, "danh sách")], id="no-list"),
    pytest.param("[[synonym]]\none_way = true\n", [(1, "thiếu khóa “words”")], id="no-words"),
    pytest.param('[[synonym]]\nwords = ["a", "b"]\none_way = "no"\n', [(3, "true")], id="no-flag"),
    pytest.param(
        '[[synonym]]\nwords = ["a", "b"]\n[[synonym]]\nwords = ["c", "d", "B"]\n',
        [(4, "đã có ở dòng 2")],
        id="in-two-groups",
    ),
    pytest.param('[synonym]\nwords = ["a", "b"]\n', [(1, "[[synonym]]")], id="single-brackets"),
]


@pytest.mark.parametrize(("text", "expected"), SYNONYM_MISTAKES)
def test_a_mistake_in_a_synonym_is_named_with_its_line(
    text: str, expected: list[tuple[int, str]]
) -> None:
    _, mistakes = read_synonyms(text)
    assert [mistake.line for mistake in mistakes] == [line for line, _ in expected]
    sentences = " ".join(mistake.sentence for mistake in mistakes)
    assert [said for _, said in expected if said not in sentences] == []


DENIED_MISTAKES = [
    pytest.param('words = ["a",\n"b",\n"A"]\n', [(3, "đã có ở dòng 1")], id="twice"),
    pytest.param('words = ["a",\n"b",\n"b"]\n', [(3, "đã có ở dòng 2")], id="twice-the-same"),
    pytest.param('words = ["a",\n"??"]\n', [(2, "không có chữ nào")], id="signs"),
    pytest.param('\nword = ["a"]\n', [(2, "“word”")], id="unknown-key"),
    pytest.param("words = 1\n", [(1, "danh sách")], id="no-list"),
    pytest.param("words = [\n", [(1, "không đúng cú pháp")], id="no-toml"),
]


@pytest.mark.parametrize(("text", "expected"), DENIED_MISTAKES)
def test_a_mistake_in_the_denylist_is_named_with_its_line(
    text: str, expected: list[tuple[int, str]]
) -> None:
    _, mistakes = read_denylist(text)
    assert [mistake.line for mistake in mistakes] == [line for line, _ in expected]
    for mistake, (_, said) in zip(mistakes, expected, strict=True):
        assert said in mistake.sentence


@pytest.mark.parametrize("read", [read_synonyms, read_pins, read_denylist])
@pytest.mark.parametrize("text", ["", "\n", "# chỉ có ghi chú\n", "\ufeff", "\r\n"])
def test_an_empty_file_is_no_mistake(read: object, text: str) -> None:
    assert callable(read)
    _, mistakes = read(text)
    assert mistakes == ()


lines = st.lists(
    st.sampled_from(
        [
            "[[pin]]",
            "[[synonym]]",
            "[pin]",
            'words = ["a", "b"]',
            'words = ["tiê\u0301ng"]',
            "words = [1, {}]",
            'query = "a"',
            'url = "https://a.vn"',
            'url = "https://a.vn:99999/"',
            "from = 2026-01-01T10:00:00",
            "until = 12:00:00",
            'owner = "P"',
            '"""',
            "one_way = true",
            "x.y = 1",
            "[[pin.x]]",
        ]
    )
    | st.text(max_size=20),
    max_size=12,
).map("\n".join)


@given(lines)
def test_nothing_in_a_file_is_more_than_a_mistake(text: str) -> None:
    count = len(text.splitlines()) + 1
    everything: list[Mistake] = [
        *read_synonyms(text)[1],
        *read_pins(text)[1],
        *read_denylist(text)[1],
    ]
    assert all(1 <= mistake.line <= max(1, count) for mistake in everything)
    assert all(mistake.sentence.endswith(")") for mistake in everything)
