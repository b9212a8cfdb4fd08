"""Documents and their scores go in, Hits come out: articles with marked titles and passages."""

from bisect import bisect_right
from collections.abc import Sequence

from index.engines.whoosh.articles.article_file import ArticleFile
from index.engines.whoosh.codec.segment_columns import SegmentColumns
from index.engines.whoosh.fields import TEXT_ACCENTED
from index.engines.whoosh.hits.asked_terms import AskedTerms
from index.engines.whoosh.hits.document_places import DocumentPlaces
from index.engines.whoosh.hits.spellings import Spellings
from index.engines.whoosh.hits.stream_places import StreamPlaces
from index.engines.whoosh.hits.token_places import spans_of
from index.fields import searched_texts
from index.passages import marked_passages, marked_title
from index.places import rank_of
from index.query import Query
from index.results import Hit


class HitMaker:
    """Makes the hits of what is committed. Safe to share between threads."""

    def __init__(self, segments: Sequence[SegmentColumns], articles: Sequence[ArticleFile]) -> None:
        self._segments = segments
        self._spellings = [Spellings(columns) for columns in segments]
        self._articles = articles
        self._offsets = [0]
        for columns in segments[:-1]:
            self._offsets.append(self._offsets[-1] + columns.about.documents)

    def warm(self) -> None:
        """Make the table that all hits are made with."""
        spans_of([])

    def hits(
        self, query: Query, documents: Sequence[int], scores: Sequence[float], *, relaxed: bool
    ) -> tuple[Hit, ...]:
        """A hit for each document, in their order."""
        if len(self._segments) == 1:
            return tuple(self._of_segment(0, query, documents, scores, relaxed=relaxed))
        places: dict[int, list[int]] = {}
        for place, document in enumerate(documents):
            segment = bisect_right(self._offsets, document) - 1
            places.setdefault(segment, []).append(place)
        made: dict[int, Hit] = {}
        for segment, own in places.items():
            found = self._of_segment(
                segment,
                query,
                [documents[place] for place in own],
                [scores[place] for place in own],
                relaxed=relaxed,
            )
            made.update(zip(own, found, strict=True))
        return tuple(made[place] for place in range(len(documents)))

    def _of_segment(
        self,
        segment: int,
        query: Query,
        documents: Sequence[int],
        scores: Sequence[float],
        *,
        relaxed: bool,
    ) -> list[Hit]:
        if not documents:
            return []
        offset = self._offsets[segment]
        numbers = [document - offset for document in documents]
        articles = self._articles[segment].articles(numbers)
        texts = [list(searched_texts(article)) for article in articles]
        asked = AskedTerms(query, self._spellings[segment], relaxed=relaxed)
        stream = self._segments[segment].fields[TEXT_ACCENTED].stream
        assert stream is not None  # noqa: S101 - the text has positions
        found = StreamPlaces(
            stream,
            asked,
            numbers,
            [[rank_of(name) for name, _ in own] for own in texts],
        )
        hits = []
        places = [DocumentPlaces(found, number, own) for number, own in enumerate(texts)]
        _find_tokens(places)
        for article, score, own, asked_for in zip(articles, scores, texts, places, strict=True):
            title = marked_title(own, asked_for)
            passages = marked_passages(own, asked_for)
            hits.append(Hit(article=article, score=score, title=title, passages=passages))
        return hits


def _find_tokens(places: Sequence[DocumentPlaces]) -> None:
    """Find at once all the tokens of all documents that are surely asked for."""
    foreseen = [one.foresee() for one in places]
    spans = spans_of([piece for pieces in foreseen for piece in pieces])
    begin = 0
    for one, pieces in zip(places, foreseen, strict=True):
        one.see(spans[begin : begin + len(pieces)])
        begin += len(pieces)
