"""The address of a running web server goes in, what is wrong with its answers comes out.

Every question of the manifest is asked over HTTP, as any visitor would ask it.
"""

import html
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from search_app.sample_portal.manifest import Question, load_questions
from search_app.sample_portal.server import SamplePortal

_PATIENCE = 30.0  # seconds for one answer; a cold worker on a busy machine takes one or two
_ALL = "100"  # results on a page, the most that the search page allows; no total exceeds it
_MARK = re.compile(r"<mark>(.*?)</mark>", re.DOTALL)
# A number with its thousands separators is one syllable here.
_SYLLABLE = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answered to a question; right where there are no complaints."""

    question: str
    total: int
    first_title: str
    complaints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Result:
    url: str
    title: str
    title_html: str
    snippet_html: str


@dataclass(frozen=True, slots=True)
class _ResultPage:
    total: int
    relaxed: str | None
    results: tuple[_Result, ...]


def check(base_url: str, portal: SamplePortal) -> list[Answer]:
    """Ask the web server at `base_url` every question about a portal that it has crawled."""
    return [_answer(base_url, portal, question) for question in load_questions()]


def _answer(base_url: str, portal: SamplePortal, question: Question) -> Answer:
    shown = " ".join((question.text, *(f"{k}={v}" for k, v in question.parameters.items())))
    try:
        page = _ask(base_url, question)
    except (OSError, ValueError, KeyError, TypeError) as error:
        return Answer(shown, 0, "", (f"no answer of the promised shape: {error!r}",))
    first_title = page.results[0].title if page.results else ""
    complaints = (*_about_numbers(page, question), *_about_articles(page, question, portal))
    marks = (*_about_marks(page, question, portal), *_about_titles(page))
    return Answer(shown, page.total, first_title, (*complaints, *marks))


def _ask(base_url: str, question: Question) -> _ResultPage:
    parameters = {"q": question.text, "per_page": _ALL, **question.parameters}
    address = f"{base_url.rstrip('/')}/api/v1/search?{urlencode(parameters)}"
    # No proxy stands between this machine and itself, whatever the environment says.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(address, timeout=_PATIENCE) as response:
        answer = json.load(response)
    results = (
        _Result(row["url"], row["title"], row["title_html"], row["snippet_html"])
        for row in answer["results"]
    )
    return _ResultPage(answer["total"], answer["relaxed"], tuple(results))


def _about_numbers(page: _ResultPage, question: Question) -> Iterator[str]:
    if page.total != question.total:
        yield f"total is {page.total}, expected {question.total}"
    if len(page.results) != page.total:
        yield f"{len(page.results)} results are listed where total is {page.total}"
    if page.relaxed != question.relaxed:
        yield f"relaxed is {page.relaxed!r}, expected {question.relaxed!r}"


def _about_articles(page: _ResultPage, question: Question, portal: SamplePortal) -> Iterator[str]:
    living = {portal.url_of(article.id) for article in portal.articles if not article.removed}
    found = [result.url for result in page.results]
    for url in found:
        if url not in living:
            yield f"{url} is no living article's address"
    if len(set(found)) < len(found):
        yield "an address is listed twice"
    if question.first is not None and found[:1] != [portal.url_of(question.first)]:
        yield f"the first is not article {question.first}"
    for number in question.includes:
        if portal.url_of(number) not in found:
            yield f"article {number} is not found"
    for number in question.absent:
        if portal.url_of(number) in found:
            yield f"article {number} is found and must not be"


def _about_marks(page: _ResultPage, question: Question, portal: SamplePortal) -> Iterator[str]:
    for marked in question.marks:
        url = portal.url_of(marked.article)
        shown = [result for result in page.results if result.url == url]
        texts = (text for result in shown for text in (result.title_html, result.snippet_html))
        pieces = " ".join(piece for text in texts for piece in _MARK.findall(text))
        missing = set(marked.syllables) - set(_SYLLABLE.findall(html.unescape(pieces)))
        if missing:
            yield f"not marked in article {marked.article}: {', '.join(sorted(missing))}"


def _about_titles(page: _ResultPage) -> Iterator[str]:
    for result in page.results:
        if html.unescape(_MARK.sub(r"\1", result.title_html)) != result.title:
            yield f"title_html without marks is not the title of {result.url}"
