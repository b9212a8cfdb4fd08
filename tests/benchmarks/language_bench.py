"""A corpus, or a folder where it was indexed before, goes in; an index to be asked comes out."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from index import Article
from index.engines.whoosh.engine import WhooshIndex
from search_app.article_lines import ArticleLine, open_lines, read_lines
from tests.benchmarks.corpus import NoArticles

_KEPT = "_MAIN_*.toc"  # what an index has that was written to its end

Say = Callable[[str], None]


def read_articles(file: Path) -> Iterator[Article]:
    """The articles of a file of lines, whole, as they would be imported."""
    with open_lines(str(file)) as (lines, _, _):
        for line in read_lines(lines):
            if isinstance(line, ArticleLine):
                yield line.article


@contextmanager
def indexed(corpus: Path, kept: Path | None, say: Say) -> Iterator[WhooshIndex]:
    """The index of a corpus, built anew in a temporary folder, or once in one that is kept."""
    with TemporaryDirectory(prefix="timtin-bench-") as room:
        folder = kept or Path(room, "index")
        there = any(folder.glob(_KEPT))
        index = WhooshIndex(folder, create=not there)
        try:
            if not there:
                began = time.perf_counter()
                index.rebuild(read_articles(corpus))
                say(f"indexed in {time.perf_counter() - began:.0f} s")
            if not index.status().articles:
                raise NoArticles(f"{corpus} holds no articles")
            yield index
        finally:
            index.close()


def corpus_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that name the corpus, for a click command."""
    file = click.Path(exists=True, dir_okay=False, path_type=Path)
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print JSON."),
        click.option(
            "--index",
            "kept",
            type=click.Path(file_okay=False, path_type=Path),
            help="A folder that keeps the index; asked as it is where it holds one.",
        ),
        click.option(
            "--corpus", required=True, type=file, help="Article lines, plain, .gz or .xz."
        ),
    ):
        command = option(command)
    return command


def say(what: str) -> None:
    """Tell how far the bench is, beside its report."""
    click.echo(what, err=True)
