"""A query's text with marks goes in, the text whose neighbours are known as neighbours comes out.

`nghĩ hưu` are two words, but never side by side, while `nghỉ hưu` are, in many articles: that
reading is worth offering (architecture section 4, step 6).
"""

from collections.abc import Sequence
from itertools import pairwise, product

from index.language.statistics import Statistics
from index.text.tokens import Token, fold_token
from index.understanding.typed_words import typed_words, with_words_replaced

_TIMES = 10  # as many articles as hold the words as they were typed: architecture, the same step
_FEWEST = 2  # one article may hold any slip
_MOST_SPELLINGS = 8  # of one syllable: the others are rare names


def with_known_neighbours(text: str, statistics: Statistics) -> str:
    """The text with pairs that no article holds replaced by the same letters with other marks."""
    words = list(typed_words(text))
    spellings = [word.canonical for word in words]
    for place, (first, second) in enumerate(pairwise(words)):
        if _apart(first, second, text):
            continue
        better = _better_pair(spellings, place, statistics)
        if better is not None:
            spellings[place : place + 2] = better
    changes = {
        word: spelling
        for word, spelling in zip(words, spellings, strict=True)
        if spelling != word.canonical
    }
    return with_words_replaced(text, changes)


def _apart(first: Token, second: Token, text: str) -> bool:
    """Whether anything but a blank stands between two words."""
    return text[first.end : second.start] != " "


def _better_pair(
    spellings: Sequence[str], place: int, statistics: Statistics
) -> tuple[str, str] | None:
    """The most frequent pair with the letters of this one that fits beside the other words."""
    first, second = spellings[place : place + 2]
    typed = statistics.pair_holders(first, second)
    if typed or not (statistics.holders(first) and statistics.holders(second)):
        return None
    best, most = None, max(_FEWEST, _TIMES * typed) - 1
    for pair in product(_others(first, statistics), _others(second, statistics)):
        holders = statistics.pair_holders(*pair)
        if holders > most and _fits(spellings, place, pair, statistics):
            best, most = pair, holders
    return best


def _others(spelling: str, statistics: Statistics) -> list[str]:
    """The frequent spellings of the same letters."""
    from_index = statistics.spellings(fold_token(spelling))
    return [other for other, _ in from_index[:_MOST_SPELLINGS]]


def _fits(
    spellings: Sequence[str], place: int, pair: tuple[str, str], statistics: Statistics
) -> bool:
    """Whether neither word is less of a neighbour to the word on its other side than before."""
    before, after = spellings[:place], spellings[place + 2 :]
    return (
        not before
        or statistics.pair_holders(before[-1], pair[0])
        >= statistics.pair_holders(before[-1], spellings[place])
    ) and (
        not after
        or statistics.pair_holders(pair[1], after[0])
        >= statistics.pair_holders(spellings[place + 1], after[0])
    )
