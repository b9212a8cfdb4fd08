"""A file of article lines, or nothing, goes in; articles in the layout of the bench come out.

Every engine gets a title and a body: the summary stands in front of the body, and who signed,
tags, captions and attachments are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from index import Article, TimtinError
from search_app.article_lines import ArticleLine, open_lines, read_lines
from tests.benchmarks.invented import invented_articles


class NoArticles(TimtinError):
    """The corpus holds nothing that can be measured."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Where articles come from: a file, or invention where there is none."""

    file: Path | None = None

    @property
    def name(self) -> str:
        """What the report calls it."""
        return self.file.name if self.file else "invented"

    def articles(self, count: int) -> Iterator[Article]:
        """At most `count` articles in the bench's layout, none twice; broken lines are skipped."""
        seen: set[str] = set()

        def new() -> Iterator[Article]:
            for article in _read(self.file) if self.file else invented_articles(count):
                identity = article.identity
                if identity not in seen:
                    seen.add(identity)
                    yield _laid_out(article)

        return islice(new(), count)


def _read(file: Path) -> Iterator[Article]:
    with open_lines(str(file)) as (lines, _, _):
        for line in read_lines(lines):
            if isinstance(line, ArticleLine):
                yield line.article


def _laid_out(article: Article) -> Article:
    return Article(
        url=article.url,
        site=article.site,
        title=article.title,
        body=f"{article.summary}\n{article.body}",
        section=article.section,
        published_at=article.published_at,
    )
