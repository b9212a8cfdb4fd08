"""Articles go into a dictionary, a Query scans them all: slow, and obviously right.

The other engines are held to its totals and its marks.
"""

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from index.article import Article
from index.engines.narrowing import facets_of, in_filters, order
from index.fields import FieldText, field_texts
from index.language.counted_statistics import CountedStatistics
from index.language.counting import CountedModel
from index.language.model import LanguageModel
from index.language.statistics import Statistics
from index.language.suggesting import suggest
from index.matching import Marks, marks_of, matches, occurrences, stands_in
from index.passages import best_passages, title_passage
from index.query import Phrase, Query
from index.ranking import (
    BARE_FIELD,
    FIELD_WEIGHTS,
    SAME_MARKS_LIFT,
    SATURATION,
    rarity,
)
from index.relaxing import (
    AS_TYPED,
    Needed,
    Way,
    asks_for_most,
    may_be_missing,
    needed,
    relaxed_note,
    ways,
)
from index.results import Facets, Hit, IndexStatus, ResultPage, Suggestion


@dataclass(frozen=True, slots=True)
class _Known:
    """An article with its texts already in tokens."""

    article: Article
    texts: tuple[FieldText, ...]


class MemoryIndex:
    """A WritableIndex that lives and dies with its process."""

    def __init__(self, articles: Iterable[Article] = ()) -> None:
        self._hold({})
        self.update(articles)

    def update(self, articles: Iterable[Article], *, removed: Iterable[str] = ()) -> None:
        """Take identities out and put articles in."""
        known = self._known.copy()
        for identity in removed:
            known.pop(identity, None)
        for article in articles:
            known[article.identity] = _Known(article, field_texts(article))
        self._hold(known)

    def rebuild(self, articles: Iterable[Article]) -> None:
        """Replace everything."""
        self._hold(
            {article.identity: _Known(article, field_texts(article)) for article in articles}
        )

    def _hold(self, known: dict[str, _Known]) -> None:
        self._known = known
        self._language: CountedModel | None = None
        self._statistics: CountedStatistics | None = None
        # Last: a page of the old articles must not be taken for one of the new.
        self._edition = object()

    def edition(self) -> Hashable:
        """What changes with every rebuild and update."""
        return self._edition

    @property
    def language(self) -> LanguageModel:
        """The model of what the index holds, counted when it is first asked after a change."""
        if self._language is None:
            texts = [text for known in self._known.values() for text in known.texts]
            pieces = [[token.canonical for token in text.tokens] for text in texts if not text.bare]
            titles = [
                [token.canonical for token in text.tokens]
                for text in texts
                if text.field == "title" and not text.bare
            ]
            self._language = CountedModel(pieces, titles)
        return self._language

    @property
    def statistics(self) -> Statistics:
        """How many articles hold what, counted likewise."""
        if self._statistics is None:
            self._statistics = CountedStatistics(known.texts for known in self._known.values())
        return self._statistics

    def suggest(self, text: str, *, limit: int) -> tuple[Suggestion, ...]:
        """At most `limit` completions of a text."""
        return suggest(text, self.language, limit=limit)

    def status(self) -> IndexStatus:
        """Count the articles."""
        sites = Counter(known.article.site for known in self._known.values())
        return IndexStatus(articles=len(self._known), by_site=dict(sites.most_common()))

    def close(self) -> None:
        """Forget everything."""
        self._known = {}

    def search(self, query: Query) -> ResultPage:
        """Scan every article, in one way after another until some answer."""
        if not query.asks_for_words and not query.filters:
            return _page(query, [], AS_TYPED, total=0, facets=Facets())
        tried = ((self._matching(query, way), way) for way in ways(query))
        strictest = next(tried)
        found, way = next(
            (pair for pair in chain([strictest], tried) if _within(query, pair[0])),
            (strictest[0], AS_TYPED),
        )
        within = _within(query, found)
        scored = self._scored(query, within, relaxed=way.loose_marks)
        start = (query.page - 1) * query.per_page
        shown = scored[start : start + query.per_page]
        facets = facets_of(query, [known.article for known in found])
        return _page(query, shown, way, total=len(within), facets=facets)

    def _matching(self, query: Query, way: Way) -> list[_Known]:
        most = [
            self._needed(query, phrases, way) if asks_for_most(phrases, way) else None
            for phrases in query.alternatives
        ]
        return [
            known
            for known in self._known.values()
            if matches(query, known.texts, relaxed=way.loose_marks, most=most)
        ]

    def _needed(self, query: Query, phrases: Sequence[Phrase], way: Way) -> Needed | None:
        """What is most of the words of an alternative; None where all were quoted."""
        loose = [phrase for phrase in phrases if may_be_missing(phrase)]
        holders = [
            self._holders(phrase, marks_of(query, phrase, relaxed=way.loose_marks))
            for phrase in loose
        ]
        return needed(len(self._known), holders) if loose else None

    def _holders(self, phrase: Phrase, marks: Marks) -> int:
        """How many articles hold a phrase."""
        return sum(stands_in(phrase, known.texts, marks) for known in self._known.values())

    def _scored(
        self, query: Query, within: list[_Known], *, relaxed: bool
    ) -> list[tuple[float, Article]]:
        """Every article with its score, in the order that the query asks for.

        A score sums, over phrases, rarity by the strength of the phrase in the article.
        """
        phrases = sorted({phrase for wanted in query.alternatives for phrase in wanted}, key=repr)
        rarities = {
            phrase: rarity(len(self._known), self._holders(phrase, Marks.ANY)) for phrase in phrases
        }
        scored = [
            (
                math.fsum(
                    how_rare * self._strength(query, phrase, known, relaxed=relaxed)
                    for phrase, how_rare in rarities.items()
                ),
                known.article,
            )
            for known in within
        ]
        return sorted(scored, key=lambda pair: order(query.sort, *pair))

    def _strength(self, query: Query, phrase: Phrase, known: _Known, *, relaxed: bool) -> float:
        marks = marks_of(query, phrase, relaxed=relaxed)
        strength = 0.0
        for text in known.texts:
            found = sum(1 for _ in occurrences(phrase, text, marks))
            weight = float(found)
            if found and query.marked:
                same = sum(1 for _ in occurrences(phrase, text, Marks.SAME))
                own = sum(1 for _ in occurrences(phrase, text, Marks.OWN))
                weight += SAME_MARKS_LIFT.value * (same + BARE_FIELD.value * (own - same))
            crowd = weight + SATURATION.value * (1 + math.log1p(len(text.tokens)))
            strength += FIELD_WEIGHTS[text.field].value * weight / crowd
        return strength


def _within(query: Query, found: list[_Known]) -> list[_Known]:
    return [known for known in found if in_filters(query, known.article)]


def _page(
    query: Query, shown: list[tuple[float, Article]], way: Way, *, total: int, facets: Facets
) -> ResultPage:
    loose = way.loose_marks
    return ResultPage(
        total=total,
        page=query.page,
        per_page=query.per_page,
        hits=tuple(
            Hit(
                article=article,
                score=score,
                title=title_passage(article, query, relaxed=loose),
                passages=best_passages(article, query, relaxed=loose),
            )
            for score, article in shown
        ),
        facets=facets,
        understood=query.understood,
        notes=(*query.notes, relaxed_note(query, way.relaxed)) if way.relaxed else query.notes,
        relaxed=way.relaxed,
    )
