"""A count goes in; invented articles, a data folder over them and a command line come out."""

import os
import random
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from index import VIETNAM, Article, ResultPage, open_index, open_publisher, open_store, read_query

ROOT = Path(__file__).parents[1]
AT = datetime(2025, 3, 1, 8, 0, tzinfo=UTC)
LATER = AT + timedelta(days=1)
SITES = ("langbac.gov.vn", "sonoivu.langbac.gov.vn", "huyenyen.gov.vn")
SECTIONS = ("Thi đua – Khen thưởng", "Cải cách hành chính", "")
QUESTIONS = (
    "thi dua khen thuong",
    "cải cách hành chính",
    '"bổ nhiệm cán bộ"',
    "quyet dinh -thong",
    "hội nghị tập huấn OR kế hoạch",
    "title:thông báo",
    "site:huyenyen.gov.vn nội vụ",
    "giám đốc sở",
    "khong co tu nay",
)
_WORDS = """
    thi đua, khen thưởng, cải cách, hành chính, bổ nhiệm, cán bộ, công chức, tập huấn, hội nghị,
    thông báo, quyết định, kế hoạch, ủy ban, nhân dân, nội vụ, giám đốc, sở, tỉnh, huyện, năm,
    triển khai, nhiệm vụ, phong trào, báo cáo, văn bản, tuyển dụng, đào tạo, bồi dưỡng
"""
_PHRASES = [" ".join(phrase.split()) for phrase in _WORDS.split(",")]


def article(number: int, *, edition: int = 0) -> Article:
    """The invented article of a number; another edition has another text."""
    chance = random.Random(f"{number}/{edition}")  # noqa: S311 - the same in every run
    site = SITES[number % len(SITES)]
    day = datetime(2019, 1, 1, 7, 30, tzinfo=VIETNAM) + timedelta(days=number % 2000)
    return Article(
        url=f"https://{site}/tin-tuc/{number}",
        title=f"{' '.join(chance.choices(_PHRASES, k=5)).capitalize()} số {number}",
        body="\n".join(f"{' '.join(chance.choices(_PHRASES, k=30))}." for _ in range(3)),
        section=SECTIONS[number % len(SECTIONS)],
        published_at=day if number % 7 else None,
    )


def articles(count: int, *, start: int = 0, edition: int = 0) -> list[Article]:
    """So many invented articles."""
    return [article(number, edition=edition) for number in range(start, start + count)]


def keep(data: Path, kept: Iterable[Article], *, at: datetime = AT) -> None:
    """Put articles into the store of a data folder, in one transaction."""
    with open_store(data) as store, store.transaction():
        for one in kept:
            store.put(one, at=at)


def rebuild(data: Path) -> str:
    """Build the index of a data folder anew; the name of its generation."""
    with open_store(data) as store:
        return open_publisher(data, store).rebuild().generation


def update(data: Path) -> str:
    """Bring the index of a data folder up to date; the name of its generation."""
    with open_store(data) as store:
        return open_publisher(data, store).update().generation


def answers(data: Path, questions: Sequence[str] = QUESTIONS) -> list[ResultPage]:
    """The whole answer to every question, a hundred hits each."""
    index = open_index(data)
    pages = [index.search(replace(read_query(text), per_page=100)) for text in questions]
    index.close()
    return pages


def urls(data: Path) -> set[str]:
    """Every address that the index shows."""
    index = open_index(data)
    found: set[str] = set()
    for site in SITES:
        number, pages = 0, 1
        while number < pages:
            number += 1
            page = index.search(replace(read_query(f"site:{site}"), page=number, per_page=100))
            pages = page.pages
            found.update(hit.article.url for hit in page.hits)
    index.close()
    return found


def total(data: Path) -> int:
    """How many articles the index holds."""
    index = open_index(data)
    count = index.status().articles
    index.close()
    return count


def generations(data: Path) -> list[str]:
    """The folders of generations that are there."""
    return sorted(path.name for path in (data / "index" / "generations").iterdir())


def command(data: Path, *arguments: str) -> list[str]:
    """The words that run timtin over a data folder."""
    return [sys.executable, "-m", "search_app.cli", "--data", str(data), *arguments]


def surroundings(**variables: str) -> dict[str, str]:
    """The environment of a child: this one's without any setting of timtin."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TIMTIN_")}
    return {**kept, **variables}


def start(
    words: Sequence[str],
    *,
    stdin: int | None = None,
    stdout: int | None = None,
    stderr: int | None = None,
    env: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a process in the project's root, by default without any setting of timtin."""
    return subprocess.Popen(
        words,
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        cwd=ROOT,
        env=dict(env or surroundings(PYTHONPATH=str(ROOT))),
    )


def run_python(script: str, *arguments: object) -> int:
    """Run a script in a process of its own; its exit code."""
    with start([sys.executable, "-c", script, *map(str, arguments)]) as child:
        return child.wait(timeout=60)


def timtin(
    data: Path, *arguments: str, given: str | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run timtin in a process of its own to its end."""
    return subprocess.run(
        command(data, *arguments),
        input=given,
        stdin=subprocess.DEVNULL if given is None else None,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=dict(env) if env is not None else surroundings(),
        timeout=120,
    )
