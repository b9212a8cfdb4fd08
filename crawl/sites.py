"""A folder of TOML files goes in, the sites to crawl come out: where to begin, how to read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from crawl.addresses import AddressRules, authority_of, canonical
from crawl.errors import SiteFileError
from crawl.profile import PROFILE_TABLES, Profile, family_table, read_profile, read_table
from crawl.toml_table import Table

_SITE_KEYS = ("profile", "start", "hosts", "aliases", "delay", "limit", *PROFILE_TABLES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One portal: where to begin, which hosts belong to it, how its pages are read.

    `hosts` are the hosts that may be asked (those of `start`, unless given), each with its port
    where that is not the scheme's own. `delay` is seconds between two requests to a host,
    `limit` the most pages of one crawl.
    """

    name: str
    start: tuple[str, ...]
    profile: Profile
    hosts: tuple[str, ...] = ()
    delay: float | None = None
    limit: int | None = None

    def __post_init__(self) -> None:
        if not self.start:
            raise SiteFileError(f"site {self.name}: start: no address to begin with")
        for url in self.start:
            try:
                canonical(url, rules=AddressRules())
            except ValueError as error:
                raise SiteFileError(f"site {self.name}: start: {url!r}: {error}") from error
        if not self.hosts:
            found = dict.fromkeys(authority_of(url) for url in self.start)
            object.__setattr__(self, "hosts", tuple(found))

    def covers(self, url: str) -> bool:
        """Whether an address lies on a host of this site, with or without `www.`."""
        own = {host.removeprefix("www.") for host in self.hosts}
        return authority_of(url).removeprefix("www.") in own

    @property
    def host_names(self) -> tuple[str, ...]:
        """The hosts without their ports."""
        return tuple(urlsplit(f"//{host}").hostname or host for host in self.hosts)


def load_sites(folder: Path) -> tuple[Site, ...]:
    """The sites of a folder's `NAME.toml` files, by name.

    Raises SiteFileError naming the file and the key where one cannot be used.
    """
    return tuple(read_site(path) for path in sorted(folder.glob("*.toml")))


def read_site(path: Path) -> Site:
    """The site that one file describes. Raises SiteFileError."""
    table = read_table(path)
    table.only(_SITE_KEYS)
    hosts, aliases = table.texts("hosts"), table.texts("aliases")
    for key, names in (("hosts", hosts), ("aliases", aliases)):
        for name in names:
            if name != name.lower() or "/" in name or not name.strip():
                raise table.wrong(key, f"{name!r} is no host name in small letters")
    try:
        site = Site(
            name=path.stem,
            start=table.texts("start"),
            profile=read_profile(_tables(table)),
            hosts=hosts,
            delay=table.positive("delay"),
            limit=table.count("limit"),
        )
    except SiteFileError as error:
        message = str(error)
        raise SiteFileError(
            message if message.startswith(str(path)) else f"{path}: {message}"
        ) from error
    return _with_aliases(site, aliases)


def _tables(site: Table) -> Table:
    """The family's profile with the site's own keys laid over it, table by table."""
    name = site.text("profile")
    values: dict[str, object] = dict(family_table(name).values) if name else {"name": site.source}
    for key in PROFILE_TABLES:
        below = values.get(key, {})
        own = site.table(key).values
        values[key] = {**below, **own} if isinstance(below, Mapping) else own
    return Table(site.source, values)


def _with_aliases(site: Site, aliases: tuple[str, ...]) -> Site:
    """The site with its other host names folded into its first host."""
    if not aliases:
        return site
    rules = replace(site.profile.addresses, aliases=dict.fromkeys(aliases, site.host_names[0]))
    return replace(site, profile=replace(site.profile, addresses=rules))
