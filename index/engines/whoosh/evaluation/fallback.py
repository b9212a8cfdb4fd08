"""A query that has no array form goes in, Whoosh's own matcher is run, arrays come out."""

import threading
from typing import Any

import numpy as np
from whoosh.searching import SearchContext

from index.engines.whoosh.evaluation.collection import Segment
from index.engines.whoosh.evaluation.document_sets import DocumentSet
from index.engines.whoosh.evaluation.nodes import ScoredNode

# Whoosh's readers seek in files that all threads share.
_ONE_AT_A_TIME = threading.Lock()


def matched_by_whoosh(query: Any, segment: Segment, boost: float) -> ScoredNode:
    """Every document and score that Whoosh finds in a segment, a document at a time.

    Raises whoosh.query.QueryError where Whoosh refuses the query.
    """
    documents: list[int] = []
    scores: list[float] = []
    with _ONE_AT_A_TIME:
        searcher = segment.searcher
        matcher = query.matcher(searcher, SearchContext(weighting=searcher.weighting))
        while matcher.is_active():
            documents.append(matcher.id())
            scores.append(matcher.score())
            matcher.next()
    matching = DocumentSet(segment.size, documents=np.array(documents, dtype=np.intp))
    return ScoredNode(matching, np.array(scores, dtype=np.float32) * np.float32(boost))
