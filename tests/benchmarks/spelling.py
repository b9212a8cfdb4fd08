"""Misspelt words with their neighbours go in, the share that is offered rightly comes out.

    python -m tests.benchmarks spelling FILE --corpus FILE [--correct HEADLINES] [--index DIR]
        [--json]

FILE has one JSON object a line with `wrong`, `right` (any of them will do), `left` and
`right_context`; the query is the wrong word with two words on each side. The offer is right where
the whole query is as it should be. HEADLINES has `accented` headlines, which are correct: an offer
for one is a false alarm. Left out, and counted apart: what is more than one word, what differs
from its correction in nothing that an index tells apart (`sỹ`, `sĩ`), and what the index has not.
"""

import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import click

from index.language.model import UNKNOWN, LanguageModel
from index.language.spelling import correct
from index.text.composition import one_line
from index.text.legal import is_legal
from index.text.tokens import tokenize
from tests.benchmarks.language_bench import corpus_options, indexed, say

_CONTEXT = 2  # words on each side
NONWORD, REAL_WORD, LEFT_OUT = "nonword", "real_word", "left_out"


@dataclass(frozen=True, slots=True)
class Misspelling:
    """A query with one wrong word, what it may be rightly, and the right words themselves."""

    words: tuple[str, ...]
    wrong: str
    wanted: tuple[tuple[str, ...], ...]
    right: tuple[tuple[str, ...], ...]


def read_misspellings(file: Path) -> list[Misspelling]:
    """The misspellings of a file whose wrong form is one word."""
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        content = json.loads(line)
        wrong = _words(content["wrong"])
        if len(wrong) != 1:
            continue
        left = _words(content["left"])[-_CONTEXT:]
        following = _words(content["right_context"])[:_CONTEXT]
        right = tuple(_canonical(" ".join(_words(one))) for one in content["right"])
        around = _canonical(" ".join(left)), _canonical(" ".join(following))
        found.append(
            Misspelling(
                words=(*left, *wrong, *following),
                wrong=wrong[0],
                wanted=tuple((*around[0], *one, *around[1]) for one in right),
                right=right,
            )
        )
    return found


def kind_of(misspelling: Misspelling, language: LanguageModel) -> str:
    """Whether the wrong form is no syllable, or one; LEFT_OUT where nothing can be offered."""
    same = _canonical(misspelling.wrong) in misspelling.right
    known = any(
        all(language.number(word) != UNKNOWN for word in right) for right in misspelling.right
    )
    if same or not known:
        return LEFT_OUT
    return REAL_WORD if is_legal(misspelling.wrong) else NONWORD


def measure(file: Path, language: LanguageModel) -> tuple[dict[str, Any], list[float]]:
    """Shares by kind, and the seconds that each query took."""
    of: Counter[str] = Counter()
    right: Counter[str] = Counter()
    seconds = []
    for misspelling in read_misspellings(file):
        kind = kind_of(misspelling, language)
        of[kind] += 1
        began = time.perf_counter()
        correction = correct(misspelling.words, language)
        seconds.append(time.perf_counter() - began)
        if correction is not None:
            right[kind] += _canonical(correction.text) in misspelling.wanted
    shares = {
        kind: {"first_right": right[kind] / max(1, of[kind]), "of": of[kind]}
        for kind in (NONWORD, REAL_WORD)
    }
    return {**shares, LEFT_OUT: of[LEFT_OUT]}, sorted(seconds)


def false_alarms(file: Path, language: LanguageModel) -> float:
    """The share of correct headlines that something is offered for."""
    headlines = list(_headlines(file))
    offered = sum(correct(words, language) is not None for words in headlines)
    return offered / max(1, len(headlines))


def _headlines(file: Path) -> Iterator[list[str]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        yield _words(json.loads(line)["accented"])


def _words(text: str) -> list[str]:
    return [token.text for token in tokenize(one_line(text))]


def _canonical(text: str) -> tuple[str, ...]:
    return tuple(token.canonical for token in tokenize(text))


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--correct",
    "headlines",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Headlines without mistakes: what is offered for them is a false alarm.",
)
@corpus_options
def spelling(
    file: Path, *, headlines: Path | None, corpus: Path, kept: Path | None, as_json: bool
) -> None:
    """Correct misspelt words in context by an index of other articles."""
    with indexed(corpus, kept, say) as index:
        shares, seconds = measure(file, index.language)
        alarms = false_alarms(headlines, index.language) if headlines else None
    left_out = shares.pop(LEFT_OUT)
    if as_json:
        click.echo(json.dumps({**shares, "false_alarms": alarms}))
        return
    for kind, name in ((NONWORD, "no syllable"), (REAL_WORD, "another word")):
        share = shares[kind]
        click.echo(f"{name:13} {share['first_right']:.1%} right at first, of {share['of']}")
    click.echo(f"left out: {left_out}")
    if alarms is not None:
        click.echo(f"false alarms {alarms:.2%}")
    click.echo(f"a query took {median(seconds or [0]) * 1e3:.0f} ms")
