"""The segments of a generation go in; a file with the model of their language is written.

Everything is counted from the token streams: no text is read again. The word numbers of all
documents lie in a file while they are counted, so that memory holds one part of them at a time.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

import numpy as np

from index.engines.whoosh.language.counting import (
    SPAN,
    Counts,
    Runs,
    Words,
    count_runs,
    joined,
    of_words_alone,
)
from index.engines.whoosh.language.mining import Mined, mine, titles
from index.engines.whoosh.language.model_file import ModelAbout, ModelContent, write_model
from index.engines.whoosh.language.pruning import worth_keeping
from index.engines.whoosh.language.reading import LivingSegment, choose_words, read_blocks
from index.language.model import BOUNDARY, FIRST_WORD, TITLE_COPIES

# A run takes two and a quarter bytes and a word of text some six: this keeps the runs, with phrases
# and words beside them, at a twentieth of the text. A small index may keep all it has.
_RUNS_PER_WORD = 0.0605
_RUNS_AT_LEAST = 1_000_000
# A run that came once weighs little where there are so many; until then it may be all there is.
_SMALL = 4_000_000
# Of more articles every second, third and so on is counted: memory grows with what is counted.
_MOST_COUNTED = 200_000
# A phrase stands in the index so often, and once more for so many articles.
_LEAST_PHRASE, _ARTICLES_PER_COUNT = 2, 10_000


def build_model(folder: Path, segments: Sequence[LivingSegment], deletions: dict[str, int]) -> None:
    """Count the living documents of `segments` and write the model beside them.

    `deletions` is kept with it: how many documents of each segment are deleted, by its name.
    """
    articles = sum(len(segment.documents) for segment in segments)
    step = max(1, -(-articles // _MOST_COUNTED))
    counted = [replace(segment, documents=segment.documents[::step]) for segment in segments]
    words = choose_words(segments)
    with TemporaryFile(dir=folder) as room:
        frequencies, own_titles = _write_words(room, counted, words)
        size = int(frequencies.sum())
        numbers: Words = np.memmap(room, dtype=np.uint16, mode="r", shape=(size + SPAN - 1,))
        pairs, triples, phrases = _count(
            numbers, least=_LEAST_PHRASE + articles // step // _ARTICLES_PER_COUNT
        )
        del numbers
    room_for_runs = max(_RUNS_AT_LEAST, int(_RUNS_PER_WORD * size))
    runs = worth_keeping(pairs, triples, frequencies, room_for_runs)
    del pairs, triples
    mined = mine(phrases, words, frequencies)
    whole = titles(own_titles, BOUNDARY)
    content = ModelContent(
        words=words,
        frequencies=frequencies,
        runs=runs,
        phrases=Mined(
            np.concatenate([mined.rows, whole.rows]),
            np.concatenate([mined.weights, whole.weights]),
        ),
    )
    write_model(folder, ModelAbout(articles=articles, deletions=deletions), content)


def _write_words(
    room: BinaryIO, segments: Sequence[LivingSegment], words: Sequence[str]
) -> tuple[Counts, Words]:
    """Write the word numbers of all texts, titles again and again.

    Returns how often each came, and the titles once.
    """
    frequencies = np.zeros(FIRST_WORD + len(words), dtype=np.int64)
    frequencies[BOUNDARY] = 1
    kept = []
    for block in read_blocks(segments, words):
        for piece in (block.texts, *[block.titles] * TITLE_COPIES):
            room.write(piece.tobytes())
            frequencies += np.bincount(piece, minlength=len(frequencies))
        kept.append(block.titles)
    end = np.array([BOUNDARY], dtype=np.uint16)
    room.write(end.tobytes())
    room.write(bytes(end.itemsize * (SPAN - 1)))
    room.flush()
    return frequencies, np.concatenate([*kept, end])


def _count(numbers: Words, *, least: int) -> tuple[list[Runs], list[Runs], dict[int, Runs]]:
    """Pairs and triples in parts, and the frequent runs by length for phrases."""
    once = 1 if len(numbers) <= _SMALL else 2
    pairs, triples = [], []
    frequent: dict[int, list[Runs]] = {2: [], 3: [], SPAN: []}
    for of_two, of_three, of_four in count_runs(numbers):
        pairs.append(of_two.at_least(once))
        triples.append(of_three.at_least(once))
        for length, runs in ((2, of_two), (3, of_three), (SPAN, of_four)):
            frequent[length].append(of_words_alone(runs.at_least(least), length))
    return pairs, triples, {length: joined(parts) for length, parts in frequent.items()}
