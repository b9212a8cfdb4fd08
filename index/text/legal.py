"""A token goes in; whether Vietnamese spelling can build it as a syllable comes out.

A syllable is an onset, a rhyme and a tone. The tables below say which rhymes there are, which
letters an onset may stand before, and which tones a closed rhyme may bear. Any placement of the
tone, any case and either of `i` and `y` where both are one sound are taken. Whether a syllable is
in use is another question, and a matter of counting.
"""

from collections.abc import Iterator

from index.text.syllables import canonical, split_tone, with_tone

# Rhymes whose first vowel may follow any onset, within the spelling rules of `_fits`.
_PLAIN_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oc oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung uôc uôi uôm uôn uông uôt up ut
ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
"""
# Rhymes that begin with a rounded glide.
_ROUNDED_RHYMES = """
oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt
oe oem oen oeng oeo oet uân uâng uât uây uê uêch uênh uơ
uy uya uych uyên uyêt uyn uynh uyp uyt uyu
"""
_RHYMES_ALONE = ("y", "yêm", "yên", "yêng", "yêt", "yêu")
# After qu the glide is in the onset; ôc and ơ are `quốc` and `quở`.
_RHYMES_AFTER_QU = """
a ac ach ai am an ang anh ao at au ay ăc ăm ăn ăng ăp ăt ân âng ât âu ây
e en eo et ê êch ên ênh êt êu i ich in inh it ych ynh yt yên yêt ôc ơ ơi
"""
# After gi, whose i is a vowel before ê and where no other vowel follows (`gì`, `gìn`, `giếng`).
_RHYMES_AFTER_GI = (
    *(rhyme for rhyme in _PLAIN_RHYMES.split() if not rhyme.startswith("i")),
    *("êc", "êng", "in", "im"),
)
_LABIALS = frozenset({"b", "m", "p", "ph", "v"})
# After lips that close, a second rounding is heard only in words that came from French.
_ROUNDED_LOANS = frozenset({"buýt", "phuy", "phuya", "voan", "moay", "puy", "boa", "voa", "moa"})
_BEFORE_FRONT_VOWELS = frozenset({"k", "gh", "ngh"})
_NOT_BEFORE_FRONT_VOWELS = frozenset({"c", "g", "ng"})
_ONSETS = "b c ch d đ g gh h k kh l m n ng ngh nh p ph r s t th tr v x"
_NAMES_IN_Y = frozenset({"d", "n", "nh", "th"})  # people are called Thy and Dy
_STOPS = ("c", "ch", "p", "t")
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
# Any other oong without a tone is `ông` typed with the keyboard off: `khoong`, `soong`.
_LEVEL_DOUBLE_O = frozenset({"boong", "loong", "moong", "toong", "xoong"})
_BARE_LETTERS = str.maketrans("ăâđêôơư", "aadeoou")
_TONES_OF_STOPS = frozenset({"\u0301", "\u0323"})
_LONGEST = 32  # characters: seven letters, each with its marks apart and a tone set twice
# Places and peoples with names from other languages: Đắk Lắk, Krông Nô, Bắc Kạn, Mê Kông.
_LOAN_NAMES = "đắk đăk lắk lăk kạn kon kông krông plông glong glei pắk păh búk pơng niê"


def is_legal(token: str) -> bool:
    """Whether a token is a syllable as written: `học` is, `hoc` and `đương4` are not.

    >>> is_legal("Thưởng"), is_legal("vịêt"), is_legal("thuwowngr"), is_legal("hoc")
    (True, True, False, False)
    """
    if len(token) > _LONGEST:
        return False
    spelling = canonical(token)
    if spelling in _NAMES:
        return True
    toneless, tone = split_tone(spelling)
    return toneless in _LEGAL and _may_bear(toneless, tone)


def is_legal_without_marks(folded: str) -> bool:
    """Whether a token without marks is what some syllable looks like when typed bare.

    >>> is_legal_without_marks("hoc"), is_legal_without_marks("duong"), is_legal_without_marks("of")
    (True, True, False)
    """
    return canonical(folded) in _LEGAL_WITHOUT_MARKS


def begins_syllable(toneless: str) -> bool:
    """Whether some syllable, all marks aside, begins with these letters or is no longer.

    >>> begins_syllable("thươ"), begins_syllable("ngh"), begins_syllable("nghie")
    (True, True, True)
    """
    return toneless.translate(_BARE_LETTERS) in _BEGINNINGS


def legal_syllables() -> Iterator[str]:
    """Every syllable that the tables can build, in every tone that it may bear, no two alike.

    The tone is placed as `canonical` places it; of `kĩ` and `kỹ` there is the one with `i`.
    """
    for toneless in sorted(_LEGAL):
        for tone in _TONES:
            if _may_bear(toneless, tone):
                yield with_tone(toneless, tone)


def _toneless_syllables() -> Iterator[str]:
    yield from (*_PLAIN_RHYMES.split(), *_ROUNDED_RHYMES.split(), *_RHYMES_ALONE, "gi")
    yield from (f"qu{rhyme}" for rhyme in _RHYMES_AFTER_QU.split())
    yield from (f"g{rhyme}" if rhyme[0] == "i" else f"gi{rhyme}" for rhyme in _RHYMES_AFTER_GI)
    for onset in _ONSETS.split():
        yield from (onset + rhyme for rhyme in _PLAIN_RHYMES.split() if _fits(onset, rhyme))
        if onset not in _LABIALS and onset != "c":
            yield from (onset + rhyme for rhyme in _ROUNDED_RHYMES.split() if _fits(onset, rhyme))
        if onset in _NAMES_IN_Y:
            yield f"{onset}y"
    yield from (split_tone(loan)[0] for loan in _ROUNDED_LOANS)


def _fits(onset: str, rhyme: str) -> bool:
    """Whether spelling lets a rhyme follow an onset: `ke` and `ca`, `nghe` and `nga`."""
    front = rhyme[0] in "eêi"
    if onset in _BEFORE_FRONT_VOWELS:
        return front
    return not (front and onset in _NOT_BEFORE_FRONT_VOWELS)


def _may_bear(toneless: str, tone: str) -> bool:
    """Whether a toneless syllable may have a tone, or, where that is "", none."""
    if toneless.endswith("oong") and not tone:
        return toneless in _LEVEL_DOUBLE_O
    return tone in _TONES_OF_STOPS or not toneless.endswith(_STOPS)


_NAMES = frozenset(_LOAN_NAMES.split())
_LEGAL = frozenset(_toneless_syllables())
_LEGAL_WITHOUT_MARKS = frozenset(
    syllable.translate(_BARE_LETTERS) for syllable in (*_LEGAL, *(split_tone(n)[0] for n in _NAMES))
)
_BEGINNINGS = frozenset(
    bare[:end] for bare in _LEGAL_WITHOUT_MARKS for end in range(1, len(bare) + 1)
)
