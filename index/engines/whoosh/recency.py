"""A Whoosh query goes in; the same documents come out with newer ones lifted a little.

Time is counted back from the newest article of the index: the answer of a generation does not
change with the clock.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.matching import ListMatcher
from whoosh.query import WrappingQuery

from index.engines.whoosh.codec.codec import columns_of
from index.engines.whoosh.codec.labels import UNDATED
from index.engines.whoosh.codec.segment_columns import SegmentColumns
from index.engines.whoosh.fields import PUBLISHED
from index.ranking import recent_lift

_DAY = 86_400 * 1_000_000  # microseconds


class Recent(WrappingQuery):
    """The documents of another query; newer ones score a little more."""

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Every document and its score, worked out at once: to judge by, not to be quick."""
        columns = columns_of(searcher.reader())
        leaves = [leaf.reader() for leaf, _ in searcher.get_parent().leaf_searchers()]
        newest = newest_moment(found for leaf in leaves if (found := columns_of(leaf)))
        lifts = None if columns is None else lifts_of(columns, newest)
        inner = self.child.matcher(searcher, context)
        documents: list[int] = []
        scores: list[float] = []
        while inner.is_active():
            documents.append(inner.id())
            lift = 1.0 if lifts is None else float(lifts[inner.id()])
            scores.append(inner.score() * lift)
            inner.next()
        return ListMatcher(documents, scores)


def newest_moment(segments: Any) -> int:
    """When the newest article of some segments was published; UNDATED where none has a date."""
    return max((int(one.file[PUBLISHED].max(initial=UNDATED)) for one in segments), default=UNDATED)


def lifts_of(columns: SegmentColumns, newest: int) -> NDArray[np.float32]:
    """By what the score of each document of a segment is multiplied; 1 for those without date."""
    published = np.asarray(columns.file[PUBLISHED], dtype=np.int64)
    dated = published != UNDATED
    days = np.where(dated, newest - published, 0) / _DAY
    lifts: NDArray[np.float32] = np.where(dated, recent_lift(days), 1.0).astype(np.float32)
    return lifts
