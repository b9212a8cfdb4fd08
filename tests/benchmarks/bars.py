"""What was measured at one size goes in, each bar that the project set itself comes out, judged."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.benchmarks.engines import OURS
from tests.benchmarks.figures import growth, over_mix, ratios, summaries
from tests.benchmarks.measure import Measure
from tests.benchmarks.queries import MIX, OUTSIDE_MIX
from tests.benchmarks.speed import SizeReport, SpeedReport

_STOCK_SIZE = 20_000
_FULL_SIZE = 100_000
_MICROSECONDS = 1_000  # in a millisecond
_PREFIX_BAR = 1.0  # a prefix may take as long as tantivy's


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A figure and the bar it has to keep to: at most, or at least."""

    what: str
    figure: float
    bar: float
    at_least: bool = False

    @property
    def kept(self) -> bool:
        """Whether the figure is on the right side."""
        return self.figure >= self.bar if self.at_least else self.figure <= self.bar


def bars(report: SizeReport) -> tuple[Bar, ...]:
    """Every bar that what was measured can judge, whatever the size it is meant for."""
    if OURS not in report.indexes:
        return ()
    return (
        *_against_tantivy(report, "search", mix=0.33, worst=0.7),
        *_against_tantivy(report, "answer", mix=0.5, worst=1.0),
        *_outside_mix(report),
        *_against(report, "stock", 1 / 150, f"meant for {_STOCK_SIZE:,}"),
        *_against(report, "fts5", 1 / 5, f"meant for {_FULL_SIZE:,}"),
        *_index(report),
    )


def growth_bars(report: SpeedReport) -> Iterator[Bar]:
    """Our medians of the largest size over those of the one before."""
    if len(report.sizes) > 1:
        small, large = report.sizes[-2:]
        if OURS in small.indexes and OURS in large.indexes:
            grown = growth(
                summaries(small.times["answer"]["warm"])[OURS],
                summaries(large.times["answer"]["warm"])[OURS],
            )
            for kind in MIX:
                if kind in grown:
                    yield Bar(
                        what=f"answer, {kind}: growth from {small.size:,} to {large.size:,}",
                        figure=grown[kind],
                        bar=3.0,
                    )


def _against_tantivy(
    report: SizeReport, measured: Measure, *, mix: float, worst: float
) -> Iterator[Bar]:
    if "tantivy" not in report.indexes:
        return
    times = report.times[measured]["warm"]
    found = ratios(times, OURS, "tantivy")
    mean = over_mix(found)
    if mean is not None:
        yield Bar(what=f"{measured}, mix ÷ tantivy", figure=mean, bar=mix)
    if measured == "search" and "phrase2" in found:
        yield Bar(what="search, phrase2 ÷ tantivy", figure=found["phrase2"], bar=0.1)
    for kind in MIX:
        if kind in found:
            bar = _PREFIX_BAR if kind == "prefix" else worst
            yield Bar(what=f"{measured}, {kind} ÷ tantivy", figure=found[kind], bar=bar)
    if measured == "search":
        ours, theirs = (summaries(times)[name] for name in (OURS, "tantivy"))
        for kind in MIX:
            if kind in ours and kind in theirs:
                tail = ours[kind].p99_ms / theirs[kind].p99_ms
                yield Bar(what=f"search, {kind}: p99 ÷ tantivy's", figure=tail, bar=1.0)


def _outside_mix(report: SizeReport) -> Iterator[Bar]:
    ours = summaries(report.times["search"]["warm"])[OURS]
    for kind in sorted(OUTSIDE_MIX):
        if kind in ours:
            taken = ours[kind].median_ms * _MICROSECONDS
            yield Bar(what=f"search, {kind}, µs", figure=taken, bar=50)


def _against(report: SizeReport, rival: str, bar: float, meant: str) -> Iterator[Bar]:
    if rival in report.indexes:
        mean = over_mix(ratios(report.times["answer"]["warm"], OURS, rival))
        if mean is not None:
            yield Bar(what=f"answer, mix ÷ {rival} ({meant})", figure=mean, bar=bar)


def _index(report: SizeReport) -> Iterator[Bar]:
    ours = report.indexes[OURS]
    for rival, factor in (("tantivy", 1.0), ("stock", 10.0)):
        if rival in report.indexes:
            rate = ours.docs_per_s / report.indexes[rival].docs_per_s
            what = f"indexing rate ÷ {rival}'s, analysis included"
            yield Bar(what=what, figure=rate, bar=factor, at_least=True)
    if ours.reindex_docs_per_s is not None:
        rate = ours.reindex_docs_per_s / ours.docs_per_s
        yield Bar(what="whole reindex ÷ bare engine", figure=rate, bar=0.5, at_least=True)
    stored = "" if ours.stored_apart else " (stored text in it)"
    yield Bar(what=f"index ÷ text{stored}", figure=ours.bytes / report.text_bytes, bar=1.0)
    yield Bar(what="open, ms", figure=ours.open_ms, bar=100)
    if ours.worker_mib is not None:
        yield Bar(
            what=f"anonymous MiB of a worker after {ours.worker_answers:,} answers",
            figure=ours.worker_mib,
            bar=150,
        )
