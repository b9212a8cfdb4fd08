"""A link as it stands on a page goes in, the address to fetch comes out, or None.

Two addresses of one page share an `identity` (index); this module says which spelling of it is
asked for: without fragment, session and tracking parameters, and never the page for printers.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote_plus, urljoin, urlsplit, urlunsplit

from index import identity, is_tracking

DEFAULT_PORTS: Mapping[str, int] = {"http": 80, "https": 443}
_LONGEST = 2_000  # `identity` refuses longer ones; no article of a real portal came near
_KEPT_AS_THEY_ARE = "/:?#[]@!$&'()*+,;=%~-._"
_PATH_PARAMETER = re.compile(r";([^;/?=]+)=[^;/?]*")


@dataclass(frozen=True, slots=True)
class Fold:
    r"""A twin of a page, by its path and query, and the path of the page itself.

    `to` may name groups of `match` as `\1`. Example: `^/print/(\d+)$` to `/node/\1`.
    """

    match: re.Pattern[str]
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRules:
    """What a portal's addresses carry beside the page: parameters to drop, twins to fold.

    `aliases` maps other host names of the portal to its own.
    """

    drop: frozenset[str] = frozenset()
    folds: tuple[Fold, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)


def resolve(link: str, *, base: str, rules: AddressRules) -> str | None:
    """The address to fetch for a link found on the page `base`; None where it leads to no page."""
    bare = link.strip()
    if not bare or bare.startswith("#"):
        return None
    try:
        return canonical(urljoin(base, bare), rules=rules)
    except ValueError:
        return None


def canonical(url: str, *, rules: AddressRules) -> str:
    """The spelling of an absolute address that is fetched.

    Raises ValueError where it is no http or https address of a sensible length.
    """
    identity(url)
    parts = urlsplit(url.strip())
    if parts.username is not None or parts.password is not None:
        raise ValueError("it carries a user name")
    scheme = parts.scheme.lower()
    target = _fold(_path(parts.path) + _with_mark(_query(parts.query, rules)), rules.folds)
    path, _, query = target.partition("?")
    query = _query(query, rules)
    address = urlunsplit((scheme, _authority(url, scheme, rules), path, query, ""))
    if len(address) > _LONGEST:
        raise ValueError(f"longer than {_LONGEST} characters")
    return address


def target_of(url: str) -> str:
    """Path and query of an address, as a profile's patterns see them."""
    parts = urlsplit(url)
    return (parts.path or "/") + _with_mark(parts.query)


def authority_of(url: str) -> str:
    """Host of an address, with its port where it is not the scheme's own."""
    return _authority(url, urlsplit(url).scheme.lower(), AddressRules())


def is_home(url: str) -> bool:
    """Whether an address is a portal's front page."""
    return urlsplit(url).path in {"", "/"} and not urlsplit(url).query


def declared(link: str, *, page: str, rules: AddressRules) -> str:
    """The address of a page that names `link` as its canonical one.

    The page's own address where the link leaves its host or names the front page: templates
    that say so on every page are common, and would make one article of all.
    """
    found = resolve(link, base=page, rules=rules)
    if found is None or is_home(found) or authority_of(found) != authority_of(page):
        return page
    return found


def _authority(url: str, scheme: str, rules: AddressRules) -> str:
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    host = rules.aliases.get(host, host)
    written = f"[{host}]" if ":" in host else host
    if parts.port is None or parts.port == DEFAULT_PORTS[scheme]:
        return written
    return f"{written}:{parts.port}"


def _path(path: str) -> str:
    bare = _PATH_PARAMETER.sub(_unless_tracking, path)
    return quote(_without_dots(bare), safe=_KEPT_AS_THEY_ARE) or "/"


def _unless_tracking(parameter: re.Match[str]) -> str:
    return "" if is_tracking(parameter[1]) else parameter[0]


def _without_dots(path: str) -> str:
    kept: list[str] = []
    pieces = path.split("/")
    for piece in pieces:
        if piece == "..":
            del kept[max(1, len(kept) - 1) :]
        elif piece != ".":
            kept.append(piece)
    if pieces[-1] in {".", ".."}:
        kept.append("")
    return "/".join(kept)


def _query(query: str, rules: AddressRules) -> str:
    kept = (pair for pair in query.split("&") if pair and not _says_nothing(pair, rules.drop))
    return quote("&".join(kept), safe=_KEPT_AS_THEY_ARE)


def _says_nothing(pair: str, drop: Iterable[str]) -> bool:
    name = unquote_plus(pair.partition("=")[0])
    return is_tracking(name) or name.lower() in drop


def _with_mark(query: str) -> str:
    return f"?{query}" if query else ""


def _fold(target: str, folds: Iterable[Fold]) -> str:
    for fold in folds:
        folded, times = fold.match.subn(fold.to, target, count=1)
        if times:
            return folded if folded.startswith("/") else f"/{folded}"
    return target
