"""Sorted (term, document, weight) arrays go in, compressed lists come out, and one list back.

A list holds the documents of a term, then their weights, each in the narrowest of a few forms:

    documents   gaps in one byte · gaps in two · numbers in four · a bit for each document
    weights     all the usual one (nothing is stored) · one byte · two bytes ·
                a bit for "not the usual one" and a byte for those · 32-bit floats

Weights are whole numbers of a unit that the field names, or floats where they are not. The
field names its usual weight too: that of one occurrence in its longest text.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Numbers = NDArray[np.uint32]
Floats = NDArray[np.float32]

# How the documents of a list are written: the low four bits of its form.
GAPS_1, GAPS_2, NUMBERS_4, BITMAP = range(4)
# How its weights are written: the high four bits.
USUAL, BYTE_1, BYTE_2, BIT_AND_BYTE, FLOAT_4 = range(5)
_WEIGHT_SHIFT = 4
_LOW = 0x0F
_ONE_BYTE, _TWO_BYTES = 1 << 8, 1 << 16
_SHORTEST_BITS = 64  # documents: below, the bits and the loop that writes them save nothing
_WIDTHS = np.array([1, 2, 4, 0], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class EncodedLists:
    """Lists of consecutive terms: their bytes, and for each its size, form and frequency."""

    content: Bytes
    sizes: NDArray[np.int64]
    forms: Bytes
    frequencies: Numbers


def encode_lists(
    starts: NDArray[np.int64],
    documents: Numbers,
    weights: NDArray[Any],
    *,
    of: int,
    usual: int = 1,
) -> EncodedLists:
    """Encode lists that lie one after another.

    `starts` are the places where each list begins in `documents` and `weights`, which ascend
    within a list; no list is empty. `weights` are uint16 counts of a unit, or float32. `of` is
    the number of documents of the segment, `usual` the weight that needs no space.
    """
    total = len(documents)
    counts = np.diff(np.append(starts, total))
    gaps = documents.copy()
    gaps[1:] -= documents[:-1]
    gaps[starts] = documents[starts]
    widest = np.maximum.reduceat(gaps, starts)
    form = np.where(widest < _ONE_BYTE, GAPS_1, np.where(widest < _TWO_BYTES, GAPS_2, NUMBERS_4))
    form[counts > max(of // 8, _SHORTEST_BITS)] = BITMAP
    document_sizes = np.where(form == BITMAP, (of + 7) // 8, counts * _WIDTHS[form])
    weight_form, weight_sizes = _weight_forms(starts, counts, weights, usual)
    sizes = document_sizes + weight_sizes
    places = np.cumsum(sizes) - sizes
    content = np.zeros(int(sizes.sum()), dtype=np.uint8)
    stored = np.where(np.repeat(form == NUMBERS_4, counts), documents, gaps)
    _scatter(content, places, counts, form, stored, (GAPS_1, GAPS_2, NUMBERS_4))
    for one in np.flatnonzero(form == BITMAP):
        own = slice(starts[one], starts[one] + counts[one])
        content[places[one] : places[one] + document_sizes[one]] = _bitmap(documents[own], of)
    after = places + document_sizes
    if weights.dtype == np.float32:
        _scatter(content, after, counts, weight_form, weights.view(np.uint32), (-1, -1, FLOAT_4))
    else:
        _scatter(content, after, counts, weight_form, weights, (BYTE_1, BYTE_2, -1))
    for one in np.flatnonzero(weight_form == BIT_AND_BYTE):
        own = slice(starts[one], starts[one] + counts[one])
        packed = _bits_and_bytes(weights[own], usual)
        content[after[one] : after[one] + len(packed)] = packed
    forms = (form | (weight_form << _WEIGHT_SHIFT)).astype(np.uint8)
    return EncodedLists(content, sizes, forms, counts.astype(np.uint32))


def decode_documents(content: Bytes, form: int, count: int, *, of: int) -> Numbers:
    """The documents of one list, ascending."""
    kind = form & _LOW
    if kind == GAPS_1:
        return np.cumsum(content[:count], dtype=np.uint32)
    if kind == GAPS_2:
        return np.cumsum(_unaligned(content[: 2 * count], np.uint16), dtype=np.uint32)
    if kind == NUMBERS_4:
        return _unaligned(content[: 4 * count], np.uint32)
    bits = np.unpackbits(content[: (of + 7) // 8], count=of, bitorder="little")
    return np.flatnonzero(bits.view(np.bool_)).astype(np.uint32)


def decode_weights(
    content: Bytes, form: int, count: int, *, of: int, usual: int = 1
) -> NDArray[Any]:
    """The weights of one list: uint8 or uint16 counts of the unit, or float32."""
    kind = form >> _WEIGHT_SHIFT
    own = content[document_size(form, count, of=of) :]
    if kind == USUAL:
        return np.full(count, usual, dtype=np.uint8)
    if kind == BYTE_1:
        return own[:count]
    if kind == BYTE_2:
        return _unaligned(own[: 2 * count], np.uint16)
    if kind == FLOAT_4:
        return _unaligned(own[: 4 * count], np.float32)
    width = (count + 7) // 8
    others = np.unpackbits(own[:width], count=count, bitorder="little").view(np.bool_)
    weights = np.full(count, usual, dtype=np.uint8)
    weights[others] = own[width:]
    return weights


def decode_lists(
    content: Bytes,
    starts: NDArray[np.int64],
    forms: Bytes,
    counts: NDArray[np.int64],
    *,
    of: int,
    usual: int = 1,
) -> tuple[Numbers, NDArray[Any]]:
    """The documents and weights of many lists, end to end.

    `starts` are byte offsets into `content`, `counts` the frequencies. Weights come as uint16,
    or as float32 where the field has such.
    """
    ends = np.cumsum(counts)
    firsts = ends - counts
    documents = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint32)
    form, weight_form = forms & _LOW, forms >> _WEIGHT_SHIFT
    sizes = np.where(form == BITMAP, (of + 7) // 8, counts * _WIDTHS[form])
    _gather(content, starts, firsts, counts, form, documents, (GAPS_1, GAPS_2, NUMBERS_4))
    gapped = np.repeat((form == GAPS_1) | (form == GAPS_2), counts)
    if gapped.any():
        sums = np.cumsum(np.where(gapped, documents, 0), dtype=np.uint64)
        before = np.repeat(np.where(firsts > 0, sums[firsts - 1], 0), counts)
        documents[gapped] = (sums - before)[gapped]
    floats = bool((weight_form == FLOAT_4).any())
    weights = np.full(len(documents), usual, dtype=np.uint32 if floats else np.uint16)
    kinds = (-1, -1, FLOAT_4) if floats else (BYTE_1, BYTE_2, -1)
    _gather(content, starts + sizes, firsts, counts, weight_form, weights, kinds)
    for one in np.flatnonzero((form == BITMAP) | (weight_form == BIT_AND_BYTE)).tolist():
        own = slice(int(firsts[one]), int(ends[one]))
        piece = content[int(starts[one]) :]
        documents[own] = decode_documents(piece, int(forms[one]), int(counts[one]), of=of)
        if weight_form[one] == BIT_AND_BYTE:
            last = int(starts[one + 1]) if one + 1 < len(starts) else len(content)
            piece = content[int(starts[one]) : last]
            weights[own] = decode_weights(
                piece, int(forms[one]), int(counts[one]), of=of, usual=usual
            )
    return documents, weights.view(np.float32) if floats else weights


def document_size(form: int, count: int, *, of: int) -> int:
    """How many bytes the documents of a list take."""
    kind = form & _LOW
    return (of + 7) // 8 if kind == BITMAP else count * int(_WIDTHS[kind])


def _weight_forms(
    starts: NDArray[np.int64], counts: NDArray[np.int64], weights: NDArray[Any], usual: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each list the form of its weights and how many bytes they take."""
    if weights.dtype == np.float32:
        return np.full(len(counts), FLOAT_4, dtype=np.int64), counts * 4
    heaviest = np.maximum.reduceat(weights, starts)
    others = np.add.reduceat((weights != usual).astype(np.int64), starts)
    in_bits = (counts + 7) // 8 + others
    form = np.where(heaviest < _ONE_BYTE, BYTE_1, BYTE_2)
    form[(form == BYTE_1) & (counts >= _SHORTEST_BITS) & (in_bits < counts)] = BIT_AND_BYTE
    form[others == 0] = USUAL
    sizes = np.choose(form, [np.zeros_like(counts), counts, counts * 2, in_bits])
    return form, sizes


def _scatter(
    content: Bytes,
    places: NDArray[np.int64],
    counts: NDArray[np.int64],
    form: NDArray[np.int64],
    values: NDArray[Any],
    kinds: tuple[int, int, int],
) -> None:
    """Write the values of the lists that are of some kind, little end first.

    `kinds` are the forms that take one, two and four bytes a value.
    """
    for kind, width in zip(kinds, (1, 2, 4), strict=True):
        chosen = form == kind
        if not chosen.any():
            continue
        lengths = counts[chosen]
        firsts = np.cumsum(lengths) - lengths
        steps = np.arange(int(lengths.sum()), dtype=np.int64) - np.repeat(firsts, lengths)
        targets = np.repeat(places[chosen], lengths) + steps * width
        own = values[np.repeat(chosen, counts)]
        for byte in range(width):
            content[targets + byte] = (own >> (8 * byte)) & 0xFF


def _gather(
    content: Bytes,
    starts: NDArray[np.int64],
    firsts: NDArray[np.int64],
    counts: NDArray[np.int64],
    form: NDArray[Any],
    values: NDArray[Any],
    kinds: tuple[int, int, int],
) -> None:
    """Read the values of the lists that are of some kind, as `_scatter` wrote them."""
    for kind, width in zip(kinds, (1, 2, 4), strict=True):
        chosen = form == kind
        if not chosen.any():
            continue
        lengths = counts[chosen]
        steps = np.arange(int(lengths.sum()), dtype=np.int64)
        steps -= np.repeat(np.cumsum(lengths) - lengths, lengths)
        sources = np.repeat(starts[chosen], lengths) + steps * width
        own = np.zeros(len(steps), dtype=np.uint32)
        for byte in range(width):
            own |= content[sources + byte].astype(np.uint32) << np.uint32(8 * byte)
        values[np.repeat(firsts[chosen], lengths) + steps] = own


def _bitmap(documents: Numbers, of: int) -> Bytes:
    present = np.zeros(of, dtype=np.uint8)
    present[documents] = 1
    return np.packbits(present, bitorder="little")


def _bits_and_bytes(weights: NDArray[Any], usual: int) -> Bytes:
    others = weights != usual
    bits = np.packbits(others, bitorder="little")
    return np.concatenate([bits, weights[others].astype(np.uint8)])


def _unaligned(content: Bytes, dtype: Any) -> NDArray[Any]:
    """The bytes as numbers; a copy, because they may begin anywhere."""
    return np.frombuffer(content.tobytes(), dtype=np.dtype(dtype).newbyteorder("<"))
