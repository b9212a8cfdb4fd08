"""A word as typed goes in, what it may be a slip for comes out, with what each slip costs.

What a slip costs is the logarithm of how much rarer it is than typing rightly, so that it can be
weighed against what the context says. The order of the costs is that of the tables of misspellings
that people collected: marks first, then sounds that a region does not tell apart, then keys.
"""

from collections import defaultdict
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
_SAID_ALIKE_FIRST = [*_ONSETS, *(pair[::-1] for pair in _ONSETS)]
_SAID_ALIKE_LAST = [*_ENDS, *(pair[::-1] for pair in _ENDS)]

_ByCost = defaultdict[float, list[str]]


def near_spellings(folded: str) -> dict[str, float]:
    """Folded spellings that one slip of letters turns into this one, and itself; with the cost."""
    if not folded.isalnum() or len(folded) > _MOST_LETTERS:
        return {folded: 0.0}
    return _cheapest(_slips(folded)) | {folded: 0.0}


def far_spellings(folded: str) -> dict[str, float]:
    """Those that a second slip turns into a long word, one letter of it being too many."""
    if not _LONG <= len(folded) <= _MOST_LETTERS_TWICE or not folded.isalnum():
        return {}
    found: _ByCost = defaultdict(list)
    for place in range(len(folded)):
        rest = folded[:place] + folded[place + 1 :]
        found[_LETTER_AMISS].append(rest)
        for cost, spellings in _slips(rest).items():
            found[cost + _LETTER_AMISS] += spellings
    return _cheapest(found)


def _cheapest(found: _ByCost) -> dict[str, float]:
    """Each spelling with the least of its costs."""
    cheapest: dict[str, float] = {}
    for cost in sorted(found, reverse=True):
        cheapest.update(dict.fromkeys(found[cost], cost))
    cheapest.pop("", None)
    return cheapest


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


def _slips(folded: str) -> _ByCost:
    """The spellings that one slip turns into this one, by its cost."""
    found: _ByCost = defaultdict(list)
    found[_SAME_SOUND] += _said_alike(folded)
    for place in range(len(folded) + 1):
        before, after = folded[:place], folded[place:]
        found[_LETTER_AMISS] += [before + letter + after for letter in _LETTERS]
        if after:
            _add_other_keys(found, before, after)
    return found


def _said_alike(folded: str) -> Iterator[str]:
    for typed, meant in _SAID_ALIKE_FIRST:
        if folded.startswith(typed):
            yield meant + folded[len(typed) :]
    for typed, meant in _SAID_ALIKE_LAST:
        if folded.endswith(typed):
            yield folded[: len(folded) - len(typed)] + meant
    for old in _OLD_S:
        place = folded.find(old, 1)
        while place > 0:
            yield folded[:place] + "s" + folded[place + len(old) :]
            place = folded.find(old, place + 1)


def _add_other_keys(found: _ByCost, before: str, after: str) -> None:
    """Add what is left without the first letter of `after`, and with another in its place."""
    key, rest = after[0], after[1:]
    found[_DOUBLED_KEY if before.endswith(key) else _LETTER_AMISS].append(before + rest)
    if rest:
        found[_SWAPPED_KEYS].append(before + rest[0] + key + rest[1:])
    if key in "iy":
        found[_I_FOR_Y].append(before + ("y" if key == "i" else "i") + rest)
    near = _NEAR.get(key, "")
    found[_NEIGHBOURING_KEY] += [before + letter + rest for letter in near if letter in _LETTERS]
    found[_OTHER_KEY] += [before + letter + rest for letter in _LETTERS]


def marks_cost(typed: str, meant: str) -> float:
    """What it costs that the marks of one canonical spelling were typed for those of another."""
    tones, letters = parted(typed)
    meant_tones, meant_letters = parted(meant)
    cost = _tone_cost(tones, meant_tones[:1]) + _quality_cost(letters, meant_letters)
    if cost > _ALL_BARE and typed.isascii():
        return _ALL_BARE
    if cost > _OLD_NAME and meant.isascii() and not is_legal(meant):
        return _OLD_NAME
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
    """Letters that agree but for their marks, from the front up to a cut and from the end."""
    if typed == meant:
        return 0.0
    front = [_letter_cost(*pair) for pair in zip(typed, meant, strict=False)]
    if len(typed) == len(meant):
        return sum(front)
    back = [_letter_cost(*pair) for pair in zip(typed[::-1], meant[::-1], strict=False)]
    cost = best = sum(back)
    for ahead, behind in zip(front, back[::-1], strict=True):
        cost += ahead - behind
        best = min(best, cost)
    return best


def _letter_cost(typed: str, meant: str) -> float:
    if typed == meant or typed[0] != meant[0]:
        return 0.0  # another letter has been paid for
    if len(typed) == 1:
        return _NO_QUALITY
    return _NEEDLESS_QUALITY if len(meant) == 1 else _OTHER_QUALITY
