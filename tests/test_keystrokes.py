"""Telex and VNI typed with the keyboard off give the syllables that were meant."""

import unicodedata
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.keystrokes import Method, TonePosition, decode, decode_beginning, encode
from index.text.legal import is_legal, legal_syllables
from index.text.tokens import tokenize

METHODS: tuple[Method, ...] = ("telex", "vni")
TONE_POSITIONS: tuple[TonePosition, ...] = ("end", "vowel")
SYLLABLES = sorted(legal_syllables())
# Two o without a mark are typed alike in VNI and, for ô, in Telex.
AMBIGUOUS_IN_VNI = {"boong", "loong", "moong", "toong", "xoong"}

MEANT = [
    ("ddua", "đua"),
    ("thuwowngr", "thưởng"),
    ("thuowngr", "thưởng"),
    ("thwowngr", "thưởng"),
    ("thuwongr", "thưởng"),
    ("thuwowrng", "thưởng"),
    ("thuongwr", "thưởng"),
    ("thươngr", "thưởng"),
    ("tieengs", "tiếng"),
    ("tieesng", "tiếng"),
    ("tiengse", "tiếng"),
    ("tiéeng", "tiếng"),
    ("đuaw", "đưa"),
    ("dduwa", "đưa"),
    ("duowcjd", "được"),
    ("duocwdj", "được"),
    ("nhwng", "nhưng"),
    ("tw", "tư"),
    ("wr", "ử"),
    ("cana", "cân"),
    ("cuuws", "cứu"),
    ("giwx", "giữ"),
    ("thuowr", "thuở"),
    ("quowr", "quở"),
    ("hoawcj", "hoặc"),
    ("khoong", "không"),
    ("xooong", "xoong"),
    ("gif", "gì"),
    ("quys", "quý"),
    ("kyx", "kỹ"),
    ("hoaf", "hòa"),
    ("tieesfng", "tiềng"),
    ("masz", "ma"),
    ("ddawsk", "đắk"),
    ("d9ua", "đua"),
    ("dua9", "đua"),
    ("thu7o7ng3", "thưởng"),
    ("thuo7ng3", "thưởng"),
    ("thuong73", "thưởng"),
    ("thuong37", "thưởng"),
    ("d9uo7c5", "được"),
    ("tie61ng", "tiếng"),
    ("ma8t5", "mặt"),
    ("ma10", "ma"),
    ("y1", "ý"),
    ("lan", "lan"),
    ("học", "học"),
]


@pytest.mark.parametrize(("typed", "meant"), MEANT, ids=[typed for typed, _ in MEANT])
def test_keys_in_any_order_give_the_syllable_that_was_meant(typed: str, meant: str) -> None:
    assert decode(typed)[:1] == (meant,)
    assert decode(typed.upper())[:1] == (meant.upper(),)
    assert decode(typed.capitalize())[:1] == (meant.capitalize(),)


BEGUN = [
    ("dd", "đ"),
    ("thuw", "thư"),
    ("thuwow", "thươ"),
    ("thuwowr", "thưở"),
    ("tie6", "tiê"),
    ("nghie", "nghie"),
    ("KHEN", "KHEN"),
    ("d9", "đ"),
]


@pytest.mark.parametrize(("typed", "begun"), BEGUN, ids=[typed for typed, _ in BEGUN])
def test_a_syllable_half_typed_gives_what_it_begins_with(typed: str, begun: str) -> None:
    assert decode_beginning(typed)[0] == begun


@pytest.mark.parametrize("typed", ["", "xyz", "2021", "stre", "dz", "中"])
def test_what_begins_no_syllable_gives_nothing_to_complete(typed: str) -> None:
    assert decode_beginning(typed) == ()


@given(st.sampled_from(SYLLABLES), st.sampled_from(METHODS))
def test_every_beginning_of_the_keys_of_a_syllable_decodes(syllable: str, method: Method) -> None:
    keys = encode(syllable, method)
    for end in range(1, len(keys) + 1):
        assert decode_beginning(keys[:end])
    assert set(decode(keys)) <= set(decode_beginning(keys))


@pytest.mark.parametrize("typed", ["tos", "has", "as", "of", "test", "a4", "u23"])
def test_words_and_numbers_decode_too_for_others_to_weigh(typed: str) -> None:
    assert decode(typed)


NOTHING = "search street for 2021 7 covid19 H5N1 QĐ QH14 dd đươc dduoc jaf zzz 中文 _ a-b"


@pytest.mark.parametrize("typed", [*NOTHING.split(), "", " ", "tie\u0302ngs viet", "a" * 1000])
def test_what_gives_no_legal_syllable_gives_nothing(typed: str) -> None:
    assert decode(typed) == ()


def test_where_two_syllables_are_typed_alike_both_are_given_the_tidier_first() -> None:
    assert decode("xoong") == ("xông", "xoong")


@pytest.mark.parametrize("method", METHODS)
def test_every_syllable_comes_back_from_its_keystrokes(method: Method) -> None:
    for syllable in legal_syllables():
        for tone in TONE_POSITIONS:
            keys = encode(syllable, method, tone)
            assert keys.isascii()
            if method == "vni" and syllable in AMBIGUOUS_IN_VNI:
                assert syllable in decode(keys)
            else:
                assert decode(keys)[0] == syllable


@given(st.sampled_from(SYLLABLES), st.sampled_from(METHODS), st.sampled_from(TONE_POSITIONS))
def test_capitals_come_back_from_their_keystrokes(
    syllable: str, method: Method, tone: TonePosition
) -> None:
    for case in (syllable.upper(), syllable.capitalize()):
        assert case in decode(encode(case, method, tone))


@pytest.mark.soak
def test_every_syllable_in_capitals_comes_back_from_its_keystrokes() -> None:
    for syllable, method, tone in product(SYLLABLES, METHODS, TONE_POSITIONS):
        for case in (syllable.upper(), syllable.capitalize()):
            assert case in decode(encode(case, method, tone))


@given(st.sampled_from(SYLLABLES), st.sampled_from(METHODS), st.data())
def test_a_syllable_finished_in_part_decodes_all_the_same(
    syllable: str, method: Method, data: st.DataObject
) -> None:
    """Each letter as it is or as keys, with its tone or without."""
    typed = "".join(
        letter if data.draw(st.booleans()) or letter == "o" else encode(letter, method)
        for letter in syllable
    )
    assert syllable in decode(typed)


@given(st.text(alphabet="aeiouydwsfrxjzngthc0123456789âươđếÂƯ中", max_size=20) | st.text())
def test_whatever_is_typed_only_legal_syllables_come_out(text: str) -> None:
    for token in tokenize(unicodedata.normalize("NFC", text)):
        decodings = decode(token.text)
        assert all(is_legal(decoding) for decoding in decodings)
        assert len(set(decodings)) == len(decodings)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("unit", ["o", "oa", "uo", "w", "aeo", "uow", "d", "a6", "uo7", "s"])
def test_keys_held_down_are_answered_at_once(unit: str) -> None:
    for length in range(1, 40):
        for _ in range(25):
            decode((unit * 40)[:length])


@pytest.mark.parametrize("typed", ["thu7o7ng3", "d9ua", "dua9", "thuwowngr", "thươngr"])
def test_keystrokes_of_one_syllable_are_one_token(typed: str) -> None:
    assert [token.text for token in tokenize(f"thi {typed}, khen")] == ["thi", typed, "khen"]
