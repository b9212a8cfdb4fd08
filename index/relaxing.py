"""A Query that nothing answers goes in; whether its accents may go, and the note, come out."""

from index.query import Accents, Query
from index.results import Note


def may_relax_accents(query: Query) -> bool:
    """Whether giving up the marks of the unquoted words asks for anything else."""
    loose = any(not phrase.quoted for phrases in query.alternatives for phrase in phrases)
    return (
        loose
        and query.accents is Accents.AUTO
        and query.marked
        and not query.literal
        and "relaxed" not in query.off
    )


def accents_note(query: Query) -> Note:
    """Say that words with other marks are shown, and how to see the words as typed alone."""
    loose = (
        word.folded
        for phrases in query.alternatives
        for phrase in phrases
        if not phrase.quoted
        for word in phrase.words
    )
    return Note(
        kind="relaxed",
        source=query.understood,
        target=" ".join(loose),
        applied=True,
        changes=(("off", "relaxed"),),
    )
