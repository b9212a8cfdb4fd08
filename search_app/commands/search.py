"""A question and its ResultPage go in, lines for a person at a terminal come out."""

import textwrap
from collections.abc import Iterator, Mapping

from index import Explanation, Hit, Passage, ResultPage
from search_app.commands.why import score_lines
from search_app.links import Links
from search_app.note_view import NoteView, note_views
from search_app.request_query import Asked
from search_app.wording import wording

_WIDTH = 96
_MARK, _END = "\x1b[1;31m", "\x1b[0m"


def result_lines(
    asked: Asked,
    page: ResultPage,
    *,
    explained: Mapping[str, Explanation],
    articles: int,
    colour: bool,
) -> Iterator[str]:
    """Each hit with its title, where and when it stood, and the passages that answer.

    `explained` are hits by address whose score is told too, of so many `articles` in all.
    """
    yield from _heading(asked, page)
    first = (page.page - 1) * page.per_page + 1
    for number, hit in enumerate(page.hits, first):
        yield ""
        yield from _hit_lines(number, hit, colour=colour)
        why = explained.get(hit.article.url)
        if why is not None:
            yield from (f"   {line}" for line in score_lines(why, articles))
    if page.pages > page.page:
        yield ""
        yield f"Trang {page.page}/{page.pages}; trang sau: --page {page.page + 1}"


def _heading(asked: Asked, page: ResultPage) -> Iterator[str]:
    yield f"{_grouped(page.total)} kết quả cho: {asked.query.text or '(mọi bài)'}"
    for note in note_views(asked, page, Links("", asked.parameters)):
        ways = f"(bỏ: --off {note.kind})" if note.applied else _choices(note)
        yield f"  · {note.sentence} {ways}"
    if page.suggestion:
        yield f"  · {wording(asked.lang)['suggestion']} {page.suggestion}"


def _hit_lines(number: int, hit: Hit, *, colour: bool) -> Iterator[str]:
    article = hit.article
    day = article.local_time.strftime("%d/%m/%Y") if article.local_time else "Không rõ ngày"
    yield f"{number}. {_marked(hit.title, colour=colour)}"
    about = (day, article.site, article.section)
    yield f"   {' · '.join(part for part in about if part)}"
    snippet = " … ".join(_marked(passage, colour=colour) for passage in hit.passages)
    for line in textwrap.wrap(" ".join(snippet.split()), _WIDTH):
        yield f"   {line}"
    yield f"   {article.url}"


def _choices(note: NoteView) -> str:
    return "; ".join(link.label for link in note.links)


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
