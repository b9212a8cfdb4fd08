"""Nanoseconds go in; medians, ratios and their mean over the mix come out, in milliseconds."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import geometric_mean, median

from tests.benchmarks.measure import Times
from tests.benchmarks.queries import CLASSES, MIX, QueryClass, TimedQuery

_MILLISECOND = 1_000_000  # nanoseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """How long the queries of a class took one engine, in milliseconds."""

    median_ms: float
    p95_ms: float
    p99_ms: float
    samples: int


def summary(taken: Mapping[TimedQuery, Sequence[int]]) -> Summary | None:
    """Median and tails of every single time taken; None where no query was timed."""
    every = sorted(time for times in taken.values() for time in times)
    if not every:
        return None
    return Summary(
        median_ms=round(median(every) / _MILLISECOND, 5),
        p95_ms=round(_percentile(every, 0.95) / _MILLISECOND, 5),
        p99_ms=round(_percentile(every, 0.99) / _MILLISECOND, 5),
        samples=len(every),
    )


def _percentile(ascending: Sequence[int], share: float) -> int:
    """The smallest time that so many are not above (nearest rank)."""
    return ascending[math.ceil(share * len(ascending)) - 1]


def summaries(times: Times) -> dict[str, dict[QueryClass, Summary]]:
    """Summaries by engine and class; a class that an engine lacks is left out."""
    return {
        name: {kind: summed for kind in CLASSES if (summed := summary(classes.get(kind, {})))}
        for name, classes in times.taken.items()
    }


def ratios(times: Times, ours: str, theirs: str) -> dict[QueryClass, float]:
    """Our median over theirs by class, of the queries that both answered."""
    found: dict[QueryClass, float] = {}
    for kind in CLASSES:
        one, other = (times.taken[name].get(kind, {}) for name in (ours, theirs))
        both = one.keys() & other.keys()
        if both:
            found[kind] = _median(one, both) / _median(other, both)
    return found


def _median(taken: Mapping[TimedQuery, Sequence[int]], queries: set[TimedQuery]) -> float:
    return median(time for query in queries for time in taken[query])


def over_mix(by_class: Mapping[QueryClass, float]) -> float | None:
    """The geometric mean of ratios over the classes of the mix; None where there is none."""
    inside = [by_class[kind] for kind in MIX if kind in by_class]
    return geometric_mean(inside) if inside else None


def growth(
    small: Mapping[QueryClass, Summary], large: Mapping[QueryClass, Summary]
) -> dict[QueryClass, float]:
    """By how much the median of each class grew."""
    return {
        kind: large[kind].median_ms / small[kind].median_ms
        for kind in CLASSES
        if kind in small and kind in large
    }
