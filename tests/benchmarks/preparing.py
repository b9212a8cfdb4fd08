"""A Corpus goes in; files of articles and rows, and the queries to be timed, come out."""

import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.corpus import Corpus, NoArticles
from tests.benchmarks.queries import QueryClass, TimedQuery
from tests.benchmarks.rows import analyse, read_articles, to_line
from tests.benchmarks.sampling import Counts, Sampler

_MOST_SAMPLED = 20_000  # articles that queries are drawn from; more only fill the memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Files that every engine is built from, and queries drawn from the smallest size's articles.

    `analysis_seconds` is what our analysis took for all `count` articles, outside any engine.
    `text_bytes` has the running sum of title and body in UTF-8, by size.
    """

    folder: Path
    count: int
    sizes: tuple[int, ...]
    analysis_seconds: float
    text_bytes: dict[int, int]
    queries: dict[QueryClass, tuple[TimedQuery, ...]]

    @property
    def articles(self) -> Path:
        """A file of article lines."""
        return self.folder / "articles.jsonl"

    @property
    def rows(self) -> Path:
        """A file of analysed rows, in the same order."""
        return self.folder / "rows.jsonl"


def prepare(corpus: Corpus, sizes: tuple[int, ...], folder: Path, queries: int) -> Prepared:
    """Read, analyse and count a corpus once for all engines, and draw `queries` of each class.

    A size beyond the corpus becomes the corpus's own. Raises NoArticles where it is empty.
    """
    counts = Counts(Counter(), Counter())
    running: list[int] = [0]
    seconds = 0.0
    with (
        (folder / "articles.jsonl").open("w", encoding="utf-8") as articles,
        (folder / "rows.jsonl").open("w", encoding="utf-8") as rows,
    ):
        for article in corpus.articles(max(sizes)):
            begun = time.perf_counter()
            row = analyse(article)
            seconds += time.perf_counter() - begun
            articles.write(article.to_line() + "\n")
            rows.write(to_line(row) + "\n")
            running.append(running[-1] + len(f"{article.title}{article.body}".encode()))
            counts.accented.update({*row.title_accented.split(), *row.body_accented.split()})
            counts.folded.update({*row.title_folded.split(), *row.body_folded.split()})
    count = len(running) - 1
    if not count:
        raise NoArticles(f"the corpus {corpus.name} holds no article")
    kept = tuple(sorted({min(size, count) for size in sizes}))
    drawn_from = list(read_articles(folder / "articles.jsonl", min(kept[0], _MOST_SAMPLED)))
    return Prepared(
        folder=folder,
        count=count,
        sizes=kept,
        analysis_seconds=seconds,
        text_bytes={size: running[size] for size in kept},
        queries=Sampler(drawn_from, counts).draw(queries),
    )
