"""A text goes in; the words of address before a name, `đồng chí` or `PGS.TS`, come out."""

from collections.abc import Iterable, Iterator

from index.entities.typed import PhraseBook, Typed, words_of
from index.results import Span

_LONGEST_SHORT = 6  # letters of a title's short form: BSCKII
_OLDER = frozenset({"ông", "bà"})  # may begin a sentence and still be no country or plain word


class Honorifics:
    """The words of address, and the family names that speak for a name behind them."""

    def __init__(
        self,
        *,
        titles: Iterable[str],
        address: Iterable[str],
        families: Iterable[str],
        certain: Iterable[str],
        likely: Iterable[str],
        never: Iterable[str],
    ) -> None:
        certain = tuple(certain)
        self._book = PhraseBook(
            (words_of(spelling), is_title)
            for spellings, is_title in ((titles, True), (address, False))
            for spelling in spellings
        )
        self._never = PhraseBook((words_of(spelling), True) for spelling in never)
        self._families = {word.canonical for name in families for word in words_of(name)}
        sure = [word for name in certain for word in words_of(name)]
        known = [word for name in (*certain, *likely) for word in words_of(name)]
        self._spelt = {word.canonical for word in known}
        self._certain = {word.folded for word in sure}
        self._likely = {word.folded for word in known}

    def spans(self, typed: Typed) -> Iterator[Span]:
        """The words of address of a text that stand before a name, each by itself."""
        place = 0
        while place < len(typed.tokens):
            run = list(self._run(typed, place))
            if run and self._names(typed, run[-1][1], is_title=run[-1][2], at=run[-1][0]):
                for first, last, _ in run:
                    yield Span(typed.tokens[first].start, typed.tokens[last - 1].end)
            place = run[-1][1] if run else place + 1

    def _run(self, typed: Typed, place: int) -> Iterator[tuple[int, int, bool]]:
        """Words of address in a row: `đồng chí Thượng tướng`, `PGS.TS`."""
        if not typed.starts_clean(place):
            return
        while place < len(typed.tokens):
            if any(True for _ in self._never.at(typed, place)):
                return
            found = next(self._book.at(typed, place), None)
            if found is None:
                return
            yield found.first, found.last, found.values[0]
            place = found.last

    def _names(self, typed: Typed, place: int, *, is_title: bool, at: int) -> bool:
        """Whether a name begins at a place, behind a title or a plain word of address."""
        if place >= len(typed.tokens) or not typed.joined(place - 1, place + 1):
            return False
        if not typed.tokens[place].text.isalpha():
            return False
        if typed.tokens[place].text[0].isupper() and not typed.shouted:
            return self._capital_speaks(typed, place, is_title=is_title, at=at)
        word = typed.words[place]
        known = self._likely if is_title else self._certain
        family = word.canonical in self._spelt if word.marked else word.folded in known
        return family and _word_after(typed, place).isalpha()

    def _capital_speaks(self, typed: Typed, place: int, *, is_title: bool, at: int) -> bool:
        """Whether a capital behind a word of address begins a name.

        It does not in `Thạc sĩ Quản trị kinh doanh`, nor in `nước Anh Pháp`.
        """
        after = _word_after(typed, place)
        if typed.words[place].canonical in self._families and after.isalpha():
            return True
        if is_title:
            in_full = at < place - 1 or len(typed.tokens[at].text) > _LONGEST_SHORT
            return not in_full or after[:1].isupper()
        begins = at == 0 and typed.words[at].canonical in _OLDER
        return begins or typed.tokens[at].text[0].islower()


def _word_after(typed: Typed, place: int) -> str:
    return typed.tokens[place + 1].text if place + 1 < len(typed.tokens) else ""
