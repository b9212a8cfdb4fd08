"""Abbreviations of state language, both ways: every row is a pair that a reader can check."""

import unicodedata
from collections import Counter, defaultdict

import pytest

from index.entities import bundled_tables, entity_note, offer_note
from index.entities.abbreviations import Abbreviations, Meaning
from index.entities.bundled import asked_names, meanings, renamed_offices
from index.entities.typed import Typed, words_of
from tests.entity_reading import canonical, changed, entities, offers, read, wordings

BOTH_WAYS = [
    ("UBND", "ủy ban nhân dân"),
    ("HĐND", "hội đồng nhân dân"),
    ("MTTQ", "Mặt trận Tổ quốc"),
    ("UBMTTQ", "ủy ban mặt trận tổ quốc"),
    ("BHXH", "bảo hiểm xã hội"),
    ("BHYT", "bảo hiểm y tế"),
    ("THPT", "trung học phổ thông"),
    ("THCS", "trung học cơ sở"),
    ("CBCCVC", "cán bộ, công chức, viên chức"),
    ("KT-XH", "kinh tế - xã hội"),
    ("KTXH", "kinh tế xã hội"),
    ("ATGT", "an toàn giao thông"),
    ("PCCC", "phòng cháy, chữa cháy"),
    ("PCCC", "phòng cháy và chữa cháy"),
    ("TTHC", "thủ tục hành chính"),
    ("CCHC", "cải cách hành chính"),
    ("GPMB", "giải phóng mặt bằng"),
    ("NTM", "nông thôn mới"),
    ("GDĐT", "giáo dục và đào tạo"),
    ("GD&ĐT", "giáo dục và đào tạo"),
    ("GD-ĐT", "giáo dục đào tạo"),
    ("TN&MT", "tài nguyên và môi trường"),
    ("LĐTBXH", "lao động - thương binh và xã hội"),
    ("LĐ-TB&XH", "lao động thương binh và xã hội"),
    ("NN&PTNT", "nông nghiệp và phát triển nông thôn"),
    ("VHTTDL", "văn hóa, thể thao và du lịch"),
    ("TT&TT", "thông tin và truyền thông"),
    ("KH&CN", "khoa học và công nghệ"),
    ("KH&ĐT", "kế hoạch và đầu tư"),
    ("GTVT", "giao thông vận tải"),
    ("QLNN", "quản lý nhà nước"),
    ("CNTT", "công nghệ thông tin"),
    ("DVC", "dịch vụ công"),
    ("ĐVHC", "đơn vị hành chính"),
    ("TPHCM", "thành phố Hồ Chí Minh"),
    ("TP.HCM", "thành phố Hồ Chí Minh"),
    ("VKSND", "viện kiểm sát nhân dân"),
    ("TAND", "tòa án nhân dân"),
    ("QP-AN", "quốc phòng, an ninh"),
    ("TW", "trung ương"),
    ("TP", "thành phố"),
]


@pytest.mark.parametrize(("short", "long"), BOTH_WAYS)
def test_the_short_form_finds_the_long_one_and_the_other_way_round(short: str, long: str) -> None:
    assert canonical(long) in wordings(short)
    assert canonical(short) in wordings(long)
    for typed in (short, long):
        (entity,) = read(typed).entities
        note = entity_note(entity, typed)
        assert note
        assert (note.kind, note.source, note.applied) == ("abbreviation", typed, True)
        assert note.changes == (("off", "abbreviation"),)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ubnd", "ủy ban nhân dân"),
        ("hdnd", "hội đồng nhân dân"),
        ("gd&dt", "giáo dục và đào tạo"),
        ("gd dt", "GDĐT"),
        ("tphcm", "thành phố hồ chí minh"),
        ("tp hcm", "thành phố hồ chí minh"),
        ("uy ban nhan dan", "UBND"),
        ("ỦY BAN NHÂN DÂN", "UBND"),
        ("Uỷ ban Nhân dân", "UBND"),
        ("hdnd tỉnh Lạng Sơn", "HĐND"),
        ("hdnd tỉnh Lạng Sơn", "hội đồng nhân dân"),
        ("CA tỉnh", "công an"),
        ("CA", "công an"),
        ("DN", "doanh nghiệp"),
        ("Ủy ban MTTQ tỉnh", "UBMTTQ"),
        ("ủy ban mặt trận tổ quốc", "Ủy ban MTTQ"),
        ("bộ giao thông vận tải", "Bộ GTVT"),
        ("bgtvt", "Bộ GTVT"),
        ("phòng chống thiên tai và tìm kiếm cứu nạn", "PCTT và TKCN"),
    ],
)
def test_it_is_read_however_it_is_typed(typed: str, meant: str) -> None:
    assert canonical(meant) in wordings(typed)


NOT_READ = [
    "ca sĩ",
    "Ca sĩ",
    "tu hành",
    "BÀI CA NGỢI",
    "langson.gov.vn",
    "abc@dn.vn",
    "ủy bàn nhân dân",
    "công an",  # `CA` as a word is also `ca`
    "quốc hội",  # two letters stand for too much
    "thi đua",
    "Hồ Xuân Hương",
    "họa sĩ Oda",
    "viet nam",
    "khoa, học",
    "hướng dẫn",
]


@pytest.mark.parametrize("typed", NOT_READ)
def test_a_word_that_only_looks_like_one_is_left_alone(typed: str) -> None:
    assert entities(typed, "abbreviation") == []


def test_the_longest_reading_holds() -> None:
    assert entities("viện kiểm sát nhân dân tối cao", "abbreviation") == [
        "viện kiểm sát nhân dân tối cao"
    ]
    assert entities("UBND TP.HCM và HĐND", "abbreviation") == ["UBND", "TP.HCM", "HĐND"]


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("TT Y tế", ["thông tư", "thị trấn", "trung tâm"]),
        ("CP điện tử", ["Chính phủ", "cổ phần", "cổ phiếu"]),
        ("BTV", ["ban thường vụ", "biên tập viên"]),
        ("đh", ["đại học", "đại hội"]),
    ],
)
def test_several_readings_are_offered_apart_and_none_is_applied(
    typed: str, readings: list[str]
) -> None:
    assert entities(typed, "abbreviation") == []
    targets = [target for _, target in offers(typed, "abbreviation")]
    assert [one.lower() for one in targets] == [one.lower() for one in readings]
    rest = typed.partition(" ")[2]
    assert changed(typed, "abbreviation") == [f"{one} {rest}".strip() for one in targets]


OFFICES = [
    ("Bộ Kế hoạch và Đầu tư", "Bộ Tài chính"),
    ("bộ kh&đt", "Bộ Tài chính"),
    ("Bộ Giao thông vận tải", "Bộ Xây dựng"),
    ("Bộ GTVT", "Bộ Xây dựng"),
    ("BGTVT", "Bộ Xây dựng"),
    ("bo giao thong van tai", "Bộ Xây dựng"),
    ("Bộ TN&MT", "Bộ Nông nghiệp và Môi trường"),
    ("Bộ NN&PTNT", "Bộ Nông nghiệp và Môi trường"),
    ("Bộ Thông tin và Truyền thông", "Bộ Khoa học và Công nghệ"),
    ("Bộ LĐTBXH", "Bộ Nội vụ, Bộ Y tế"),
    ("Sở Lao động - Thương binh và Xã hội", "Sở Nội vụ, Sở Y tế"),
    ("Sở TN-MT", "Sở Nông nghiệp và Môi trường"),
    ("Sở KHĐT", "Sở Tài chính"),
    ("Ủy ban Dân tộc", "Bộ Dân tộc và Tôn giáo"),
    ("Tổng cục Thuế", "Cục Thuế"),
    (
        "Sở Nông nghiệp và Môi trường",
        "Sở Tài nguyên và Môi trường, Sở Nông nghiệp và Phát triển nông thôn",
    ),
]


@pytest.mark.parametrize(("typed", "other"), OFFICES)
def test_an_office_that_was_renamed_offers_its_other_name(typed: str, other: str) -> None:
    assert offers(typed, "abbreviation") == [(typed, other)]


@pytest.mark.parametrize("typed", ["Bộ Tài chính", "Bộ Xây dựng", "Sở Nội vụ", "bộ giao thông"])
def test_an_office_that_kept_its_name_offers_nothing(typed: str) -> None:
    assert offers(typed, "abbreviation") == []


def test_an_offered_name_is_another_way_to_ask_the_whole_question() -> None:
    assert changed("Sở GTVT Lạng Sơn tuyển dụng", "abbreviation") == [
        'Sở GTVT Lạng Sơn tuyển dụng OR "Sở Xây dựng" Lạng Sơn tuyển dụng'
    ]


def test_a_name_with_a_short_form_is_asked_for_by_it_so_that_both_are_found() -> None:
    assert changed("Sở TT&TT", "abbreviation") == ["Sở TT&TT OR Sở KH&CN"]
    assert canonical("khoa học và công nghệ") in wordings("Sở KH&CN")


def test_only_the_alternative_around_the_name_is_asked_again() -> None:
    assert changed('cầu OR Sở GTVT "a OR b" OR đường', "abbreviation") == [
        'cầu OR Sở GTVT "a OR b" OR đường OR "Sở Xây dựng" "a OR b"'
    ]


def test_an_offer_that_makes_the_query_too_long_is_not_made() -> None:
    text = "Sở GTVT " + "đường " * 30
    (offer,) = read(text).offers
    assert offer_note(offer, text, most_syllables=64) is None
    assert offer_note(offer, text, most_syllables=67)


def test_what_is_switched_off_is_neither_read_nor_offered() -> None:
    reading = read("Sở GTVT TT UBND", off=frozenset({"abbreviation"}))
    assert (reading.entities, reading.offers) == ((), ())


def test_synonyms_of_the_staff_stand_beside_the_abbreviations() -> None:
    synonym = Meaning((), ("xe buýt nhanh", "BRT"), equal=True)
    one_way = Meaning((), ("lũ quét", "thiên tai"), equal=True, one_way=True)
    tables = bundled_tables().with_synonyms([synonym, one_way])

    def found(typed: str) -> list[set[str]]:
        read_there = tables.abbreviations.entities(Typed(typed))
        return [{words[0].folded for words in one.wordings} for one in read_there]

    assert found("BRT") == [{"xe"}]
    assert found("xe buyt nhanh UBND") == [{"brt"}, {"uy"}]
    assert (found("lũ quét"), found("thiên tai")) == ([{"thien"}], [])


TABLE = meanings()


def test_the_table_is_large_enough_to_be_of_use() -> None:
    assert len(TABLE) >= 250


@pytest.mark.parametrize("meaning", TABLE, ids=lambda one: f"{one.short[0]}-{one.long[0]}")
def test_every_entry_is_well_formed(meaning: Meaning) -> None:
    spelt = (*meaning.short, *meaning.long)
    assert all(one == unicodedata.normalize("NFC", one.strip()) for one in spelt)
    assert len({words_of(one) for one in meaning.long}) == len(meaning.long)
    letters = "".join(filter(str.isalpha, meaning.short[0]))
    assert sum(map(str.isupper, letters)) > len(letters) // 2
    assert all(len(words_of(one)) > 1 for one in meaning.long)
    assert not meaning.always or len(meaning.short[0]) == 2


# Short forms that are no initials of their long form: from English, or with a letter inside.
OTHER_INITIALS = {
    "TTg",
    "TTgCP",
    "TTr",
    "TW",
    "CDC",
    "OCOP",
    "PCI",
    "GRDP",
    "GDP",
    "CPI",
    "FDI",
    "ODA",
}
OTHER_INITIALS |= {"PPP", "BOT"}


@pytest.mark.parametrize("meaning", TABLE, ids=lambda one: f"{one.short[0]}-{one.long[0]}")
def test_a_short_form_is_made_of_letters_that_begin_its_long_form(meaning: Meaning) -> None:
    if meaning.short[0] in OTHER_INITIALS:
        return
    initials = "".join(word.folded[0] for word in words_of(meaning.long[0]))
    letters = iter(initials)
    short = "".join(word.folded for word in words_of(meaning.short[0])).replace("tw", "tu")
    assert [letter for letter in short if letter not in letters] == []


def test_no_two_entries_say_the_same() -> None:
    longs = Counter(words_of(long) for meaning in TABLE for long in meaning.long)
    assert [words for words, count in longs.items() if count > 1] == []
    pairs = Counter((words_of(one), meaning.long[0]) for meaning in TABLE for one in meaning.short)
    assert [pair for pair, count in pairs.items() if count > 1] == []


def test_no_short_form_has_more_readings_than_are_offered() -> None:
    readings: dict[object, set[str]] = defaultdict(set)
    for meaning in TABLE:
        for one in meaning.short:
            readings[words_of(one)].add(meaning.long[0])
    assert max(map(len, readings.values())) <= 4


def test_every_long_form_is_worded_with_its_shorter_parts() -> None:
    abbreviations = Abbreviations(TABLE)
    worded = abbreviations.variants("Sở Giáo dục và Đào tạo Thành phố Hồ Chí Minh")
    assert words_of("Sở GDĐT TPHCM") in worded
    assert worded[0] == words_of("Sở Giáo dục và Đào tạo Thành phố Hồ Chí Minh")


def test_every_renamed_office_leads_somewhere_else() -> None:
    offices = renamed_offices()
    before = [words_of(name) for one in offices for name in one.before]
    assert len(set(before)) == len(before)
    assert not set(before) & {words_of(name) for one in offices for name in one.now}


ASKED = [(name, asked) for table in ("offices", "provinces") for name, asked in asked_names(table)]


@pytest.mark.parametrize(("name", "asked"), ASKED)
def test_a_short_form_that_asks_for_a_name_is_read_as_that_name(name: str, asked: str) -> None:
    assert any(canonical(name).endswith(wording) for wording in wordings(asked))
