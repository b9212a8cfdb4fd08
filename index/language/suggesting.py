"""What someone has typed so far goes in, accented completions from the index come out.

Typed with marks, without, or in Telex or VNI with the keyboard off: all begin the same phrases.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence, Sized

from index.language.letters import parted
from index.language.model import KnownPhrase, LanguageModel
from index.language.showing import shown
from index.results import Suggestion
from index.text.composition import one_line
from index.text.keystrokes import decode
from index.text.legal import is_legal, is_legal_without_marks
from index.text.tokens import canonical_token, fold_token, tokenize

MOST_SUGGESTIONS = 20
# Phrases looked at for each that is shown, where marks or the denylist leave some out: of the
# readings of one syllable the wanted one is seldom the tenth. And at least so many.
_LOOKED_AT, _LOOKED_AT_LEAST = 40, 200
_MOST_CHARACTERS = 100  # nobody waits for a completion of a longer text


def suggest(
    text: str,
    language: LanguageModel,
    *,
    limit: int = 8,
    denies: Callable[[str], bool] | None = None,
) -> tuple[Suggestion, ...]:
    """At most `limit` completions of a text (20 at most), the most frequent first.

    What `denies` says of a phrase, in canonical spelling, that it may not be is never suggested.
    """
    wanted = min(limit, MOST_SUGGESTIONS)
    composed = one_line(text)[:_MOST_CHARACTERS]
    words = [token.text for token in tokenize(composed)]
    if not words or wanted < 1:
        return ()
    between = text[-1:].isspace()
    found: dict[tuple[str, ...], Suggestion] = {}
    for reading in _readings(words, found):
        for phrase in _completions(reading, language, wanted, between=between):
            if len(found) == wanted:
                break
            if phrase.words not in found and not (denies and denies(" ".join(phrase.words))):
                found[phrase.words] = Suggestion(shown(phrase.words), phrase.weight)
    return tuple(found.values())


def _readings(words: Sequence[str], found: Sized) -> Iterator[list[str]]:
    """The words as typed, and decoded where some are keystrokes rather than syllables.

    While nothing is `found`, those too that are syllables without their marks, as `coong`.
    """
    typed = [*map(canonical_token, words[:-1]), words[-1].lower()]
    yield typed
    decoded = _decoded(words, typed, unless=is_legal_without_marks)
    if decoded != typed:
        yield decoded
    if not found:
        bold = _decoded(words, typed, unless=is_legal)
        if bold not in (typed, decoded):
            yield bold


def _decoded(
    words: Sequence[str], typed: Sequence[str], *, unless: Callable[[str], bool]
) -> list[str]:
    return [
        own if is_legal(word) or unless(word) else canonical_token(next(iter(decode(word)), own))
        for word, own in zip(words, typed, strict=True)
    ]


def _completions(
    words: list[str], language: LanguageModel, wanted: int, *, between: bool
) -> Iterator[KnownPhrase]:
    """Phrases that begin with the words, the last perhaps half typed."""
    most = max(_LOOKED_AT_LEAST, _LOOKED_AT * wanted)
    *whole, begun = words
    # The letters `quy` begin `quyết` as well, although by themselves they are spelt `qui`.
    for last in dict.fromkeys((fold_token(begun), _bare(begun))):
        folded = " ".join((*map(fold_token, whole), last)) + " " * between
        for phrase in language.phrases(folded, most=most):
            pairs = zip(whole, phrase.words, strict=False)
            if all(_is_meant(*pair) for pair in pairs) and _begins(begun, phrase.words[len(whole)]):
                yield phrase


def _is_meant(typed: str, word: str) -> bool:
    return typed in (word, fold_token(word))


def _bare(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _begins(typed: str, word: str) -> bool:
    """Whether a word may become of what is typed: bare letters may still get their marks."""
    tones, letters = parted(typed)
    word_tones, word_letters = parted(word)
    if tones and tones != word_tones:
        return False
    return all(
        own in (other, other[:1]) or {own, other[:1]} == {"i", "y"}
        for own, other in zip(letters, word_letters, strict=False)
    )
