"""A ResultPage goes in, what its page shows comes out as ready values for a template."""

import re
from dataclasses import dataclass

from markupsafe import Markup

from index import Hit, ResultPage
from search_app.echo import may_echo
from search_app.facet_view import Chip, FacetGroup, chips, facet_groups
from search_app.figures import day, number
from search_app.links import Links
from search_app.marking import marked, marked_snippet
from search_app.note_view import NotesView, notes_view, problem_notices
from search_app.pager import PageLink, page_links
from search_app.request_query import Asked
from search_app.wording import wording

_QUOTES = frozenset('"“”')
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class HitView:
    """One result; `day` is "" and `moment` too where the day is not known."""

    title: Markup
    snippet: Markup
    href: str
    lang: str
    day: str
    moment: str
    site: str
    section: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several ways to see the same results."""

    label: str
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tip:
    """Something to try; `href` is "" where it takes the reader's own hands."""

    label: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultView:
    """Everything that the page of results shows."""

    heading: str
    title: str
    range: str
    total: int
    notices: tuple[str, ...]
    notes: NotesView
    suggestion: str
    suggestion_href: str
    hits: tuple[HitView, ...]
    tips: tuple[Tip, ...]
    beyond: str
    first_page: str
    sorts: tuple[Choice, ...]
    accents: tuple[Choice, ...]
    facets: tuple[FacetGroup, ...]
    chips: tuple[Chip, ...]
    drop_all: str
    pages: tuple[PageLink, ...]
    since: str
    until: str


def result_view(asked: Asked, page: ResultPage, links: Links) -> ResultView:
    """Make the values of a page; `links` are those of the request."""
    suggestion = page.suggestion if page.suggestion and may_echo(page.suggestion) else ""
    text = wording(asked.lang)
    return ResultView(
        heading=_heading(asked, page),
        title=asked.query.text if _echoes(asked) else text["results"],
        range=_range(asked, page),
        total=page.total,
        notices=(*problem_notices(asked), *((text["partial"],) if page.partial else ())),
        notes=notes_view(asked, page, links),
        suggestion=suggestion,
        suggestion_href=links.changed([("q", suggestion)]) if suggestion else "",
        hits=tuple(_hit(hit, asked.lang) for hit in page.hits),
        tips=() if page.total else _tips(asked, links),
        beyond=_beyond(asked, page),
        first_page=links.changed([("page", "1")]),
        sorts=_choices(asked, links, "sort", asked.query.sort),
        accents=_choices(asked, links, "accents", asked.query.accents),
        facets=facet_groups(asked, page.facets, links),
        chips=chips(asked, links),
        drop_all=_without_filters(links),
        pages=page_links(asked.lang, page, links),
        since=asked.since,
        until=asked.until,
    )


def _echoes(asked: Asked) -> bool:
    return bool(asked.query.text) and may_echo(asked.query.text)


def _heading(asked: Asked, page: ResultPage) -> str:
    key = {0: "none", 1: "found_one"}.get(page.total, "found")
    if _echoes(asked):
        key += "_for"
    count = number(page.total, asked.lang)
    return wording(asked.lang)[key].format(count=count, query=_unquoted(asked.query.text))


def _unquoted(text: str) -> str:
    """A lone phrase without its quotation marks, for a heading that has its own."""
    inside = text[1:-1]
    is_phrase = text[:1] in _QUOTES and text[-1:] in _QUOTES
    return inside if inside and is_phrase and not _QUOTES & set(inside) else text


def _range(asked: Asked, page: ResultPage) -> str:
    if not page.hits:
        return ""
    first = (page.page - 1) * page.per_page + 1
    return wording(asked.lang)["range"].format(
        first=number(first, asked.lang),
        last=number(first + len(page.hits) - 1, asked.lang),
        page=number(page.page, asked.lang),
        pages=number(page.pages, asked.lang),
    )


def _beyond(asked: Asked, page: ResultPage) -> str:
    if page.page <= max(1, page.pages):
        return ""
    return wording(asked.lang)["beyond"].format(
        page=number(page.page, asked.lang), pages=number(page.pages, asked.lang)
    )


def _hit(hit: Hit, lang: str) -> HitView:
    article = hit.article
    moment = article.local_time
    return HitView(
        title=marked(hit.title),
        snippet=marked_snippet(hit.passages),
        href=article.url,
        lang=article.lang if _LANGUAGE_TAG.fullmatch(article.lang) else "vi",
        day=day(moment.date(), lang) if moment else "",
        moment=moment.isoformat(timespec="seconds") if moment else "",
        site=article.site,
        section=article.section,
        unit=article.unit,
    )


def _tips(asked: Asked, links: Links) -> tuple[Tip, ...]:
    text = wording(asked.lang)
    query = asked.query
    if not query.asks_for_words and not query.filters:
        return (Tip(label=text["tip_words"]),)
    tips = [Tip(label=text["tip_spelling"]), Tip(label=text["tip_fewer"])]
    if any(phrase.quoted for wanted in query.alternatives for phrase in wanted):
        tips.append(Tip(label=text["tip_quotes"]))
    if chips(asked, links):
        tips.append(Tip(label=text["tip_filters"], href=_without_filters(links)))
    if query.accents != "ignore":
        tips.append(Tip(label=text["tip_accents"], href=links.changed([("accents", "ignore")])))
    return tuple(tips)


def _without_filters(links: Links) -> str:
    return links.changed([(name, "") for name in ("from", "to", "site", "section")])


def _choices(asked: Asked, links: Links, name: str, chosen: str) -> tuple[Choice, ...]:
    values = {
        "sort": ("relevance", "newest", "oldest"),
        "accents": ("auto", "strict", "ignore"),
    }[name]
    return tuple(
        Choice(
            label=wording(asked.lang)[f"{name}_{value}"],
            href=links.changed([(name, value)]),
            chosen=value == chosen,
        )
        for value in values
    )
