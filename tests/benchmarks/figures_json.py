"""A SpeedReport goes in, the object that `--json` prints comes out."""

from dataclasses import asdict

from tests.benchmarks.bars import bars, growth_bars
from tests.benchmarks.engines import OURS
from tests.benchmarks.figures import over_mix, ratios, summaries
from tests.benchmarks.measure import MEASURES, STAGES, Stage, Times
from tests.benchmarks.speed import SizeReport, SpeedReport

JsonObject = dict[str, object]


def json_report(report: SpeedReport) -> JsonObject:
    """Everything that was measured; under an engine `search` and `answer` are the warm times."""
    return {
        "corpus": report.corpus,
        "date": report.when.isoformat(),
        "machine": report.machine,
        "versions": report.versions,
        "queries": report.queries,
        "warm_rounds": report.pace.rounds,
        "sizes": {
            str(size.size): {name: _engine(size, name) for name in size.indexes}
            for size in report.sizes
        },
        "text_bytes": {str(size.size): size.text_bytes for size in report.sizes},
        "mix": {str(size.size): _mix(size) for size in report.sizes},
        "bars": {
            str(size.size): [asdict(bar) | {"kept": bar.kept} for bar in bars(size)]
            for size in report.sizes
        },
        "growth": [asdict(bar) | {"kept": bar.kept} for bar in growth_bars(report)],
        "disagreements": {str(size.size): _disagreements(size) for size in report.sizes},
    }


def _engine(size: SizeReport, name: str) -> JsonObject:
    index = size.indexes[name]
    return {
        **{measured: _times(size.times[measured]["warm"], name) for measured in MEASURES},
        "index_docs_per_s": index.docs_per_s,
        "index_docs_per_s_from_rows": index.row_docs_per_s,
        "reindex_docs_per_s": index.reindex_docs_per_s,
        "peak_mib": index.peak_mib,
        "bytes": index.bytes,
        "bytes_with_stored_text": index.bytes_whole,
        "bytes_are_without_stored_text": index.stored_apart,
        "open_ms": index.open_ms,
        "worker_anonymous_mib": index.worker_mib,
        "worker_answers": index.worker_answers,
        "remark": index.remark,
        **{stage: _stage(size, stage, name) for stage in STAGES if stage != "warm"},
    }


def _stage(size: SizeReport, stage: Stage, name: str) -> JsonObject:
    return {measured: _times(size.times[measured][stage], name) for measured in MEASURES}


def _times(times: Times, name: str) -> JsonObject:
    return {kind: asdict(summed) for kind, summed in summaries(times)[name].items()}


def _mix(size: SizeReport) -> JsonObject:
    """Our medians over each rival's, the geometric mean over the mix."""
    if OURS not in size.indexes:
        return {}
    return {
        measured: {
            name: over_mix(ratios(size.times[measured]["warm"], OURS, name))
            for name in size.indexes
            if name != OURS
        }
        for measured in MEASURES
    }


def _disagreements(size: SizeReport) -> list[JsonObject]:
    return [
        {
            "class": query.kind,
            "text": query.text,
            "accented": query.accented,
            "totals": {name: sorted(numbers) for name, numbers in totals.items()},
        }
        for query, totals in size.disagreements
    ]
