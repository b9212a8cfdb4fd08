"""Counted pairs and triples go in, those that say the most of their words come out.

A triple that came as often as its pairs let expect tells nothing that they do not. What it gains
is how often it came, times the logarithm of how much more probable its last word is by it than by
the pair alone; those that gain most stay.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.language.counting import Counts, Keys, Runs, joined, split_run
from index.language.model import WORD_BITS, Shares
from index.language.probability import by_three, by_two, shares_of

_BITS = np.uint64(WORD_BITS)
_LAST_TWO = np.uint64((1 << 2 * WORD_BITS) - 1)
# Of the room, at most; pairs are few beside triples unless a text is short.
_FOR_PAIRS = 0.6


def worth_keeping(
    pairs: Sequence[Runs], triples: Sequence[Runs], frequencies: Counts, room: int
) -> Runs:
    """At most `room` of the runs, which come in parts; `frequencies` by number of a word."""
    known = _frequent(joined([*pairs]), int(_FOR_PAIRS * room), unless=room - _total(triples))
    left = room - len(known.keys)
    if _total(triples) <= left:
        return joined([known, *triples])
    shares = shares_of(frequencies)
    gains = [_gains(part, known, shares) for part in triples]
    every = np.concatenate(gains)
    least = np.partition(every, len(every) - left)[len(every) - left]
    kept = [
        Runs(part.keys[own > least], part.counts[own > least])
        for part, own in zip(triples, gains, strict=True)
    ]
    return joined([known, *kept])


def _total(parts: Sequence[Runs]) -> int:
    return sum(len(part.keys) for part in parts)


def _frequent(pairs: Runs, room: int, *, unless: int) -> Runs:
    """The pairs, ascending; without the rarest where they are more than may be."""
    least = 1
    while np.count_nonzero(pairs.counts >= least) > max(room, unless):
        least += 1
    kept = pairs.at_least(least)
    order = np.argsort(kept.keys)
    return Runs(kept.keys[order], kept.counts[order])


def _gains(triples: Runs, pairs: Runs, shares: Shares) -> NDArray[np.float32]:
    """What each triple says beyond its pairs; nothing where these are not known."""
    ends = triples.keys & _LAST_TWO
    held, seen = _counts(pairs, triples.keys >> _BITS), _counts(pairs, ends)
    before, words = split_run(ends, 2)
    alone = by_two(shares, before.astype(np.int64), words.astype(np.int64), seen)
    more = by_three(triples.counts, held, alone) / by_three(np.zeros_like(held), held, alone)
    gains = triples.counts * np.log(more)
    return np.where((held > 0) & (seen > 0), gains, 0.0).astype(np.float32)


def _counts(runs: Runs, keys: Keys) -> NDArray[np.int64]:
    """The count of each key among runs that ascend, 0 where there is none."""
    if not len(runs.keys):
        return np.zeros(len(keys), dtype=np.int64)
    places = np.minimum(np.searchsorted(runs.keys, keys), len(runs.keys) - 1)
    return np.where(runs.keys[places] == keys, runs.counts[places], 0).astype(np.int64)
