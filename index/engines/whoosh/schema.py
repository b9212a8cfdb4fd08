"""An Article goes in, a Whoosh document comes out: which fields, which terms, which columns.

Text is written twice, in terms as spelt and in terms without marks. In a piece of text written
without marks a bare term as spelt is led by BARE, so that a marked word can ask for it there
and nowhere else. The folder and names of this module are part of the format on disk, because
Whoosh pickles its schema: change INDEX_FORMAT with them.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from whoosh import columns, fields, formats
from whoosh.util.text import utf8encode

from index.article import Article
from index.fields import FieldText, field_texts
from index.text.tokens import Token, document_numbers

INDEX_FORMAT = 1
BARE = "~"  # no token begins with it
# What is searched together, with one weight; `rest` holds every field of lowest weight.
GROUPS = ("title", "summary", "body", "rest")
UNDATED = -(2**63)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Posting = tuple[str, int]  # a term and its position


class Terms(fields.FieldType):
    """A field whose value is a list of (term, position) pairs, already analysed."""

    indexed = True
    stored = False
    scorable = True
    column_type = None
    analyzer = None
    vector = None

    def __init__(self) -> None:
        self.format = formats.Positions()

    def index(
        self, value: Sequence[Posting], **_: object
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Give Whoosh (term, frequency, weight, encoded positions) for each distinct term."""
        positions: defaultdict[str, list[int]] = defaultdict(list)
        for term, position in value:
            positions[term].append(position)
        for term, places in positions.items():
            encoded = self.format.encode(places)
            yield utf8encode(term)[0], len(places), float(len(places)), encoded


def accented_field(group: str) -> str:
    """The field that holds a group's terms as spelt."""
    return f"{group}_accented"


def folded_field(group: str) -> str:
    """The field that holds a group's terms without marks."""
    return f"{group}_folded"


def folded_twin(accented: str) -> str:
    """The field without marks beside a field as spelt."""
    return folded_field(accented.removesuffix("_accented"))


def make_schema() -> Any:
    """The Whoosh schema of an index."""
    texts = {name(group): Terms() for group in GROUPS for name in (accented_field, folded_field)}
    return fields.Schema(
        identity=fields.ID(unique=True),
        identity_column=fields.COLUMN(columns.VarBytesColumn()),
        site=fields.COLUMN(columns.VarBytesColumn()),
        section=fields.COLUMN(columns.VarBytesColumn()),
        published=fields.COLUMN(columns.NumericColumn("q", default=UNDATED)),
        article=fields.STORED(),
        **texts,
    )


def document(article: Article) -> dict[str, object]:
    """Everything Whoosh is given for an article, by field name."""
    groups: dict[str, list[FieldText]] = {group: [] for group in GROUPS}
    for text in field_texts(article):
        groups[text.field if text.field in groups else "rest"].append(text)
    terms: dict[str, object] = {}
    for group, texts in groups.items():
        accented, folded = _postings(texts)
        terms[accented_field(group)] = accented
        terms[folded_field(group)] = folded
    moment = article.published_at
    return {
        "identity": article.identity,
        "identity_column": article.identity.encode(),
        "site": article.site.encode(),
        "section": article.section.encode(),
        "published": (moment - _EPOCH) // timedelta(microseconds=1) if moment else UNDATED,
        "article": article.to_line(),
        **terms,
    }


def _postings(texts: list[FieldText]) -> tuple[list[Posting], list[Posting]]:
    """Terms as spelt and terms without marks; a position stays free between two pieces."""
    accented: list[Posting] = []
    folded: list[Posting] = []
    offset = 0
    for text in texts:
        starts = {token.start: place for place, token in enumerate(text.tokens, offset)}
        for place, token in enumerate(text.tokens, offset):
            accented.append((accented_term(token, bare_field=text.bare), place))
            folded.append((token.folded, place))
        for number in document_numbers(text.text):
            if number.start in starts:
                accented.append((number.canonical, starts[number.start]))
                folded.append((number.folded, starts[number.start]))
        offset += len(text.tokens) + 1
    return accented, folded


def accented_term(token: Token, *, bare_field: bool) -> str:
    """The term of a token as spelt."""
    spelling = token.canonical
    return f"{BARE}{spelling}" if bare_field and spelling == token.folded else spelling
