"""The benches of accents and of spelling, over the articles written for the tests of language."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.benchmarks.__main__ import main
from tests.language_articles import articles


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.jsonl"
    lines = (
        {"url": article.url, "title": article.title, "body": article.body} for article in articles()
    )
    return _written(path, *lines)


def _written(path: Path, *lines: object) -> Path:
    text = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
    path.write_text(text, encoding="utf-8")
    return path


def _run(*arguments: object) -> str:
    result = CliRunner().invoke(main, [*map(str, arguments)])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_accents_are_shares_of_syllables_and_of_whole_headlines(
    corpus: Path, tmp_path: Path
) -> None:
    headlines = _written(
        tmp_path / "headlines.jsonl",
        {"plain": "Thi dua khen thuong", "accented": "Thi đua khen thưởng"},
        {"plain": "Nghi huu 2021", "accented": "Nghị hưu 2021"},
    )
    shares = json.loads(_run("accents", headlines, "--corpus", corpus, "--json"))
    assert shares == {"syllables": pytest.approx(5 / 6), "headlines": 0.5}
    assert "50.00%" in _run("accents", headlines, "--corpus", corpus)


def test_spelling_tells_no_syllables_from_words_and_counts_false_alarms(
    corpus: Path, tmp_path: Path
) -> None:
    misspellings = _written(
        tmp_path / "misspellings.jsonl",
        {"wrong": "khenn", "right": ["khen"], "left": "x thi đua ", "right_context": " thưởng ở"},
        {"wrong": "nghĩ", "right": ["nghỉ"], "left": "chế độ ", "right_context": " hưu của cán"},
        {"wrong": "sỹ", "right": ["sĩ"], "left": "bác ", "right_context": " trẻ"},
        {"wrong": "hai tu", "right": ["hai từ"], "left": "có ", "right_context": " sai"},
    )
    headlines = _written(
        tmp_path / "headlines.jsonl",
        {"plain": "", "accented": "Thi đua khen thưởng"},
        {"plain": "", "accented": "Chế độ nghĩ hưu"},
    )
    kept = tmp_path / "kept"
    arguments = ("spelling", misspellings, "--corpus", corpus, "--index", kept)
    shares = json.loads(_run(*arguments, "--correct", headlines, "--json"))
    assert shares == {
        "nonword": {"first_right": 1.0, "of": 1},
        "real_word": {"first_right": 1.0, "of": 1},
        "false_alarms": 0.5,
    }
    again = json.loads(_run(*arguments, "--json"))
    assert again == {**shares, "false_alarms": None}
