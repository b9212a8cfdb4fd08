"""An exception from behind the door goes in, what may be said of it in public comes out.

The exception's own sentence names paths and process ids: that is for the log.
"""

from dataclasses import dataclass

from index import IndexDamaged, IndexIncompatible, IndexMissing, StoreUnusable

RETRY_AFTER_SECONDS = 60  # a small index is built in less, and nobody is hurt by asking again


@dataclass(frozen=True, slots=True)
class Outage:
    """Why there is no answer: a sentence for machines and the key of the page's wording."""

    reason: str
    wording: str


_MISSING = Outage("no index has been built yet", "outage_missing")
_UNREADABLE = Outage("the index cannot be read and must be built again", "outage_unreadable")
_OUTAGES: tuple[tuple[type[Exception], Outage], ...] = (
    (IndexMissing, _MISSING),
    (IndexIncompatible, _UNREADABLE),
    (IndexDamaged, _UNREADABLE),
    (StoreUnusable, _UNREADABLE),
)
OUTAGE_ERRORS = tuple(kind for kind, _ in _OUTAGES)


def outage(error: Exception) -> Outage:
    """What may be said of an error; of one that nobody foresaw, that the index is unreadable."""
    return next((said for kind, said in _OUTAGES if isinstance(error, kind)), _UNREADABLE)
