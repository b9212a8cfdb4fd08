"""A text goes in; the documents it names come out, `qd 123 ubnd` as `123/QĐ-UBND`."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.entities.entity import Entity, Wording
from index.entities.typed import Typed, bare_letters, says, words_of
from index.query import Word
from index.text.tokens import canonical_token, document_numbers, fold_token

_YEAR = r"(?:19|20)\d\d"
# "Nghị quyết 5 năm" is no number, "nghị quyết 5 ngày 2/9" is one.
_COUNTED = re.compile(r"\s+(?:(?:nam|thang|tuan|gio|phut|lan|phan)\b|ngay\b(?!\s*\d))")
_END = r"(?![\w/%])(?![.,-]\w)"
_LETTERS = re.compile(r"([/&.-]+)")


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document: its short forms in numbers, its name, who issues it if one office does.

    The name of a `strong` kind, or the short form of a `short_strong` one in lower case, means
    the document even before a bare number.
    """

    short: tuple[str, ...]
    long: str
    issuer: str = ""
    strong: bool = False
    short_strong: bool = False


class NumberReader:
    """Reads the numbers of documents, however they are typed."""

    def __init__(
        self, kinds: Iterable[DocumentKind], issuers: Iterable[str], party: Iterable[str]
    ) -> None:
        issuers = tuple(issuers)
        self._kinds: dict[str, DocumentKind] = {}
        for kind in kinds:
            for spelt in (*kind.short, kind.long):
                self._kinds.setdefault(bare_letters(spelt), kind)
        self._party = frozenset(map(bare_letters, party))
        self._signs = {bare_letters(one): one for one in (*issuers, *party)}
        shorts_spelt = (one for kind in self._kinds.values() for one in kind.short)
        self._spelt = {bare_letters(spelt): spelt for spelt in (*issuers, *shorts_spelt)}
        named, signs = _one_of(self._kinds), _one_of(self._signs)
        shorts = _one_of(one for one in self._kinds if " " not in one)
        signed = rf"(?P<issuer>{signs})(?P<unit>(?:-[a-z]{{1,8}})*)"
        self._kind_first = re.compile(
            rf"(?<![\w/-])(?P<kind>{named})(?P<so>\.?\s+so\s*:?)?\s+(?P<n>\d{{1,5}}[a-z]?)"
            rf"(?:\s?[/-]\s?(?P<y>{_YEAR})|(?:\s+nam)?\s+(?P<said>{_YEAR}))?"
            rf"(?:[\s/-]+(?P<again>{shorts})(?=[\s-]))?(?:[\s/-]+{signed})?{_END}"
        )
        self._number_first = re.compile(
            rf"(?<![\w/.,-])(?P<n>\d{{1,5}}[a-z]?)(?:[\s/-]+(?P<y>{_YEAR}))?[\s/-]+"
            rf"(?P<kind>{shorts})[\s/-]+{signed}{_END}"
        )

    def entities(self, typed: Typed) -> Iterator[Entity]:
        """The document numbers of a text; they may overlap."""
        whole = list(self._whole(typed))
        yield from whole
        # Of "qđ 123/ubnd" the kind stands before: 123/QĐ-UBND, which is longer, is meant.
        signed = (typed.bare[one.start : one.end].partition("/")[2] for one in whole)
        sure = [one for one, sign in zip(whole, signed, strict=True) if sign not in self._signs]
        for pattern in (self._kind_first, self._number_first):
            for match in pattern.finditer(typed.bare):
                covered = any(one.start < match.end() and match.start() < one.end for one in sure)
                entity = None if covered else self._read(match, typed)
                if entity:
                    yield entity

    def _whole(self, typed: Typed) -> Iterator[Entity]:
        """Numbers typed in full; `123/QD-UBND` gets its marks back."""
        for token in document_numbers(typed.text):
            parts = _LETTERS.split(token.text)
            restored = "".join(self._spelt.get(part.lower(), part) for part in parts)
            wording, stretch = words_of(restored), words_of(token.text)
            changed = wording != stretch
            yield Entity(
                kind="number",
                start=token.start,
                end=token.end,
                wordings=typed.others(stretch, (wording, *self._spoken(token.text))),
                number=_whole_number(restored),
                target=restored if changed else "",
            )

    def _spoken(self, number: str) -> Iterator[Wording]:
        """`42/2022/NĐ-CP` is also called `Nghị định 42 năm 2022`, as one office alone issues it."""
        match = re.fullmatch(rf"(\d+)/({_YEAR})/([^\W\d]+)-([^\W\d]+)", number)
        kind = self._kinds.get(bare_letters(match[3])) if match else None
        if match and kind and kind.issuer and bare_letters(match[4]) == bare_letters(kind.issuer):
            yield from _named_so(kind.long, match[1], match[2])

    def _read(self, match: re.Match[str], typed: Typed) -> Entity | None:
        groups = match.groupdict()
        kind = self._kinds[" ".join(match["kind"].split())]
        year = match["y"] or groups.get("said") or ""
        if not self._means(match, kind, year, typed):
            return None
        said = self._kinds.get(groups.get("again") or "", kind)
        sign = self._signs.get(match["issuer"] or "", "") or (said.issuer if year else "")
        count = match["n"].lstrip("0").upper() or "0"
        wordings: list[Wording] = []
        number = None
        if sign:
            full = self._in_full(count, year, said, sign + (match["unit"] or "").upper())
            number, target = _whole_number(full), full
            wordings.append(words_of(full))
            if said.issuer == sign and year:
                wordings.extend(_named_so(said.long, count, year))
        else:
            dated = f"{count}/{year}" if year else count
            wordings.extend(words_of(f"{dated}/{short}") for short in kind.short)
            for name in (kind.long, *kind.short):
                wordings.extend(_named_so(name, count, year))
            target = f"{kind.long[0].upper()}{kind.long[1:]} số {dated}"
        stretch = typed.within(match.start(), match.end())
        return Entity(
            kind="number",
            start=match.start(),
            end=match.end(),
            wordings=typed.others(stretch, wordings),
            number=number,
            target="" if words_of(target) == stretch and number is None else target,
        )

    def _means(self, match: re.Match[str], kind: DocumentKind, year: str, typed: Typed) -> bool:
        """Whether a document is meant, and not a plan for five years."""
        words = typed.within(match.start("kind"), match.end("kind"))
        if not any(says(words, words_of(one)) for one in (*kind.short, kind.long)):
            return False
        if match["issuer"] or match.groupdict().get("so"):
            return True
        if re.fullmatch(_YEAR, match["n"]):  # "kế hoạch 2021"
            return False
        shown = typed.text[match.start("kind") : match.end("kind")]
        short = " " not in shown and (kind.short_strong or not shown.islower())
        counted = _COUNTED.match(typed.bare, match.end())
        return bool(year) or (not counted and (kind.strong or short))

    def _in_full(self, count: str, year: str, kind: DocumentKind, sign: str) -> str:
        """The number as its office writes it: of the Party, the kind comes before the slash."""
        dated = f"{count}/{year}" if year else count
        if bare_letters(sign) in self._party:
            return f"{dated}-{kind.short[0]}/{sign}"
        if kind.long == "công văn":
            return f"{dated}/{sign}"
        return f"{dated}/{kind.short[0]}-{sign}"


def _named_so(name: str, count: str, year: str) -> Iterator[Wording]:
    """The wordings of a document called by its kind: with and without `số` and `năm`."""
    for so in ("", "số "):
        yield words_of(f"{name} {so}{count} {year}")
        if year:
            yield words_of(f"{name} {so}{count} năm {year}")


def _whole_number(number: str) -> Word | None:
    """The number as one word, as the index has it, if it is one there."""
    whole = [token.text for token in document_numbers(number)]
    return Word(canonical_token(number), fold_token(number)) if whole == [number] else None


def _one_of(spellings: Iterable[str]) -> str:
    longest_first = sorted(set(spellings), key=lambda one: (-len(one), one))
    return "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in longest_first)
