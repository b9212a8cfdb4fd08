"""A SpeedReport goes in, the text of its tables comes out."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from tests.benchmarks.bars import Bar, bars, growth_bars
from tests.benchmarks.engines import OURS
from tests.benchmarks.figures import growth, over_mix, ratios, summaries
from tests.benchmarks.measure import MEASURES, STAGES, Measure, Stage
from tests.benchmarks.queries import CLASSES
from tests.benchmarks.speed import Disagreement, SizeReport, SpeedReport

_MIB = 1024 * 1024
_EXAMPLES = 3  # disagreements shown of a class
_STAGE_NAMES: dict[Stage, str] = {
    "first": "first pass, just opened",
    "single": "single shot, warm process",
    "warm": "warm, repeated",
}
_WORK: dict[Measure, str] = {
    "search": "search alone (ten best, exact total)",
    "answer": "whole answer (read, ten best, total, three facets, ten snippets)",
}
_NOTHING = "–"

Rows = Sequence[Sequence[str]]


def text_report(report: SpeedReport) -> str:
    """Everything as text."""
    return "\n".join(_lines(report))


def _lines(report: SpeedReport) -> Iterator[str]:
    versions = ", ".join(f"{name} {number}" for name, number in report.versions.items())
    yield f"corpus {report.corpus}, {report.when.isoformat()}, {report.machine}"
    yield (
        f"{versions}; {report.queries} queries a class and stage,"
        f" {report.pace.rounds} warm rounds; times in ms: median p95 p99;"
        f" ×: {OURS}'s median over this engine's"
    )
    for size in report.sizes:
        yield ""
        yield f"== {size.size:,} articles, {size.text_bytes / _MIB:.1f} MiB of text"
        yield from _index_lines(size)
        for measured in MEASURES:
            for stage in reversed(STAGES):
                yield ""
                yield f"{_WORK[measured]}: {_STAGE_NAMES[stage]}"
                yield from _aligned(_times(size, measured, stage))
        yield ""
        yield from _lacking(size)
        yield from _agreement(size)
        yield ""
        yield from judged(bars(size))
    yield from _growth(report)


def _index_lines(size: SizeReport) -> Iterator[str]:
    rows = [
        (
            "indexing",
            "articles/s",
            "from rows",
            "reindex",
            "peak MiB",
            "MiB on disk",
            "÷ text",
            "with stored",
            "open ms",
            "worker MiB",
            "",
        )
    ]
    for name, index in size.indexes.items():
        rows.append(
            (
                name,
                f"{index.docs_per_s:,.0f}",
                f"{index.row_docs_per_s:,.0f}" if index.row_docs_per_s else _NOTHING,
                f"{index.reindex_docs_per_s:,.0f}" if index.reindex_docs_per_s else _NOTHING,
                f"{index.peak_mib:,.0f}",
                f"{index.bytes / _MIB:.1f}" if index.stored_apart else _NOTHING,
                f"{index.bytes / size.text_bytes:.2f}" if index.stored_apart else _NOTHING,
                f"{index.bytes_whole / _MIB:.1f}",
                f"{index.open_ms:.1f}",
                f"{index.worker_mib:,.0f}" if index.worker_mib else _NOTHING,
                index.remark,
            )
        )
    yield from _aligned(rows)


def _times(size: SizeReport, measured: Measure, stage: Stage) -> Rows:
    times = size.times[measured][stage]
    names = list(size.indexes)
    summed = summaries(times)
    found = {name: ratios(times, OURS, name) for name in names if OURS in names and name != OURS}
    header = [""]
    for name in names:
        header += [name, "p95", "p99", *(["×"] if name in found else [])]
    rows = [header]
    for kind in CLASSES:
        row: list[str] = [kind]
        for name in names:
            one = summed[name].get(kind)
            figures = (one.median_ms, one.p95_ms, one.p99_ms) if one else ()
            row += [_short(figure) for figure in figures] or [_NOTHING] * 3
            if name in found:
                row.append(_short(found[name][kind]) if kind in found[name] else _NOTHING)
        rows.append(row)
    mix: list[str] = ["mix"]
    for name in names:
        mix += [""] * 3
        if name in found:
            mean = over_mix(found[name])
            mix.append(_NOTHING if mean is None else _short(mean))
    return [*rows, mix]


def _lacking(size: SizeReport) -> Iterator[str]:
    for name, classes in summaries(size.times["search"]["warm"]).items():
        for kind in CLASSES:
            if kind not in classes:
                yield f"{name} was not asked {kind}: it has no such query; its mix is without"


def _agreement(size: SizeReport) -> Iterator[str]:
    if not size.disagreements:
        yield f"totals: all engines agree on {size.compared:,} comparisons"
        return
    yield f"totals: {len(size.disagreements)} of {size.compared:,} comparisons disagree"
    by_class: defaultdict[str, list[Disagreement]] = defaultdict(list)
    for one in size.disagreements:
        by_class[one[0].kind].append(one)
    for kind, found in by_class.items():
        yield f"  {kind}: {len(found)}"
        for query, totals in found[:_EXAMPLES]:
            given = ", ".join(
                f"{name} {'/'.join(map(str, sorted(numbers)))}" for name, numbers in totals.items()
            )
            yield f"    {query.text} ({'marks exact' if query.accented else 'any marks'}): {given}"


def judged(bars: Sequence[Bar]) -> Iterator[str]:
    """Each bar and how far the figure is from it."""
    rows = [
        (
            "kept" if bar.kept else "MISSED",
            _short(bar.figure),
            "≥" if bar.at_least else "≤",
            _short(bar.bar),
            bar.what,
        )
        for bar in bars
    ]
    yield from _aligned(rows, text_last=True)


def _growth(report: SpeedReport) -> Iterator[str]:
    if len(report.sizes) < 2:
        return
    small, large = report.sizes[0], report.sizes[-1]
    names = [name for name in small.indexes if name in large.indexes]
    for measured in MEASURES:
        yield ""
        yield f"growth of warm medians from {small.size:,} to {large.size:,}: {measured}"
        few, many = (summaries(size.times[measured]["warm"]) for size in (small, large))
        grown = {name: growth(few[name], many[name]) for name in names}
        rows = [["", *names]]
        for kind in CLASSES:
            cells = (grown[name].get(kind) for name in names)
            rows.append([kind, *(_short(cell) if cell else _NOTHING for cell in cells)])
        yield from _aligned(rows)
    yield ""
    yield from judged(list(growth_bars(report)))


def _short(figure: float) -> str:
    """Three figures that matter, no more."""
    for limit, decimals in ((0.1, 4), (1, 3), (10, 2), (100, 1)):
        if figure < limit:
            return f"{figure:.{decimals}f}"
    return f"{figure:,.0f}"


def _aligned(rows: Rows, *, text_last: bool = False) -> Iterator[str]:
    """Columns side by side, figures to the right, the first (or last) to the left."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    text = len(widths) - 1 if text_last else 0
    for row in rows:
        cells = (
            cell.ljust(width) if place == text else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()
