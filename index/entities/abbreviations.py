"""Abbreviations of state language go in with a text; what else they can be worded as comes out.

A short form that is also a syllable (`CA`, `TU`) is one only in capitals, and is never looked
for when the long form is typed: an index that knows no capitals would find `ca sĩ`. Nor is one
of two letters, or one that stands for several things.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from index.entities.entity import Entity, Offer, Wording
from index.entities.typed import Found, PhraseBook, Typed, words_of
from index.query import Word
from index.text.legal import is_legal_without_marks

_MOST_WORDINGS = 12  # of one meaning: a long name holds several shorter ones
_MOST_MEANINGS = 4  # offered at once: more are no help
_FEWEST_LETTERS = 3  # of a short form that is looked for when the long one is typed


@dataclass(frozen=True, slots=True)
class Meaning:
    """A short form and a long one with their other spellings: all mean the same.

    `always` lets a short form of two letters be looked for too; `equal` is for synonyms, where
    neither side is short; of `one_way` ones only the first stands for the others.
    """

    short: tuple[str, ...]
    long: tuple[str, ...]
    always: bool = False
    equal: bool = False
    one_way: bool = False


@dataclass(frozen=True, slots=True)
class _Form:
    """One form of a meaning that can be typed."""

    meaning: Meaning
    spelt: str
    short: bool


class Abbreviations:
    """The known abbreviations, both ways."""

    def __init__(self, meanings: Iterable[Meaning]) -> None:
        self.meanings = tuple(meanings)
        forms = [form for meaning in self.meanings for form in _forms(meaning)]
        self._book = PhraseBook((words_of(form.spelt), form) for form in forms)
        shorts = Counter(words_of(form.spelt) for form in forms if form.short)
        self._shared = frozenset(words for words, count in shorts.items() if count > 1)
        self._wordings: dict[Meaning, tuple[Wording, ...]] = {}

    def entities(self, typed: Typed) -> Iterator[Entity]:
        """The abbreviations and long forms of a text that have one meaning."""
        for found in self._found(typed):
            forms = found.values
            if len({form.meaning for form in forms}) > 1:
                continue
            stretch = typed.words[found.first : found.last]
            wordings = typed.others(stretch, self._wanted(forms[0].meaning))
            if wordings:
                yield Entity(
                    kind="abbreviation",
                    start=typed.tokens[found.first].start,
                    end=typed.tokens[found.last - 1].end,
                    wordings=wordings,
                    target=self._target(forms[0]),
                )

    def offers(self, typed: Typed) -> Iterator[Offer]:
        """A choice for each meaning of the short forms that have several."""
        for found in self._found(typed):
            meanings = dict.fromkeys(form.meaning for form in found.values)
            if len(meanings) == 1:
                continue
            for meaning in islice(meanings, _MOST_MEANINGS):
                yield Offer(
                    kind="abbreviation",
                    start=typed.tokens[found.first].start,
                    end=typed.tokens[found.last - 1].end,
                    target=meaning.long[0],
                    choices=(meaning.long[0],),
                    instead=True,
                )

    def variants(self, name: str, *, whole: bool = False) -> tuple[Wording, ...]:
        """A name in full and with each known part of it shortened, its own wording first.

        Its own short form is among them where `whole` says so.
        """
        words = words_of(name)
        typed = Typed(name)

        def rest(place: int) -> Iterator[Wording]:
            if place == len(words):
                yield ()
                return
            for tail in rest(place + 1):
                yield (words[place], *tail)
            for last, short in self._shortened(typed, place):
                if whole or last - place < len(words):
                    for tail in rest(last):
                        yield (*short, *tail)

        return tuple(islice(rest(0), _MOST_WORDINGS))

    def _shortened(self, typed: Typed, place: int) -> Iterator[tuple[int, Wording]]:
        """The short forms of what begins at a place of a long form, and where that ends."""
        for found in self._book.at(typed, place):
            for form in found.values:
                if not form.short and not form.meaning.equal:
                    for short in self._safe(form.meaning):
                        yield found.last, words_of(short)

    def _safe(self, meaning: Meaning) -> list[str]:
        """The short forms that are looked for when the long one is typed."""
        return [
            short
            for short in meaning.short
            if words_of(short) not in self._shared
            and not _is_syllable(words_of(short))
            and (meaning.always or sum(map(str.isalpha, short)) >= _FEWEST_LETTERS)
        ]

    def _wanted(self, meaning: Meaning) -> tuple[Wording, ...]:
        """Everything that is looked for in the place of any form of a meaning."""
        wordings = self._wordings.get(meaning)
        if wordings is None:
            short = (words_of(one) for one in self._safe(meaning))
            exact = (words_of(long) for long in meaning.long)
            varied = () if meaning.equal else meaning.long
            longer = (wording for long in varied for wording in self.variants(long))
            wordings = tuple(islice(dict.fromkeys((*exact, *short, *longer)), _MOST_WORDINGS))
            self._wordings[meaning] = wordings
        return wordings

    def _target(self, form: _Form) -> str:
        """What a typed form is read as: in full, or short where it is long already."""
        if form.short:
            return form.meaning.long[0]
        others = [long for long in form.meaning.long if long != form.spelt]
        return next(iter(self._safe(form.meaning)), "") or ", ".join(others)

    def _found(self, typed: Typed) -> Iterator[Found[_Form]]:
        place = 0
        while place < len(typed.tokens):
            found = self._first(typed, place) if typed.starts_clean(place) else None
            if found:
                yield found
            place = found.last if found else place + 1

    def _first(self, typed: Typed, place: int) -> Found[_Form] | None:
        for found in self._book.at(typed, place):
            stretch = typed.words[found.first : found.last]
            forms = tuple(
                form
                for form in found.values
                if not form.short or _may_be_short(typed, place, form.spelt, stretch)
            )
            if forms:
                return Found(found.first, found.last, forms)
        return None


def _forms(meaning: Meaning) -> Iterator[_Form]:
    for spelt in meaning.short:
        yield _Form(meaning, spelt, short=True)
    for spelt in meaning.long[: 1 if meaning.one_way else None]:
        yield _Form(meaning, spelt, short=False)


def _may_be_short(typed: Typed, place: int, spelt: str, words: Sequence[Word]) -> bool:
    """Whether a word can be a short form: `CA`, but not `ca`; `ubnd`, but not a man called Oda."""
    shown = typed.tokens[place].text
    if len(words) > 1:
        return True
    if _is_syllable(words):
        return shown.isupper() and not typed.shouted
    return place == 0 or not shown.istitle() or shown == spelt


def _is_syllable(words: Sequence[Word]) -> bool:
    return len(words) == 1 and is_legal_without_marks(words[0].folded)
