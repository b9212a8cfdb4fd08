"""Articles, or the columns of older segments, go in one after another; one file of columns out."""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

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
from index.engines.whoosh.writing.analysis import Analyst, Vocabulary
from index.engines.whoosh.writing.documents import DocumentColumns
from index.engines.whoosh.writing.inversion import (
    RUN_TOKENS,
    Collected,
    Occurrences,
    StreamPieces,
    invert,
    invert_pairs,
)
from index.engines.whoosh.writing.merging import Merge
from index.fields import searched_texts

_TITLE = "title"
_MANY_DOCUMENTS = 10_000  # merged ones wait on the disk from here on: some 100 MB
_ABOUT = {
    TEXT_ACCENTED: FieldAbout(
        unit=WEIGHT_UNIT, usual=USUAL_WEIGHT, scored=True, stream=TEXT_ACCENTED
    ),
    TEXT_FOLDED: FieldAbout(
        unit=WEIGHT_UNIT, usual=USUAL_WEIGHT, scored=True, stream=TEXT_ACCENTED
    ),
    TITLE_ACCENTED: FieldAbout(scored=True, stream=TITLE_ACCENTED, terms_of=TEXT_ACCENTED),
    TITLE_FOLDED: FieldAbout(scored=True, stream=TITLE_ACCENTED, terms_of=TEXT_FOLDED),
    PAIRS_ACCENTED: FieldAbout(pairs_of=TEXT_ACCENTED),
    PAIRS_FOLDED: FieldAbout(pairs_of=TEXT_FOLDED, union_of=PAIRS_ACCENTED),
    IDENTITY: FieldAbout(),
}


class SegmentBuilder:
    """Collects documents, inverts them run by run, and writes the file of a segment.

    Memory holds one run and the vocabulary; what is done waits in `folder`, which is cleared
    when the `with` ends.
    """

    def __init__(self, folder: Path, *, run_tokens: int = RUN_TOKENS) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="building-", dir=folder)
        path = Path(self._folder.name)
        self._run_tokens = run_tokens
        self._analyst = Analyst()
        self._identities = Vocabulary()
        self._runs = {name: Runs(path) for name in _ABOUT}
        self._streams = {name: StreamPieces(path, name) for name in (TEXT_ACCENTED, TITLE_ACCENTED)}
        self._lengths: dict[str, list[NDArray[np.uint32]]] = {TEXT_ACCENTED: [], TITLE_ACCENTED: []}
        self._text, self._title = Collected(), Collected()
        self._weighed: list[int] = []
        self._documents = DocumentColumns()
        self._identity_numbers: list[int] = []
        self._inverted = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Forget everything, on the disk too."""
        for runs in self._runs.values():
            runs.close()
        self._folder.cleanup()

    @property
    def documents(self) -> int:
        """How many documents have been taken."""
        return self._inverted + len(self._text.lengths)

    def add(self, article: Article) -> None:
        """Take an article as the next document."""
        pieces = []
        for name, text in searched_texts(article):
            piece = self._analyst.read(text)
            pieces.append((piece, token_weight(name)))
            if name == _TITLE:
                self._title.add([(piece, 1)])
        self._weighed.append(self._text.add(pieces))
        identity = self._identities.number(article.identity.encode())
        self._identity_numbers.append(identity)
        self._documents.add(article, identity)
        if self._text.size >= self._run_tokens:
            self._invert()
            self._spill()

    def merge(self, columns: SegmentColumns, new_numbers: NDArray[np.int64]) -> None:
        """Take the living documents of an older segment after those taken so far.

        `new_numbers` gives each of its documents the number it has now, -1 for deleted ones.
        """
        self._invert()
        merge = Merge(columns, new_numbers)
        words, folded = merge.words(self._analyst)
        identities = merge.terms(IDENTITY, self._identities)
        self._documents.merge(columns, merge.living, identities)
        for name, numbers in (
            (TEXT_ACCENTED, words),
            (TEXT_FOLDED, folded),
            (TITLE_ACCENTED, words),
            (TITLE_FOLDED, folded),
            (IDENTITY, identities),
        ):
            self._take(name, merge.postings(name, numbers))
        self._take(PAIRS_ACCENTED, merge.pairs(PAIRS_ACCENTED, words))
        for name, stream in self._streams.items():
            for tokens, lengths, base in merge.stream(name, words):
                stream.add_renumbered(tokens, lengths)
                if name == TEXT_ACCENTED:
                    self._count_folded_pairs(tokens, lengths, base)
            stream.add_overlaps(*merge.overlaps(name, words))
            self._lengths[name].append(merge.lengths(name))
        if self._inverted + len(merge.living) >= _MANY_DOCUMENTS:
            self._spill()
        self._inverted += len(merge.living)

    def write(self, path: Path) -> None:
        """Write the segment."""
        self._invert()
        folded_of = self._analyst.folded_of
        terms = {
            TEXT_ACCENTED: self._analyst.accented.terms,
            TEXT_FOLDED: self._analyst.folded.terms,
            IDENTITY: self._identities.terms,
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
                map=folded_of if about.union_of or (about.stream and not own) else None,
            )
        write_segment(path, documents=self.documents, fields=fields, beside=self._documents.write)

    def _invert(self) -> None:
        """Turn what was collected into runs."""
        count = len(self._text.lengths)
        if not count:
            return
        base, folded_of = self._inverted, self._analyst.folded_of
        text, title = Occurrences.of(self._text), Occurrences.of(self._title)
        for name, occurrences in ((TEXT_ACCENTED, text), (TITLE_ACCENTED, title)):
            self._runs[name].add(invert(occurrences, base=base))
        for name, occurrences in ((TEXT_FOLDED, text), (TITLE_FOLDED, title)):
            self._runs[name].add(invert(occurrences, base=base, numbers=folded_of))
        tokens, document_of = text.tokens, text.document_of
        self._runs[PAIRS_ACCENTED].add(invert_pairs(tokens, document_of, base=base))
        self._runs[PAIRS_FOLDED].add(
            invert_pairs(tokens, document_of, base=base, numbers=folded_of)
        )
        self._runs[IDENTITY].add(self._identity_run(base))
        for name, collected, occurrences in (
            (TEXT_ACCENTED, self._text, text),
            (TITLE_ACCENTED, self._title, title),
        ):
            self._streams[name].add(collected, occurrences, base=base)
        self._lengths[TEXT_ACCENTED].append(np.array(self._weighed, dtype=np.uint32))
        self._lengths[TITLE_ACCENTED].append(np.array(self._title.lengths, dtype=np.uint32))
        self._text, self._title = Collected(), Collected()
        self._weighed, self._identity_numbers = [], []
        self._inverted += count

    def _count_folded_pairs(
        self, tokens: NDArray[np.uint32], lengths: NDArray[np.int64], base: int
    ) -> None:
        """Note in how many merged documents each folded pair stands."""
        document_of = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)
        folded_of = self._analyst.folded_of
        run = invert_pairs(tokens, document_of, base=base, numbers=folded_of)
        self._runs[PAIRS_FOLDED].add(run)

    def _spill(self) -> None:
        """Let what is done wait on the disk."""
        for runs in self._runs.values():
            runs.spill()
        for stream in self._streams.values():
            stream.spill()

    def _identity_run(self, base: int) -> Run:
        numbers = np.array(self._identity_numbers, dtype=np.uint64)
        order = np.argsort(numbers, kind="stable")
        return Run(
            keys=numbers[order],
            documents=(order + base).astype(np.uint32),
            weights=np.ones(len(numbers), dtype=np.uint16),
        )

    def _take(self, name: str, runs: Iterable[Run]) -> None:
        for run in runs:
            self._runs[name].add(run)


def _no_lengths(about: FieldAbout) -> NDArray[np.uint32] | None:
    return np.empty(0, dtype=np.uint32) if about.scored else None
