"""Twenty thousand real headlines go the whole way: imported, indexed, changed, gone back."""

import json
import lzma
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from index import Article, ResultPage, host_of
from tests.archive import answers, timtin

FILE = Path(__file__).parents[2] / "shared" / "data" / "headlines-20k.jsonl.xz"
QUESTIONS = (
    "thi đua khen thưởng",
    "thi dua khen thuong",
    "bóng đá",
    "bong da viet nam",
    "công an",
    '"thành phố hồ chí minh"',
    "giá vàng hôm nay",
    "kinh tế -bóng",
    "đại hội đảng",
    "học sinh OR sinh viên",
    "2020",
    "hà nội mưa",
    "ha noi mua",
    "title:tai nạn",
    "thị đùa",
    "covid-19 vaccine",
    "chợ",
    "cho",
    "thủ tướng chính phủ",
    "khongcotunaodau",
)

pytestmark = [
    pytest.mark.skipif(not FILE.is_file(), reason=f"{FILE.name} is not beside this checkout"),
    pytest.mark.timeout(600),
]


def _json(data: Path, name: str, *arguments: str, given: str | None = None) -> Any:
    done = timtin(data, name, "--json", *arguments, given=given)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _without_time(page: ResultPage) -> tuple[object, ...]:
    return (page.total, page.hits, page.facets, page.relaxed, page.understood, page.notes)


def test_twenty_thousand_headlines_are_imported_indexed_changed_and_gone_back(
    tmp_path: Path,
) -> None:
    lines = lzma.decompress(FILE.read_bytes()).decode().splitlines()
    sites = Counter(
        article.get("site") or host_of(article["url"]) for article in map(json.loads, lines)
    )
    assert _json(tmp_path, "import", str(FILE))["added"] == 20_000
    assert _json(tmp_path, "reindex")["articles"] == 20_000
    status = _json(tmp_path, "status")
    assert status["store"]["by_site"] == status["index"]["by_site"] == dict(sites)
    assert sum(sites.values()) == status["index"]["articles"] == 20_000

    again = _json(tmp_path, "import", str(FILE))
    assert (again["unchanged"], again["added"], again["changed"]) == (20_000, 0, 0)
    assert _json(tmp_path, "status")["store"]["revision"] == status["store"]["revision"]

    before = [_without_time(page) for page in answers(tmp_path, QUESTIONS)]
    assert sum(bool(total) for total, *_ in before) >= 15
    changed = [
        Article.from_json({**json.loads(line), "title": "Thi đua khen thưởng ở Hà Nội"}).to_line()
        for line in lines[:150]
    ]
    given = "\n".join([*changed[:100], "{broken", *changed[100:]])
    counts = _json(tmp_path, "import", "-", given=given)
    assert counts["changed"] == 150
    assert [line["line"] for line in counts["broken"]] == [101]
    published = _json(tmp_path, "reindex", "--incremental")
    assert (published["articles"], published["written"]) == (20_000, 150)
    assert [_without_time(page) for page in answers(tmp_path, QUESTIONS)] != before

    assert _json(tmp_path, "rollback")["articles"] == 20_000
    assert [_without_time(page) for page in answers(tmp_path, QUESTIONS)] == before
    assert _json(tmp_path, "status")["index"]["by_site"] == dict(sites)
    second = timtin(tmp_path, "rollback")
    assert second.returncode == 1
    assert "gone back" in second.stderr
