"""An index goes in, an example of each way to search comes out: one that finds something there."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Final, Literal

from index import IndexStatus, SearchIndex, TimtinError, read_query

WayKind = Literal["plain", "phrase", "number", "exclude"]

# Tried in this order; portals of the state write about these things every week.
_TRIED: Final[Mapping[WayKind, tuple[str, ...]]] = {
    "plain": ("thi dua khen thuong", "cai cach hanh chinh", "chuyen doi so", "can bo", "tinh"),
    "phrase": ('"cải cách hành chính"', '"thi đua"', '"chuyển đổi số"', '"cán bộ"', '"tỉnh"'),
    "number": ("42/2022/NĐ-CP",),
    "exclude": (
        'tuyển dụng -"viên chức"',
        'khen thưởng -"đột xuất"',
        'thông báo -"tuyển dụng"',
        'cán bộ -"nghỉ hưu"',
        "tỉnh -xã",
    ),
}
_WITH_NUMBERS = ("nghị định", "quyết định", "kế hoạch", "công văn", "thông báo")
_NUMBER = re.compile(r"(?<![\w/-])\d{1,5}/(?:\d{4}/)?[A-ZĐ]{2,8}-[A-ZĐ]{2,8}(?![\w/-])")


class Examples:
    """The examples of what an index holds now, looked for once. Safe between threads."""

    def __init__(self, index: SearchIndex) -> None:
        self._index = index
        self._known: tuple[IndexStatus, Mapping[WayKind, str]] | None = None

    def current(self) -> Mapping[WayKind, str]:
        """An example of each way that has one; of an index that cannot be asked the usual ones."""
        try:
            status = self._index.status()
            if self._known is None or self._known[0] != status:
                self._known = (status, self._found())
            return self._known[1]
        except TimtinError:
            return {kind: tried[0] for kind, tried in _TRIED.items()}

    def _found(self) -> dict[WayKind, str]:
        tried: dict[WayKind, Iterable[str]] = {**_TRIED}
        tried["number"] = chain(_TRIED["number"], self._numbers())
        found = {kind: self._first(texts) for kind, texts in tried.items()}
        return {kind: example for kind, example in found.items() if example}

    def _first(self, texts: Iterable[str]) -> str:
        """The first of some searches that finds what it asks for; "" where none does."""
        for text in texts:
            page = self._index.search(read_query(text))
            if page.total and not page.relaxed:
                return text
        return ""

    def _numbers(self) -> Iterator[str]:
        """Numbers of documents as they stand in articles about such documents."""
        for text in _WITH_NUMBERS:
            for hit in self._index.search(read_query(text)).hits:
                texts = (hit.article.title, hit.article.summary, hit.article.body)
                yield from (match[0] for said in texts for match in _NUMBER.finditer(said))
