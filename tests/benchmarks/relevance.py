"""A judged set goes in, how good the first ten results are comes out, beside plain BM25.

The served engine is asked as a visitor asks it: text is read, operators and all, and the first
page is looked at.
"""

import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from index import Article, TimtinError, open_index, open_publisher, open_store, read_query
from tests.benchmarks.judged import JudgedQuery, Quality, quality, read_corpus, read_judged
from tests.benchmarks.plain_bm25 import PlainBm25
from tests.benchmarks.respelling import RESPELLINGS
from tests.judged_portal import JUDGED_SET, judged_articles

Ask = Callable[[str], Sequence[str]]


def measure(judged: Sequence[JudgedQuery], articles: Sequence[Article]) -> dict[str, Quality]:
    """The quality of every spelling of the queries, and that of plain BM25 as they are written."""
    with tempfile.TemporaryDirectory(prefix="relevance-") as folder:
        ask = served(Path(folder), articles)
        measured = {
            name: quality([(query, ask(respell(query.text))) for query in judged])
            for name, respell in RESPELLINGS.items()
        }
    for name, folded in (("plain_bm25", False), ("plain_bm25_folded", True)):
        plain = PlainBm25(articles, folded=folded)
        measured[name] = quality([(query, plain.best(query.text)) for query in judged])
    return measured


def served(data: Path, articles: Iterable[Article]) -> Ask:
    """Build the index of a data folder; returns what asks it for the identities of a page."""
    now = datetime.now(tz=UTC)
    with open_store(data) as store:
        with store.transaction():
            for article in articles:
                store.put(article, at=now)
        open_publisher(data, store).rebuild()
    index = open_index(data)
    return lambda text: [hit.article.identity for hit in index.search(read_query(text)).hits]


def articles_of(folder: Path, corpus: Path | None = None) -> list[Article]:
    """The articles that a folder's queries ask for: those of `corpus`, else the folder's own.

    The project's own set has none beside it: they are the sample portal's and some more.
    Raises NoJudgedSet where there are none.
    """
    own = folder / "corpus.jsonl.xz"
    if corpus is None and not own.exists() and folder.resolve() == JUDGED_SET.resolve():
        return judged_articles()
    return list(read_corpus(corpus or own))


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--corpus",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Article lines, plain, .gz or .xz; without it corpus.jsonl.xz of the folder, or the"
    " sample portal's articles for the project's own set.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON on stdout alone.")
def relevance(folder: Path, corpus: Path | None, *, as_json: bool) -> None:
    """Judge the first ten results of FOLDER's queries, in several spellings."""
    try:
        judged = read_judged(folder)
        articles = articles_of(folder, corpus)
    except TimtinError as error:
        raise click.ClickException(str(error)) from error
    measured = measure(judged, articles)
    if as_json:
        click.echo(json.dumps({name: one.as_json() for name, one in measured.items()}, indent=2))
    else:
        click.echo(text_report(folder.name, len(articles), measured))


def text_report(name: str, articles: int, measured: dict[str, Quality]) -> str:
    """The figures as a table."""
    queries = measured["as_written"].queries
    lines = [f"{name}: {queries} queries, {articles} articles", f"{'':20}nDCG@10    MRR  recall@10"]
    lines += [
        f"{row:20}{one.ndcg:7.4f}{one.mrr:7.4f}{one.recall:11.4f}" for row, one in measured.items()
    ]
    return "\n".join(lines)
