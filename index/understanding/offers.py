"""A Query, its answer and an index's language go in; readings worth offering come out as notes.

None of them is certain: what was typed was searched, and the note leads to the other reading.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from index.language.model import LanguageModel
from index.language.restoring import restore
from index.language.spelling import correct
from index.language.statistics import Statistics
from index.query import Accents, Query
from index.results import Note, NoteKind, ResultPage
from index.text.tokens import Token
from index.understanding.known_neighbours import with_known_neighbours
from index.understanding.typed_words import typed_words, with_words_replaced

# A reading less sure than this is as often wrong as right, and then only noise above the results.
_LEAST_CONFIDENCE = 0.5
# With a full first page the words were found together; weighing each takes some milliseconds.
_FEW = 10
_MOST_WORDS = 16  # of a longer text nobody asks what was meant
_NAMES = frozenset({"abbreviation", "place"})  # kinds of notes that know the words of a query


def offers(
    query: Query, page: ResultPage, statistics: Statistics, language: LanguageModel
) -> Iterator[Note]:
    """The corrected spelling, else the accents that were left out, of the words typed.

    Nothing is offered where accents are strict: whoever asks so knows what was typed.
    """
    text = query.understood
    words = list(typed_words(text))
    if not words or query.accents is Accents.STRICT:
        return
    if "spelling" not in query.off:
        better = text
        if len(words) <= _MOST_WORDS and _may_be_misspelt(words, page, statistics):
            named = {word.text for note in query.notes for word in _names_in(note)}
            better = _corrected(text, words, language, right=named)
        if better == text and query.marked and query.accents is Accents.AUTO:
            better = with_known_neighbours(text, statistics)
        if better != text:
            yield _offer("spelling", text, better)
            return
    if len(words) > _MOST_WORDS:
        return
    if "accents" not in query.off and query.accents is Accents.AUTO and not query.marked:
        accented = _accented(text, words, language)
        if accented != text:
            yield _offer("accents", text, accented)


def _may_be_misspelt(words: Sequence[Token], page: ResultPage, statistics: Statistics) -> bool:
    """Whether a slip is likely enough to weigh every word in its context, which takes long."""
    if page.relaxed or page.total < _FEW:
        return True
    return any(not statistics.folded_holders(word.folded) for word in words)


def _names_in(note: Note) -> Iterator[Token]:
    """The words that a note says to be a known name: they are spelt as they should be."""
    return typed_words(note.source) if note.kind in _NAMES else iter(())


def _corrected(
    text: str, words: Sequence[Token], language: LanguageModel, *, right: AbstractSet[str]
) -> str:
    """The text as it is corrected; words in `right` stay as they are."""
    correction = correct([word.text for word in words], language)
    if correction is None:
        return text
    meant = [
        word.text if word.text in right else better
        for word, better in zip(words, correction.words, strict=True)
    ]
    return _with(text, words, meant)


def _accented(text: str, words: Sequence[Token], language: LanguageModel) -> str:
    restored = restore([word.text for word in words], language)
    if restored is None or restored.confidence < _LEAST_CONFIDENCE:
        return text
    return _with(text, words, restored.words)


def _with(text: str, words: Sequence[Token], meant: Sequence[str]) -> str:
    changes = {
        word: reading for word, reading in zip(words, meant, strict=True) if reading != word.text
    }
    return with_words_replaced(text, changes)


def _offer(kind: NoteKind, text: str, better: str) -> Note:
    return Note(kind=kind, source=text, target=better, applied=False, changes=(("q", better),))
