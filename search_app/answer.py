"""A Query and its ResultPage go in, the JSON object that machines read comes out."""

from collections.abc import Sequence
from typing import TypedDict

from index import FacetValue, Hit, Note, Query, ResultPage
from search_app.links import Links
from search_app.marking import marked, marked_snippet, plain_snippet

# "from" is a word of Python, so these two cannot be written as classes.
AnswerNote = TypedDict(
    "AnswerNote", {"kind": str, "from": str, "to": str, "applied": bool, "link": str}
)


class AnswerQuery(TypedDict):
    """The text as it came, as it was read, and what was done to it."""

    text: str
    understood: str
    notes: list[AnswerNote]


class AnswerResult(TypedDict):
    """One article; `published_at` is ISO 8601 on a clock in Vietnam, null where unknown."""

    url: str
    title: str
    title_html: str
    snippet: str
    snippet_html: str
    site: str
    section: str
    published_at: str | None
    author: str
    unit: str
    score: float


class AnswerFacetValue(TypedDict):
    """One value of a facet and its articles."""

    value: str
    count: int


class AnswerFacets(TypedDict):
    """At most 20 values each, each counted without its own filter."""

    site: list[AnswerFacetValue]
    section: list[AnswerFacetValue]
    year: list[AnswerFacetValue]


class AnswerSuggestion(TypedDict):
    """Another query worth trying."""

    text: str
    link: str


class Answer(TypedDict):
    """What `/api/v1/search` and `timtin search --json` say; every key is always there."""

    query: AnswerQuery
    total: int
    page: int
    per_page: int
    pages: int
    took_ms: float
    relaxed: str | None
    partial: bool
    results: list[AnswerResult]
    facets: AnswerFacets
    suggestion: AnswerSuggestion | None


def answer(query: Query, page: ResultPage, *, took_ms: float, links: Links) -> Answer:
    """Put an answer in the words of the API; `links` are those of the page that was asked."""
    return Answer(
        query=AnswerQuery(
            text=query.text,
            understood=page.understood,
            notes=[_note(note, links) for note in page.notes],
        ),
        total=page.total,
        page=page.page,
        per_page=page.per_page,
        pages=page.pages,
        took_ms=round(took_ms, 1),
        relaxed=page.relaxed,
        partial=page.partial,
        results=[_result(hit) for hit in page.hits],
        facets=AnswerFacets(
            site=_facet(page.facets.site),
            section=_facet(page.facets.section),
            year=_facet(page.facets.year),
        ),
        suggestion=_suggestion(page.suggestion, links),
    )


def _note(note: Note, links: Links) -> AnswerNote:
    return {
        "kind": note.kind,
        "from": note.source,
        "to": note.target,
        "applied": note.applied,
        "link": links.changed(note.changes),
    }


def _result(hit: Hit) -> AnswerResult:
    article = hit.article
    moment = article.local_time
    return {
        "url": article.url,
        "title": article.title,
        "title_html": str(marked(hit.title)),
        "snippet": plain_snippet(hit.passages),
        "snippet_html": str(marked_snippet(hit.passages)),
        "site": article.site,
        "section": article.section,
        "published_at": moment.isoformat() if moment else None,
        "author": article.author,
        "unit": article.unit,
        "score": round(hit.score, 4),
    }


def _facet(values: Sequence[FacetValue]) -> list[AnswerFacetValue]:
    return [{"value": value.value, "count": value.count} for value in values]


def _suggestion(text: str | None, links: Links) -> AnswerSuggestion | None:
    if text is None:
        return None
    return AnswerSuggestion(text=text, link=links.changed([("q", text)]))
