"""The speed bench: a tiny run of everything. No time decides here, only totals and shapes."""

import gzip
import json
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from index import Article
from tests.benchmarks.__main__ import main
from tests.benchmarks.bars import Bar
from tests.benchmarks.corpus import Corpus, NoArticles
from tests.benchmarks.engines import ENGINES
from tests.benchmarks.figures import growth, over_mix, ratios, summaries, summary
from tests.benchmarks.figures_json import json_report
from tests.benchmarks.measure import Pace, Times
from tests.benchmarks.plot import svg
from tests.benchmarks.preparing import prepare
from tests.benchmarks.queries import CLASSES, Asked, TimedQuery, read
from tests.benchmarks.rows import GAP, analyse
from tests.benchmarks.speed import Asked as AskedRun
from tests.benchmarks.speed import SpeedReport, run
from tests.benchmarks.table import text_report

MILLISECOND = 1_000_000


@pytest.fixture(scope="module")
def report() -> SpeedReport:
    asked = AskedRun(
        corpus=Corpus(),
        sizes=(80, 200),
        engines=ENGINES,
        pace=Pace(rounds=1, seconds=1.0),
        queries=3,
        patient=False,
        worker_answers=5,
    )
    return run(asked, lambda _: None)


def test_all_engines_find_the_same_totals(report: SpeedReport) -> None:
    # Stepping through an And with a Not, stock Whoosh 2.7.4 may pass over a document.
    others = [
        (query, totals)
        for size in report.sizes
        for query, totals in size.disagreements
        if not (query.kind == "exclusion" and _one_total({**totals, "stock": set()}))
    ]
    assert others == []
    assert all(size.compared >= 100 for size in report.sizes)


def _one_total(totals: dict[str, set[int]]) -> bool:
    return len(set().union(*totals.values())) == 1


def test_every_engine_is_timed_on_every_class_it_has(report: SpeedReport) -> None:
    for size in report.sizes:
        for stages in size.times.values():
            for times in stages.values():
                timed = {name: set(classes) for name, classes in summaries(times).items()}
                assert timed["stock"] == timed["fts5"] == timed["tantivy"] == set(CLASSES)
                assert timed["timtin"] >= set(CLASSES) - {"prefix"}


def test_json_has_the_shape_that_was_agreed(report: SpeedReport) -> None:
    written = json.loads(json.dumps(json_report(report)))
    assert written["corpus"] == "invented"
    assert list(written["sizes"]) == ["80", "200"]
    for engines in written["sizes"].values():
        assert list(engines) == list(ENGINES)
        for figures in engines.values():
            for measured in ("search", "answer"):
                assert figures[measured]["phrase2"].keys() >= {"median_ms", "p95_ms", "p99_ms"}
            for name in ("index_docs_per_s", "peak_mib", "bytes", "open_ms"):
                assert figures[name] > 0


def test_the_table_shows_every_class_and_engine_and_judges_the_bars(report: SpeedReport) -> None:
    text = text_report(report)
    assert [name for name in (*CLASSES, *ENGINES) if name not in text] == []
    assert "search, mix ÷ tantivy" in text
    assert "growth of warm medians from 80 to 200" in text


def test_the_plot_is_one_well_formed_picture_with_a_bar_for_each_figure(
    report: SpeedReport,
) -> None:
    root = ET.fromstring(svg(report))  # noqa: S314 - our own text
    titles = [title.text or "" for title in root.iter("{http://www.w3.org/2000/svg}title")]
    timed = [
        classes
        for stages in report.sizes[-1].times.values()
        for classes in summaries(stages["warm"]).values()
    ]
    assert len(titles) == sum(len(classes) for classes in timed)


def test_only_json_goes_to_standard_output() -> None:
    arguments = ["speed", "--sizes", "30", "--engines", "fts5,tantivy", "--queries", "2", "--json"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    assert list(json.loads(result.stdout)["sizes"]["30"]) == ["fts5", "tantivy"]


def test_an_engine_that_nobody_knows_is_refused_by_name() -> None:
    result = CliRunner().invoke(main, ["speed", "--engines", "timtin,lucene"])
    assert result.exit_code == 2
    assert "'lucene' is no engine" in result.output


def test_the_invented_corpus_is_the_same_every_time_and_begins_alike_at_every_size() -> None:
    few, many = list(Corpus().articles(5)), list(Corpus().articles(12))
    assert few == many[:5]
    assert len({article.identity for article in many}) == 12


def test_a_file_is_read_in_the_layout_of_the_bench_and_no_article_twice(tmp_path: Path) -> None:
    line = {
        "url": "https://so.example/1",
        "title": "Đầu đề",
        "summary": "Tóm tắt",
        "body": "Thân bài",
        "author": "Người ký",
    }
    file = tmp_path / "articles.jsonl.gz"
    written = "\n".join([json.dumps(line), "no article", json.dumps(line)])
    file.write_bytes(gzip.compress(written.encode()))
    (article,) = Corpus(file).articles(10)
    assert (article.title, article.body) == ("Đầu đề", "Tóm tắt\nThân bài")
    assert (article.summary, article.author) == ("", "")


def test_a_corpus_without_articles_is_said_to_be_empty(tmp_path: Path) -> None:
    file = tmp_path / "empty.jsonl"
    file.write_text("")
    with pytest.raises(NoArticles, match=r"empty\.jsonl holds no article"):
        prepare(Corpus(file), (10,), tmp_path, 1)


def test_queries_are_the_same_every_time_and_real_words_of_the_corpus(tmp_path: Path) -> None:
    prepared = prepare(Corpus(), (60,), tmp_path, 8)
    assert prepare(Corpus(), (60,), tmp_path, 8).queries == prepared.queries
    assert {kind: len(drawn) for kind, drawn in prepared.queries.items()} == dict.fromkeys(
        CLASSES, 8
    )
    text = [analyse(article).body_folded for article in Corpus().articles(60)]
    held = Counter(word for body in text for word in set(body.split()))
    assert [query.text for query in prepared.queries["none"] if held[query.text]] == []
    assert [query.text for query in prepared.queries["rare"] if held[query.text] > 5] == []


@pytest.mark.parametrize(
    ("text", "accented", "asked"),
    [
        ("thi ĐUA", True, Asked(phrases=(("thi",), ("đua",)))),
        ("thi đua", False, Asked(phrases=(("thi",), ("dua",)))),
        ('"khen thưởng"', True, Asked(phrases=(("khen", "thưởng"),))),
        ("sở -họp", True, Asked(phrases=(("sở",),), excluded=("họp",))),
        ("a OR b", False, Asked(phrases=(("a",), ("b",)), any_of=True)),
        ("thuo*", False, Asked(prefix="thuo")),
    ],
    ids=["marks", "no marks", "phrase", "exclusion", "any", "prefix"],
)
def test_a_query_is_read_the_same_for_every_rival(
    text: str,
    accented: bool,  # noqa: FBT001 - a row's value
    asked: Asked,
) -> None:
    assert read(text, accented=accented) == asked


def test_a_row_keeps_the_section_apart_from_the_body() -> None:
    article = Article(url="https://a.example/1", title="Một", body="Hoà bình", section="Tin Tức")
    row = analyse(article)
    assert (row.body_accented, row.body_folded) == (f"hòa bình {GAP} tin tức", "hoa binh ¦ tin tuc")


def _query(text: str) -> TimedQuery:
    return TimedQuery(kind="common", text=text, accented=False)


def test_percentiles_are_times_that_were_taken() -> None:
    taken = {_query("a"): [number * MILLISECOND for number in range(1, 101)]}
    summed = summary(taken)
    assert summed is not None
    assert (summed.median_ms, summed.p95_ms, summed.p99_ms) == (50.5, 95, 99)
    assert summary({}) is None


def test_a_ratio_is_taken_over_the_queries_that_both_answered() -> None:
    one, two = _query("a"), _query("b")
    times = Times(
        {
            "timtin": {"common": {one: [10], two: [1_000_000]}},
            "tantivy": {"common": {one: [40]}},
        }
    )
    assert ratios(times, "timtin", "tantivy") == {"common": 0.25}


def test_the_mix_is_a_geometric_mean_without_rare_and_none() -> None:
    by_class = {"rare": 100.0, "common": 0.5, "any": 2.0, "none": 100.0}
    assert over_mix({kind: by_class[kind] for kind in CLASSES if kind in by_class}) == 1.0
    assert over_mix({"rare": 1.0}) is None


def test_growth_is_told_of_the_classes_that_both_sizes_have() -> None:
    small = summary({_query("a"): [2 * MILLISECOND]})
    large = summary({_query("a"): [6 * MILLISECOND]})
    assert small is not None
    assert large is not None
    assert growth({"common": small, "any": small}, {"common": large}) == {"common": 3.0}


def test_a_bar_is_kept_on_its_own_side_only() -> None:
    assert Bar(what="", figure=0.3, bar=0.33).kept
    assert not Bar(what="", figure=0.3, bar=0.33, at_least=True).kept
