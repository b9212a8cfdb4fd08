"""A host and the time go in, how long to wait before it may be asked again comes out.

Time is an argument, in seconds of the wall clock: it outlives the process, so that a crawl begun
anew after another keeps the distance too.
"""

from collections.abc import Mapping


class Pacing:
    """When each host may be asked; `default` seconds lie between two requests' starts."""

    def __init__(self, *, default: float, delays: Mapping[str, float]) -> None:
        self._default = default
        self._own = dict(delays)
        self._asked: dict[str, float] = {}
        self._started: dict[str, float] = {}
        self._held: dict[str, float] = {}

    def delay(self, host: str) -> float:
        """The delay of a host: ours, or what its robots.txt asks for if that is more."""
        return max(self._own.get(host, self._default), self._asked.get(host, 0.0))

    def ask(self, host: str, *, delay: float | None) -> None:
        """Note what a host's robots.txt asks for."""
        self._asked[host] = delay or 0.0

    def started(self, host: str, *, at: float) -> None:
        """Note that a request to a host begins."""
        self._started[host] = at

    def last_start(self, host: str) -> float | None:
        """When the last request to a host began."""
        return self._started.get(host)

    def hold(self, host: str, *, until: float) -> None:
        """Leave a host alone until then, because it fails or asks for it."""
        self._held[host] = max(until, self._held.get(host, 0.0))

    def wait(self, host: str, *, now: float) -> float:
        """Seconds until a host may be asked."""
        last = self._started.get(host)
        # A clock that was set back must not stop a host for longer than its delay.
        after_last = 0.0 if last is None else min(last - now, 0.0) + self.delay(host)
        return max(0.0, after_last, self._held.get(host, 0.0) - now)
