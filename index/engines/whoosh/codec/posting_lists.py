"""Sorted (term, document, weight) arrays go in, compressed lists come out, and lists back.

A list holds the weights of a term, then the gaps between its documents, each in one of a few forms:

    weights     all the usual one (nothing is stored) · one byte · two bytes ·
                only the unusual ones (`unusual_weights.py`) · 32-bit floats
    documents   gaps in one byte · gaps in seven bits a byte, as many as it takes ·
                a bit for each document of the segment

Weights are whole numbers of a unit that the field names, or floats where they are not. The
field names its usual weight too: that of one occurrence in its longest text.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.long_gaps import gap_widths, read_long_gaps, write_long_gaps
from index.engines.whoosh.codec.unusual_weights import (
    read_unusual,
    unusual_size,
    unusual_sizes,
    write_unusual,
)

Bytes = NDArray[np.uint8]
Numbers = NDArray[np.uint32]
Places = NDArray[np.int64]

# How the documents of a list are written: the low four bits of its form.
GAPS, LONG_GAPS, BITMAP = range(3)
# How its weights are written: the high four bits.
USUAL, BYTE_1, BYTE_2, UNUSUAL, FLOAT_4 = range(5)
_WEIGHT_SHIFT = 4
_LOW = 0x0F
_ONE_BYTE = 1 << 8
_SHORTEST_BITS = 64  # documents: below, the bits and the loop that writes them save nothing
_FLOAT_BYTES = 4
# Bytes of a weight by its form; -1 where that can't be told without looking.
_WEIGHT_BYTES = np.array([0, 1, 2, -1, _FLOAT_BYTES], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class EncodedLists:
    """Lists of consecutive terms: their bytes, and for each its size, form and frequency."""

    content: Bytes
    sizes: Places
    forms: Bytes
    frequencies: Numbers


def encode_lists(
    starts: Places, documents: Numbers, weights: NDArray[Any], *, of: int, usual: int = 1
) -> EncodedLists:
    """Encode lists that lie one after another.

    `starts` are the places where each list begins in `documents` and `weights`, which ascend
    within a list; no list is empty. `weights` are uint16 counts of a unit, or float32. `of` is
    the number of documents of the segment, `usual` the weight that needs no space.
    """
    counts = np.diff(np.append(starts, len(documents)))
    gaps = documents.copy()
    gaps[1:] -= documents[:-1]
    gaps[starts] = documents[starts]
    widths = gap_widths(gaps)
    form = np.where(np.maximum.reduceat(gaps, starts) < _ONE_BYTE, GAPS, LONG_GAPS)
    long_sizes = np.add.reduceat(widths.astype(np.int64), starts)
    document_sizes = np.where(form == GAPS, counts, long_sizes)
    bitmap = (of + 7) // 8
    dense = (document_sizes > bitmap) & (counts >= _SHORTEST_BITS)
    form[dense], document_sizes[dense] = BITMAP, bitmap
    weight_form, weight_sizes = _weight_forms(starts, counts, weights, usual)
    sizes = weight_sizes + document_sizes
    places = np.cumsum(sizes) - sizes
    content = np.zeros(int(sizes.sum()), dtype=np.uint8)
    _write_weights(content, places, starts, counts, weight_form, weights, usual)
    after = places + weight_sizes
    chosen = np.repeat(form == GAPS, counts)
    content[_spread(after, counts, form == GAPS)] = gaps[chosen]
    write_long_gaps(content, after, starts, counts, form == LONG_GAPS, gaps, widths)
    for one in np.flatnonzero(form == BITMAP):
        own = slice(starts[one], starts[one] + counts[one])
        content[after[one] : after[one] + bitmap] = _bitmap(documents[own], of)
    forms = (form | (weight_form << _WEIGHT_SHIFT)).astype(np.uint8)
    return EncodedLists(content, sizes, forms, counts.astype(np.uint32))


def decode_documents(content: Bytes, form: int, count: int, *, of: int) -> Numbers:
    """The documents of one list, ascending. `content` is the whole list."""
    own = content[_weight_size(content, form, count) :]
    kind = form & _LOW
    if kind == GAPS:
        return np.cumsum(own, dtype=np.uint32)
    if kind == LONG_GAPS:
        return np.cumsum(read_long_gaps(own), dtype=np.uint32)
    bits = np.unpackbits(own, count=of, bitorder="little")
    return np.flatnonzero(bits.view(np.bool_)).astype(np.uint32)


def decode_weights(content: Bytes, form: int, count: int, *, usual: int = 1) -> NDArray[Any]:
    """The weights of one list: uint8 or uint16 counts of the unit, or float32."""
    kind = form >> _WEIGHT_SHIFT
    if kind == USUAL:
        return np.full(count, usual, dtype=np.uint8)
    if kind == BYTE_1:
        return content[:count]
    if kind == BYTE_2:
        return _unaligned(content[: 2 * count], np.uint16)
    if kind == FLOAT_4:
        return _unaligned(content[: _FLOAT_BYTES * count], np.float32)
    return read_unusual(content, count, usual)


def decode_lists(
    content: Bytes, sizes: Places, forms: Bytes, counts: Places, *, of: int, usual: int = 1
) -> tuple[Numbers, NDArray[Any]]:
    """The documents and weights of many lists that lie end to end in `content`, end to end.

    Weights come as uint16, or as float32 where the field has such.
    """
    places = np.cumsum(sizes) - sizes
    firsts = np.cumsum(counts) - counts
    total = int(counts.sum())
    form, weight_form = document_forms(forms), forms >> _WEIGHT_SHIFT
    floats = bool((weight_form == FLOAT_4).any())
    gaps = np.zeros(total, dtype=np.uint32)
    weights = np.full(total, usual, dtype=np.float32 if floats else np.uint16)
    simple = (form != BITMAP) & (weight_form != UNUSUAL)
    widths: Places = weight_bytes(forms).clip(0)
    after = places + widths * counts
    for kind, dtype in ((BYTE_1, np.uint8), (BYTE_2, np.uint16), (FLOAT_4, np.float32)):
        chosen = simple & (weight_form == kind)
        own = content[_spread(places, counts * widths, chosen)]
        weights[_spread(firsts, counts, chosen)] = own.view(dtype)
    chosen = simple & (form == GAPS)
    gaps[_spread(firsts, counts, chosen)] = content[_spread(after, counts, chosen)]
    chosen = simple & (form == LONG_GAPS)
    long = content[_spread(after, sizes - (after - places), chosen)]
    gaps[_spread(firsts, counts, chosen)] = read_long_gaps(long)
    sums = np.cumsum(gaps, dtype=np.uint64)
    before = np.where(firsts > 0, sums[np.maximum(firsts - 1, 0)], 0) if total else firsts
    documents = (sums - np.repeat(before, counts).astype(np.uint64)).astype(np.uint32)
    for one in np.flatnonzero(~simple).tolist():
        own_list = content[int(places[one]) : int(places[one] + sizes[one])]
        target = slice(int(firsts[one]), int(firsts[one] + counts[one]))
        count, how = int(counts[one]), int(forms[one])
        documents[target] = decode_documents(own_list, how, count, of=of)
        weights[target] = decode_weights(own_list, how, count, usual=usual)
    return documents, weights


def document_forms(forms: Bytes) -> Bytes:
    """How the documents of lists are written: GAPS, LONG_GAPS or BITMAP."""
    return forms & np.uint8(_LOW)


def weight_bytes(forms: Bytes) -> Places:
    """How many bytes a weight of each list takes, -1 where its weights differ in that."""
    return _WEIGHT_BYTES.take(forms >> _WEIGHT_SHIFT)


def _weight_size(content: Bytes, form: int, count: int) -> int:
    """How many bytes the weights of a list take."""
    kind = form >> _WEIGHT_SHIFT
    if kind != UNUSUAL:
        return (0, count, 2 * count, 0, _FLOAT_BYTES * count)[kind]
    return unusual_size(content)


def _weight_forms(
    starts: Places, counts: Places, weights: NDArray[Any], usual: int
) -> tuple[Places, Places]:
    """For each list the form of its weights and how many bytes they take."""
    if weights.dtype == np.float32:
        return np.full(len(counts), FLOAT_4, dtype=np.int64), counts * _FLOAT_BYTES
    heaviest = np.maximum.reduceat(weights, starts)
    unusual = unusual_sizes(starts, counts, weights, usual)
    form = np.where(heaviest < _ONE_BYTE, BYTE_1, BYTE_2)
    plain = counts * _WEIGHT_BYTES[form]
    form[(counts >= _SHORTEST_BITS) & (unusual < plain)] = UNUSUAL
    form[np.logical_and.reduceat(weights == usual, starts)] = USUAL
    sizes = np.choose(form, [np.zeros_like(counts), counts, counts * 2, unusual])
    return form, sizes


def _write_weights(
    content: Bytes,
    places: Places,
    starts: Places,
    counts: Places,
    form: Places,
    weights: NDArray[Any],
    usual: int,
) -> None:
    kinds = ((BYTE_1, np.uint8), (BYTE_2, np.uint16), (FLOAT_4, np.float32))
    for kind, dtype in kinds:
        chosen = form == kind
        if chosen.any():
            own = weights[np.repeat(chosen, counts)].astype(dtype)
            sizes = counts * own.itemsize
            content[_spread(places, sizes, chosen)] = own.view(np.uint8)
    for one in np.flatnonzero(form == UNUSUAL):
        own = weights[starts[one] : starts[one] + counts[one]]
        packed = write_unusual(own, usual)
        content[places[one] : places[one] + len(packed)] = packed


def _spread(places: Places, sizes: Places, chosen: NDArray[np.bool_]) -> Places:
    """Every place of the chosen ranges, one after another."""
    lengths = sizes[chosen]
    steps = np.arange(int(lengths.sum()), dtype=np.int64)
    spread: Places = steps + np.repeat(places[chosen] - (np.cumsum(lengths) - lengths), lengths)
    return spread


def _bitmap(documents: Numbers, of: int) -> Bytes:
    present = np.zeros(of, dtype=np.uint8)
    present[documents] = 1
    return np.packbits(present, bitorder="little")


def _unaligned(content: Bytes, dtype: Any) -> NDArray[Any]:
    """The bytes as numbers; a copy, because they may begin anywhere."""
    return np.frombuffer(content.tobytes(), dtype=np.dtype(dtype).newbyteorder("<"))
