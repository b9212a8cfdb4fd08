"""A folder of queries and judgements goes in, a judged set comes out.

`queries.jsonl` has {"id", "text"} a line, perhaps with an "intent"; `qrels.tsv` a query's id, an
address and a grade of 0 and more; `corpus.jsonl.xz` the articles, if no other file is named.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index import Article, TimtinError, identity
from search_app.article_lines import ArticleLine, open_lines, read_lines

FIRST = 10  # results that a visitor sees on the first page


class NoJudgedSet(TimtinError):
    """A folder has no queries, no judgements or no articles."""


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A query and how well articles answer it, by identity; what is not named has grade 0."""

    id: str
    text: str
    grades: Mapping[str, int]
    intent: str = ""


@dataclass(frozen=True, slots=True)
class Quality:
    """How good the first ten of some queries are, each figure from 0 to 1."""

    ndcg: float
    mrr: float
    recall: float
    queries: int

    def as_json(self) -> dict[str, float | int]:
        """The figures under the names that reports use."""
        return {
            "ndcg@10": round(self.ndcg, 4),
            "mrr": round(self.mrr, 4),
            "recall@10": round(self.recall, 4),
            "queries": self.queries,
        }


def read_judged(folder: Path) -> list[JudgedQuery]:
    """The queries of a folder that any article answers. Raises NoJudgedSet."""
    grades: dict[str, dict[str, int]] = {}
    try:
        for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
            query, url, grade = line.split("\t")
            grades.setdefault(query, {})[identity(url)] = int(grade)
        lines = (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()
        asked = [json.loads(line) for line in lines]
        judged = [
            JudgedQuery(one["id"], one["text"], grades[one["id"]], one.get("intent", ""))
            for one in asked
            if any(grades.get(one["id"], {}).values())
        ]
    except (OSError, ValueError, KeyError) as error:
        raise NoJudgedSet(
            f"{folder} has no readable queries.jsonl and qrels.tsv ({error});"
            " name a folder like ../shared/data/relevance/admin_law"
        ) from error
    if not judged:
        raise NoJudgedSet(f"no query in {folder} has an article with a grade above 0")
    return judged


def read_corpus(file: Path) -> Iterator[Article]:
    """The articles of a file of article lines. Raises NoJudgedSet."""
    if not file.exists():
        raise NoJudgedSet(f"there are no articles in {file}; name a file with --corpus")
    with open_lines(str(file)) as (lines, _, _):
        for line in read_lines(lines):
            if isinstance(line, ArticleLine):
                yield line.article


def quality(answers: Sequence[tuple[JudgedQuery, Sequence[str]]]) -> Quality:
    """The figures of some queries and the identities of their first results, best first."""
    count = len(answers)
    return Quality(
        ndcg=sum(ndcg(query, found) for query, found in answers) / count,
        mrr=sum(reciprocal_rank(query, found) for query, found in answers) / count,
        recall=sum(recall(query, found) for query, found in answers) / count,
        queries=count,
    )


def ndcg(query: JudgedQuery, found: Sequence[str]) -> float:
    """The gain of the first ten, 2 to the grade less 1, as a share of the best there could be."""
    gained = [2 ** query.grades.get(one, 0) - 1 for one in found[:FIRST]]
    best = sorted((2**grade - 1 for grade in query.grades.values()), reverse=True)[:FIRST]
    return _discounted(gained) / _discounted(best)


def reciprocal_rank(query: JudgedQuery, found: Sequence[str]) -> float:
    """One divided by the place of the first result of any grade; 0 where the ten hold none."""
    places = (place for place, one in enumerate(found[:FIRST], 1) if query.grades.get(one, 0))
    first = next(places, None)
    return 1 / first if first else 0.0


def recall(query: JudgedQuery, found: Sequence[str]) -> float:
    """The share of the answers that stand in the first ten, of as many as ten can hold."""
    wanted = sum(grade > 0 for grade in query.grades.values())
    met = sum(query.grades.get(one, 0) > 0 for one in found[:FIRST])
    return met / min(wanted, FIRST)


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains, 1))
