"""A Query goes in, a tree of Whoosh queries comes out that matches what matching.py says.

Every weight in it comes from ranking.py.
"""

from typing import Any

from whoosh import query as whoosh_query
from whoosh.query import spans

from index.engines.whoosh.fields import TEXT_ACCENTED, TITLE_ACCENTED
from index.engines.whoosh.schema import BARE, folded_twin
from index.matching import Marks, marks_of
from index.query import Phrase, Query, Word
from index.ranking import BARE_FIELD, SAME_MARKS_LIFT, WHOLE_NUMBER

Node = Any  # Whoosh has no types


class _AnyOfMatcher(spans.SpanOr.SpanOrMatcher):
    """Spans of either side. Whoosh's own merges neighbours into one, which breaks phrases."""

    def _get_spans(self) -> list[spans.Span]:
        sides = [side for side in (self.a, self.b) if side.is_active()]
        here = min(side.id() for side in sides)
        return sorted({span for side in sides if side.id() == here for span in side.spans()})


class AnyOf(spans.SpanOr):
    """Any of several terms at one place of a phrase."""

    def estimate_size(self, reader: Node) -> int:
        """At most so many documents; Whoosh's own has no answer."""
        estimate: int = self.q.estimate_size(reader)
        return estimate

    def matcher(self, searcher: Node, context: Node = None) -> Node:
        """Join the matchers of the terms two by two."""
        first, *others = (term.matcher(searcher, context) for term in self.subqs)
        for other in others:
            first = _AnyOfMatcher(first, other)
        return first


class Neighbours(spans.SpanNear2):
    """Places side by side. Whoosh's own cannot estimate its size (a NameError in 2.7.4)."""

    def _and_query(self) -> Node:
        return whoosh_query.And(self.qs)


def build_tree(query: Query, *, relaxed: bool) -> Node:
    """What Whoosh is asked: the words of the query, without its filters."""
    wanted = [_all_of(query, phrases, relaxed=relaxed) for phrases in query.alternatives]
    tree = whoosh_query.Or(wanted) if len(wanted) > 1 else (wanted or [whoosh_query.Every()])[0]
    unwanted = [
        whoosh_query.Not(_phrase(phrase, marks_of(query, phrase, relaxed=False, excluded=True)))
        for phrase in query.excluded
    ]
    return whoosh_query.And([tree, *unwanted]) if unwanted else tree


def _all_of(query: Query, phrases: tuple[Phrase, ...], *, relaxed: bool) -> Node:
    needed: list[Node] = []
    lifting: list[Node] = []
    for phrase in phrases:
        node = _phrase(phrase, marks_of(query, phrase, relaxed=relaxed))
        (lifting if phrase.optional else needed).append(node)
    tree = whoosh_query.And(needed) if len(needed) > 1 else needed[0]
    if lifting:
        tree = whoosh_query.AndMaybe(tree, _any_of(lifting))
    if not relaxed:
        return tree
    # Every word matches with any marks now: lift the articles where some marks agree.
    same = [_phrase(phrase, Marks.SAME, lift=SAME_MARKS_LIFT.value) for phrase in phrases]
    return whoosh_query.AndMaybe(tree, whoosh_query.Or(same))


def _phrase(phrase: Phrase, marks: Marks, *, lift: float = 1.0) -> Node:
    """A phrase in the field that its marks ask for."""
    accented = TITLE_ACCENTED if phrase.title_only else TEXT_ACCENTED
    field = folded_twin(accented) if marks is Marks.ANY else accented
    nodes = [_sequence(words, marks, field, lift) for words in phrase.wordings]
    if phrase.number is not None:
        whole = phrase.number.folded if marks is Marks.ANY else phrase.number.canonical
        nodes.append(whoosh_query.Term(field, whole, boost=lift * WHOLE_NUMBER.value))
    return _any_of(nodes)


def _sequence(words: tuple[Word, ...], marks: Marks, field: str, lift: float) -> Node:
    """Words side by side."""
    places = [_terms(word, marks, field, lift) for word in words]
    if len(places) == 1:
        return _any_of(places[0])
    return Neighbours([terms[0] if len(terms) == 1 else AnyOf(terms) for terms in places])


def _terms(word: Word, marks: Marks, field: str, weight: float) -> list[Node]:
    """The terms that a word asks for in one field."""
    if marks is Marks.ANY:
        return [whoosh_query.Term(field, word.folded, boost=weight)]
    terms = [whoosh_query.Term(field, word.canonical, boost=weight)]
    if marks is Marks.OWN or not word.marked:
        bare_weight = weight * (BARE_FIELD.value if word.marked else 1.0)
        terms.append(whoosh_query.Term(field, BARE + word.folded, boost=bare_weight))
    return terms


def _any_of(nodes: list[Node]) -> Node:
    return whoosh_query.Or(nodes) if len(nodes) > 1 else nodes[0]
