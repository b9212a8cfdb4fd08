"""Work as it is done goes in; a bar on a terminal, or plain lines in a pipe, come out on stderr."""

import sys
import time
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self, TypeVar

import click
from tqdm import tqdm

Item = TypeVar("Item")

_LINE_EVERY = 5.0  # seconds between two plain lines: a log stays readable


class Progress:
    """Counts units of work under a label, with rate and, where `total` is known, time left."""

    def __init__(self, label: str, *, unit: str, total: int | None = None) -> None:
        self._label = label
        self._unit = unit
        self._total = total
        self._done = 0
        self._began = self._told = time.monotonic()
        self._bar = (
            tqdm(desc=label, unit=f" {unit}", total=total, file=sys.stderr, leave=False)
            if sys.stderr.isatty()
            else None
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.close()
        elif kind is None and self._done:
            self._tell()

    def advance(self, units: int = 1) -> None:
        """So many units more are done."""
        self._done += units
        if self._bar is not None:
            self._bar.update(units)
        elif time.monotonic() - self._told >= _LINE_EVERY:
            self._tell()

    def reach(self, done: int) -> None:
        """So many units are done in all."""
        self.advance(done - self._done)

    def _tell(self) -> None:
        self._told = time.monotonic()
        seconds = max(self._told - self._began, 0.001)
        rate = self._done / seconds
        of_total = f"/{self._total}" if self._total is not None else ""
        left = (self._total or 0) - self._done
        ahead = f", còn {left / rate:.0f} giây" if left > 0 else ""
        line = f"{self._label}: {self._done}{of_total} {self._unit}, {rate:.0f}/giây{ahead}"
        click.echo(line, err=True)


def watched(items: Iterable[Item], total: int | None, *, label: str, unit: str) -> Iterator[Item]:
    """Pass items on, counting them."""
    with Progress(label, unit=unit, total=total) as progress:
        for item in items:
            yield item
            progress.advance()
