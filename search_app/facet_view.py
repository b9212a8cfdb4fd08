"""Facets and the filters in force go in; links that set and drop filters come out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from index import Facets, FacetValue
from search_app.echo import may_echo
from search_app.figures import day, number
from search_app.links import Links
from search_app.request_query import Asked
from search_app.wording import wording

_SHOWN = 6  # values before the rest is folded away: a facet stays within a phone's screen


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetLink:
    """One value; its link sets the filter, or drops it where it is in force."""

    label: str
    count: str
    href: str
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetGroup:
    """One facet: what is shown at once and what is folded away."""

    label: str
    shown: tuple[FacetLink, ...]
    folded: tuple[FacetLink, ...]
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A filter in force and the link that drops it."""

    label: str
    href: str


def facet_groups(asked: Asked, facets: Facets, links: Links) -> tuple[FacetGroup, ...]:
    """Facets that leave a choice, each with the filters in force first."""
    made = (
        ("site", _listed("site", facets.site, asked, links)),
        ("section", _listed("section", facets.section, asked, links)),
        ("year", _years(facets.year, asked, links)),
    )
    return tuple(_group(name, found, asked.lang) for name, found in made if _leaves_choice(found))


def chips(asked: Asked, links: Links) -> tuple[Chip, ...]:
    """Each filter in force that came as a parameter, with the link that drops it."""
    text = wording(asked.lang)
    found = [
        Chip(label=value if may_echo(value) or name == "site" else "…", href=href)
        for name in ("site", "section")
        for value in asked.values(name)
        for href in [links.dropping(name, value)]
    ]
    for name, value in (("since", asked.since), ("until", asked.until)):
        if value:
            label = text[f"{name}_chip"].format(day=day(date.fromisoformat(value), asked.lang))
            parameter = "from" if name == "since" else "to"
            found.append(Chip(label=label, href=links.changed([(parameter, "")])))
    return tuple(found)


def _listed(name: str, values: Iterable[FacetValue], asked: Asked, links: Links) -> list[FacetLink]:
    active = asked.values(name)
    return [
        FacetLink(
            label=value.value,
            count=number(value.count, asked.lang),
            href=links.dropping(name, value.value)
            if value.value in active
            else links.adding(name, value.value),
            active=value.value in active,
        )
        for value in values
    ]


def _years(values: Iterable[FacetValue], asked: Asked, links: Links) -> list[FacetLink]:
    found = []
    for value in sorted(values, key=lambda value: value.value, reverse=True):
        first, last = f"{value.value:0>4}-01-01", f"{value.value:0>4}-12-31"
        active = (asked.since, asked.until) == (first, last)
        change = [("from", ""), ("to", "")] if active else [("from", first), ("to", last)]
        found.append(
            FacetLink(
                label=value.value,
                count=number(value.count, asked.lang),
                href=links.changed(change),
                active=active,
            )
        )
    return found


def _leaves_choice(found: list[FacetLink]) -> bool:
    return len(found) > 1 or any(link.active for link in found)


def _group(name: str, found: list[FacetLink], lang: str) -> FacetGroup:
    first = sorted(found, key=lambda link: not link.active)
    folded = tuple(first[_SHOWN:])
    return FacetGroup(
        label=wording(lang)[name],
        shown=tuple(first[:_SHOWN]),
        folded=folded,
        more=wording(lang)["more_values"].format(count=number(len(folded), lang)),
    )
