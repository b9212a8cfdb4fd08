"""A Whoosh query goes in, what stock Whoosh rightly answers comes out: the judge of all ways.

Stock is asked exhaustively: every part of a query by itself, one match after the other, deleted
documents left out; to the part around it its matches are a plain list. What Whoosh skips in a
search for the best few, rightly or not, is thereby never skipped. Where it answers wrongly even
so, it is asked in other words, by the one table here.
"""

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass

from whoosh import query
from whoosh.matching import ListMatcher
from whoosh.query.compound import CompoundQuery
from whoosh.query.wrappers import WrappingQuery
from whoosh.searching import SearchContext

from tests.codec_corpora import Whoosh

Scores = dict[int, float]  # by number of document


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """What stock Whoosh 2.7.4 gets wrong, the queries this spoils, and how they are asked."""

    reason: str
    spoils: Callable[[Whoosh], bool]
    instead: Callable[[Whoosh], Whoosh]


def _for_nothing(asked: Whoosh) -> Whoosh:
    """The documents of a query, scored 0. Whoosh takes a constant of 0 for none, and gives 1."""
    return query.And([asked, query.Every()], boost=0.0)


def _without(asked: Whoosh) -> Whoosh:
    wanted = query.Not(asked.b) if isinstance(asked, query.AndNot) else asked.b
    return query.And([asked.a, _for_nothing(wanted)])


def _highest(asked: Whoosh) -> Whoosh:
    """The same where every part has every document, as Whoosh takes for granted."""
    everywhere = [query.Or([part, _for_nothing(query.Every())]) for part in asked.subqueries]
    highest = query.DisjunctionMax(everywhere, boost=asked.boost)
    return query.And([highest, _for_nothing(query.Or(asked.subqueries))])


def _scored_alone(asked: Whoosh) -> Whoosh:
    plain = copy(asked)
    plain.boost, plain.constantscore = 1.0, False
    if asked.constantscore:
        return query.ConstantScoreQuery(plain, asked.boost)
    return query.And([plain, _for_nothing(query.Every())], boost=asked.boost)


# Shown in tests/test_mistakes_of_whoosh.py, which fails on the day Whoosh is mended.
EXEMPTIONS = {
    "AndNot, and Require that is made of it": Exemption(
        reason="AndNotMatcher begins without moving the excluded list up to where the wanted one"
        " begins, and so keeps a document that it should exclude. Require builds an AndNotMatcher"
        " too: it excludes what it should require",
        spoils=lambda asked: isinstance(asked, query.AndNot | query.Require),
        instead=_without,
    ),
    "multi-term queries with a constant score or a boost": Exemption(
        reason="of one term MultiTerm.matcher makes a plain Term, without the constant and the"
        " boost; of several an Or whose scores are BM25 or 1.0, whatever the boost",
        spoils=lambda asked: (
            isinstance(asked, query.MultiTerm)
            and not isinstance(asked, query.NumericRange)
            and (asked.constantscore or asked.boost != 1.0)
        ),
        instead=_scored_alone,
    ),
    "DisjunctionMax": Exemption(
        reason="DisjunctionMaxMatcher.score takes the higher of two scores even where they belong"
        " to two documents",
        spoils=lambda asked: isinstance(asked, query.DisjunctionMax),
        instead=_highest,
    ),
}


def in_other_words(asked: Whoosh) -> Whoosh:
    """A query as stock answers it rightly: itself but for what the table names."""
    asked = _with_parts(asked, in_other_words)
    for exemption in EXEMPTIONS.values():
        if exemption.spoils(asked):
            return exemption.instead(asked)
    return asked


def judged(searcher: Whoosh, asked: Whoosh) -> Scores:
    """Every living document that answers a query, with its score, by Whoosh's own matchers."""
    whole = _by_lists(in_other_words(asked))
    return {
        document + offset: score
        for leaf, offset in searcher.leaf_searchers()
        for document, score in _matches(leaf, whole)
    }


class _Listed(query.Query):  # type: ignore[misc] # Whoosh has no types
    """A query that is asked by itself; to the query around it its matches are a list."""

    def __init__(self, child: Whoosh) -> None:
        self.child = child

    def estimate_size(self, reader: Whoosh) -> int:
        size: int = self.child.estimate_size(reader)
        return size

    def matcher(self, searcher: Whoosh, context: Whoosh = None) -> Whoosh:  # noqa: ARG002 - Whoosh gives it
        matches = list(_matches(searcher, self.child))
        return ListMatcher([document for document, _ in matches], [score for _, score in matches])


def _by_lists(asked: Whoosh) -> Whoosh:
    return _with_parts(asked, lambda part: _Listed(_by_lists(part)))


def _matches(leaf: Whoosh, asked: Whoosh) -> Iterator[tuple[int, float]]:
    matcher = asked.matcher(leaf, SearchContext(weighting=leaf.weighting))
    while matcher.is_active():
        if not leaf.reader().is_deleted(matcher.id()):
            yield matcher.id(), matcher.score()
        matcher.next()


def _with_parts(asked: Whoosh, change: Callable[[Whoosh], Whoosh]) -> Whoosh:
    if getattr(asked, "scale", None):
        return asked  # an Or that counts which of its terms match, and so needs them
    divided = isinstance(asked, CompoundQuery | WrappingQuery | query.Not)
    return asked.apply(change) if divided else asked
