"""A text and the offices that took another name go in; offers to ask by the other come out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from index.entities.abbreviations import Abbreviations
from index.entities.entity import Offer
from index.entities.typed import PhraseBook, Typed


@dataclass(frozen=True, slots=True)
class Renamed:
    """Names that ended and those of today; `backwards`, the new ones lead to the old ones too."""

    before: tuple[str, ...]
    now: tuple[str, ...]
    backwards: bool = False


class Offices:
    """The names of reorganised offices, in full or shortened."""

    def __init__(
        self,
        renamed: Iterable[Renamed],
        abbreviations: Abbreviations,
        *,
        asked: Mapping[str, str],
    ) -> None:
        self._asked = asked
        self._book = PhraseBook(
            (wording, others)
            for one in renamed
            for names, others in (
                (one.before, one.now),
                (one.now if one.backwards else (), one.before),
            )
            for name in names
            for wording in abbreviations.variants(name, whole=True)
        )

    def offers(self, typed: Typed) -> Iterator[Offer]:
        """The other names of the offices of a text."""
        place = 0
        while place < len(typed.tokens):
            found = next(self._book.at(typed, place), None) if typed.starts_clean(place) else None
            if found:
                others = found.values[0]
                yield Offer(
                    kind="abbreviation",
                    start=typed.tokens[place].start,
                    end=typed.tokens[found.last - 1].end,
                    target=", ".join(others),
                    choices=tuple(self._asked.get(other, f'"{other}"') for other in others),
                )
            place = found.last if found else place + 1
