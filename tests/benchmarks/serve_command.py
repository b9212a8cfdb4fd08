"""Options go in, how timtin serves under load comes out: python -m tests.benchmarks serve."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median

import click

from index import TimtinError
from tests.benchmarks.bars import Bar
from tests.benchmarks.corpus import Corpus
from tests.benchmarks.load import OWN, WRK, Load, loader
from tests.benchmarks.serving import AskedServing, ServingReport, run_serving
from tests.benchmarks.table import judged


@click.command()
@click.option(
    "--corpus",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Article lines, plain, .gz or .xz; without it articles are invented.",
)
@click.option("--size", default=100_000, show_default=True, help="How many articles.")
@click.option("--queries", default=1_000, show_default=True, help="Different ones, mixed.")
@click.option("--workers", default=2, show_default=True, help="Processes that serve.")
@click.option("--connections", default=8, show_default=True, help="Kept busy all the time.")
@click.option("--seconds", default=10.0, show_default=True, help="Of each load in a round.")
@click.option("--rounds", default=3, show_default=True, help="In which each server has a turn.")
@click.option("--reindex/--no-reindex", default=True, help="Rebuild the index under load, too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def serve(  # noqa: PLR0913 - one argument for each option
    *,
    file: Path | None,
    size: int,
    queries: int,
    workers: int,
    connections: int,
    seconds: float,
    rounds: int,
    reindex: bool,
    as_json: bool,
) -> None:
    """Serve the articles and load the API beside a bare Flask route under the same settings."""
    if loader() == OWN:
        _say(f"{WRK} is not installed (Debian: package wrk): the bench makes the load itself")
    asked = AskedServing(
        corpus=Corpus(file),
        size=size,
        paths=queries,
        workers=workers,
        connections=connections,
        seconds=seconds,
        rounds=rounds,
        reindex=reindex,
    )
    try:
        report = run_serving(asked, _say)
    except TimtinError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps(serving_json(report), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(serving_lines(report)))


def _say(what: str) -> None:
    click.echo(what, err=True)


def serving_bars(report: ServingReport) -> tuple[Bar, ...]:
    """The bars that a server has to keep to."""
    bars = [
        *_bars(report.share, report.timtin, ""),
        *_bars(report.share_each_new, report.timtin_each_new, ", each question new"),
    ]
    if report.during_reindex is not None:
        failures = report.during_reindex.failures
        bars.append(Bar(what="failures during a reindex", figure=failures, bar=0))
    if report.worker_mib:
        bars.append(Bar(what="anonymous MiB of a worker", figure=max(report.worker_mib), bar=150))
    return tuple(bars)


def _bars(share: float, loads: Sequence[Load], which: str) -> Iterator[Bar]:
    yield Bar(what=f"answers/s ÷ bare route's{which}", figure=share, bar=1 / 3, at_least=True)
    yield Bar(what=f"p99, ms{which}", figure=median(load.p99_ms for load in loads), bar=50)
    yield Bar(what=f"failures{which}", figure=sum(load.failures for load in loads), bar=0)


def serving_json(report: ServingReport) -> dict[str, object]:
    """Everything that was measured."""
    return {
        **asdict(report),
        "when": report.when.isoformat(),
        "share": report.share,
        "share_each_new": report.share_each_new,
        "bars": [asdict(bar) | {"kept": bar.kept} for bar in serving_bars(report)],
    }


def serving_lines(report: ServingReport) -> Iterator[str]:
    """The same as text."""
    yield (
        f"{report.corpus}, {report.articles:,} articles, {report.when}: {report.workers} workers,"
        f" {report.connections} connections kept busy by {report.loader},"
        f" {report.paths:,} mixed queries"
    )
    yield ""
    yield f"{'':33}{'answers/s':>12}{'median ms':>12}{'p99 ms':>10}{'longest':>10}{'failures':>10}"
    for name, loads in (
        ("bare Flask route", report.bare),
        ("timtin, JSON", report.timtin),
        ("timtin, JSON, each question new", report.timtin_each_new),
    ):
        for load in loads:
            yield _row(name, load)
    if report.during_reindex is not None:
        yield _row("during a reindex", report.during_reindex)
        yield ""
        yield f"the reindex under load took {report.reindex_seconds:.0f} s"
    memory = ", ".join(f"{mib:.0f}" for mib in report.worker_mib)
    yield f"anonymous MiB of each worker: {memory or 'not known'}"
    yield ""
    yield from judged(serving_bars(report))


def _row(name: str, load: Load) -> str:
    return (
        f"{name:33}{load.answers_per_s:12,.0f}{load.p50_ms:12.2f}{load.p99_ms:10.2f}"
        f"{load.longest_ms:10.0f}{load.failures:10,}"
    )
