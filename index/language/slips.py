"""A word as typed goes in, what it may be a slip for comes out, with what each slip costs.

What a slip costs is the logarithm of how much rarer it is than typing rightly, so that it can be
weighed against what the context says. The order of the costs is that of the tables of misspellings
that people collected: marks first, then sounds that a region does not tell apart, then keys.
"""

from collections.abc import Iterator

from index.language.letters import parted
from index.text.keystrokes import decode
from index.text.legal import is_legal
from index.text.tokens import canonical_token

_HOOK, _TILDE = "\u0309", "\u0303"
_LETTERS = "abcdeghiklmnopqrstuvxy"
_LONG = 6  # letters: fewer leave too much open to a second slip
_MOST_LETTERS_TWICE = 10  # two slips of a longer one are 6,000 spellings, and rarely find any
_MOST_LETTERS = 12  # a longer word is no syllable: a name or two words, whose slips are few

# Costs of marks.
_HOOK_FOR_TILDE = 1.5  # nghĩ for nghỉ: half the country says them alike
_DOUBLED_TONE = 1.0  # lứới
_NO_TONE = 2.5
_OTHER_TONE = 4.0
_NEEDLESS_TONE = 3.5
_NO_QUALITY = 2.0  # u for ư, d for đ
_NEEDLESS_QUALITY = 3.0
_OTHER_QUALITY = 3.0  # â for ă
_ALL_BARE = 4.5  # the keyboard was off for this word, however many marks it has
_OLD_NAME = 3.0  # Inđônêxia: the name of a country as it was spelt before
# Costs of letters.
_SAME_SOUND = 3.0
_I_FOR_Y = 1.5  # polime
_DOUBLED_KEY = 2.5  # ttháng
_SWAPPED_KEYS = 3.0  # thagnr
_LETTER_AMISS = 4.5  # chếc for chiếc
_NEIGHBOURING_KEY = 4.5
_OTHER_KEY = 6.5
TWO_IN_ONE = 3.0  # kháccũng
_KEY_AMISS = 6.0  # yws for ý

_MOST_KEYS = 7  # of a syllable in Telex or VNI: longer ones are names more often
_KEYS = frozenset("sfrxjw123456789")
_VOWELS = "aeiouy"

# Spelt differently, said alike somewhere: begins, middles and ends of folded syllables.
_ONSETS = (
    ("s", "x"), ("ch", "tr"), ("l", "n"), ("d", "gi"), ("d", "r"), ("gi", "r"), ("v", "d"),
    ("v", "gi"), ("c", "k"), ("c", "q"), ("ng", "ngh"), ("g", "gh"), ("qu", "h"), ("s", "th"),
    ("x", "ch"), ("ph", "p"), ("d", "đ"), ("qu", "w"), ("kh", "h"), ("b", "p"),
)  # fmt: skip
_ENDS = (
    ("n", "ng"), ("t", "c"), ("n", "nh"), ("t", "ch"), ("i", "y"), ("c", "ch"), ("o", "u"),
    ("ng", "nh"), ("iem", "im"), ("iu", "ieu"), ("iep", "ip"), ("uou", "uu"), ("uoi", "ui"),
    ("ao", "au"), ("oi", "ui"), ("uu", "iu"), ("uou", "ieu"), ("en", "eng"), ("m", "n"),
    ("ay", "ai"), ("au", "ao"), ("om", "op"), ("oai", "oi"), ("oan", "on"),
)  # fmt: skip
_OLD_S = ("x", "tx")  # within foreign names as they were spelt before: Pakixtan, Matxcova
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _neighbours() -> dict[str, str]:
    near: dict[str, set[str]] = {letter: set() for row in _KEYBOARD for letter in row}
    for row, below in zip(_KEYBOARD, (*_KEYBOARD[1:], ""), strict=True):
        for place, letter in enumerate(row):
            around = (
                row[place + 1 : place + 2],
                below[place : place + 1],
                below[max(0, place - 1) : place],
            )
            for other in filter(None, around):
                near[letter].add(other)
                near[other].add(letter)
    return {letter: "".join(sorted(others)) for letter, others in near.items()}


_NEAR = _neighbours()


def near_spellings(folded: str) -> dict[str, float]:
    """Folded spellings that one slip of letters turns into this one, and itself; with the cost."""
    near: dict[str, float] = {folded: 0.0}
    if not folded.isalnum() or len(folded) > _MOST_LETTERS:
        return near
    for spelling, cost in (*_said_alike(folded), *_typed_amiss(folded)):
        if cost < near.get(spelling, _OTHER_KEY + 1):
            near[spelling] = cost
    near.pop("", None)
    return near


def far_spellings(folded: str) -> dict[str, float]:
    """Those that a second slip turns into a long word, one letter of it being too many."""
    far: dict[str, float] = {}
    if not _LONG <= len(folded) <= _MOST_LETTERS_TWICE:
        return far
    for place in range(len(folded)):
        for spelling, cost in near_spellings(folded[:place] + folded[place + 1 :]).items():
            far[spelling] = min(far.get(spelling, cost + _LETTER_AMISS), cost + _LETTER_AMISS)
    return far


def key_slips(typed: str) -> dict[str, float]:
    """Syllables whose keys, Telex or VNI, this word would be but for a letter; with the cost.

    Where the keyboard was on for a part of a word, or a key came too late: `đx` for `đã`.
    """
    found: dict[str, float] = {}
    name = typed.isascii() and typed.isalpha() and "w" not in typed
    if (
        name
        or typed[:1].isdecimal()
        or len(typed) > _MOST_KEYS
        or is_legal(typed)
        or _KEYS.isdisjoint(typed[1:])
    ):
        return found
    for place in range(len(typed) + 1):
        before, after = typed[:place], typed[place:]
        for keys in (before + after[1:], *(before + vowel + after for vowel in _VOWELS)):
            for spelling in decode(keys)[:1]:
                if spelling != keys:
                    found.setdefault(canonical_token(spelling), _KEY_AMISS)
    return found


def _said_alike(folded: str) -> Iterator[tuple[str, float]]:
    for pairs, at_end in ((_ONSETS, False), (_ENDS, True)):
        for one, other in pairs:
            for typed, meant in ((one, other), (other, one)):
                if at_end and folded.endswith(typed):
                    yield folded[: len(folded) - len(typed)] + meant, _SAME_SOUND
                elif not at_end and folded.startswith(typed):
                    yield meant + folded[len(typed) :], _SAME_SOUND


def _typed_amiss(folded: str) -> Iterator[tuple[str, float]]:
    for place in range(len(folded) + 1):
        before, after = folded[:place], folded[place:]
        for old in _OLD_S:
            if before and after.startswith(old):
                yield before + "s" + after[len(old) :], _SAME_SOUND
        for letter in _LETTERS:
            yield before + letter + after, _LETTER_AMISS
        if not after:
            continue
        doubled = before[-1:] == after[0]
        yield before + after[1:], _DOUBLED_KEY if doubled else _LETTER_AMISS
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:], _SWAPPED_KEYS
        if after[0] in "iy":
            yield before + ("y" if after[0] == "i" else "i") + after[1:], _I_FOR_Y
        near = _NEAR.get(after[0], "")
        for letter in _LETTERS:
            yield before + letter + after[1:], _NEIGHBOURING_KEY if letter in near else _OTHER_KEY


def marks_cost(typed: str, meant: str) -> float:
    """What it costs that the marks of one canonical spelling were typed for those of another."""
    tones, letters = parted(typed)
    meant_tones, meant_letters = parted(meant)
    cost = _tone_cost(tones, meant_tones[:1]) + _quality_cost(letters, meant_letters)
    if not tones and all(len(letter) == 1 for letter in letters):
        return min(cost, _ALL_BARE)
    if meant.isascii() and not is_legal(meant):
        return min(cost, _OLD_NAME)
    return cost


def _tone_cost(typed: str, meant: str) -> float:
    if typed == meant:
        return 0.0
    if meant and meant in typed:
        return _DOUBLED_TONE
    if not typed:
        return _NO_TONE
    if not meant:
        return _NEEDLESS_TONE
    return _HOOK_FOR_TILDE if {typed, meant} == {_HOOK, _TILDE} else _OTHER_TONE


def _quality_cost(typed: tuple[str, ...], meant: tuple[str, ...]) -> float:
    """Letters that agree but for their marks, place by place from the front and from the end."""
    if len(typed) == len(meant):
        return _letters_cost(typed, meant)
    fewest = min(len(typed), len(meant))
    return min(
        _letters_cost(typed[:cut] + typed[len(typed) - fewest + cut :],
                      meant[:cut] + meant[len(meant) - fewest + cut :])
        for cut in range(fewest + 1)
    )  # fmt: skip


def _letters_cost(typed: tuple[str, ...], meant: tuple[str, ...]) -> float:
    cost = 0.0
    for one, other in zip(typed, meant, strict=True):
        if one != other:
            cost += _letter_cost(one, other)
    return cost


def _letter_cost(typed: str, meant: str) -> float:
    if typed[0] != meant[0]:
        return 0.0  # another letter has been paid for
    if len(typed) == 1:
        return _NO_QUALITY
    return _NEEDLESS_QUALITY if len(meant) == 1 else _OTHER_QUALITY
