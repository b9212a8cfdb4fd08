"""A Query and articles go in; which pass its filters, in what order, and facets come out.

Slow and obviously right, as the plain engine that asks it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from index.article import Article
from index.query import Query, Sort
from index.ranking import MOST_FACET_VALUES
from index.results import Facets, facet_values


def in_filters(query: Query, article: Article) -> bool:
    """Whether an article passes the filters of a query."""
    return (
        _in_sites(query.sites, article.site)
        and (not query.sections or article.section in query.sections)
        and _in_days(query, article)
    )


def order(sort: Sort, score: float, article: Article) -> tuple[object, ...]:
    """The key that sorts results: never equal for two articles."""
    moment = article.published_at.timestamp() if article.published_at else None
    undated = moment is None
    newest = (undated, -(moment or 0.0))
    if sort is Sort.NEWEST:
        return (*newest, -score, article.identity)
    if sort is Sort.OLDEST:
        return (undated, moment or 0.0, -score, article.identity)
    return (-score, *newest, article.identity)


def _in_sites(sites: Sequence[str], site: str) -> bool:
    return not sites or any(site == wanted or site.endswith(f".{wanted}") for wanted in sites)


def _in_days(query: Query, article: Article) -> bool:
    if query.since is None and query.until is None:
        return True
    day = article.local_time.date() if article.local_time else None
    if day is None:
        return False
    return (query.since or date.min) <= day <= (query.until or date.max)


def facets_of(query: Query, found: list[Article]) -> Facets:
    """Count sites, sections and years, each without its own filter."""

    def count(values: Iterable[str]) -> Sequence[tuple[str, int]]:
        return list(Counter(value for value in values if value).items())

    without_sites = replace(query, sites=())
    without_sections = replace(query, sections=())
    without_days = replace(query, since=None, until=None)
    years = (
        str(article.local_time.year)
        for article in found
        if article.local_time and in_filters(without_days, article)
    )
    sites = (article.site for article in found if in_filters(without_sites, article))
    sections = (article.section for article in found if in_filters(without_sections, article))
    return Facets(
        site=facet_values(count(sites), limit=MOST_FACET_VALUES),
        section=facet_values(count(sections), limit=MOST_FACET_VALUES),
        year=facet_values(count(years), limit=MOST_FACET_VALUES),
    )
