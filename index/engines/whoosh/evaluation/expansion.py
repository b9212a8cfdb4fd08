"""A query that stands for many terms goes in; the numbers of those terms in a segment come out."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import query as whoosh_query

from index.engines.whoosh.codec.dictionary import Dictionary
from index.engines.whoosh.evaluation.collection import Segment
from index.engines.whoosh.evaluation.field_lists import FieldLists

_BEYOND = b"\xff"  # in UTF-8 no term has this byte


def numbers_of(query: Any, segment: Segment, lists: FieldLists) -> NDArray[np.intp]:
    """The terms of a prefix, a pattern, a range or a fuzzy term, each once."""
    terms = lists.columns.terms
    reader = segment.searcher.reader()
    to_bytes = reader.schema[query.fieldname].to_bytes
    if type(query) is whoosh_query.Prefix and isinstance(terms, Dictionary):
        prefix = to_bytes(query.text)
        first, beyond = (lists.signposts.place(one) for one in (prefix, prefix + _BEYOND))
        return terms.order[first:beyond].astype(np.intp)
    # A fuzzy term gives text, the others bytes.
    texts = {to_bytes(text): None for text in query._btexts(reader) if text}  # noqa: SLF001 - Whoosh has no other way
    found = map(terms.find, texts)
    return np.array([number for number in found if number is not None], dtype=np.intp)
