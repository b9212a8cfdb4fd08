"""What became of a request goes out as a value: read, moved, gone, refused or failed.

All of these are expected of portals; none is an exception.
"""

from dataclasses import dataclass
from enum import StrEnum

from index import Article


class RefusedBy(StrEnum):
    """Who did not let a page be fetched."""

    ROBOTS = "robots"
    GUARD = "guard"
    SCOPE = "scope"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a page was read to: an article, addresses that lead on, or a problem to report."""

    article: Article | None = None
    articles: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The server sent the page: its bytes as fetched and what was found on it.

    `etag` and `last_modified` are what the server wants to hear next time.
    """

    status: int
    body: bytes
    finding: Finding
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """The page is elsewhere; `to` is the address to fetch."""

    status: int
    to: str


@dataclass(frozen=True, slots=True)
class Gone:
    """There is no such page (any more): 404 or 410."""

    status: int


@dataclass(frozen=True, slots=True)
class Refused:
    """The page was not asked for."""

    by: RefusedBy
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """No page came. `again`: asking again may help; `wait`: seconds the server asks us to wait."""

    reason: str
    again: bool = False
    wait: float | None = None


Outcome = Read | Moved | Gone | Refused | Failed
