"""A token typed with the keyboard off goes in; the syllables it may stand for come out.

Telex spells marks as letters (`thuwowngr`), VNI as digits (`thu7o7ng3`). The keys of marks may
stand anywhere after their vowel, and letters that already bear marks may be mixed in
(`thươngr`). Whether a token was meant as keystrokes is not known here: `as`, `has` and `mix` are
English and decode, `a4`, `h5` and `u23` are no syllables typed in VNI and decode too. Whoever
asks must weigh the decoding against the token as typed by how often each occurs.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from index.text.legal import begins_syllable, is_legal
from index.text.syllables import split_tone, with_tone

Method = Literal["telex", "vni"]
TonePosition = Literal["end", "vowel"]

# `nghieengx` has nine, and slips double a key or two; what is longer is no syllable.
_MOST_KEYS = 14
_MOST_LETTERS = 7  # nghiêng
_MOST_VOWELS = 4  # giươu, with the i of its onset
_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300\u0301\u0303\u0309\u0323"
_TELEX_TONES = {"f": _GRAVE, "s": _ACUTE, "x": _TILDE, "r": _HOOK, "j": _DOT, "z": ""}
_VNI_TONES = {"2": _GRAVE, "1": _ACUTE, "4": _TILDE, "3": _HOOK, "5": _DOT, "0": ""}
_CIRCUMFLEX = {"a": "â", "e": "ê", "o": "ô"}
_HORN = {"o": "ơ", "u": "ư"}
_BREVE = {"a": "ă"}
_TELEX_W = {**_HORN, **_BREVE}
_VOWELS = frozenset("aăâeêioôơuưy")
_TELEX_KEYS = {"ă": "aw", "â": "aa", "đ": "dd", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw"}
_VNI_KEYS = {"ă": "a8", "â": "a6", "đ": "d9", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7"}


@dataclass(frozen=True, slots=True)
class _Typed:
    """What the keys so far have given; `cost` counts the ways in which they were untidy."""

    letters: str = ""
    tone: str = ""
    cost: int = 0

    @property
    def has_vowel(self) -> bool:
        return not _VOWELS.isdisjoint(self.letters)


def decode(token: str) -> tuple[str, ...]:
    """The syllables that a composed token gives when its keys are read as Telex or VNI, best first.

    VNI is read where the token has a digit, Telex where it has none. All are legal syllables,
    with the tone where statutes place it, and capital where the token is. A syllable without
    any keys in it decodes to itself; where nothing is legal the answer is empty.

    >>> decode("thuwowngr"), decode("THU7O7NG3"), decode("d9ua"), decode("search")
    (('thưởng',), ('THƯỞNG',), ('đua',), ())
    """
    spellings = (with_tone(letters, tone) for letters, tone in _read(token))
    legal = dict.fromkeys(spelling for spelling in spellings if is_legal(spelling))
    return tuple(_in_case_of(token, spelling) for spelling in legal)


def decode_beginning(token: str) -> tuple[str, ...]:
    """As `decode`, but of a syllable still being typed: what some begin with, marks aside.

    >>> decode_beginning("thuwow"), decode_beginning("dd"), decode_beginning("thuwx")
    (('thươ',), ('đ',), ('thữ',))
    """
    begun = dict.fromkeys(
        with_tone(letters, tone) for letters, tone in _read(token) if begins_syllable(letters)
    )
    return tuple(_in_case_of(token, spelling) for spelling in begun)


def encode(syllable: str, method: Method, tone: TonePosition = "end") -> str:
    """The keys that type a syllable, each mark after its letter, the tone last or after the vowels.

    >>> encode("thưởng", "telex"), encode("Thưởng", "vni", "vowel")
    ('thuwowngr', 'Thu7o73ng')
    """
    toneless, mark = split_tone(unicodedata.normalize("NFC", syllable.lower()))
    keys = _TELEX_KEYS if method == "telex" else _VNI_KEYS
    tones = _TELEX_TONES if method == "telex" else _VNI_TONES
    tone_key = next((key for key, spelt in tones.items() if spelt == mark), "") if mark else ""
    last_vowel = max((i for i, letter in enumerate(toneless) if letter in _VOWELS), default=-1)
    # In Telex oo is ô; a third o makes it two again.
    spelt = [keys.get(letter, letter) for letter in toneless]
    if method == "telex" and "oo" in toneless:
        spelt[toneless.index("oo")] = "oo"
    spelt.insert(len(spelt) if tone == "end" else last_vowel + 1, tone_key)
    return _in_case_of(syllable, "".join(spelt))


def _read(token: str) -> Iterator[tuple[str, str]]:
    """What the keys of a token may give: toneless letters and a tone, the tidiest first."""
    if len(token) > _MOST_KEYS or not token.isalnum():
        return
    after = _after_vni if any(key.isdigit() for key in token) else _after_telex
    states = [_Typed()]
    for key in _separate(token.lower()):
        states = _cheapest(after(states, key))
    for state in sorted(states, key=lambda state: state.cost):
        yield _completed(state.letters), state.tone


def _separate(lowered: str) -> Iterator[str]:
    """The letters of a token, and after each the tone that it bears, if any."""
    for letter in lowered:
        marks = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in marks[1:] if mark in _TELEX_TONES.values()), "")
        yield unicodedata.normalize("NFC", marks.replace(tone, "")) if tone else letter
        if tone:
            yield tone


def _after_telex(states: list[_Typed], key: str) -> Iterator[_Typed]:
    """Every state that one more key of Telex leads to."""
    for state in states:
        if key in _TELEX_TONES and state.has_vowel:
            yield replace(state, tone=_TELEX_TONES[key])
        elif key == "w":
            yield from _with_w(state)
        elif key in _CIRCUMFLEX:
            yield from _with_doubled(state, key)
        elif key == "d" and state.letters[:1] in {"d", "đ"}:
            # A second d after the vowel may be one of two, pressed as if for the first.
            yield replace(state, letters=f"đ{state.letters[1:]}")
        else:
            yield from _with_letter(state, key)


def _after_vni(states: list[_Typed], key: str) -> Iterator[_Typed]:
    """Every state that one more key of VNI leads to."""
    for state in states:
        if key in _VNI_TONES and state.has_vowel:
            yield replace(state, tone=_VNI_TONES[key])
        elif key == "6":
            yield from _with_quality(state, _CIRCUMFLEX)
        elif key == "7":
            yield from _with_quality(state, _HORN)
        elif key == "8":
            yield from _with_quality(state, _BREVE)
        elif key == "9" and state.letters[:1] in {"d", "đ"}:
            yield replace(state, letters=f"đ{state.letters[1:]}")
        else:
            yield from _with_letter(state, key)


def _with_letter(state: _Typed, key: str) -> Iterator[_Typed]:
    """A letter that stays one, or a tone that came finished."""
    if key in _TELEX_TONES.values():
        yield replace(state, tone=key)
    elif key.isalpha():
        yield replace(state, letters=state.letters + key)


def _with_w(state: _Typed) -> Iterator[_Typed]:
    """`w` makes ă, ơ, ư and ươ of the vowels before it; by itself it is ư."""
    marked = list(_with_quality(state, _TELEX_W))
    yield from marked
    yield replace(state, letters=f"{state.letters}ư", cost=state.cost + len(marked))


def _with_quality(state: _Typed, marked: dict[str, str]) -> Iterator[_Typed]:
    """A key that marks a vowel: any before it that can be marked, tidiest the last; uo as one."""
    letters, cost = state.letters, state.cost
    if marked.items() >= _HORN.items():
        for pair in ("uo", "ưo", "uơ"):
            if pair in letters:
                yield replace(state, letters=letters.replace(pair, "ươ"))
    for place in reversed(range(len(letters))):
        if letters[place] in marked:
            changed = f"{letters[:place]}{marked[letters[place]]}{letters[place + 1 :]}"
            yield replace(state, letters=changed, cost=cost)
            cost += 1


def _with_doubled(state: _Typed, key: str) -> Iterator[_Typed]:
    """`aa`, `ee` and `oo` are â, ê and ô, also with letters between; a third letter undoes it."""
    letters, circumflex = state.letters, _CIRCUMFLEX[key]
    place = letters.rfind(key)
    if place >= 0:
        apart = int(place < len(letters) - 1)
        changed = f"{letters[:place]}{circumflex}{letters[place + 1 :]}"
        yield replace(state, letters=changed, cost=state.cost + apart)
    if letters.endswith(circumflex):
        yield replace(state, letters=f"{letters[:-1]}{key}{key}")
    plain_double = 2 * letters.endswith(key)
    yield replace(state, letters=letters + key, cost=state.cost + plain_double)


def _cheapest(states: Iterator[_Typed]) -> list[_Typed]:
    """Of states that are alike in all but their cost the cheapest, where a syllable may come."""
    best: dict[tuple[str, str], _Typed] = {}
    for state in states:
        vowels = sum(letter in _VOWELS for letter in state.letters)
        if len(state.letters) > _MOST_LETTERS or vowels > _MOST_VOWELS:
            continue
        known = best.setdefault((state.letters, state.tone), state)
        if state.cost < known.cost:
            best[state.letters, state.tone] = state
    return list(best.values())


def _completed(letters: str) -> str:
    """Letters with ươ where only one of the two was marked: no syllable has ưo, nor uơ before more.

    >>> _completed("thuơng"), _completed("thuơ"), _completed("thưong")
    ('thương', 'thuơ', 'thương')
    """
    completed = letters.replace("ưo", "ươ")
    whole = completed.endswith("uơ") or completed.startswith("qu")  # thuở, quới
    return completed if whole else completed.replace("uơ", "ươ")


def _in_case_of(token: str, spelling: str) -> str:
    """A spelling in the capitals of a token: all, the first, or none."""
    if token.isupper() and (len(spelling) == 1 or sum(map(str.isalpha, token)) > 1):
        return spelling.upper()
    return spelling[:1].upper() + spelling[1:] if token[:1].isupper() else spelling
