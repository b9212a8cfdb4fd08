"""Lines of articles go into the store and a report comes out; the store goes out as lines."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import IO

from index import ArticleStore, Change
from search_app.article_lines import BrokenLine, open_lines, read_lines
from search_app.commands.progress import Progress, watched

_BATCH = 1_000  # lines a transaction: a kill loses little, and a commit waits for the disk
_KB = 1_000


@dataclass(slots=True)
class ImportReport:
    """What an import did: how many lines did what, which were broken, which keys are unknown."""

    changes: Counter[Change] = field(default_factory=Counter)
    broken: list[BrokenLine] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)

    @property
    def kept(self) -> int:
        """How many lines are in the store now, whether they changed anything or not."""
        return self.changes.total()

    def to_json(self) -> dict[str, object]:
        """The report for machines."""
        return {
            "kept": self.kept,
            **{change.value: self.changes[change] for change in Change},
            "broken": [{"line": line.number, "error": line.reason} for line in self.broken],
            "unknown_keys": sorted(self.unknown),
        }


def import_file(store: ArticleStore, name: str, *, complain: Callable[[str], None]) -> ImportReport:
    """Keep every article of a file; what is wrong is told to `complain` as it is met.

    Raises UnreadableFile where the file cannot be opened at all.
    """
    report = ImportReport()
    at = datetime.now(tz=UTC)
    with open_lines(name) as (file, position, size):
        total = size // _KB if size is not None else None
        unit = "bài" if size is None else "KB"
        with Progress("Nhập bài", unit=unit, total=total) as progress:
            lines = read_lines(file)
            while batch := list(islice(lines, _BATCH)):
                with store.transaction():
                    for line in batch:
                        if isinstance(line, BrokenLine):
                            report.broken.append(line)
                            complain(f"dòng {line.number}: {line.reason}")
                            continue
                        for key in sorted(set(line.unknown) - report.unknown):
                            report.unknown.add(key)
                            complain(f"dòng {line.number}: bỏ qua khóa lạ {key!r}")
                        report.changes[store.put(line.article, at=at, checked=False)] += 1
                progress.reach(report.kept if size is None else position() // _KB)
    return report


def export_lines(store: ArticleStore, file: IO[str]) -> int:
    """Write every living article as one line; returns how many."""
    count = 0
    for article in watched(store.articles(), store.count(), label="Xuất bài", unit="bài"):
        file.write(article.to_line() + "\n")
        count += 1
    return count
