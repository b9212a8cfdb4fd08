"""What staff ask on the command line: completions, why an article is where it is, trying words."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from index import Article, open_publisher, open_store
from search_app.cli import cli

EMULATION = "https://so.langbac.test/thi-dua"
REMOVED = "https://so.langbac.test/go"
LATER = "https://so.langbac.test/moi-them"
_LINES: tuple[dict[str, object], ...] = (
    {
        "url": EMULATION,
        "title": "Phong trào thi đua khen thưởng",
        "body": "Tập thể được khen thưởng.",
        "section": "Tin tức",
        "published_at": "2024-05-01T08:00:00+07:00",
    },
    {
        "url": "https://so.langbac.test/hop",
        "title": "Họp giao ban về thi đua",
        "body": "Bàn việc chung.",
    },
    {
        "url": "https://so.langbac.test/lop-10",
        "title": "Tuyển sinh lớp 10",
        "body": "Học sinh nộp hồ sơ.",
    },
    {"url": REMOVED, "title": "Thi đua đã gỡ", "body": "Không còn hiện."},
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three articles in an index, one removed by hand, and one that came too late for it."""
    folder = tmp_path_factory.mktemp("asked")
    at = datetime.now(tz=UTC)
    with open_store(folder) as store:
        with store.transaction():
            for line in _LINES:
                store.put(Article.from_json(line), at=at)
        publisher = open_publisher(folder, store)
        publisher.rebuild()
        publisher.remove(REMOVED)
        with store.transaction():
            store.put(Article(url=LATER, title="Thi đua mới", body="Vừa đăng."), at=at)
    return folder


def _run(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--data", str(data), *arguments])


def _said(data: Path, *arguments: str) -> str:
    done = _run(data, *arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


def _json(data: Path, *arguments: str) -> Any:
    return json.loads(_said(data, *arguments, "--json"))


def test_what_is_half_typed_is_completed(data: Path) -> None:
    assert "phong trào thi đua khen thưởng" in _said(data, "suggest", "phong tr").splitlines()
    found = _json(data, "suggest", "phong tr", "--limit", "1")
    assert found["query"] == "phong tr"
    assert len(found["suggestions"]) == 1
    assert found["suggestions"][0]["link"].startswith("?q=phong+tr")
    assert _json(data, "suggest", "zzzz")["suggestions"] == []


def test_what_staff_deny_is_not_suggested(data: Path) -> None:
    denylist = data / "denylist.toml"
    denylist.write_text('words = ["thi đua"]\n', encoding="utf-8")
    said = _said(data, "suggest", "phong tr")
    denylist.unlink()
    assert "thi đua" not in said


def test_a_place_is_explained_in_numbers_that_add_up(data: Path) -> None:
    why = _json(data, "why", "thi dua khen thuong", EMULATION)
    assert (why["verdict"], why["rank"], why["total"]) == ("found", 1, 1)
    summed = (sum(part["score"] for part in why["parts"]) + why["constant"]) * why["recency"]
    assert summed == pytest.approx(why["score"], rel=1e-4)
    said = _said(data, "why", "thi dua khen thuong", EMULATION)
    assert said.startswith("Đứng thứ 1 trong 1 bài tìm thấy, ")
    assert "thi dua (đứng liền nhau)" in said
    assert "2/3 bài có" in said


@pytest.mark.parametrize(
    ("arguments", "verdict", "said"),
    [
        pytest.param(("tuyển sinh lớp", EMULATION), "words_missing", "bài thiếu “", id="words"),
        pytest.param(("thi đua -khen", EMULATION), "excluded", "từ bị loại “khen”", id="excluded"),
        pytest.param(
            ("thi đua", EMULATION, "--section", "Khác"), "filtered", "chuyên mục", id="section"
        ),
        pytest.param(
            ("thi đua", EMULATION, "--from", "2025-01-01"), "filtered", "ngày đăng", id="day"
        ),
        pytest.param(
            ("thi đua site:khac.test", EMULATION), "filtered", "cổng thông tin", id="site"
        ),
        pytest.param(("thi đua", REMOVED), "removed_by_hand", "Cán bộ đã gỡ", id="removed"),
        pytest.param(("thi đua", LATER), "pending", "reindex --incremental", id="pending"),
        pytest.param(("thi đua", "https://la.test/x"), "unknown", "Kho không có", id="unknown"),
    ],
)
def test_why_an_article_is_not_there_is_told(
    data: Path, arguments: tuple[str, ...], verdict: str, said: str
) -> None:
    assert _json(data, "why", *arguments)["verdict"] == verdict
    assert said in _said(data, "why", *arguments)


def test_it_is_told_in_which_fields_a_word_stands(data: Path) -> None:
    why = _json(data, "why", "thi dua khen thuong", EMULATION)
    fields = {part["text"]: part["fields"] for part in why["parts"] if part["kind"] == "word"}
    assert fields["thi"] == [{"field": "title", "count": 1}]
    assert fields["khen"] == [{"field": "title", "count": 1}, {"field": "body", "count": 1}]
    said = _said(data, "why", "thi dua khen thuong", EMULATION)
    assert "điểm: tiêu đề ×1, thân bài ×1; 1/3 bài có" in said


_PIN = '[[pin]]\nquery = "thi đua"\nurl = "{url}"\nowner = "Phòng Tổng hợp"\n{days}\n'


@pytest.mark.parametrize(
    ("url", "days", "verdict", "said"),
    [
        pytest.param(
            "https://so.langbac.test/lop-10",
            "from = 2020-01-01",
            "pinned",
            "Đứng thứ 1 trong 3 bài tìm thấy, nhờ được ghim; nếu không ghim thì không có",
            id="not-found",
        ),
        pytest.param(
            "https://so.langbac.test/hop",
            "",
            "pinned",
            "; nếu không ghim bài nào thì đứng thứ 2.\n"
            "Bài được ghim cho câu tìm này (pins.toml dòng 1; Phòng Tổng hợp).",
            id="found",
        ),
        pytest.param(
            "https://so.langbac.test/hop",
            "until = 2020-12-31",
            "found",
            "hết hạn (pins.toml dòng 1; Phòng Tổng hợp; đến hết 31/12/2020).",
            id="over",
        ),
    ],
)
def test_it_is_told_that_an_article_is_pinned(
    data: Path, url: str, days: str, verdict: str, said: str
) -> None:
    pins = data / "pins.toml"
    pins.write_text(_PIN.format(url=url, days=days), encoding="utf-8")
    why = _json(data, "why", "thi đua", url)
    lines = _said(data, "why", "thi đua", url)
    explained = _json(data, "search", "thi đua", "--explain")
    listed = _said(data, "search", "thi đua", "--explain")
    pins.unlink()
    assert (why["verdict"], why["pin"]["line"]) == (verdict, 1)
    assert said in lines
    assert listed.count("(pins.toml dòng 1; Phòng Tổng hợp") == 1
    assert [result["why"]["place"] for result in explained["results"]] == [
        place + 1 for place in range(explained["total"])
    ]


def test_a_query_is_explained_as_it_was_understood(data: Path) -> None:
    why = _json(data, "why", "thi ddua khen", EMULATION)
    assert (why["understood"], why["verdict"]) == ("thi đua khen", "found")


def test_what_is_no_address_is_wrong_usage(data: Path) -> None:
    done = _run(data, "why", "thi đua", "http://[")
    assert done.exit_code == 2
    assert "không phải địa chỉ" in done.stderr


def test_every_hit_is_explained_where_it_is_asked_for(data: Path) -> None:
    found = _json(data, "search", "thi đua", "--explain")
    assert [result["why"]["rank"] for result in found["results"]] == [1, 2]
    for result in found["results"]:
        assert result["why"]["score"] == pytest.approx(result["score"], rel=1e-3)
    assert "why" not in _json(data, "search", "thi đua")["results"][0]
    assert _said(data, "search", "thi đua", "--explain").count("(đứng liền nhau)") == 2


def test_synonyms_are_tried_without_being_put_in_use(data: Path, tmp_path: Path) -> None:
    tried = tmp_path / "thu.toml"
    good = '[[synonym]]\nwords = ["thi lên cấp ba", "tuyển sinh lớp 10"]\n'
    tried.write_text(f'{good}[[synonym]]\nwords = ["một"]\n', encoding="utf-8")
    arguments = ("search", "thi lên cấp ba", "--off", "relaxed")
    assert _json(data, *arguments)["total"] == 0
    done = _run(data, *arguments, "--synonyms", str(tried), "--json")
    assert json.loads(done.stdout)["total"] == 1
    assert f"{tried}, dòng 4: Cần ít nhất hai từ ngữ khác nhau." in done.stderr
    assert _json(data, *arguments)["total"] == 0


def test_the_terminal_says_how_a_question_was_read_and_how_to_undo_it(data: Path) -> None:
    said = _said(data, "search", "thi ddua")
    assert "Đã hiểu “thi ddua” là “thi đua”. (bỏ: --off keystrokes)" in said
