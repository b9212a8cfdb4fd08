"""The weights of a list, many of them the usual one, go in; few bytes come out, and weights back.

    size:u32 | a bit for each posting: not the usual weight | four bits for each of those |
    two bytes for each of those that four bits cannot hold

The size is that of the whole; four bits say 15 where the weight stands at the end.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]

_SIZE = np.dtype("<u4")
_WIDE = np.dtype("<u2")
_HALF = 4  # bits
_ASIDE = (1 << _HALF) - 1


def unusual_sizes(
    starts: NDArray[np.int64], counts: NDArray[np.int64], weights: NDArray[Any], usual: int
) -> NDArray[np.int64]:
    """How many bytes the weights of each list would take; lists begin at `starts`."""
    unusual = weights != usual
    others = np.add.reduceat(unusual, starts, dtype=np.int64)
    aside = np.add.reduceat(unusual & (weights >= _ASIDE), starts, dtype=np.int64)
    sizes: NDArray[np.int64] = (counts + 7) // 8 + (others + 1) // 2 + aside * _WIDE.itemsize
    return sizes + _SIZE.itemsize


def write_unusual(weights: NDArray[Any], usual: int) -> Bytes:
    """The bytes of the weights of one list, whole numbers below 65,536."""
    unusual = weights != usual
    others = weights[unusual]
    halves = np.zeros(len(others) + len(others) % 2, dtype=np.uint8)
    halves[: len(others)] = np.minimum(others, _ASIDE)
    content = [
        np.packbits(unusual, bitorder="little"),
        halves[::2] | halves[1::2] << _HALF,
        others[others >= _ASIDE].astype(_WIDE).view(np.uint8),
    ]
    size = _SIZE.itemsize + sum(map(len, content))
    return np.concatenate([np.array([size], dtype=_SIZE).view(np.uint8), *content])


def read_unusual(content: Bytes, count: int, usual: int) -> NDArray[Any]:
    """The weights of one list, uint8 if they can be, else uint16. `content` begins with them."""
    bits_end = _SIZE.itemsize + (count + 7) // 8
    bits = np.unpackbits(content[_SIZE.itemsize : bits_end], count=count, bitorder="little")
    # By place: a mask as long as the list takes up to four times as long.
    places = bits.view(np.bool_).nonzero()[0]
    halves_end = bits_end + (len(places) + 1) // 2
    pairs = content[bits_end:halves_end]
    others = np.empty(2 * len(pairs), dtype=np.uint8)
    others[::2], others[1::2] = pairs & _ASIDE, pairs >> _HALF
    wide = np.frombuffer(content[halves_end : unusual_size(content)].tobytes(), dtype=_WIDE)
    narrow = not len(wide) or int(wide.max()) <= np.iinfo(np.uint8).max
    weights = np.full(count, usual, dtype=np.uint8 if narrow else np.uint16)
    values = others[: len(places)].astype(weights.dtype)
    if len(wide):
        values[values == _ASIDE] = wide
    weights[places] = values
    return weights


def unusual_size(content: Bytes) -> int:
    """How many bytes the weights take that `content` begins with."""
    return int.from_bytes(content[: _SIZE.itemsize].tobytes(), "little")
