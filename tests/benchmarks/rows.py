"""An Article goes in, a Row comes out: the words of our own analysis, joined by blanks.

Engines other than ours get these words, so that all have the same ones; what the analysis takes is
counted apart.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from index import Article
from index.text.tokens import canonical_token, fold_token, tokenize

# Stands between the body and the section's words: a phrase must not run from one into the other.
GAP = "¦"
_MEMO = 1_000_000  # tokens; a corpus of 100,000 articles has half as many


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One article as the other engines get it. `published` is in seconds, `year` 0 if unknown.

    The section's words stand behind the body's, because ours searches them too.
    """

    url: str
    title: str
    site: str
    section: str
    year: int
    published: int
    title_accented: str
    title_folded: str
    body_accented: str
    body_folded: str


@lru_cache(maxsize=_MEMO)
def _spellings(token: str) -> tuple[str, str]:
    return canonical_token(token), fold_token(token)


def _words(text: str) -> tuple[str, str]:
    pairs = [_spellings(token.text) for token in tokenize(text)]
    return " ".join(pair[0] for pair in pairs), " ".join(pair[1] for pair in pairs)


def analyse(article: Article) -> Row:
    """The row of an article."""
    title_accented, title_folded = _words(article.title)
    body_accented, body_folded = _words(article.body)
    section_accented, section_folded = _words(article.section)
    moment = article.local_time
    return Row(
        url=article.url,
        title=article.title,
        site=article.site,
        section=article.section,
        year=moment.year if moment else 0,
        published=int(moment.timestamp()) if moment else 0,
        title_accented=title_accented,
        title_folded=title_folded,
        body_accented=f"{body_accented} {GAP} {section_accented}",
        body_folded=f"{body_folded} {GAP} {section_folded}",
    )


def to_line(row: Row) -> str:
    """A row as one line."""
    return json.dumps(asdict(row), ensure_ascii=False)


def read_rows(file: Path, count: int) -> Iterator[Row]:
    """The first `count` rows of a file."""
    with file.open(encoding="utf-8") as lines:
        for line in islice(lines, count):
            yield Row(**json.loads(line))


def read_articles(file: Path, count: int) -> Iterator[Article]:
    """The first `count` articles of a file of article lines."""
    with file.open(encoding="utf-8") as lines:
        for line in islice(lines, count):
            yield Article.from_json(json.loads(line))
