"""The readers of a generation's segments go in; its model and its statistics come out.

The model lies beside the segments and is made again after a change, unless articles were only
added and those are few: counts of nearly all articles move no reading. What was taken out must
not go on being suggested, so that any deletion makes it anew.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from index.engines.whoosh.codec.codec import columns_of
from index.engines.whoosh.language.building import build_model
from index.engines.whoosh.language.column_statistics import ColumnStatistics
from index.engines.whoosh.language.model_file import MODEL_FILE, MappedModel
from index.engines.whoosh.language.reading import LivingSegment
from index.errors import TimtinError

# Of the articles that the model counted; measured, a tenth more articles change the reading of
# one headline in 150.
_FEW = 0.1


class GenerationLanguage:
    """The language of what is committed in a folder."""

    def __init__(self, folder: Path, readers: Sequence[Any]) -> None:
        self._folder = folder
        # An index without articles has a reader without columns.
        self._readers = [reader for reader in readers if columns_of(reader) is not None]

    @cached_property
    def model(self) -> MappedModel:
        """The model of the generation. Raises IndexDamaged or IndexIncompatible."""
        return MappedModel(self._folder / MODEL_FILE)

    @cached_property
    def statistics(self) -> ColumnStatistics:
        """How many articles hold what."""
        columns = [own for reader in self._readers if (own := columns_of(reader)) is not None]
        articles = sum(reader.doc_count() for reader in self._readers)
        return ColumnStatistics(columns, articles)

    def renew(self) -> None:
        """Make the model again where what it counted has changed by much."""
        if not self._still_good():
            build_model(self._folder, [*map(_living, self._readers)], self._deletions())

    def _still_good(self) -> bool:
        """Whether the model counted every segment but few articles, none deleted since."""
        try:
            about = MappedModel(self._folder / MODEL_FILE).about
        except TimtinError:
            return False
        deletions = self._deletions()
        if any(deletions.get(name) != count for name, count in about.deletions.items()):
            return False
        articles: int = sum(reader.doc_count() for reader in self._readers)
        return articles - about.articles <= _FEW * about.articles

    def _deletions(self) -> dict[str, int]:
        """How many articles of each segment are deleted, by the segment's name."""
        return {
            reader.segment().segment_id(): reader.doc_count_all() - reader.doc_count()
            for reader in self._readers
        }


def _living(reader: Any) -> LivingSegment:
    documents = np.fromiter(reader.all_doc_ids(), dtype=np.uint32)
    columns = columns_of(reader)
    assert columns is not None  # noqa: S101 - every segment of an article index has columns
    return LivingSegment(columns, documents)
