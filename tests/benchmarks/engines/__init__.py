"""The name of an engine goes in, the Engine comes out, its library imported only then."""

from importlib import import_module
from importlib.util import find_spec
from typing import cast

from tests.benchmarks.engines.engine import Engine

OURS = "timtin"
ENGINES = (OURS, "stock", "fts5", "tantivy")
SERVED = "served"
"""Ours again, asked as a visitor asks: marks as typed, every reading on. Only when named."""
_PLACES = {
    OURS: ("tests.benchmarks.engines.timtin", "ENGINE"),
    SERVED: ("tests.benchmarks.engines.timtin", "AS_SERVED"),
    "stock": ("tests.benchmarks.engines.stock", "ENGINE"),
    "fts5": ("tests.benchmarks.engines.fts5", "ENGINE"),
    "tantivy": ("tests.benchmarks.engines.tantivy_engine", "ENGINE"),
}


def missing(name: str) -> str | None:
    """What to do before an engine can be measured; None where it can be."""
    if name == "tantivy" and find_spec("tantivy") is None:
        return "tantivy is not installed; it is in the dependency group `bench`"
    return None


def engine(name: str) -> Engine:
    """The engine of that name."""
    module, attribute = _PLACES[name]
    return cast("Engine", getattr(import_module(module), attribute))
