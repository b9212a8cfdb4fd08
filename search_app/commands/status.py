"""A data folder goes in, what its store and its index hold comes out, for people or machines."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index import IndexStatus, TimtinError, open_index, open_store, store_path


@dataclass(frozen=True, slots=True, kw_only=True)
class DataStatus:
    """The store's articles by site and its revision, and the index or why there is none."""

    data: Path
    articles: int
    by_site: dict[str, int]
    revision: int
    index: IndexStatus | None
    trouble: str

    @property
    def pending(self) -> bool:
        """Whether the store has changes that the index has not seen."""
        return self.revision > (self.index.revision if self.index else 0)

    def to_json(self) -> dict[str, object]:
        """The status for machines."""
        index = self.index
        return {
            "data": str(self.data),
            "store": {
                "articles": self.articles,
                "by_site": self.by_site,
                "revision": self.revision,
            },
            "index": None
            if index is None
            else {
                "articles": index.articles,
                "by_site": index.by_site,
                "generation": index.generation,
                "built_at": index.built_at.isoformat() if index.built_at else None,
                "revision": index.revision,
            },
            "pending": self.pending,
            "trouble": self.trouble or None,
        }


def read_status(data: Path) -> DataStatus:
    """Look at the store and the index without changing anything."""
    articles, by_site, revision = 0, dict[str, int](), 0
    if store_path(data).exists():
        with open_store(data) as store:
            articles, by_site = store.count(), store.counts_by_site()
            revision = store.revision
    index: IndexStatus | None = None
    trouble = ""
    served = open_index(data)
    try:
        index = served.status()
    except TimtinError as error:
        trouble = str(error)
    finally:
        served.close()
    return DataStatus(
        data=data,
        articles=articles,
        by_site=by_site,
        revision=revision,
        index=index,
        trouble=trouble,
    )


def status_lines(status: DataStatus) -> Iterator[str]:
    """The status for people."""
    yield f"Kho bài ({status.data}): {status.articles} bài"
    yield from _sites(status.by_site)
    index = status.index
    if index is None:
        yield f"Chỉ mục: chưa dùng được. {status.trouble}"
        return
    built = index.built_at.strftime("%H:%M %d/%m/%Y") if index.built_at else "không rõ"
    yield f"Chỉ mục: {index.articles} bài, thế hệ {index.generation}, tạo lúc {built}"
    yield from _sites(index.by_site)
    if status.pending:
        yield "Kho có thay đổi chưa vào chỉ mục; cập nhật bằng: timtin reindex --incremental"


def _sites(by_site: dict[str, int]) -> Iterator[str]:
    for site, count in by_site.items():
        yield f"  {site}: {count}"
