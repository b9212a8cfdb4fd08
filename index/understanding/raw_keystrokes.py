"""A query's text typed as raw Telex or VNI goes in, the text that was meant comes out.

A word is decoded where it is no syllable as typed and the articles hardly hold it, but hold what
its keys give; beside a word decoded for certain, words that make sense both ways follow the more
frequent pair (architecture section 4, step 1).
"""

import re
from collections.abc import Sequence

from index.language.statistics import Statistics
from index.text.keystrokes import decode
from index.text.legal import is_legal
from index.text.tokens import Token, canonical_token, fold_token
from index.understanding.certainty import is_certain
from index.understanding.typed_words import typed_words, with_words_replaced

# A letter and a digit are as often a name (A1, khu vực 3b) as a vowel and its tone.
_SHORTEST_CERTAIN = 3
_SHORT_D = re.compile("DD|D9")


def with_keys_read(text: str, statistics: Statistics) -> str:
    """The text with its keystrokes decoded; as it was where nothing in it is certain."""
    short = {
        word: reading
        for word in typed_words(text, in_numbers=True)
        if _is_short_form(word, text) and (reading := _with_d(word, statistics))
    }
    words = [word for word in typed_words(text) if word not in short]
    certain = {
        place: reading
        for place, word in enumerate(words)
        if (reading := _certain_reading(word, statistics))
        and not _stands_as_typed(place, words, reading, statistics)
    }
    beside = {
        place: reading
        for place, word in enumerate(words)
        if place not in certain and (reading := _beside(place, words, certain, statistics))
    }
    readings = {words[place]: reading for place, reading in (certain | beside).items()}
    return with_words_replaced(text, short | readings)


def _is_short_form(word: Token, text: str) -> bool:
    """Whether a word is an abbreviation in capitals, as `HDDND`: no syllable was typed there."""
    return word.text.isupper() and word.text.isalnum() and not text.isupper()


def _with_d(word: Token, statistics: Statistics) -> str | None:
    """`HĐND` for `HDDND`, where no article's short form has these letters: GDĐT is also GDDT."""
    reading = _SHORT_D.sub("Đ", word.text)
    certain = is_certain(
        typed=statistics.folded_holders(word.folded),
        read=statistics.holders(canonical_token(reading)),
    )
    return reading if reading != word.text and certain else None


def _certain_reading(word: Token, statistics: Statistics) -> str | None:
    if len(word.text) < _SHORTEST_CERTAIN and not word.text.isalpha():
        return None
    if is_legal(word.text):
        return None
    readings = _readings(word)
    if not readings:
        return None
    best = max(readings, key=lambda reading: statistics.holders(canonical_token(reading)))
    certain = is_certain(
        typed=statistics.holders(word.canonical), read=statistics.holders(canonical_token(best))
    )
    return best if certain else None


def _stands_as_typed(
    place: int, words: Sequence[Token], reading: str, statistics: Statistics
) -> bool:
    """Whether articles hold a word beside its neighbour as typed, as the name `Hari Won`."""
    typed, read = words[place].folded, fold_token(reading)
    beside = [(one.folded, True) for one in words[max(0, place - 1) : place]]
    beside += [(one.folded, False) for one in words[place + 1 : place + 2]]
    for neighbour, before in beside:
        as_typed = (neighbour, typed) if before else (typed, neighbour)
        as_read = (neighbour, read) if before else (read, neighbour)
        held = statistics.folded_pair_holders(*as_typed)
        if held and held >= statistics.folded_pair_holders(*as_read):
            return True
    return False


def _beside(
    place: int, words: Sequence[Token], certain: dict[int, str], statistics: Statistics
) -> str | None:
    """The reading of a word that makes the more frequent pair with a neighbour that is certain."""
    best, most = None, 0
    for neighbour in (place - 1, place + 1):
        if neighbour not in certain:
            continue
        beside = canonical_token(certain[neighbour])
        for reading in (words[place].text, *_readings(words[place])):
            spelling = canonical_token(reading)
            pair = (beside, spelling) if neighbour < place else (spelling, beside)
            holders = statistics.pair_holders(*pair)
            if holders > most:
                best, most = reading, holders
    return best if best != words[place].text else None


def _readings(word: Token) -> tuple[str, ...]:
    """What the keys of a word may give, other than the word itself."""
    return tuple(
        reading for reading in decode(word.text) if canonical_token(reading) != word.canonical
    )
