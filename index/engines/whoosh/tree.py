"""A Query goes in, a tree of Whoosh queries comes out that matches what matching.py says.

Every weight in it comes from ranking.py.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from whoosh import query as whoosh_query
from whoosh.query import spans

from index.engines.whoosh.fields import (
    PAIRS_ACCENTED,
    PAIRS_FOLDED,
    TEXT_ACCENTED,
    TITLE_ACCENTED,
)
from index.engines.whoosh.most_of import MostOf
from index.engines.whoosh.recency import Recent
from index.engines.whoosh.schema import BARE, folded_twin
from index.explaining import PartKind
from index.frozen import maker
from index.matching import Marks, marks_of
from index.query import Phrase, Query, Sort, Word
from index.ranking import BARE_FIELD, PAIR_WEIGHT, SAME_MARKS_LIFT, WHOLE_NUMBER
from index.relaxing import AS_TYPED, Way, asks_for_most, may_be_missing
from index.relaxing import needed as most_needed

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


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a document of the result is scored by, and the Whoosh query that scores it.

    `kind` is "word" for what is asked for, else why it counts besides: "optional", "marks"
    or "pair"; "excluded" is wanted nowhere.
    """

    kind: PartKind
    words: tuple[Word, ...]
    node: Node

    @property
    def text(self) -> str:
        """The words as one text."""
        return " ".join(word.canonical for word in self.words)


_part = maker(Part)
CountHolders = Callable[[Node], int]
_Marked = tuple[Word, Marks]  # a word, and how the marks of what it meets have to agree


def build_tree(
    query: Query, way: Way = AS_TYPED, *, articles: int = 0, count: CountHolders | None = None
) -> Node:
    """What Whoosh is asked: the words of the query, without its filters.

    Where the way asks for most of the words, `count` tells how many living articles answer a
    tree, and `articles` how many there are.
    """
    wanted = [
        alternative_tree(query, phrases, way, articles=articles, count=count)
        for phrases in query.alternatives
    ]
    tree = whoosh_query.Or(wanted) if len(wanted) > 1 else (wanted or [whoosh_query.Every()])[0]
    unwanted = [whoosh_query.Not(part.node) for part in excluded_parts(query)]
    tree = whoosh_query.And([tree, *unwanted]) if unwanted else tree
    return Recent(tree) if wanted and query.sort is Sort.RELEVANCE else tree


def excluded_parts(query: Query) -> list[Part]:
    """What no document of the result may have."""
    marks = [marks_of(query, one, relaxed=False, excluded=True) for one in query.excluded]
    return [
        Part("excluded", phrase.words, _phrase(phrase, how))
        for phrase, how in zip(query.excluded, marks, strict=True)
    ]


def parts_of(query: Query, phrases: tuple[Phrase, ...], way: Way) -> list[Part]:
    """What the documents of an alternative are scored by."""

    def part(kind: PartKind, phrase: Phrase, marks: Marks, lift: float = 1.0) -> Part:
        return _part(kind, phrase.words, _phrase(phrase, marks, lift=lift))

    marked = [(one, marks_of(query, one, relaxed=way.loose_marks)) for one in phrases]
    parts = [part("optional" if one.optional else "word", one, marks) for one, marks in marked]
    if way.loose_marks:
        # Every word matches with any marks now: lift the articles where they agree.
        lift = SAME_MARKS_LIFT.value
        parts += [part("marks", one, Marks.OWN, lift) for one in phrases if not one.quoted]
    words = [(word, marks) for one, marks in marked if not one.title_only for word in one.words]
    parts += [
        _part("pair", (first, second), _pair(first, second, how, other))
        for (first, how), (second, other) in _each_once(words)
    ]
    return parts


def _each_once(words: list[_Marked]) -> Iterable[tuple[_Marked, _Marked]]:
    """Neighbours; those that are there twice count once."""
    neighbours = pairwise(words)
    if len({word.canonical for word, _ in words}) == len(words):
        return neighbours
    return dict.fromkeys(neighbours)


def alternative_tree(
    query: Query,
    phrases: tuple[Phrase, ...],
    way: Way,
    *,
    articles: int = 0,
    count: CountHolders | None = None,
) -> Node:
    """One alternative of a query; `articles` and `count` as for the whole."""
    parts = parts_of(query, phrases, way)
    asked = [part.node for part in parts[: len(phrases)]]
    needed = [node for node, one in zip(asked, phrases, strict=True) if not one.optional]
    loose = [node for node, one in zip(asked, phrases, strict=True) if may_be_missing(one)]
    if count is not None and loose and asks_for_most(phrases, way):
        most = most_needed(articles, [count(node) for node in loose])
        kept = [one for one in needed if not any(one is node for node in loose)]
        needed = [*kept, MostOf(loose, most.shares, most.threshold)]
    tree = whoosh_query.And(needed) if len(needed) > 1 else needed[0]
    welcome = [part.node for part in parts if part.kind != "word"]
    return whoosh_query.AndMaybe(tree, _any_of(welcome)) if welcome else tree


def _phrase(phrase: Phrase, marks: Marks, *, lift: float = 1.0) -> Node:
    """A phrase in the field that its marks ask for."""
    accented = TITLE_ACCENTED if phrase.title_only else TEXT_ACCENTED
    field = folded_twin(accented) if marks is Marks.ANY else accented
    if len(phrase.words) == 1 and phrase.number is None and not phrase.readings:
        return _any_of(_terms(phrase.words[0], marks, field, lift))
    nodes = [_sequence(phrase.words, marks, field, lift)]
    shared = lift / phrase.sharing
    nodes += [_sequence(words, marks, field, shared) for words in phrase.readings]
    if phrase.number is not None:
        whole = phrase.number.folded if marks is Marks.ANY else phrase.number.canonical
        nodes.append(whoosh_query.Term(field, whole, boost=lift * WHOLE_NUMBER.value))
    # An article that has several wordings says the same twice: the rarest counts.
    return whoosh_query.DisjunctionMax(nodes) if len(nodes) > 1 else nodes[0]


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


def _pair(first: Word, second: Word, marks: Marks, other: Marks) -> Node:
    """Two words side by side in the field of pairs; in a piece without marks both are bare."""
    weight = PAIR_WEIGHT.value
    if Marks.ANY in (marks, other):
        text = f"{first.folded} {second.folded}"
        return whoosh_query.Term(PAIRS_FOLDED, text, boost=weight)
    text = f"{first.canonical} {second.canonical}"
    terms = [whoosh_query.Term(PAIRS_ACCENTED, text, boost=weight)]
    marked = first.marked or second.marked
    if Marks.OWN in (marks, other) or not marked:
        bare = f"{BARE}{first.folded} {BARE}{second.folded}"
        weight *= BARE_FIELD.value if marked else 1.0
        terms.append(whoosh_query.Term(PAIRS_ACCENTED, bare, boost=weight))
    return _any_of(terms)
