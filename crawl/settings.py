"""What staff or a test decided goes in, the settings of one crawl come out, checked."""

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from crawl.errors import ContactMissing, CrawlError

PRODUCT = "timtin"
_TOP_PORT = 65_535
# Words that show a contact was never written: such mail reaches nobody.
_PLACEHOLDERS = ("example.", "your", "todo", "changeme")


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopbackPermit:
    """Leave to ask one port of this machine, under some names that end in `.localhost`.

    For the demo and for tests: only code can make one, no setting of any kind leads here.
    """

    port: int
    hosts: frozenset[str]

    def __post_init__(self) -> None:
        if not 0 < self.port <= _TOP_PORT:
            raise CrawlError(f"a loopback permit needs a port, found {self.port}")
        for host in self.hosts:
            if not host.endswith(".localhost") or host != host.lower():
                raise CrawlError(f"a loopback permit covers names in .localhost, not {host!r}")

    def covers(self, host: str, port: int) -> bool:
        """Whether a host name and port are the permitted ones."""
        return port == self.port and host in self.hosts


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlSettings:
    """How a crawl behaves. Times are in seconds, sizes in bytes.

    `contact` is the web or mail address of whoever runs the crawler. `delay` lies between the
    starts of two requests to one host, where neither its site file nor its robots.txt asks for
    more. `attempts` is how often a page is asked for while its server fails, `retry_wait` the
    pause before the second time, doubled each time after. `patience` is how many failures in a
    row end the crawl of a host until next time.
    """

    contact: str = ""
    delay: float = 1.0
    connect_timeout: float = 10.0
    timeout: float = 60.0
    most_bytes: int = 4_000_000
    attempts: int = 3
    retry_wait: float = 5.0
    patience: int = 5
    hosts_at_once: int = 16
    loopback: LoopbackPermit | None = None

    @property
    def user_agent(self) -> str:
        """How the crawler names itself to servers."""
        contact = f" (+{self.contact})" if self.contact else ""
        return f"{PRODUCT}/{_version()}{contact}"

    def require_contact(self, hosts: frozenset[str]) -> None:
        """Raise ContactMissing where hosts of others would be asked and nobody is named."""
        permitted = self.loopback.hosts if self.loopback else frozenset[str]()
        contact = self.contact.strip().lower()
        nobody = not contact or any(word in contact for word in _PLACEHOLDERS)
        strangers = sorted(hosts - permitted)
        if nobody and strangers:
            raise ContactMissing(
                f"the crawler would ask {strangers[0]} without saying who runs it: set the contact"
                " of the crawler to a web address or a mail address where you can be reached"
            )


def _version() -> str:
    try:
        return version(PRODUCT)
    except PackageNotFoundError:
        return "0"
