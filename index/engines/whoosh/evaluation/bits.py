"""Documents of a segment go in, as numbers or as a mask; words of bits come out, and back.

A word has a bit for each of 64 documents; each of its bytes is a block of 8.
"""

import threading
from typing import Any

import numpy as np
from numpy.typing import NDArray

Documents = NDArray[np.intp]
Words = NDArray[np.uint64]
Mask = NDArray[np.bool_]

WORD = 64  # documents of one word
BLOCK = 8  # documents of one byte of the words: of one block
BLOCK_SHIFT = 3
_FEW_WORDS = 2  # one word in so many with a bit set, or fewer: then only those are unpacked
# NumPy takes half as long for arrays of one number as for a number of Python.
_BLOCK_SHIFT, _IN_BLOCK = np.array(BLOCK_SHIFT), np.array(BLOCK - 1)
_WORD_SHIFT, _IN_WORD = np.array(6), np.array(WORD - 1)
# For each document of a block its bit.
_BIT = (1 << np.arange(BLOCK)).astype(np.uint8)


class Scratch(threading.local):
    """Arrays of a thread to scatter into, all zero between uses."""

    def __init__(self) -> None:
        self._marks = np.zeros(0, dtype=np.bool_)
        self._impacts = np.zeros(0, dtype=np.float32)

    def marks(self, size: int) -> Mask:
        """At least `size` False; whoever sets some clears them."""
        if len(self._marks) < size:
            self._marks = np.zeros(size, dtype=np.bool_)
        return self._marks

    def impacts(self, size: int) -> NDArray[np.float32]:
        """At least `size` zeros; whoever sets some clears them."""
        if len(self._impacts) < size:
            self._impacts = np.zeros(size, dtype=np.float32)
        return self._impacts


SCRATCH = Scratch()


def words_of_mask(mask: Mask) -> Words:
    """The bits of a mask."""
    words = np.zeros((len(mask) + WORD - 1) // WORD, dtype=np.uint64)
    packed = np.packbits(mask, bitorder="little")
    words.view(np.uint8)[: len(packed)] = packed
    return words


def words_of_documents(documents: NDArray[Any], size: int) -> Words:
    """The bits of an array of documents, of a segment of `size`."""
    marks = SCRATCH.marks(size)[:size]
    marks[documents.astype(np.intp)] = True  # other numbers take longer to turn than all at once
    words = words_of_mask(marks)
    marks[:] = False
    return words


def documents_of_words(words: Words) -> Documents:
    """The documents whose bits are set, ascending."""
    filled = words.nonzero()[0]
    if len(filled) * _FEW_WORDS > len(words):
        return _set_bits(words)
    found = _set_bits(words.take(filled))
    documents: Documents = (filled.take(found >> _WORD_SHIFT) << _WORD_SHIFT) + (found & _IN_WORD)
    return documents


def _set_bits(words: NDArray[Any]) -> Documents:
    """The places of the bits that are set, counted through all words or bytes."""
    bits = np.unpackbits(words.view(np.uint8), bitorder="little")
    return bits.view(np.bool_).nonzero()[0]


def documents_of_blocks(words: Words, blocks: NDArray[np.intp]) -> Documents:
    """The documents of some blocks whose bits are set, in the order of the blocks."""
    found = _set_bits(words.view(np.uint8).take(blocks))
    documents: Documents = (blocks.take(found >> _BLOCK_SHIFT) << _BLOCK_SHIFT) + (
        found & _IN_BLOCK
    )
    return documents


def bits_of(documents: Documents) -> tuple[Documents, NDArray[np.uint8]]:
    """Of each document the block that it is in, and its bit there."""
    return documents >> _BLOCK_SHIFT, _BIT.take(documents & _IN_BLOCK)


def blocks_of(size: int) -> int:
    """How many blocks the words of so many documents have."""
    return (size + WORD - 1) // WORD * (WORD // BLOCK)


def count_words(words: Words) -> int:
    """How many bits are set."""
    return int(np.bitwise_count(words).sum())
