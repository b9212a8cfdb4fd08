"""A Query as it was read and what an index knows of its words go in; the Query as meant comes out.

Readings that are certain are applied; each is a note with its way back. The text is read anew
once its spelling is settled, so that operators are found in what was meant.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from index.language.statistics import Statistics
from index.query import Accents, Query
from index.reading import Lexicon, read_query
from index.results import Note, NoteKind
from index.understanding.raw_keystrokes import with_keys_read
from index.understanding.stray_marks import without_stray_marks

_Rewrite = Callable[[str, Statistics], str]
_APPLIED: tuple[tuple[NoteKind, _Rewrite], ...] = (
    ("keystrokes", with_keys_read),
    ("accents", without_stray_marks),
)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a query is understood by: the words of an index, and the tables of names."""

    statistics: Statistics
    lexicon: Lexicon


def understand(query: Query, knowledge: Knowledge) -> Query:
    """The query as its writer meant it; itself where all readings are off.

    `query` is what `read_query` made of a text without a lexicon. A query without words still
    names what can be offered.
    """
    if query.literal or not query.text:
        return query
    text, notes = query.understood, [note for note in query.notes if note.kind == "encoding"]
    for kind, rewrite in _APPLIED:
        if kind in query.off or not _may_touch(kind, query.accents):
            continue
        meant = rewrite(text, knowledge.statistics)
        if meant != text:
            notes.append(
                Note(kind=kind, source=text, target=meant, applied=True, changes=(("off", kind),))
            )
            text = meant
    read = read_query(text, replace(query, notes=()), knowledge.lexicon)
    return replace(read, text=query.text, notes=(*notes, *read.notes))


def _may_touch(kind: NoteKind, accents: Accents) -> bool:
    """Strict accents mean that every mark was typed on purpose; keys are not marks yet."""
    return kind == "keystrokes" or accents is Accents.AUTO
