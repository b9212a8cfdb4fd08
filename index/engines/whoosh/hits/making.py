"""Documents and their scores go in, Hits come out: articles with marked titles and passages."""

from bisect import bisect_right
from collections.abc import Callable, Sequence

from index.engines.whoosh.articles.article_file import ArticleFile
from index.engines.whoosh.codec.segment_columns import SegmentColumns
from index.engines.whoosh.fields import TEXT_ACCENTED
from index.engines.whoosh.hits.asked_terms import AskedTerms
from index.engines.whoosh.hits.document_places import DocumentPlaces
from index.engines.whoosh.hits.spellings import Spellings
from index.engines.whoosh.hits.stream_places import StreamPlaces
from index.engines.whoosh.hits.token_places import Piece, spans_of
from index.fields import searched_texts
from index.frozen import maker
from index.passages import PassageDraft, Texts, marked_title
from index.places import Spans, rank_of
from index.query import Query
from index.results import Hit

_hit = maker(Hit)
_Wanted = tuple[Callable[[Spans | None], None], Piece]  # who wants to know the tokens of a piece


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
        places = self._places(segment, query, numbers, texts, relaxed=relaxed)
        drafts = _drafts(texts, places)
        return [
            _hit(article, score, marked_title(own, asked_for), draft.passages())
            for article, score, own, asked_for, draft in zip(
                articles, scores, texts, places, drafts, strict=True
            )
        ]

    def _places(
        self,
        segment: int,
        query: Query,
        documents: Sequence[int],
        texts: Sequence[Texts],
        *,
        relaxed: bool,
    ) -> list[DocumentPlaces]:
        """What the query asked for in each of some documents of a segment."""
        asked = AskedTerms(query, self._spellings[segment], relaxed=relaxed)
        stream = self._segments[segment].fields[TEXT_ACCENTED].stream
        assert stream is not None  # noqa: S101 - the text has positions
        ranks = [[rank_of(name) for name, _ in own] for own in texts]
        found = StreamPlaces(stream, asked, documents, ranks)
        return [DocumentPlaces(found, number, own) for number, own in enumerate(texts)]


def _drafts(texts: Sequence[Texts], places: Sequence[DocumentPlaces]) -> list[PassageDraft]:
    """The passages of all documents; the tokens of all, and of the titles, are found together."""
    drafts = [PassageDraft(own, asked_for) for own, asked_for in zip(texts, places, strict=True)]
    wanted: list[_Wanted] = [(one.see_title, one.title) for one in places]
    while wanted := wanted + _wanted(drafts, places):
        for (see, _), spans in zip(wanted, spans_of([one for _, one in wanted]), strict=True):
            see(spans)
        for draft in drafts:
            if draft.wanted:
                draft.add()
        wanted = []
    return drafts


def _wanted(drafts: Sequence[PassageDraft], places: Sequence[DocumentPlaces]) -> list[_Wanted]:
    """The pieces whose tokens the next passages of the drafts are made of."""
    return [
        (one.see, one.around(*draft.wanted))
        for draft, one in zip(drafts, places, strict=True)
        if draft.wanted
    ]
