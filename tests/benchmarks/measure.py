"""Open engines and queries go in; times and totals come out, the engines taking turns."""

import gc
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal, get_args

from tests.benchmarks.engines.engine import OpenEngine
from tests.benchmarks.queries import QueryClass, TimedQuery

Measure = Literal["search", "answer"]
Stage = Literal["first", "single", "warm"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
STAGES: tuple[Stage, ...] = get_args(Stage)
# Queries an engine answers before the next has its turn: few, so that a slow minute of the
# machine hits all alike, but some, so that no engine finds its caches emptied at each query.
_TURN = 10
_SECOND = 1_000_000_000  # nanoseconds

Run = Callable[[], int | None]
Queries = Mapping[QueryClass, Sequence[TimedQuery]]


@dataclass(frozen=True, slots=True)
class Times:
    """Nanoseconds by engine, class and query, of one measure and stage."""

    taken: dict[str, dict[QueryClass, dict[TimedQuery, list[int]]]]


@dataclass(frozen=True)
class Totals:
    """What the engines found: totals by query and engine, several if it differed with itself."""

    found: defaultdict[TimedQuery, dict[str, set[int]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )

    def disagreements(
        self, names: frozenset[str]
    ) -> Iterator[tuple[TimedQuery, dict[str, set[int]]]]:
        """The queries for which these engines gave more than one total."""
        for query, by_engine in self.found.items():
            given = {name: totals for name, totals in by_engine.items() if name in names}
            if len(set().union(*given.values())) > 1:
                yield query, given


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often a warm query is asked, and the seconds after which an engine skips a class."""

    rounds: int
    seconds: float


def halves(queries: Queries) -> tuple[Queries, Queries]:
    """Queries for the first pass and the warm rounds, and others to be asked only once."""
    first = {kind: drawn[: (len(drawn) + 1) // 2] for kind, drawn in queries.items()}
    single = {kind: drawn[(len(drawn) + 1) // 2 :] for kind, drawn in queries.items()}
    return first, single


def measure(
    engines: Mapping[str, OpenEngine], measured: Measure, queries: Queries, pace: Pace
) -> tuple[dict[Stage, Times], Totals]:
    """Ask engines that were just opened: a first pass, other queries once, then warm rounds.

    Of a class that takes an engine longer than the pace allows, the later queries are skipped.
    """
    totals = Totals()
    first, single = halves(queries)
    stages: dict[Stage, tuple[Queries, int]] = {
        "first": (first, 1),
        "single": (single, 1),
        "warm": (first, pace.rounds),
    }
    taken: dict[Stage, Times] = {}
    for stage, (asked, rounds) in stages.items():
        runs = {
            name: {
                kind: [(query, _run(opened, measured, query)) for query in drawn]
                for kind, drawn in asked.items()
            }
            for name, opened in engines.items()
        }
        taken[stage] = _take_turns(runs, totals, rounds=rounds, seconds=pace.seconds)
    return taken, totals


def _run(opened: OpenEngine, measured: Measure, query: TimedQuery) -> Run | None:
    if measured == "search":
        return opened.search(query)
    if query.kind in opened.unanswered:
        return None
    # Asked once beforehand, of the search alone: whether it has such a query at all.
    return None if opened.search(query) is None else lambda: opened.answer(query)


def _take_turns(
    runs: Mapping[str, Mapping[QueryClass, Sequence[tuple[TimedQuery, Run | None]]]],
    totals: Totals,
    *,
    rounds: int,
    seconds: float,
) -> Times:
    times = Times({name: {kind: {} for kind in classes} for name, classes in runs.items()})
    spent: defaultdict[tuple[str, QueryClass], int] = defaultdict(int)
    names = list(runs)
    with _undisturbed():
        for turn, (kind, start) in enumerate(_bundles(next(iter(runs.values())), rounds)):
            place = turn % len(names)
            for name in names[place:] + names[:place]:
                for query, run in runs[name][kind][start : start + _TURN]:
                    if run is None or spent[name, kind] > seconds * _SECOND:
                        continue
                    begun = time.perf_counter_ns()
                    total = run()
                    taken = time.perf_counter_ns() - begun
                    spent[name, kind] += taken
                    times.taken[name][kind].setdefault(query, []).append(taken)
                    if total is not None:
                        totals.found[query][name].add(total)
    return times


def _bundles(
    classes: Mapping[QueryClass, Sequence[object]], rounds: int
) -> Iterator[tuple[QueryClass, int]]:
    """Class and first query of each bundle, the classes mixed, so that none has the good time."""
    longest = max(len(asked) for asked in classes.values())
    for _ in range(rounds):
        for start in range(0, longest, _TURN):
            for kind, asked in classes.items():
                if start < len(asked):
                    yield kind, start


@contextmanager
def _undisturbed() -> Iterator[None]:
    """No collection of garbage while times are taken."""
    was_on = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
