"""The answer to a request for robots.txt goes in, what may be fetched and how fast comes out.

RFC 9309: a group for our own name beats the one for everybody; a server that fails must be
taken to forbid everything, one that has no such file allows everything.
"""

import math
import re
from dataclasses import dataclass, field
from http import HTTPStatus

from protego import Protego

from crawl.settings import PRODUCT

# The RFC asks for at least 500 KiB to be read.
_MOST_BYTES = 512_000
# A longer one would stop the crawl of a host for days; the RFC knows no Crawl-delay at all.
LONGEST_DELAY = 60.0

_GROUP = re.compile(r"^\s*user-?\s?agent\s*:\s*([^#]*)", re.IGNORECASE)
_RULE = re.compile(r"^\s*(?:(?:dis)?allow|crawl-?\s?delay)\s*:", re.IGNORECASE)
_TOKEN = re.compile(r"[a-z_-]+|\*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """What one host lets us do: `delay` is in seconds or None, `sitemaps` as written there.

    `unavailable` says why everything is forbidden, where it is because of a failure.
    """

    _rules: Protego = field(repr=False)
    sitemaps: tuple[str, ...] = ()
    unavailable: str = ""

    def allows(self, url: str) -> bool:
        """Whether an address may be fetched."""
        return not self.unavailable and self._rules.can_fetch(url, PRODUCT)

    @property
    def delay(self) -> float | None:
        """The Crawl-delay asked of us, at most a minute."""
        asked = self._rules.crawl_delay(PRODUCT)
        if asked is None or math.isnan(asked):
            return None
        return min(max(asked, 0.0), LONGEST_DELAY)


def rules_unreachable(reason: str) -> RobotsRules:
    """What holds while robots.txt cannot be had: nothing may be fetched."""
    return RobotsRules(Protego.parse(""), unavailable=reason)


def read_rules(status: int, body: bytes, *, content_type: str = "") -> RobotsRules:
    """The rules that an answer means; a redirect must have been followed before."""
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return rules_unreachable(f"robots.txt was answered with {status}")
    # Some portals answer every address with a page; markup holds no rules.
    if status != HTTPStatus.OK or "html" in content_type.lower():
        return RobotsRules(Protego.parse(""))
    text = body[:_MOST_BYTES].decode("utf-8", errors="replace").removeprefix("\ufeff")
    everything = Protego.parse(text)
    return RobotsRules(Protego.parse(_own_group(text)), sitemaps=tuple(everything.sitemaps))


def _own_group(text: str) -> str:
    """The rules that hold for us, as the only group of a file.

    Protego takes any name that ours begins with for ours; the RFC wants the whole word.
    """
    groups: dict[str, list[str]] = {PRODUCT: [], "*": []}
    named: set[str] = set()
    seen: set[str] = set()
    in_names = False
    for line in text.splitlines():
        name = _GROUP.match(line)
        if name is not None:
            token = _TOKEN.match(name[1].strip())
            named = named if in_names else set()
            named.add(token[0].lower() if token else "")
            seen |= named
            in_names = True
        elif _RULE.match(line):
            in_names = False
            for agent in named & groups.keys():
                groups[agent].append(line)
    return "\n".join(["User-agent: *", *groups[PRODUCT if PRODUCT in seen else "*"]])
