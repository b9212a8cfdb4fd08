"""An Explanation and the article go in; in which fields each part of the score stands comes out."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from index.article import Article
from index.explaining import Explanation, FieldCount, PartKind
from index.fields import field_texts
from index.matching import Marks, marks_of, occurrences
from index.query import Phrase, Query, Word

_Key = tuple[PartKind, str]


def with_fields(explained: Explanation, query: Query, article: Article) -> Explanation:
    """The explanation, each of its parts with how often it stands in which field."""
    texts = field_texts(article)
    counts: dict[_Key, tuple[FieldCount, ...]] = {}
    for key, phrase, marks in _parts(query, relaxed=explained.relaxed == "accents"):
        found: Counter[str] = Counter()
        for text in texts:
            found[text.field] += sum(1 for _ in occurrences(phrase, text, marks))
        own = tuple(FieldCount(field=name, count=count) for name, count in found.items() if count)
        # The same words twice, in quotes and without: the parts of the score share a name.
        counts[key] = max(counts.get(key, ()), own, key=len)
    parts = tuple(
        replace(part, fields=counts.get((part.kind, part.text), ())) for part in explained.parts
    )
    return replace(explained, parts=parts)


def _parts(query: Query, *, relaxed: bool) -> Iterator[tuple[_Key, Phrase, Marks]]:
    """What a query scores by, as `ScorePart` names it: the words to look for, and their marks."""
    for phrases in query.alternatives:
        words: list[tuple[Word, Marks]] = []
        for phrase in phrases:
            marks = marks_of(query, phrase, relaxed=relaxed)
            yield ("optional" if phrase.optional else "word", _text(phrase)), phrase, marks
            if relaxed and not phrase.quoted:
                yield ("marks", _text(phrase)), phrase, Marks.OWN
            if not phrase.title_only:
                words += [(word, marks) for word in phrase.words]
        for (one, marks), (other, others) in pairwise(words):
            pair = Phrase((one, other))
            yield ("pair", _text(pair)), pair, Marks.ANY if Marks.ANY in (marks, others) else marks


def _text(phrase: Phrase) -> str:
    return " ".join(word.canonical for word in phrase.words)
