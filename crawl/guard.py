"""An address goes in; silence, or AddressRefused, comes out: what may be dialled at all.

A portal's links, redirects, robots.txt and sitemaps are written by others. None of them may
lead the crawler to this machine or its neighbours.
"""

import ipaddress
import socket
from urllib.parse import urlsplit

from crawl.addresses import DEFAULT_PORTS
from crawl.errors import AddressRefused
from crawl.settings import LoopbackPermit

# Where web servers of portals listen; any other port may be a door of something else.
_PORTS = frozenset({80, 443, 8080})
_LOOPBACK = "127.0.0.1"

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressGuard:
    """Refuses what is not the public web; the permit's own port and names are let through."""

    def __init__(self, permit: LoopbackPermit | None = None) -> None:
        self._permit = permit

    def check_url(self, url: str) -> None:
        """Refuse by scheme, port and literal address, before a name is looked up."""
        parts = urlsplit(url)
        scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".")
        if scheme not in DEFAULT_PORTS:
            raise AddressRefused(f"{url[:200]}: only http and https are asked")
        port = parts.port or DEFAULT_PORTS[scheme]
        if self.is_permitted(host, port):
            return
        if port not in _PORTS:
            raise AddressRefused(f"{url[:200]}: port {port} is no web server's (80, 443, 8080)")
        literal = _literal(host)
        if literal is not None:
            self.check_public(literal, host=host)
        elif host == "localhost" or host.endswith(".localhost"):
            raise AddressRefused(f"{url[:200]}: it names this machine")

    def is_permitted(self, host: str, port: int) -> bool:
        """Whether the loopback permit covers a host name and port."""
        return self._permit is not None and self._permit.covers(host, port)

    def addresses_of(self, host: str, port: int, found: list[str]) -> list[str]:
        """The addresses to dial of those that a name has: all must be public, or it is refused."""
        if self.is_permitted(host, port):
            return [_LOOPBACK]
        for address in found:
            self.check_public(ipaddress.ip_address(address.partition("%")[0]), host=host)
        return found

    def check_dialled(self, address: str, port: int) -> None:
        """Refuse at the last moment: the address and port that a connection is opened to."""
        if self._permit is not None and (address, port) == (_LOOPBACK, self._permit.port):
            return
        self.check_public(ipaddress.ip_address(address.partition("%")[0]), host=address)

    def check_public(self, address: IPAddress, *, host: str) -> None:
        """Refuse an address that is not globally routable, whatever it is wrapped in."""
        inner = _unwrapped(address)
        if not inner.is_global or inner.is_multicast or inner.is_reserved:
            raise AddressRefused(f"{host} is at {address}, which is not on the public network")


def _literal(host: str) -> IPAddress | None:
    """The address that a host is when written as one, in any of the forms a socket takes."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        pass
    try:
        # 127.1, 0x7f.1, 2130706433: no names, and the C library dials them.
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


def _unwrapped(address: IPAddress) -> IPAddress:
    """The IPv4 address inside an IPv6 one, where a network on the way would unwrap it."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    teredo = address.teredo[1] if address.teredo else None
    translated = ipaddress.IPv6Network("64:ff9b::/96")
    if address in translated:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or teredo or address
