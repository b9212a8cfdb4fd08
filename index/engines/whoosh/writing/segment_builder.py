"""Articles, or the columns of older segments, go in one after another; one file of columns out."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.article import Article
from index.engines.whoosh.codec.runs import Run, Runs
from index.engines.whoosh.codec.segment_columns import FieldAbout, SegmentColumns
from index.engines.whoosh.codec.segment_file import FieldContent, write_segment
from index.engines.whoosh.fields import (
    IDENTITY,
    PAIRS_ACCENTED,
    PAIRS_FOLDED,
    TEXT_ACCENTED,
    TEXT_FOLDED,
    TITLE_ACCENTED,
    TITLE_FOLDED,
    USUAL_WEIGHT,
    WEIGHT_UNIT,
    token_weight,
)
from index.engines.whoosh.writing.analysis import Analyst
from index.engines.whoosh.writing.collecting import Collected
from index.engines.whoosh.writing.documents import DocumentColumns
from index.engines.whoosh.writing.inversion import RUN_TOKENS, Neighbours, Occurrences
from index.engines.whoosh.writing.merging import Merge
from index.engines.whoosh.writing.stream_pieces import StreamPieces
from index.fields import searched_texts
from index.ranking import FIELD_WEIGHTS

_MANY_DOCUMENTS = 10_000  # merged ones wait on the disk from here on: some 100 MB
_WEIGHTS = {name: token_weight(name) for name in FIELD_WEIGHTS}
_ABOUT = {
    TEXT_ACCENTED: FieldAbout(
        unit=WEIGHT_UNIT, usual=USUAL_WEIGHT, scored=True, stream=TEXT_ACCENTED
    ),
    TEXT_FOLDED: FieldAbout(
        unit=WEIGHT_UNIT, usual=USUAL_WEIGHT, scored=True, stream=TEXT_ACCENTED
    ),
    TITLE_ACCENTED: FieldAbout(scored=True, stream=TITLE_ACCENTED, terms_of=TEXT_ACCENTED),
    TITLE_FOLDED: FieldAbout(scored=True, stream=TITLE_ACCENTED, terms_of=TEXT_FOLDED),
    PAIRS_ACCENTED: FieldAbout(unit=WEIGHT_UNIT, usual=USUAL_WEIGHT, pairs_of=TEXT_ACCENTED),
    PAIRS_FOLDED: FieldAbout(
        unit=WEIGHT_UNIT, usual=USUAL_WEIGHT, pairs_of=TEXT_FOLDED, union_of=PAIRS_ACCENTED
    ),
    IDENTITY: FieldAbout(),
}


class SegmentBuilder:
    """Collects documents, inverts them run by run, and writes the file of a segment.

    Memory holds one run, the vocabulary and some hundred bytes a document, most of them its
    identity; what is done waits in files of `folder` that have no name there, and so go with
    whatever ends the process.
    """

    def __init__(self, folder: Path, *, run_tokens: int = RUN_TOKENS) -> None:
        self._run_tokens = run_tokens
        self._analyst = Analyst()
        self._runs = {name: Runs(folder) for name in _ABOUT}
        self._streams = {name: StreamPieces(folder) for name in (TEXT_ACCENTED, TITLE_ACCENTED)}
        self._lengths: dict[str, list[NDArray[np.uint32]]] = {TEXT_ACCENTED: [], TITLE_ACCENTED: []}
        self._collected = Collected()
        self._documents = DocumentColumns()
        self._inverted = 0

    def close(self) -> None:
        """Forget everything, on the disk too."""
        for runs in self._runs.values():
            runs.close()
        for stream in self._streams.values():
            stream.close()

    @property
    def documents(self) -> int:
        """How many documents have been taken."""
        return len(self._documents)

    def add(self, article: Article, identity: str) -> None:
        """Take an article as the next document, its identity, which no other has, beside it."""
        pack = self._analyst.pack
        self._collected.add((pack(text), _WEIGHTS[name]) for name, text in searched_texts(article))
        self._documents.add(article, identity)
        if self._collected.size >= self._run_tokens:
            self._invert()
            self._spill()

    def merge(self, columns: SegmentColumns, new_numbers: NDArray[np.int64]) -> None:
        """Take the living documents of an older segment after those taken so far.

        `new_numbers` gives each of its documents the number it has now, -1 for deleted ones.
        """
        self._invert()
        merge = Merge(columns, new_numbers)
        words, folded = merge.words(self._analyst)
        self._documents.merge(columns, merge.living, merge.identities())
        for name, numbers in (
            (TEXT_ACCENTED, words),
            (TEXT_FOLDED, folded),
            (TITLE_ACCENTED, words),
            (TITLE_FOLDED, folded),
        ):
            self._take(name, merge.postings(name, numbers))
        self._take(PAIRS_ACCENTED, merge.pairs(PAIRS_ACCENTED, words))
        for name, stream in self._streams.items():
            for tokens, lengths, anchors, base in merge.stream(name, words):
                stream.add_renumbered(tokens, lengths, anchors)
                if name == TEXT_ACCENTED:
                    self._count_folded_pairs(tokens, lengths, base)
            stream.add_overlaps(*merge.overlaps(name, words))
            self._lengths[name].append(merge.lengths(name))
        self._inverted += len(merge.living)
        if self._inverted >= _MANY_DOCUMENTS:
            self._spill()

    def write(self, path: Path) -> None:
        """Write the segment."""
        self._invert()
        self._analyst.forget()
        self._runs[IDENTITY].add(_one_each(self.documents))
        folded_of = self._analyst.folded_of
        terms = {
            TEXT_ACCENTED: self._analyst.accented.terms,
            TEXT_FOLDED: self._analyst.folded.terms,
            IDENTITY: self._documents.identities,
        }
        fields = {}
        for name, about in _ABOUT.items():
            own = name in self._streams
            lengths = self._lengths[about.stream] if about.scored else []
            fields[name] = FieldContent(
                about=about,
                runs=self._runs[name],
                terms=terms.get(name, ()),
                lengths=np.concatenate(lengths) if lengths else _no_lengths(about),
                stream=self._streams[name].content() if own else None,
                map=folded_of if about.stream and not own else None,
            )
        write_segment(path, documents=self.documents, fields=fields, beside=self._documents.write)

    def _invert(self) -> None:
        """Turn what was collected into runs."""
        if not len(self._collected):
            return
        base = self._inverted
        text = self._collected.tokens(self._analyst)
        title = self._collected.first_tokens(self._analyst)
        count = len(self._collected)
        self._collected = Collected()
        folded_of = self._analyst.folded_of
        for tokens, accented, folded in (
            (title, TITLE_ACCENTED, TITLE_FOLDED),
            (text, TEXT_ACCENTED, TEXT_FOLDED),
        ):
            occurrences = Occurrences.of(tokens, base=base)
            self._runs[accented].add(occurrences.lists())
            self._runs[folded].add(occurrences.lists(folded_of))
            self._streams[accented].add(tokens, base=base)
            self._lengths[accented].append(tokens.weighed_lengths())
        neighbours = Neighbours.of(text.tokens, text.document_of(), base=base, weights=text.weights)
        self._runs[PAIRS_ACCENTED].add(neighbours.lists())
        self._runs[PAIRS_FOLDED].add(neighbours.counts(folded_of))
        self._inverted += count

    def _count_folded_pairs(
        self, tokens: NDArray[np.uint32], lengths: NDArray[np.int64], base: int
    ) -> None:
        """Note in how many merged documents each folded pair stands."""
        document_of = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)
        neighbours = Neighbours.of(tokens, document_of, base=base)
        self._runs[PAIRS_FOLDED].add(neighbours.counts(self._analyst.folded_of))

    def _spill(self) -> None:
        """Let what is done wait on the disk."""
        for runs in self._runs.values():
            runs.spill()
        for stream in self._streams.values():
            stream.spill()

    def _take(self, name: str, runs: Iterable[Run]) -> None:
        for run in runs:
            self._runs[name].add(run)


def _one_each(count: int) -> Run:
    """Lists of one document each, that with the number of the list."""
    numbers = np.arange(count, dtype=np.uint32)
    ones = np.ones(count, dtype=np.uint16)
    return Run(numbers.astype(np.uint64), ones.astype(np.uint32), numbers, ones)


def _no_lengths(about: FieldAbout) -> NDArray[np.uint32] | None:
    return np.empty(0, dtype=np.uint32) if about.scored else None
