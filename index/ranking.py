"""Every number that orders results, each with its reason; nothing goes in, a table comes out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weight:
    """A number of the ranking and why it is what it is."""

    value: float
    reason: str


FIELD_WEIGHTS: dict[str, Weight] = {
    "title": Weight(3.0, "chosen: a title says what an article is about; to be measured"),
    "summary": Weight(1.5, "chosen: the lead repeats what matters"),
    "body": Weight(1.0, "the unit that the others are measured in"),
    "captions": Weight(0.5, "chosen: says who stands in a picture, rarely what it is about"),
    "author": Weight(0.5, "architecture section 3: lowest weights"),
    "unit": Weight(0.5, "architecture section 3: lowest weights"),
    "section": Weight(0.5, "architecture section 3: lowest weights"),
    "tags": Weight(0.5, "architecture section 3: lowest weights"),
    "attachments": Weight(0.5, "architecture section 3: lowest weights"),
}

BARE_FIELD = Weight(0.7, "chosen: a field without marks meets a marked word worse than the word")
SAME_MARKS_LIFT = Weight(
    1.0, "chosen: once accents are relaxed, the marks that do agree count a word's weight again"
)
WHOLE_NUMBER = Weight(2.0, "chosen: a document number as typed comes before its scattered parts")

SATURATION = Weight(1.2, "BM25's k1, the value most systems begin with (Robertson, TREC-3)")
LENGTH_SHARE = Weight(0.75, "BM25's b, likewise")

BARE_SHARE = Weight(0.1, "architecture section 4.5: fewer marked syllables, and a field is bare")

MOST_FACET_VALUES = 20  # architecture section 3
