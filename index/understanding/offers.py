"""A Query and what an index knows of its language go in; readings worth offering come out as notes.

None of them is certain: what was typed is searched, and the note leads to the other reading.
"""

from collections.abc import Iterator, Sequence

from index.language.model import LanguageModel
from index.language.restoring import restore
from index.language.spelling import correct
from index.language.statistics import Statistics
from index.query import Accents, Query
from index.results import Note, NoteKind
from index.text.tokens import Token
from index.understanding.known_neighbours import with_known_neighbours
from index.understanding.typed_words import typed_words, with_words_replaced

# A reading less sure than this is as often wrong as right, and then only noise above the results.
_LEAST_CONFIDENCE = 0.5


def offers(query: Query, statistics: Statistics, language: LanguageModel) -> Iterator[Note]:
    """The corrected spelling, else the accents that were left out, of the words typed.

    Nothing is offered where accents are strict: whoever asks so knows what was typed.
    """
    text = query.understood
    words = list(typed_words(text))
    if not words or query.accents is Accents.STRICT:
        return
    if "spelling" not in query.off:
        better = _corrected(text, words, language)
        if better == text and query.marked and query.accents is Accents.AUTO:
            better = with_known_neighbours(text, statistics)
        if better != text:
            yield _offer("spelling", text, better)
            return
    if "accents" not in query.off and query.accents is Accents.AUTO and not query.marked:
        accented = _accented(text, words, language)
        if accented != text:
            yield _offer("accents", text, accented)


def _corrected(text: str, words: Sequence[Token], language: LanguageModel) -> str:
    correction = correct([word.text for word in words], language)
    return text if correction is None else _with(text, words, correction.words)


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
