"""A SpeedReport goes in, one SVG picture of its warm medians comes out."""

import math
from collections.abc import Iterator
from html import escape

from tests.benchmarks.figures import Summary, summaries
from tests.benchmarks.measure import MEASURES, Measure
from tests.benchmarks.queries import CLASSES, QueryClass
from tests.benchmarks.speed import SizeReport, SpeedReport

_WIDTH, _PANEL, _TOP, _LEFT, _RIGHT, _BOTTOM = 920, 300, 56, 64, 16, 84
# Told apart without colour too: by the order of the bars and by how dark they are.
_COLOURS = ("#0b5345", "#c0392b", "#d4ac0d", "#2471a3", "#8e44ad")
_TITLES: dict[Measure, str] = {"search": "Search alone", "answer": "Whole answer"}
_GROUP_SHARE = 0.8  # of a class's width; the rest is air

Medians = dict[str, dict[QueryClass, Summary]]


def svg(report: SpeedReport) -> str:
    """A picture of the largest size: two panels, logarithmic milliseconds, a bar an engine."""
    size = report.sizes[-1]
    height = _TOP + len(MEASURES) * (_PANEL + _BOTTOM)
    box = f'viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif" font-size="12"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {box}>',
        f'<rect width="{_WIDTH}" height="{height}" fill="white"/>',
        _text(_LEFT, 20, f"{report.corpus}, {size.size:,} articles, {report.when}", size=15),
        *_legend(size),
    ]
    for place, measured in enumerate(MEASURES):
        top = _TOP + place * (_PANEL + _BOTTOM)
        parts.extend(_panel(summaries(size.times[measured]["warm"]), measured, top))
    parts.append("</svg>\n")
    return "\n".join(parts)


def _legend(size: SizeReport) -> Iterator[str]:
    for place, name in enumerate(size.indexes):
        left = _LEFT + place * 110
        yield f'<rect x="{left}" y="30" width="12" height="12" fill="{_COLOURS[place]}"/>'
        yield _text(left + 17, 40, name)


def _panel(medians: Medians, measured: Measure, top: int) -> Iterator[str]:
    figures = [one.median_ms for classes in medians.values() for one in classes.values()]
    low = math.floor(math.log10(min(figures)))
    high = max(low + 1, math.ceil(math.log10(max(figures))))

    def height(milliseconds: float) -> float:
        return _PANEL * (math.log10(milliseconds) - low) / (high - low)

    floor = top + _PANEL
    for power in range(low, high + 1):
        y = floor - height(10.0**power)
        yield (
            f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
        )
        yield _text(_LEFT - 6, y + 4, f"{10.0**power:g}", anchor="end")
    yield _text(_LEFT + 4, top + 12, f"{_TITLES[measured]}: median, ms", size=13)
    group = (_WIDTH - _LEFT - _RIGHT) / len(CLASSES)
    width = group * _GROUP_SHARE / len(medians)
    for number, kind in enumerate(CLASSES):
        left = _LEFT + number * group + group * (1 - _GROUP_SHARE) / 2
        for place, (name, classes) in enumerate(medians.items()):
            if kind in classes:
                median = classes[kind].median_ms
                tall = max(height(median), 1.0)
                yield (
                    f'<rect x="{left + place * width:.1f}" y="{floor - tall:.1f}"'
                    f' width="{width:.1f}" height="{tall:.1f}" fill="{_COLOURS[place]}">'
                    f"<title>{escape(name)}, {kind}: {median:g} ms</title></rect>"
                )
        middle = left + group * _GROUP_SHARE / 2
        yield _text(middle, floor + 14, kind, anchor="end", turned=-35)


def _text(
    x: float, y: float, text: str, *, size: int = 12, anchor: str = "start", turned: int = 0
) -> str:
    turn = f' transform="rotate({turned} {x:.1f} {y:.1f})"' if turned else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}"{turn}>'
        f"{escape(text)}</text>"
    )
