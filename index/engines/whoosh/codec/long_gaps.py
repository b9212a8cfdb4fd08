"""Gaps of any size go in, bytes that hold seven bits each come out, and the gaps back.

The lowest bits come first; the eighth bit of a byte says that more of the same gap follow.
"""

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Numbers = NDArray[np.uint32]
Places = NDArray[np.int64]

_GAP_BITS = 7
_MORE = 1 << _GAP_BITS
_MOST_GAP_BYTES = 5  # 35 bits, more than a document number has


def gap_widths(gaps: Numbers) -> Bytes:
    """How many bytes each gap takes."""
    widths = np.ones(len(gaps), dtype=np.uint8)
    for byte in range(1, _MOST_GAP_BYTES):
        widths += gaps >= (1 << (_GAP_BITS * byte))
    return widths


def write_long_gaps(
    content: Bytes,
    places: Places,
    starts: Places,
    counts: Places,
    chosen: NDArray[np.bool_],
    gaps: Numbers,
    widths: Bytes,
) -> None:
    """Write the gaps of the chosen ones of lists that lie one after another.

    `starts` and `counts` tell where each list lies in `gaps` and `widths`, `places` where its
    gaps go in `content`.
    """
    if not chosen.any():
        return
    ends = np.cumsum(widths, dtype=np.int64)
    begins = ends - widths
    own = np.repeat(chosen, counts)
    targets = (begins - np.repeat(begins[starts] - places, counts))[own]
    values, last = gaps[own], widths[own]
    for byte in range(_MOST_GAP_BYTES):
        there = last > byte
        if not there.any():
            return
        piece = (values[there] >> (_GAP_BITS * byte)) & (_MORE - 1)
        content[targets[there] + byte] = piece | np.where(last[there] > byte + 1, _MORE, 0)


def read_long_gaps(content: Bytes) -> Numbers:
    """The gaps that are written end to end."""
    ends = (content < _MORE).nonzero()[0]
    gaps = content.take(ends).astype(np.uint32)
    if len(ends) == len(content):
        return gaps
    lengths = np.diff(ends, prepend=-1)
    for byte in range(1, min(int(lengths.max()), _MOST_GAP_BYTES)):
        longer = (lengths > byte).nonzero()[0]
        piece = content.take(ends.take(longer) - byte) & (_MORE - 1)
        gaps[longer] = (gaps.take(longer) << _GAP_BITS) | piece
    return gaps
