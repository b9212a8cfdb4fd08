"""The names of the fields go in, the schema that Whoosh is given comes out.

The postings are columns (`codec/`), written past Whoosh's pool (`writing/`); the fields here
tell its queries what there is to ask. Text is there twice, as spelt and without marks. In a piece
of text written without marks a bare term as spelt is led by BARE, so that a marked word can ask
for it there and nowhere else. Whoosh pickles its schema: the names of this module and its class
are part of the format on disk, change INDEX_FORMAT with them.
"""

from typing import Any

from whoosh import fields, formats

from index.engines.whoosh.fields import (
    IDENTITY,
    PAIRS_ACCENTED,
    PAIRS_FOLDED,
    TEXT_ACCENTED,
    TEXT_FOLDED,
    TITLE_ACCENTED,
    TITLE_FOLDED,
    WEIGHT_UNIT,
)

INDEX_FORMAT = 3
BARE = "~"  # no token begins with it
ARTICLE = "article"  # the stored field: the article as one JSON line

_FOLDED_TWINS = {
    TEXT_ACCENTED: TEXT_FOLDED,
    TITLE_ACCENTED: TITLE_FOLDED,
    PAIRS_ACCENTED: PAIRS_FOLDED,
}


class Terms(fields.FieldType):
    """A field of terms that were analysed before Whoosh hears of them."""

    indexed = True
    stored = False
    scorable = True
    column_type = None
    analyzer = None
    vector = None

    def __init__(self, *, positions: bool, unit: float = 1.0) -> None:
        self.unit = unit  # what the codec counts weights and lengths in
        self.format = formats.Positions() if positions else formats.Frequency()
        self.scorable = positions


def folded_twin(accented: str) -> str:
    """The field without marks beside a field as spelt."""
    return _FOLDED_TWINS[accented]


def make_schema() -> Any:
    """The Whoosh schema of an index."""
    texts = (TEXT_ACCENTED, TEXT_FOLDED)
    titles = (TITLE_ACCENTED, TITLE_FOLDED)
    pairs = (PAIRS_ACCENTED, PAIRS_FOLDED)
    return fields.Schema(
        **{IDENTITY: fields.ID(unique=True)},
        **{name: Terms(positions=True, unit=WEIGHT_UNIT) for name in texts},
        **{name: Terms(positions=True) for name in titles},
        **{name: Terms(positions=False) for name in pairs},
        **{ARTICLE: fields.STORED()},
    )
