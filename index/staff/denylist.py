"""The text of denylist.toml goes in; the words never suggested to anyone come out.

words = ["từ ngữ không nên gợi ý", "tên một người"]
"""

from dataclasses import dataclass, field

from index.entities.typed import PhraseBook, Typed, words_of
from index.query import Word
from index.staff.entries import Mistake, known_keys, line_of_text, parse, texts_of
from index.text.composition import compose


@dataclass(frozen=True, slots=True)
class Denylist:
    """Words and phrases that no suggestion may hold, with marks or without."""

    phrases: tuple[tuple[Word, ...], ...] = ()
    _book: PhraseBook[bool] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        book = PhraseBook((phrase, True) for phrase in self.phrases)
        object.__setattr__(self, "_book", book)

    def denies(self, text: str) -> bool:
        """Whether a text holds any of the phrases."""
        typed = Typed(text)
        return any(True for first in range(len(typed.words)) for _ in self._book.at(typed, first))


def read_denylist(text: str) -> tuple[Denylist, tuple[Mistake, ...]]:
    """The denied phrases of a file, and the mistakes by line."""
    text = compose(text)
    whole, mistakes = parse(text)
    known_keys(whole, ("words",), mistakes)
    start = whole.line_of("words")
    phrases: dict[tuple[Word, ...], int] = {}
    for spelt in texts_of(whole, "words", mistakes) if "words" in whole.values else []:
        words, line = words_of(spelt), line_of_text(text, spelt, start)
        if not words:
            sentence = f"“{spelt}” không có chữ nào. (no word in {spelt!r})"
            mistakes.append(Mistake(line, sentence))
        elif words in phrases:
            again = (
                line_of_text(text, spelt, phrases[words] + 1) if line == phrases[words] else line
            )
            sentence = f"“{spelt}” đã có ở dòng {phrases[words]}. (duplicate of {phrases[words]})"
            mistakes.append(Mistake(again, sentence))
        else:
            phrases[words] = line
    return Denylist(tuple(phrases)), tuple(sorted(mistakes))
