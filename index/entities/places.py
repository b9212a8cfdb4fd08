"""Places before and after 1 July 2025 go in with a text; what else a named one is called comes out.

Always an offer: an article of 2019 about Bắc Giang is about no other place.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from index.entities.entity import Offer, Wording
from index.entities.typed import Found, PhraseBook, Typed, words_of

_KIND_WORDS = {
    "huyện": ("huyện",),
    "quận": ("quận",),
    "thị xã": ("thị xã", "TX"),
    "thành phố": ("thành phố", "TP"),
}
_BEFORE_PROVINCES = frozenset({"tỉnh", "thành phố", "tp"})
_MOST_NAMESAKES = 2  # offered where no province is named: nine districts are called Châu Thành


@dataclass(frozen=True, slots=True)
class Merged:
    """A province of today and the others that went into it."""

    now: str
    before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class District:
    """A district of old: its province then, its kinds, and the units that took its place."""

    province: str
    name: str
    kinds: tuple[str, ...]
    successors: tuple[str, ...]


class Places:
    """The names of places before and after the mergers."""

    def __init__(
        self,
        merged: Iterable[Merged],
        districts: Iterable[District],
        *,
        ordinary: Iterable[str] = (),
        spellings: Mapping[str, tuple[str, ...]],
        asked: Mapping[str, str],
    ) -> None:
        self._asked = asked
        merged, districts = tuple(merged), tuple(districts)
        self._now = {name: one.now for one in merged for name in one.before}
        self._ordinary = frozenset(words_of(name) for name in ordinary)
        self._spellings = spellings
        self._provinces = PhraseBook(
            (words_of(spelling), (name, one))
            for one in merged
            for name in (one.now, *one.before)
            for spelling in (name, *spellings.get(name, ()))
        )
        self._districts = PhraseBook(
            (words_of(f"{word} {one.name}"), one)
            for one in districts
            for kind in one.kinds
            for word in _KIND_WORDS[kind]
        )
        self._named = PhraseBook(
            (words_of(spelling), name)
            for name in {one.province for one in districts} | {one.now for one in merged}
            for spelling in (name, *spellings.get(name, ()))
        )

    def offers(self, typed: Typed) -> Iterator[Offer]:
        """What else the places of a text are called."""
        named = [
            (place, name)
            for place in range(len(typed.tokens))
            for one in self._named.at(typed, place)
            for name in one.values
        ]
        for first in range(len(typed.tokens)):
            if not typed.starts_clean(first):
                continue
            yield from self._province_offers(typed, first)
            found = next(self._districts.at(typed, first), None)
            if found:
                inside = range(found.first, found.last)
                around = {name for place, name in named if place not in inside}
                yield from self._district_offers(typed, found, around)

    def _province_offers(self, typed: Typed, first: int) -> Iterator[Offer]:
        for found in self._provinces.at(typed, first):
            ((name, merged), *_) = found.values
            if self._is_ordinary(typed, found):
                continue
            earlier = tuple(other for other in merged.before if merged.now not in other)
            others = earlier if name == merged.now else (merged.now,)
            if not others:  # whoever asks for Huế finds Thừa Thiên Huế
                return
            start = typed.tokens[found.first].start
            before = typed.words[found.first - 1].canonical if found.first else ""
            if before in {"tỉnh", "tinh"} and typed.joined(found.first - 1, found.first + 1):
                start = typed.tokens[found.first - 1].start
            yield Offer(
                kind="place",
                start=start,
                end=typed.tokens[found.last - 1].end,
                target=", ".join(others),
                choices=tuple(self._ask_for(other) for other in others),
            )
            return

    def _district_offers(
        self, typed: Typed, found: Found[District], named: set[str]
    ) -> Iterator[Offer]:
        districts = [
            one for one in found.values if {one.province, self._today(one)} & named
        ] or list(found.values)
        if len(districts) > _MOST_NAMESAKES:
            return
        for district in districts:
            province = self._today(district)
            where = "" if {district.province, province} & named else f" {self._ask_for(province)}"
            yield Offer(
                kind="place",
                start=typed.tokens[found.first].start,
                end=typed.tokens[found.last - 1].end,
                target=f"{', '.join(district.successors)} ({province})",
                choices=tuple(f'"{one}"{where}' for one in district.successors),
            )

    def _ask_for(self, name: str) -> str:
        return self._asked.get(name, f'"{name}"')

    def _today(self, district: District) -> str:
        return self._now.get(district.province, district.province)

    def _is_ordinary(self, typed: Typed, found: Found[tuple[str, Merged]]) -> bool:
        """Whether a name is as likely a common word, as `hòa bình` is peace."""
        stretch: Wording = typed.words[found.first : found.last]
        if not any(
            tuple(word.folded for word in name) == tuple(word.folded for word in stretch)
            for name in self._ordinary
        ):
            return False
        before = typed.words[found.first - 1].canonical if found.first else ""
        if before in _BEFORE_PROVINCES or (found.first > 1 and before == "phố"):
            return False
        tokens = typed.tokens[found.first : found.last]
        return typed.shouted or not all(token.text[0].isupper() for token in tokens)
