"""A command line goes in; exit codes, sentences and JSON come out as they were promised."""

import gzip
import json
import lzma
import os
import pty
import re
import signal
import subprocess
import sys
import termios
from pathlib import Path
from typing import Any

import pytest

from index import open_store
from tests.archive import (
    LATER,
    QUESTIONS,
    answers,
    article,
    articles,
    command,
    generations,
    keep,
    rebuild,
    run_python,
    start,
    surroundings,
    timtin,
    urls,
)

_COMMANDS = (
    "crawl",
    "reindex",
    "serve",
    "search",
    "suggest",
    "why",
    "doctor",
    "status",
    "rollback",
    "remove",
    "import",
    "export",
    "demo",
)


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty articles and their index, which no test here changes."""
    data = tmp_path_factory.mktemp("indexed")
    keep(data, articles(40))
    rebuild(data)
    return data


def _json(data: Path, name: str, *arguments: str, given: str | None = None) -> Any:
    done = timtin(data, name, "--json", *arguments, given=given)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _lines(count: int, *, start_at: int = 0) -> str:
    return "".join(one.to_line() + "\n" for one in articles(count, start=start_at))


@pytest.mark.parametrize("name", ["", *_COMMANDS])
def test_every_command_explains_itself(tmp_path: Path, name: str) -> None:
    done = timtin(tmp_path, *([name] if name else []), "--help")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Usage: timtin")
    if not name:
        assert set(_COMMANDS) <= set(re.findall(r"^  (\w+)", done.stdout, re.MULTILINE))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("nothing",),
        ("reindex", "--fast"),
        ("reindex", "extra"),
        ("remove",),
        ("import",),
        ("search", "x", "--page", "0"),
        ("search", "x", "--page", "abc"),
        ("search", "x", "--per-page", "101"),
        ("search", "x", "--sort", "best"),
        ("search", "x", "--from", "31/2/2021"),
        ("search", "x", "--to", "soon"),
        ("search", "x", "--from", "2022-01-01", "--to", "2021-01-01"),
        ("search", "x", "--accents", "some"),
        ("search", "x", "--lang", "fr"),
        ("search", "x", "--literal", "2"),
        ("search", "x", "--off", "everything"),
        ("search", "x", "--site", "a b"),
        ("search", "-khen"),
        ("serve", "--port", "x"),
        ("serve", "--port", "70000"),
        ("serve", "--workers", "0"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_2_and_says_what_was_wrong(
    indexed: Path, arguments: tuple[str, ...]
) -> None:
    done = timtin(indexed, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("search", "x"), "hãy chạy: timtin reindex"),
        (("search", "x", "--json"), "hãy chạy: timtin reindex"),
        (("rollback",), "hãy chạy: timtin reindex"),
        (("remove", "https://a.gov.vn/1"), "Không có bài nào"),
        (("import", "nowhere.jsonl"), "nowhere.jsonl cannot be opened"),
        (("import", "."), "cannot be opened"),
        (("export", "nowhere/articles.jsonl"), "nowhere/articles.jsonl"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_failure_is_1_with_a_sentence_that_says_what_to_do(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = timtin(tmp_path, *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert done.stderr.startswith("timtin: ")
    assert "Traceback" not in done.stderr


def test_a_second_rollback_is_1_and_says_why_not(tmp_path: Path) -> None:
    keep(tmp_path, articles(5))
    for count in (6, 7):
        assert timtin(tmp_path, "reindex").returncode == 0
        keep(tmp_path, articles(count), at=LATER)
    assert _json(tmp_path, "rollback")["articles"] == 5
    done = timtin(tmp_path, "rollback")
    assert done.returncode == 1
    assert "gone back" in done.stderr


def test_an_interrupted_reindex_is_130_and_leaves_the_old_index(tmp_path: Path) -> None:
    keep(tmp_path, articles(5))
    rebuild(tmp_path)
    before = answers(tmp_path)
    keep(tmp_path, articles(1500), at=LATER)
    words = command(tmp_path, "reindex")
    with start(words, stderr=subprocess.PIPE, env=surroundings()) as child:
        while len(generations(tmp_path)) < 2 and child.poll() is None:
            pass
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=60)
    assert child.returncode == 130
    assert b"Traceback" not in said
    assert answers(tmp_path) == before
    assert generations(tmp_path) == ["g000001"]


def test_a_plain_file_is_imported(tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_text(_lines(7), encoding="utf-8")
    counts = _json(tmp_path / "data", "import", str(file))
    assert counts == {
        "kept": 7,
        "added": 7,
        "changed": 0,
        "unchanged": 0,
        "broken": [],
        "unknown_keys": [],
    }


@pytest.mark.parametrize("ending", [".jsonl.gz", ".jsonl.xz"])
def test_a_packed_file_is_imported(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"articles{ending}"
    pack = gzip.compress if ending.endswith("gz") else lzma.compress
    file.write_bytes(pack(_lines(7).encode()))
    assert _json(tmp_path / "data", "import", str(file))["added"] == 7


def test_standard_input_is_imported(tmp_path: Path) -> None:
    assert _json(tmp_path, "import", "-", given=_lines(7))["added"] == 7


def test_a_second_import_of_the_same_file_changes_nothing(tmp_path: Path) -> None:
    counts = [_json(tmp_path, "import", "-", given=_lines(30)) for _ in range(2)]
    assert (counts[1]["unchanged"], counts[1]["added"], counts[1]["changed"]) == (30, 0, 0)


def test_of_two_lines_with_one_identity_the_later_wins(tmp_path: Path) -> None:
    twice = article(1).to_line() + "\n" + article(1, edition=1).to_line() + "\n"
    counts = _json(tmp_path, "import", "-", given=twice)
    assert (counts["added"], counts["changed"]) == (1, 1)
    with open_store(tmp_path) as store:
        assert list(store.articles()) == [article(1, edition=1)]


_BROKEN = [
    "{",
    "[]",
    "null",
    "5",
    '{"url": "https://a.gov.vn/1", "title": "x"}',
    '{"url": "https://a.gov.vn/1", "title": "", "body": "y"}',
    '{"url": "a.gov.vn/1", "title": "x", "body": "y"}',
    '{"url": "https://a.gov.vn:99999/1", "title": "x", "body": "y"}',
    '{"url": "https://a.gov.vn/1", "title": "x", "body": "y", "published_at": "hôm qua"}',
    '{"url": "https://a.gov.vn/1", "title": ["x"], "body": "y"}',
    '{"url": "https://a.gov.vn/1", "title": "x", "body": "y", "tags": "a, b"}',
    "[" * 100_000,
    '{"a":' * 50_000,
    '{"url": ' + "9" * 5_000 + "}",
]


def test_broken_lines_are_named_by_number_and_the_rest_is_kept(tmp_path: Path) -> None:
    lines: list[str] = []
    for number, broken in enumerate(_BROKEN):
        lines += [article(number).to_line(), broken, ""]
    done = timtin(tmp_path, "import", "-", "--json", given="\n".join(lines))
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout)
    numbers = [2 + 3 * place for place in range(len(_BROKEN))]
    assert [line["line"] for line in counts["broken"]] == numbers
    assert all(line["error"] for line in counts["broken"])
    assert counts["kept"] == len(_BROKEN)
    assert [int(number) for number in re.findall(r"^dòng (\d+): ", done.stderr, re.MULTILINE)] == (
        numbers
    )


def test_bytes_that_are_no_utf_8_are_a_broken_line(tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_bytes(_lines(1).encode() + b'{"url": "\xff"}\n' + _lines(1, start_at=1).encode())
    counts = _json(tmp_path / "data", "import", str(file))
    assert (counts["kept"], [line["line"] for line in counts["broken"]]) == (2, [2])


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + _lines(3).replace("\n", "\r\n").encode())
    assert _json(tmp_path / "data", "import", str(file))["kept"] == 3


def test_a_line_too_long_for_an_article_is_a_broken_line(tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    long = json.dumps({"url": "https://a.gov.vn/1", "title": "x", "body": "y" * 17_000_000})
    file.write_text(long + "\n" + _lines(1), encoding="utf-8")
    counts = _json(tmp_path / "data", "import", str(file))
    assert (counts["kept"], [line["line"] for line in counts["broken"]]) == (1, [1])


@pytest.mark.parametrize("ending", [".gz", ".xz"])
@pytest.mark.parametrize("fault", ["truncated", "damaged"])
def test_of_a_packed_file_that_breaks_off_the_lines_before_are_kept(
    tmp_path: Path, ending: str, fault: str
) -> None:
    file = tmp_path / f"articles{ending}"
    pack = gzip.compress if ending == ".gz" else lzma.compress
    packed = bytearray(pack(_lines(2000).encode()))
    middle = len(packed) // 2
    if fault == "truncated":
        del packed[middle:]
    else:
        packed[middle : middle + 50] = bytes(50)
    file.write_bytes(packed)
    done = timtin(tmp_path / "data", "import", str(file), "--json")
    counts = json.loads(done.stdout)
    assert done.returncode == (0 if counts["kept"] else 1)
    assert 0 < counts["kept"] < 2000
    last = counts["broken"][-1]
    assert "cannot be read on from here" in last["error"] or "no JSON" in last["error"]
    assert f"dòng {last['line']}: " in done.stderr


@pytest.mark.parametrize("content", ["", "\n\n", "{\n", "không phải JSON\n"])
def test_an_import_that_keeps_nothing_is_1(tmp_path: Path, content: str) -> None:
    done = timtin(tmp_path, "import", "-", "--json", given=content)
    assert done.returncode == 1
    assert json.loads(done.stdout)["kept"] == 0
    assert "không nhập được bài nào" in done.stderr


def test_unknown_keys_are_reported_once_and_ignored(tmp_path: Path) -> None:
    lines = [
        json.dumps({**one.to_json(), "views": 5, "ghi chú": "x"}, ensure_ascii=False)
        for one in articles(5)
    ]
    done = timtin(tmp_path, "import", "-", "--json", given="\n".join(lines))
    assert json.loads(done.stdout)["unknown_keys"] == ["ghi chú", "views"]
    assert done.stderr.count("views") == done.stderr.count("ghi chú") == 1
    with open_store(tmp_path) as store:
        assert sorted(one.url for one in store.articles()) == sorted(one.url for one in articles(5))


def test_what_is_exported_and_imported_is_exported_again_the_same(tmp_path: Path) -> None:
    rich = json.dumps(
        {
            "url": "https://langbac.gov.vn/tin/99?id=1",
            "title": "Quyết định số 412/QĐ-UBND “khen thưởng” \\ năm 2024",
            "summary": "Tóm tắt",
            "body": "Đoạn một.\nĐoạn hai \U0001f600.",
            "published_at": "2024-05-01T10:00:00.123456+09:00",
            "updated_at": "2024-05-02T10:00:00Z",
            "author": "Hoàng Văn Nghiệm",
            "poster": "admin",
            "unit": "Sở Nội vụ",
            "section": "Tin",
            "tags": ["a", "b"],
            "captions": ["Ảnh 1"],
            "attachments": [{"url": "https://langbac.gov.vn/f.pdf", "title": "Tệp"}],
            "lang": "vi",
            "source": "TTXVN",
        },
        ensure_ascii=False,
    )
    timtin(tmp_path / "one", "import", "-", given=_lines(20) + rich)
    first = timtin(tmp_path / "one", "export")
    assert first.returncode == 0
    assert len(first.stdout.splitlines()) == 21
    file = tmp_path / "export.jsonl"
    assert timtin(tmp_path / "one", "export", str(file)).stdout == ""
    assert file.read_text(encoding="utf-8") == first.stdout
    assert _json(tmp_path / "two", "import", str(file))["added"] == 21
    assert timtin(tmp_path / "two", "export").stdout == first.stdout


def test_what_was_removed_is_not_exported(tmp_path: Path) -> None:
    keep(tmp_path, articles(3))
    timtin(tmp_path, "remove", article(1).url)
    done = timtin(tmp_path, "export")
    assert article(1).url not in done.stdout
    assert len(done.stdout.splitlines()) == 2


def test_status_without_an_index_is_0_and_says_so(tmp_path: Path) -> None:
    done = timtin(tmp_path, "status")
    assert done.returncode == 0
    assert "timtin reindex" in done.stdout
    found = _json(tmp_path, "status")
    assert found["index"] is None
    assert "timtin reindex" in found["trouble"]
    assert list(tmp_path.iterdir()) == []  # looking makes nothing


def test_status_counts_the_store_and_the_index_by_site(tmp_path: Path) -> None:
    keep(tmp_path, articles(40))
    rebuild(tmp_path)
    keep(tmp_path, articles(3, start=40), at=LATER)
    found = _json(tmp_path, "status")
    assert (found["store"]["articles"], found["index"]["articles"]) == (43, 40)
    assert sum(found["store"]["by_site"].values()) == 43
    assert found["index"]["by_site"] == {
        "langbac.gov.vn": 14,
        "huyenyen.gov.vn": 13,
        "sonoivu.langbac.gov.vn": 13,
    }
    assert found["pending"]
    assert "timtin reindex --incremental" in timtin(tmp_path, "status").stdout
    assert _json(tmp_path, "reindex", "--incremental")["written"] == 3
    assert not _json(tmp_path, "status")["pending"]


def test_status_does_not_wait_for_one_who_writes(indexed: Path) -> None:
    with open_store(indexed) as store, store.transaction():
        assert _json(indexed, "status")["store"]["articles"] == 40


def test_status_of_a_damaged_index_is_0_and_says_so(tmp_path: Path) -> None:
    keep(tmp_path, articles(3))
    rebuild(tmp_path)
    for path in (tmp_path / "index" / "generations" / "g000001").glob("*.toc"):
        path.write_bytes(b"")
    done = timtin(tmp_path, "status")
    assert done.returncode == 0
    assert "timtin reindex" in done.stdout


def test_removing_and_undoing_show_in_the_answers(tmp_path: Path) -> None:
    keep(tmp_path, articles(10))
    rebuild(tmp_path)
    url = article(4).url
    removed = _json(tmp_path, "remove", url)
    assert (removed["articles"], removed["removed"]) == (9, 1)
    assert url not in urls(tmp_path)
    assert not _json(tmp_path, "status")["pending"]
    assert _json(tmp_path, "remove", "--undo", url)["articles"] == 10
    assert url in urls(tmp_path)


def test_search_answers_as_the_page_does(indexed: Path) -> None:
    for text, page in zip(QUESTIONS, answers(indexed), strict=True):
        found = _json(indexed, "search", "--per-page", "100", "--", text)
        assert found["total"] == page.total
        assert [hit["url"] for hit in found["results"]] == [hit.article.url for hit in page.hits]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), 40),
        (("--site", "huyenyen.gov.vn"), 13),
        (("--site", "langbac.gov.vn"), 27),
        (("--site", "sonoivu.langbac.gov.vn", "--site", "huyenyen.gov.vn"), 26),
        (("--section", "Cải cách hành chính"), 13),
        (("--from", "2019-01-05", "--to", "6/1/2019"), 2),
        (("--page", "5", "--per-page", "9"), 40),
        (("--page", "99"), 40),
        (("--sort", "newest"), 40),
        (("--sort", "oldest", "--lang", "en"), 40),
        (("--accents", "strict"), 40),
        (("--accents", "ignore", "--literal", "1"), 40),
        (("--off", "exclusion", "--off", "spelling"), 40),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_search_takes_every_parameter_of_the_page(
    indexed: Path, options: tuple[str, ...], expected: int
) -> None:
    assert _json(indexed, "search", "số", *options)["total"] == expected


def test_search_without_a_result_is_done(indexed: Path) -> None:
    assert _json(indexed, "search", "khongcotunay")["total"] == 0
    assert _json(indexed, "search")["total"] == 0


def test_words_are_one_question_however_the_shell_split_them(indexed: Path) -> None:
    one, several = (
        _json(indexed, "search", "thi đua khen"),
        _json(indexed, "search", "thi", "đua", "khen"),
    )
    assert one["query"] == several["query"]
    assert one["total"] == several["total"]


def test_a_question_that_begins_with_a_minus_follows_two(indexed: Path) -> None:
    excluded = _json(indexed, "search", "--", '-"số 7"', "số")
    assert excluded["total"] == 39
    assert excluded["query"]["text"] == '-"số 7" số'


def test_search_for_people_shows_titles_and_addresses_without_marks_in_a_pipe(
    indexed: Path,
) -> None:
    done = timtin(indexed, "search", "thi đua", "--per-page", "2")
    assert done.returncode == 0
    assert done.stdout.count("https://") == 2
    assert "\x1b" not in done.stdout
    assert "<mark>" not in done.stdout


def test_search_imports_neither_the_web_nor_the_crawler(indexed: Path) -> None:
    script = (
        "import sys\n"
        "from search_app.cli import main\n"
        "try:\n"
        "    main(['--data', sys.argv[1], 'search', 'thi đua', '--json'])\n"
        "except SystemExit as done:\n"
        "    assert done.code == 0\n"
        "heavy = {'flask', 'jinja2', 'scrapy', 'twisted', 'bs4', 'lxml', 'gunicorn', 'crawl'}\n"
        "sys.exit(' '.join(heavy & set(sys.modules)) or 0)\n"
    )
    assert run_python(script, indexed) == 0


def test_progress_is_plain_lines_in_a_pipe(tmp_path: Path) -> None:
    keep(tmp_path, articles(30))
    done = timtin(tmp_path, "reindex", "--json")
    assert re.fullmatch(r"Lập chỉ mục: 30/30 bài, \d+/giây\n", done.stderr)
    assert json.loads(done.stdout)["articles"] == 30


def test_progress_is_a_bar_on_a_terminal(tmp_path: Path) -> None:
    keep(tmp_path, articles(200))
    controller, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, 80))
    words = command(tmp_path, "reindex", "--json")
    with start(
        words, stdout=subprocess.PIPE, stderr=terminal, env=surroundings(TERM="xterm")
    ) as child:
        os.close(terminal)
        shown = b""
        while piece := _read(controller):
            shown += piece
        out, _ = child.communicate(timeout=60)
    os.close(controller)
    assert child.returncode == 0
    assert json.loads(out)["articles"] == 200
    assert "Lập chỉ mục:" in shown.decode()
    assert "\r" in shown.decode()
    assert "200" in shown.decode()


def _read(controller: int) -> bytes:
    try:
        return os.read(controller, 4096)
    except OSError:  # the terminal has no other end any more
        return b""


def test_the_data_folder_comes_from_the_flag_else_from_the_environment(tmp_path: Path) -> None:
    keep(tmp_path / "variable", articles(3))
    keep(tmp_path / "flag", articles(5))
    words = [sys.executable, "-m", "search_app.cli"]

    def counted(*flag: str) -> int:
        env = surroundings(TIMTIN_DATA=str(tmp_path / "variable"))
        with start([*words, *flag, "status", "--json"], stdout=subprocess.PIPE, env=env) as child:
            out, _ = child.communicate(timeout=60)
        count: int = json.loads(out)["store"]["articles"]
        return count

    assert counted() == 3
    assert counted("--data", str(tmp_path / "flag")) == 5


def test_an_unknown_setting_in_the_file_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "timtin.toml").write_text('prot = 8001\nhost = "::1"\n', encoding="utf-8")
    done = timtin(tmp_path, "status")
    assert (done.returncode, done.stdout) == (2, "")
    assert "unknown setting 'prot'" in done.stderr
    assert "host, port, workers, contact, delay" in done.stderr


@pytest.mark.parametrize("content", ["port = ", "\x00", "[port]\nx = 1\n[port]"])
def test_a_settings_file_that_cannot_be_read_is_wrong_usage(tmp_path: Path, content: str) -> None:
    (tmp_path / "timtin.toml").write_text(content, encoding="utf-8")
    done = timtin(tmp_path, "status")
    assert done.returncode == 2
    assert "timtin.toml" in done.stderr


def test_a_broken_pipe_is_no_traceback(indexed: Path) -> None:
    words = command(indexed, "export")
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with start(words, env=surroundings(), **pipes) as child:
        assert child.stdout is not None
        child.stdout.close()
        assert child.stderr is not None
        said = child.stderr.read().decode()
        child.wait(timeout=60)
    assert "Traceback" not in said
