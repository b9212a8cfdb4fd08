"""An address goes in, its identity comes out: the same for all spellings of one page."""

import re
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

_LONGEST = 2_000
_DEFAULT_PORTS = {"http": 80, "https": 443}

# Names that portals and newsletters add to follow a reader or a session; the page is the same.
_TRACKING_PREFIXES = ("utm_", "_adf", "mc_")
_TRACKING = frozenset(
    {
        "_afrloop",
        "_afrwindowmode",
        "fbclid",
        "gclid",
        "igshid",
        "jsessionid",
        "msclkid",
        "p_auth",
        "phpsessid",
        "sessionid",
        "yclid",
        "zarsrc",
    }
)


_PATH_PARAMETER = re.compile(r";([^;/=]*)[^;/]*")  # as Java portals write: /tin;jsessionid=1A2B


def is_tracking(name: str) -> bool:
    """Whether a query parameter follows a reader or a session and says nothing of the page."""
    folded = name.casefold()
    return folded in _TRACKING or folded.startswith(_TRACKING_PREFIXES)


def host_of(url: str) -> str:
    """The host of a url: lower case, ASCII, without `www.` and port.

    Raises ValueError where the url is not an absolute http or https one.
    """
    return _ascii_host(url).removeprefix("www.")


def _ascii_host(url: str) -> str:
    if len(url) > _LONGEST:
        raise ValueError(f"longer than {_LONGEST} characters")
    parts = urlsplit(url)
    if parts.scheme.lower() not in _DEFAULT_PORTS:
        raise ValueError("not an absolute http or https address")
    host = (parts.hostname or "").rstrip(".")
    if not host:
        raise ValueError("no host in it")
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ValueError("its host is not a name") from error


def identity(url: str) -> str:
    """What two spellings of one address have in common: `host[:port]/path[?query]`.

    Scheme, `www.`, a final slash, a fragment, tracking and session parameters, the order of
    parameters and the way of percent-encoding make no second identity.
    Raises ValueError where the url is not an absolute http or https one, or too long.
    """
    parts = urlsplit(url.strip())
    host = host_of(url.strip())
    port = parts.port
    if port is not None and port != _DEFAULT_PORTS[parts.scheme.lower()]:
        host = f"{host}:{port}"
    bare_path = _PATH_PARAMETER.sub(_unless_tracking, parts.path)
    path = quote(unquote_to_bytes(bare_path), safe="/:;@!$&'()*+,=~-._").rstrip("/")
    pairs = parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
    kept = sorted(pair for pair in pairs if not is_tracking(pair[0]))
    query = urlencode(kept, errors="surrogateescape")
    return f"{host}{path}" + (f"?{query}" if query else "")


def _unless_tracking(parameter: re.Match[str]) -> str:
    return "" if is_tracking(parameter[1]) else parameter[0]
