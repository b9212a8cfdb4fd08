"""Headlines without accents go in, the share that is restored comes out.

    python -m tests.benchmarks accents FILE --corpus FILE [--index DIR] [--json]

FILE has one JSON object a line with `plain` and `accented`. Words are compared in their canonical
spelling: `hoà` is `hòa`. Words that are numbers are left out of the share of syllables.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import click

from index.language.model import LanguageModel
from index.language.restoring import restore
from index.text.composition import one_line
from index.text.tokens import tokenize
from tests.benchmarks.language_bench import corpus_options, indexed, say

_SLOWEST = 0.99


@dataclass(frozen=True, slots=True)
class Restoration:
    """Shares of 1: of syllables, and of whole headlines."""

    syllables: float
    headlines: float


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline as typed without accents, word by word, and the canonical words it should be."""

    plain: tuple[str, ...]
    wanted: tuple[str, ...]


def read_headlines(file: Path) -> list[Headline]:
    """The headlines of a file that have as many words in both forms."""
    headlines = []
    for line in file.read_text(encoding="utf-8").splitlines():
        content = json.loads(line)
        plain = tuple(token.text for token in tokenize(one_line(content["plain"])))
        wanted = tuple(token.canonical for token in tokenize(one_line(content["accented"])))
        if plain and len(plain) == len(wanted):
            headlines.append(Headline(plain, wanted))
    return headlines


def measure(
    headlines: Sequence[Headline], language: LanguageModel
) -> tuple[Restoration, list[float]]:
    """The shares restored rightly, and the seconds that each headline took."""
    syllables = right = whole = 0
    seconds = []
    for headline in headlines:
        began = time.perf_counter()
        restored = restore(headline.plain, language)
        seconds.append(time.perf_counter() - began)
        words = " ".join(restored.words if restored else headline.plain)
        given = [token.canonical for token in tokenize(words)]
        whole += given == list(headline.wanted)
        for one, wanted in zip(given, headline.wanted, strict=True):
            if wanted.isalpha():
                syllables += 1
                right += one == wanted
    shares = Restoration(right / max(1, syllables), whole / max(1, len(headlines)))
    return shares, sorted(seconds)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@corpus_options
def accents(file: Path, *, corpus: Path, kept: Path | None, as_json: bool) -> None:
    """Restore the accents of headlines by an index of other articles."""
    headlines = read_headlines(file)
    with indexed(corpus, kept, say) as index:
        shares, seconds = measure(headlines, index.language)
    if as_json:
        click.echo(json.dumps(asdict(shares)))
        return
    click.echo(f"{len(headlines):,} headlines")
    click.echo(f"syllables restored   {shares.syllables:.2%}")
    click.echo(f"whole headlines      {shares.headlines:.2%}")
    slowest = seconds[int(len(seconds) * _SLOWEST)] if seconds else 0.0
    click.echo(f"a headline took {median(seconds or [0]) * 1e3:.1f} ms, p99 {slowest * 1e3:.1f} ms")
