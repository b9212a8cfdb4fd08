"""A profile in TOML goes in, the rules to read one family of portals come out, checked."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from crawl.addresses import AddressRules, Fold
from crawl.errors import SiteFileError
from crawl.extraction.dates import Order
from crawl.toml_table import Table

_FAMILIES = Path(__file__).with_name("profiles")
_ORDERS: Mapping[str, Order] = {"dmy": "dmy", "mdy": "mdy"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Where a text stands: selectors in order of trust, and the part of the text that counts.

    `css@name` takes the attribute `name` instead of the text. `regex` keeps its first group.
    """

    css: tuple[str, ...] = ()
    regex: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRules:
    """Where the parts of an article stand, as CSS selectors.

    `url` is what path and query of an article's page look like, `detect` what stands on such a
    page and on no listing; where both are empty, title and body decide alone.
    """

    title: Field
    body: tuple[str, ...]
    url: re.Pattern[str] | None = None
    detect: tuple[str, ...] = ()
    date: Field = Field()
    order: Order = "dmy"
    updated: Field = Field()
    poster: Field = Field()
    summary: Field = Field()
    section: Field = Field()
    tags: Field = Field()
    drop: tuple[str, ...] = ()
    caption: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRules:
    """How articles are found: links to them, to further pages; sitemaps and feeds by path."""

    link: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    sitemap: tuple[str, ...] = ()
    feed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How to read the pages of one family of portals, or of one portal."""

    name: str
    article: ArticleRules
    listing: ListingRules = ListingRules()
    addresses: AddressRules = field(default_factory=AddressRules)


PROFILE_TABLES = ("article", "listing", "address")


def family(name: str) -> Profile:
    """The bundled profile of a family, such as `drupal7`. Raises SiteFileError."""
    return read_profile(family_table(name))


def family_table(name: str) -> Table:
    """The bundled profile as it stands in its file."""
    names = sorted(path.stem for path in _FAMILIES.glob("*.toml"))
    if name not in names:
        raise SiteFileError(f"there is no profile {name!r}; bundled are {', '.join(names)}")
    return read_table(_FAMILIES / f"{name}.toml")


def read_table(path: Path) -> Table:
    """A TOML file as a table. Raises SiteFileError where it cannot be read."""
    try:
        return Table(str(path), tomllib.loads(path.read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise SiteFileError(f"{path}: {error}") from error


def read_profile(table: Table) -> Profile:
    """A profile's tables, checked: every selector and pattern compiles, no key is unknown."""
    return Profile(
        name=table.text("name"),
        article=_article(table.table("article")),
        listing=_listing(table.table("listing")),
        addresses=_addresses(table.table("address")),
    )


def _article(table: Table) -> ArticleRules:
    table.only(_names(ArticleRules) - {"order"})
    date = table.table("date")
    date.only({"css", "regex", "order"})
    order = date.text("order", default="dmy")
    if order not in _ORDERS:
        raise date.wrong("order", f"expected dmy or mdy, found {order!r}")
    rules = ArticleRules(
        url=table.pattern("url"),
        detect=_selectors(table, "detect"),
        title=_named_field(table, "title"),
        date=_field(date),
        order=_ORDERS[order],
        updated=_named_field(table, "updated"),
        poster=_named_field(table, "poster"),
        summary=_named_field(table, "summary"),
        section=_named_field(table, "section"),
        tags=_named_field(table, "tags"),
        body=_selectors(table, "body"),
        drop=_selectors(table, "drop"),
        caption=_selectors(table, "caption"),
        byline=_selectors(table, "byline"),
        attachments=_selectors(table, "attachments"),
    )
    if not rules.title.css or not rules.body:
        raise table.wrong("title" if rules.body else "body", "no selector is given")
    return rules


def _named_field(table: Table, name: str) -> Field:
    if isinstance(table.values.get(name), list):
        return Field(css=_selectors(table, name))
    inner = table.table(name)
    inner.only({"css", "regex"})
    return _field(inner)


def _field(table: Table) -> Field:
    regex = table.pattern("regex")
    if regex is not None and regex.groups != 1:
        raise table.wrong("regex", "expected exactly one group: the part that counts")
    return Field(css=_selectors(table, "css"), regex=regex)


def _listing(table: Table) -> ListingRules:
    table.only(_names(ListingRules))
    return ListingRules(
        link=_selectors(table, "link"),
        next=_selectors(table, "next"),
        sitemap=table.texts("sitemap"),
        feed=table.texts("feed"),
    )


def _addresses(table: Table) -> AddressRules:
    table.only({"drop", "fold"})
    folds = table.values.get("fold", [])
    if not isinstance(folds, list) or not all(isinstance(fold, dict) for fold in folds):
        raise table.wrong("fold", "expected a list of { match, to }")
    return AddressRules(
        drop=frozenset(name.lower() for name in table.texts("drop")),
        folds=tuple(_fold(Table(table.source, fold, f"{table.path}fold.")) for fold in folds),
    )


def _fold(table: Table) -> Fold:
    table.only({"match", "to"})
    match, to = table.pattern("match"), table.text("to")
    if match is None or not to:
        raise table.wrong("match" if to else "to", "is missing")
    try:
        re.compile(f"(?:{match.pattern})|").sub(to, "")
    except (re.error, IndexError) as error:
        raise table.wrong("to", f"{to!r} does not fit {match.pattern!r}: {error}") from error
    return Fold(match, to)


def _selectors(table: Table, key: str) -> tuple[str, ...]:
    # soupsieve is what bs4 selects with; whoever never crawls never loads it.
    import soupsieve  # noqa: PLC0415 - as said above

    written = table.texts(key)
    for selector in written:
        try:
            soupsieve.compile(split_attribute(selector)[0])
        except soupsieve.SelectorSyntaxError as error:
            reason = str(error).partition("\n")[0]
            raise table.wrong(key, f"{selector!r} is no CSS selector: {reason}") from error
    return written


def _names(rules: type[ArticleRules | ListingRules]) -> set[str]:
    return {rule.name for rule in fields(rules)}


def split_attribute(selector: str) -> tuple[str, str]:
    """`meta[name=date]@content` as selector and attribute; the attribute may be empty."""
    css, mark, attribute = selector.rpartition("@")
    if mark and re.fullmatch(r"[\w:-]+", attribute):
        return css, attribute
    return selector, ""
