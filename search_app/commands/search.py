"""A Query and its ResultPage go in, lines for a person at a terminal come out."""

import textwrap
from collections.abc import Iterator

from index import Passage, Query, ResultPage

_WIDTH = 96
_MARK, _END = "\x1b[1;31m", "\x1b[0m"


def result_lines(query: Query, page: ResultPage, *, colour: bool) -> Iterator[str]:
    """Each hit with its title, where and when it stood, and the passages that answer."""
    yield f"{_grouped(page.total)} kết quả cho: {query.text or '(mọi bài)'}"
    for note in page.notes:
        done = "đã hiểu" if note.applied else "có thể"
        yield f"  · {done} [{note.kind}]: {note.source} → {note.target}"
    if page.relaxed == "accents":
        yield "  · không có bài nào đúng dấu như đã gõ; đây là các bài có cùng chữ, khác dấu"
    if page.suggestion:
        yield f"  · Có phải bạn muốn tìm: {page.suggestion}"
    first = (page.page - 1) * page.per_page + 1
    for number, hit in enumerate(page.hits, first):
        article = hit.article
        day = article.local_time.strftime("%d/%m/%Y") if article.local_time else "Không rõ ngày"
        yield ""
        yield f"{number}. {_marked(hit.title, colour=colour)}"
        about = (day, article.site, article.section)
        yield f"   {' · '.join(part for part in about if part)}"
        snippet = " … ".join(_marked(passage, colour=colour) for passage in hit.passages)
        for line in textwrap.wrap(" ".join(snippet.split()), _WIDTH):
            yield f"   {line}"
        yield f"   {article.url}"
    if page.pages > page.page:
        yield ""
        yield f"Trang {page.page}/{page.pages}; trang sau: --page {page.page + 1}"


def _marked(passage: Passage, *, colour: bool) -> str:
    """The passage with its marks in colour, or as it is where the terminal has none."""
    if not colour:
        return passage.text
    pieces: list[str] = []
    place = passage.start
    for span in passage.marks:
        pieces.append(passage.text[place - passage.start : span.start - passage.start])
        word = passage.text[span.start - passage.start : span.end - passage.start]
        pieces.append(f"{_MARK}{word}{_END}")
        place = span.end
    return "".join((*pieces, passage.text[place - passage.start :]))


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")
