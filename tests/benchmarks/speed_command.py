"""Options go in, the report of engines side by side comes out: python -m tests.benchmarks speed."""

import json
from pathlib import Path

import click

from index import TimtinError
from tests.benchmarks.corpus import Corpus
from tests.benchmarks.engines import ENGINES, SERVED, missing
from tests.benchmarks.figures_json import json_report
from tests.benchmarks.measure import Pace
from tests.benchmarks.plot import svg
from tests.benchmarks.speed import MOST_FOR_STOCK, Asked, run
from tests.benchmarks.table import text_report


def _sizes(_: click.Context, __: click.Parameter, value: str) -> tuple[int, ...]:
    try:
        sizes = tuple(sorted({int(size) for size in value.split(",")}))
    except ValueError:
        raise click.BadParameter(f"{value!r}: numbers joined by commas are wanted") from None
    if sizes[0] < 1:
        raise click.BadParameter(f"{sizes[0]} articles are none to measure")
    return sizes


def _engines(_: click.Context, __: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    names = tuple(dict.fromkeys(value.split(",")))
    for name in names:
        if name not in (*ENGINES, SERVED):
            known = ", ".join((*ENGINES, SERVED))
            raise click.BadParameter(f"{name!r} is no engine; there are: {known}")
    return names


@click.command()
@click.option(
    "--corpus",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Article lines, plain, .gz or .xz; without it articles are invented.",
)
@click.option("--sizes", default="5000,20000,100000", show_default=True, callback=_sizes)
@click.option(
    "--engines",
    "chosen",
    callback=_engines,
    help=f"Of {', '.join((*ENGINES, SERVED))}; unnamed, stock stops at {MOST_FOR_STOCK:,}.",
)
@click.option("--queries", default=100, show_default=True, help="For each class and stage.")
@click.option("--rounds", default=5, show_default=True, help="How often a warm query is asked.")
@click.option(
    "--seconds",
    default=10.0,
    show_default=True,
    help="After so many an engine skips what is left of a class in a stage.",
)
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), help="Write an SVG.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
def speed(  # noqa: PLR0913 - one argument for each option
    *,
    file: Path | None,
    sizes: tuple[int, ...],
    chosen: tuple[str, ...] | None,
    queries: int,
    rounds: int,
    seconds: float,
    plot: Path | None,
    as_json: bool,
) -> None:
    """Index the same articles with every engine and ask them the same queries, in turns."""
    names = []
    for name in chosen or ENGINES:
        lacking = missing(name)
        if lacking:
            _say(f"left out: {lacking}")
        else:
            names.append(name)
    asked = Asked(
        corpus=Corpus(file),
        sizes=sizes,
        engines=tuple(names),
        pace=Pace(rounds=rounds, seconds=seconds),
        queries=queries,
        patient=chosen is not None,
    )
    try:
        report = run(asked, _say)
    except TimtinError as error:
        raise click.ClickException(str(error)) from error
    if plot is not None:
        plot.write_text(svg(report), encoding="utf-8")
    if as_json:
        click.echo(json.dumps(json_report(report), ensure_ascii=False, indent=1))
    else:
        click.echo(text_report(report))


def _say(what: str) -> None:
    click.echo(what, err=True)
