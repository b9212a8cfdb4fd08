"""A table of Whoosh queries written by hand, and a strategy that invents others of every kind."""

from hypothesis import strategies as st
from whoosh import query

from tests.codec_corpora import KEYS, TAGS, TEXT_FIELDS, VOCABULARY, Whoosh

HAND_WRITTEN = {
    "a word": query.Term("body", "an"),
    "a rare word": query.Term("body", "xã"),
    "no such word": query.Term("body", "không"),
    "no such field": query.Term("missing", "an"),
    "a boosted word": query.Term("title", "ba", boost=3.0),
    "a key": query.Term("key", "bài7"),
    "all": query.And([query.Term("body", "an"), query.Term("title", "ba")]),
    "all, boosted": query.And([query.Term("body", "an"), query.Term("title", "ba")], boost=0.2),
    "any": query.Or([query.Term("body", word) for word in VOCABULARY]),
    "any, boosted": query.Or([query.Term("body", word) for word in VOCABULARY], boost=3.0),
    "any of two": query.Or([query.Term("body", "xã"), query.Term("placed", "xã")]),
    "any of two, one boosted": query.Or(
        [query.Term("body", "xã", boost=9.0), query.Term("title", "an")]
    ),
    "any, of which one is all": query.Or(
        [query.And([query.Term("body", "an"), query.Term("body", "bà")]), query.Every()]
    ),
    "nothing but not": query.Not(query.Term("body", "an")),
    "not": query.And([query.Term("body", "an"), query.Not(query.Term("body", "ba"))]),
    "not and not": query.And([query.Not(query.Term("body", "an")), query.Not(query.Every("tags"))]),
    "any of two, one a not, boosted": query.Or(
        [query.Term("body", "an"), query.Not(query.Term("body", "ba"))], boost=2.0
    ),
    "not and not, boosted": query.And(
        [query.Not(query.Term("body", "an")), query.Not(query.Every("tags"))], boost=0.5
    ),
    "and not": query.AndNot(query.Term("body", "an"), query.Term("body", "ba")),
    "require": query.Require(query.Term("body", "an"), query.Term("title", "ba")),
    "and maybe": query.AndMaybe(query.Term("body", "an"), query.Term("title", "xã")),
    "and maybe a phrase": query.AndMaybe(
        query.Term("body", "an"), query.Phrase("body", ["ba", "an"])
    ),
    "a phrase": query.Phrase("body", ["an", "ăn"]),
    "a phrase of one": query.Phrase("body", ["ba"]),
    "a phrase of three, boosted": query.Phrase("body", ["an", "ăn", "an"], boost=2.0),
    "a loose phrase": query.Phrase("body", ["an", "ba", "an"], slop=3),
    "a phrase with gaps": query.Phrase("placed", ["an", "ăn"], slop=2),
    "a phrase of what may stand at one place": query.Phrase("placed", ["an", "ba"]),
    "prefix": query.Prefix("body", "b"),
    "prefix of all": query.Prefix("body", ""),
    "prefix, boosted": query.Prefix("body", "m", boost=3.0),
    "prefix, scored": query.Prefix("body", "b", constantscore=False),
    "wildcard": query.Wildcard("body", "*a*"),
    "wildcard, scored": query.Wildcard("body", "?a", constantscore=False),
    "regex": query.Regex("body", "b.n"),
    "fuzzy": query.FuzzyTerm("body", "ban"),
    "fuzzy, scored": query.FuzzyTerm("body", "ban", constantscore=False),
    "variations": query.Variations("body", "an"),
    "range": query.TermRange("body", "an", "bán"),
    "range, scored": query.TermRange("body", "b", "m", constantscore=False),
    "open range": query.TermRange("title", "cờ", None),
    "numbers": query.NumericRange("number", -10, 20),
    "numbers, boosted": query.NumericRange("number", None, 20, boost=2.0),
    "every": query.Every(),
    "every with a title": query.Every("title"),
    "every with a place": query.Every("placed"),
    "best of": query.DisjunctionMax([query.Term("body", "an"), query.Term("title", "an")]),
    "best of, boosted": query.DisjunctionMax(
        [query.Term("body", "an"), query.Term("title", "an", boost=3.0)], boost=2.0
    ),
    "constant": query.ConstantScoreQuery(query.Term("body", "an"), 2.0),
    "nothing": query.NullQuery,
    "nested": query.And(
        [
            query.Or([query.Phrase("body", ["an", "ba"]), query.Prefix("title", "đ")]),
            query.AndMaybe(query.Term("body", "an"), query.Term("body", "xã", boost=2.0)),
            query.Not(query.And([query.Term("body", "mưa"), query.Term("body", "ma")])),
        ]
    ),
    "nested exemptions": query.Require(
        query.AndMaybe(
            query.DisjunctionMax([query.Term("body", "an"), query.Prefix("title", "b")]),
            query.AndNot(query.Term("body", "ba"), query.Term("title", "an")),
        ),
        query.Or([query.Every("title"), query.Not(query.Term("body", "ba"))]),
    ),
}

_field = st.sampled_from(TEXT_FIELDS)
_word = st.sampled_from(VOCABULARY)
_boost = st.sampled_from([1.0, 1.0, 2.0, 0.5])
_number = st.one_of(st.none(), st.integers(-60, 60))
_scored = {"boost": _boost, "constantscore": st.booleans()}
_leaves = st.one_of(
    st.builds(query.Term, _field, _word, boost=_boost),
    st.builds(query.Term, st.just("tags"), st.sampled_from(TAGS)),
    st.builds(query.Term, st.just("key"), st.sampled_from(KEYS)),
    st.builds(
        query.Phrase,
        _field,
        st.lists(_word, min_size=2, max_size=3),
        slop=st.integers(1, 3),
        boost=_boost,
    ),
    st.builds(
        query.Prefix, _field, st.sampled_from(["a", "b", "bá", "đ", "m", "x", "z"]), **_scored
    ),
    st.builds(query.Wildcard, _field, st.sampled_from(["b*", "?a", "*n", "b?n", "*"]), **_scored),
    st.builds(query.FuzzyTerm, _field, _word, maxdist=st.integers(1, 2), **_scored),
    st.builds(
        lambda name, ends, **scored: query.TermRange(name, min(ends), max(ends), **scored),
        _field,
        st.tuples(_word, _word),
        **_scored,
    ),
    st.builds(query.NumericRange, st.just("number"), _number, _number, boost=_boost),
    st.builds(query.Every, st.one_of(st.none(), _field), boost=_boost),
)


def _compounds(parts: st.SearchStrategy[Whoosh]) -> st.SearchStrategy[Whoosh]:
    several = st.lists(parts, min_size=2, max_size=4)
    return st.one_of(
        st.builds(query.And, several, boost=_boost),
        st.builds(query.Or, several, boost=_boost),
        st.builds(query.DisjunctionMax, several, boost=_boost),
        st.builds(lambda some, no: query.And([*some, query.Not(no)]), several, parts),
        st.builds(query.Not, parts),
        st.builds(query.AndNot, parts, parts),
        st.builds(query.AndMaybe, parts, parts),
        st.builds(query.Require, parts, parts),
        st.builds(query.ConstantScoreQuery, parts, st.sampled_from([1.0, 2.5])),
    )


def queries() -> st.SearchStrategy[Whoosh]:
    """Whoosh queries of every kind, nested in every way."""
    return st.recursive(_leaves, _compounds, max_leaves=8)
