"""Text that was written in another encoding than it was read in goes in; repaired, it comes out.

Old pages were written for fonts that showed Vietnamese in the place of western letters (TCVN3,
VNI), in windows-1258, or are UTF-8 that someone read byte by byte. A text is repaired only
where that is certain: the words that a reading changes become legal syllables, most were none
before, and some look like nothing that any language writes.

Soft hyphens, controls and no-break blanks are letters in these encodings: repair a text before
it is composed, not after.
"""

import re
from collections import Counter
from dataclasses import dataclass

from index.text.encodings import (
    TCVN3,
    UTF_8,
    VNI,
    WINDOWS_1258,
    Reading,
    was_read_as_bytes,
    whole_tcvn3_word,
    with_lost_blanks,
)
from index.text.legal import is_legal, is_legal_without_marks

# Of the words that a reading changes, those that must be syllables then. The rest are names,
# compounds written as one (`ôtô`) and misprints.
_LEAST_AFTER = 0.8
# ... and those that may have been before: `sè` and `bé` are TCVN3 for `số` and `bộ`, and of a
# running text so are a fifth to a third; of a correct one all are.
_MOST_BEFORE = 0.5
_ENOUGH_UNMISTAKABLE = 2
_FEW_WORDS = 3  # a query: one unmistakable word is enough if all others agree
# Without those: of accented French or Danish words one in ten becomes a syllable, hardly ever
# four of five words that differ.
_ENOUGH_GAINED = 5

# Letters that only text with its own encoding right has; with them a paragraph is only ever
# UTF-8 in part.
_VIETNAMESE_LETTER = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u0300-\u036f\u1ea0-\u1ef9]")
_WORD = re.compile(r"[^\s\x00-@\[-`{-~\u2010-\u2026]+")
_CHUNK = re.compile(r"[^ \t\n\r\x00-\x1f!-@\[-`{-~]+")  # a no-break blank is part of an à
_LETTERS = re.compile(r"[^\W\d_]+")
# No language writes a western capital after a small letter, a sign within a word or these pairs.
_ODD = re.compile(
    "[a-z\u00df-\u00ff][\u00c0-\u00d6\u00d8-\u00de]"
    "|(?<=[a-zA-Z\u00c0-\u00ff])[\u00a1-\u00bf\u00d7\u00f7](?=[a-zA-Z\u00a1-\u00ff])"
    "|[aouyAOUYôöÔÖ][äåøÄÅØ]|[eE][åøÅØ]|(?<=[iI])[eE][äÄ]|[ôöÔÖ][ùûõïÙÛÕÏ]|[âêôãõýÂÊÔÃÕÝ][ìòÌÒÞ]"
)
_LEAST_CAPITALS = 2  # one capital may begin a sentence


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text as it was meant, and the encodings in which its paragraphs had been written."""

    text: str
    encodings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Evidence:
    """Of a paragraph read in some way: the words that changed, and what they say."""

    reading: Reading
    text: str
    changed: int
    legal_before: int
    legal_after: int
    unmistakable: int
    gained: int  # different words that were no syllables and now are
    others_are_plausible: bool
    slip_of_capitals: bool  # all that is said is one word like `hÌ`: `hẻ`, or else `hì`

    @property
    def is_sound(self) -> bool:
        """Whether the reading makes syllables of what were none; it may still be chance."""
        return (
            self.changed > 0
            and self.legal_after >= _LEAST_AFTER * self.changed
            and self.legal_before <= self.legal_after
        )

    def is_certain(self, *, few_are_enough: bool) -> bool:
        """Whether the reading is sound and chance is ruled out."""
        if not self.is_sound or self.legal_before > _MOST_BEFORE * self.changed:
            return False
        if self.slip_of_capitals:
            return False
        if self.unmistakable >= (1 if self.reading is UTF_8 else _ENOUGH_UNMISTAKABLE):
            return True
        few = self.unmistakable > 0 and self.legal_after == self.changed <= _FEW_WORDS
        enough = (few and few_are_enough) or self.gained >= _ENOUGH_GAINED
        return self.others_are_plausible and enough


def repair(text: str, *, few_are_enough: bool = True) -> Repaired | None:
    """The text as it was meant, each paragraph (a line) judged by itself; None if nothing is wrong.

    One to three words that agree are enough for a query, but not for a page of an article.
    The repaired text has as many lines. Where some paragraphs are certain and none of the page
    is right as it stands, those that say too little by themselves are read the same way, if that
    gives syllables.

    >>> repair("TiÕng ViÖt"), repair("Tiếng Việt"), repair("déjà vu")
    (Repaired(text='Tiếng Việt', encodings=('TCVN3',)), None, None)
    """
    if text.isascii():
        return None
    lines = text.split("\n")
    found = [_best(line) for line in lines]
    sure = [bool(read and read.is_certain(few_are_enough=few_are_enough)) for read in found]
    certain = Counter(
        read.reading.name for read, known in zip(found, sure, strict=True) if read and known
    )
    if not certain:
        return None
    names = [name for name, _ in certain.most_common()]
    followed = "" if any(map(_VIETNAMESE_LETTER.search, lines)) else names[0]
    repaired = (
        read.text if read and (known or read.reading.name == followed) else line
        for read, known, line in zip(found, sure, lines, strict=True)
    )
    return Repaired("\n".join(repaired), tuple(names))


def _best(paragraph: str) -> _Evidence | None:
    """The reading of a paragraph that makes most syllables of what were none, if any is sound."""
    if paragraph.isascii():
        return None
    if was_read_as_bytes(paragraph):
        evidence = _read(with_lost_blanks(paragraph), UTF_8)
        if evidence.is_sound:
            return evidence
    if _VIETNAMESE_LETTER.search(paragraph):
        return None
    found = [_read(paragraph, reading) for reading in (TCVN3, VNI, WINDOWS_1258)]
    sound = [evidence for evidence in found if evidence.is_sound]
    return max(
        sound,
        key=lambda evidence: (evidence.gained, evidence.legal_after, evidence.unmistakable),
        default=None,
    )


def _read(paragraph: str, reading: Reading) -> _Evidence:
    """Read a paragraph in one way, and weigh each word that changes by that."""
    pattern = _CHUNK if reading is UTF_8 else _WORD
    all_capitals = _is_all_capitals(paragraph)
    changed = before = after = unmistakable = others = implausible = 0
    gained, replaced = set(), set()
    for match in pattern.finditer(paragraph):
        meant = _meant(match[0], reading, all_capitals=all_capitals)
        if meant == match[0]:
            others += 1
            implausible += not (meant.isupper() or _is_syllable(meant))
        elif _are_syllables(meant) or not meant.isupper():  # `HĐND` says nothing
            was, became = _is_syllable(match[0]), _are_syllables(meant)
            changed += 1
            replaced.add(match[0])
            before += was
            after += became
            if became and not was:
                gained.add(meant)
                unmistakable += _is_odd(match[0], reading)
    text = _read_all(paragraph, reading, all_capitals=all_capitals)
    plausible = 2 * implausible <= others
    slip = others == 0 and len(replaced) == 1 and all(is_legal(word.lower()) for word in replaced)
    return _Evidence(
        reading, text, changed, before, after, unmistakable, len(gained), plausible, slip
    )


def _is_odd(word: str, reading: Reading) -> bool:
    """Whether a word looks like nothing but the work of a reading."""
    units = sum(1 for _ in reading.replaces.finditer(word))
    return reading is UTF_8 or units > 1 or _ODD.search(word) is not None


def _read_all(paragraph: str, reading: Reading, *, all_capitals: bool) -> str:
    if reading is UTF_8:
        return reading.read(paragraph)
    return _WORD.sub(lambda word: _meant(word[0], reading, all_capitals=all_capitals), paragraph)


def _is_all_capitals(paragraph: str) -> bool:
    ascii_letters = [letter for letter in paragraph if letter.isascii() and letter.isalpha()]
    return len(ascii_letters) >= _LEAST_CAPITALS and all(map(str.isupper, ascii_letters))


def _meant(word: str, reading: Reading, *, all_capitals: bool) -> str:
    """A word read in some way, in capitals where it was shown in them."""
    meant = reading.read(word)
    if reading is not TCVN3 or meant == word:
        return meant
    # Fonts of capitals show small letters as capitals: only ASCII tells the case.
    capitals = [letter.isupper() for letter in word if letter.isascii()]
    sure = all_capitals or len(capitals) >= _LEAST_CAPITALS
    whole = whole_tcvn3_word(meant)
    return whole.upper() if sure and all(capitals) else whole


def _are_syllables(text: str) -> bool:
    """Whether the words of a repaired chunk are all syllables."""
    words = [match[0] for match in _LETTERS.finditer(text)]
    return bool(words) and all(map(_is_syllable, words))


def _is_syllable(word: str) -> bool:
    """Whether a word is a syllable, or one typed bare, in capitals as people set them."""
    tidy = word.isupper() or word[1:].islower() or len(word) == 1
    return tidy and (is_legal(word) or (word.isascii() and is_legal_without_marks(word)))
