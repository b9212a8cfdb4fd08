"""The text of a query and what is understood: architecture section 4, step 2, row by row."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index import Note, Query, read_query
from index.query import Phrase
from index.reading import MOST_CHARACTERS, MOST_SYLLABLES, read_words


def phrase(text: str, *, quoted: bool = False, title_only: bool = False) -> Phrase:
    return Phrase(read_words(text), quoted=quoted, title_only=title_only)


def words(text: str) -> tuple[Phrase, ...]:
    return tuple(phrase(word) for word in text.split())


def quoted(text: str) -> Phrase:
    return phrase(text, quoted=True)


WORDS_AND_PHRASES = [
    pytest.param("thi đua", words("thi đua"), id="words"),
    pytest.param("Thi đua, khen thưởng!", words("thi đua khen thưởng"), id="signs"),
    pytest.param("thi thi đua", words("thi đua"), id="a-word-twice-is-once"),
    pytest.param("THI thi", words("thi"), id="capitals-are-no-other-word"),
    pytest.param('"thi đua"', (quoted("thi đua"),), id="phrase"),
    pytest.param(
        '"thi đua" năm "khen thưởng" 2021',
        (quoted("thi đua"), *words("năm"), quoted("khen thưởng"), *words("2021")),
        id="several-mixed-with-words",
    ),
    pytest.param("“thi đua” «khen»", (quoted("thi đua"), quoted("khen")), id="curly"),
    pytest.param("„thi đua‟ ＂khen＂", (quoted("thi đua"), quoted("khen")), id="other-quotes"),
    pytest.param('“thi đua"', (quoted("thi đua"),), id="curly-and-straight"),
    pytest.param('"thi đua', words("thi đua"), id="unpaired-at-the-front"),
    pytest.param('thi đua"', words("thi đua"), id="unpaired-at-the-end"),
    pytest.param('"thi đua" khen"', (quoted("thi đua"), *words("khen")), id="unpaired-third"),
    pytest.param('"thi đua""khen"', (quoted("thi đua"), quoted("khen")), id="touching"),
    pytest.param('bộ"nội vụ"tỉnh', (*words("bộ"), quoted("nội vụ"), *words("tỉnh")), id="glued"),
    pytest.param('""', (), id="quotes-around-nothing"),
    pytest.param('"!?"', (), id="quotes-around-signs"),
    pytest.param("thi\nđua\tkhen", words("thi đua khen"), id="other-blanks"),
    pytest.param("xã/hội a.b", words("xã hội a b"), id="words-joined-by-signs"),
    pytest.param("đề:x http://a.vn", words("đề x http a vn"), id="unknown-key-is-a-word"),
    pytest.param('đề:"thi đua"', (*words("đề"), quoted("thi đua")), id="unknown-key-and-phrase"),
    pytest.param("or and not", words("or and not"), id="lower-case-or"),
    pytest.param("a AND NOT b", words("a and not b"), id="no-other-operators"),
    pytest.param("thi* đ?a ~x (y)", words("thi đ a x y"), id="no-wildcards"),
]


@pytest.mark.parametrize(("text", "expected"), WORDS_AND_PHRASES)
def test_words_and_phrases_are_read(text: str, expected: tuple[Phrase, ...]) -> None:
    query = read_query(text)
    assert query.alternatives == ((expected,) if expected else ())
    assert (query.excluded, query.notes, query.filters) == ((), (), False)


def test_a_document_number_is_one_phrase_with_its_number() -> None:
    (alternative,) = read_query("số 123/QĐ-UBND tỉnh").alternatives
    assert [len(one.words) for one in alternative] == [1, 3, 1]
    assert [one.number.canonical if one.number else None for one in alternative] == [
        None,
        "123/qđ-ubnd",
        None,
    ]
    assert alternative[1].words == read_words("123 QĐ UBND")
    assert not alternative[1].quoted


NO_EXCLUSIONS = [
    pytest.param("kinh tế - xã hội", id="dash-between-blanks"),
    pytest.param("kinh tế – xã hội", id="en-dash"),
    pytest.param("kinh tế –xã hội", id="en-dash-before-a-word"),
    pytest.param("kinh tế — xã hội", id="em-dash"),
    pytest.param("kinh tế −xã hội", id="minus-sign"),
    pytest.param("kinh tế-xã hội", id="no-blank-before"),
    pytest.param("kinh tế- xã hội", id="blank-behind"),
    pytest.param("kinh tế --xã hội", id="two-dashes"),
    pytest.param("kinh tế (-xã hội", id="a-bracket-before"),
    pytest.param("kinh tế -Xã hội", id="capital"),
    pytest.param("kinh tế -XÃ hội", id="capitals"),
]


@pytest.mark.parametrize("text", NO_EXCLUSIONS)
def test_a_dash_that_people_write_excludes_nothing(text: str) -> None:
    query = read_query(text)
    assert query.alternatives == (words("kinh tế xã hội"),)
    assert (query.excluded, query.notes) == ((), ())


@pytest.mark.parametrize("text", ["Lạng Sơn -Lào Cai", "Lạng Sơn -Ðà Nẵng", "từ -5 độ", "a -đ/c"])
def test_only_a_lower_case_letter_behind_a_dash_excludes(text: str) -> None:
    assert bool(read_query(text).excluded) == (text == "a -đ/c")


EXCLUSIONS = [
    pytest.param("kinh tế -xã", "kinh tế", "xã", id="word"),
    pytest.param("-xã kinh tế", "kinh tế", "xã", id="first"),
    pytest.param('kinh tế -"xã hội"', "kinh tế", "xã hội", id="phrase"),
    pytest.param("kinh tế -“Xã hội”", "kinh tế", "xã hội", id="curly-phrase-in-capitals"),
    pytest.param('-"xã hội"kinh tế', "kinh tế", "xã hội", id="phrase-with-no-blank-behind"),
    pytest.param("kinh tế -xã-hội", "kinh tế", "xã hội", id="words-joined-by-a-dash"),
    pytest.param("kinh tế\u00a0-đô", "kinh tế", "đô", id="unbreakable-blank-before"),
]


@pytest.mark.parametrize(("text", "wanted", "unwanted"), EXCLUSIONS)
def test_a_dash_behind_a_blank_excludes_and_a_note_says_so(
    text: str, wanted: str, unwanted: str
) -> None:
    query = read_query(text)
    assert query.alternatives == (words(wanted),)
    assert query.excluded == (quoted(unwanted),)
    applied = [note for note in query.notes if note.applied]
    assert [(note.kind, note.changes) for note in applied] == [
        ("exclusion", (("off", "exclusion"),))
    ]


def test_an_exclusion_that_people_may_not_mean_shows_a_note_and_offers_both_words() -> None:
    shown, offered = read_query("kinh tế -xã hội").notes
    assert (shown.source, shown.target, shown.applied) == ("-xã", "xã", True)
    assert (offered.source, offered.target) == ("-xã hội", '-"xã hội"')
    assert offered == Note(
        kind="exclusion",
        source="-xã hội",
        target='-"xã hội"',
        applied=False,
        changes=(("q", 'kinh tế -"xã hội"'),),
    )


OFFERS = [
    pytest.param("-khen thưởng", '-"khen thưởng"', id="alone"),
    pytest.param("thi đua -khen thưởng 2021", 'thi đua -"khen thưởng" 2021', id="in-between"),
    pytest.param("-khen thưởng, phạt", '-"khen thưởng", phạt', id="before-a-comma"),
    pytest.param("-khen Thưởng", None, id="capital"),
    pytest.param("-khen 2021", None, id="number"),
    pytest.param("-khen", None, id="last"),
    pytest.param("-khen OR thưởng", None, id="or"),
    pytest.param("-khen site:a.vn", None, id="site"),
    pytest.param("-khen từ:2021-01-01", None, id="from"),
    pytest.param('-khen "thưởng"', None, id="phrase"),
    pytest.param('-"khen" thưởng', None, id="quoted-already"),
    pytest.param("-title:khen thưởng", None, id="in-titles"),
]


@pytest.mark.parametrize(("text", "offer"), OFFERS)
def test_two_words_are_offered_where_a_second_may_be_meant(text: str, offer: str | None) -> None:
    offered = [note.changes for note in read_query(text).notes if not note.applied]
    assert offered == ([(("q", offer),)] if offer else [])


def test_following_the_offer_excludes_both_words() -> None:
    ((_, text),) = read_query("thi đua -khen thưởng").notes[1].changes
    query = read_query(text)
    assert (query.alternatives, query.excluded) == ((words("thi đua"),), (quoted("khen thưởng"),))


@pytest.mark.parametrize(
    "asked", [Query(off=frozenset({"exclusion"})), Query(literal=True)], ids=["off", "literal"]
)
def test_exclusions_can_be_undone(asked: Query) -> None:
    query = read_query('kinh tế -xã -"hội đồng"', asked)
    assert query.alternatives == ((*words("kinh tế xã"), quoted("hội đồng")),)
    assert (query.excluded, query.notes) == ((), ())


ALTERNATIVES = [
    pytest.param("chợ OR siêu thị", (words("chợ"), words("siêu thị")), id="two"),
    pytest.param("a OR b OR c", (words("a"), words("b"), words("c")), id="three"),
    pytest.param("OR chợ", (words("chợ"),), id="first"),
    pytest.param("chợ OR", (words("chợ"),), id="last"),
    pytest.param("a OR OR b", (words("a"), words("b")), id="twice"),
    pytest.param("OR", (), id="alone"),
    pytest.param('"OR"', ((quoted("or"),),), id="quoted"),
    pytest.param('a OR "b c"', (words("a"), (quoted("b c"),)), id="phrase"),
    pytest.param("a, OR b", (words("a"), words("b")), id="behind-a-comma"),
    pytest.param("a OR, b", (words("a or b"),), id="not-before-a-comma"),
]


@pytest.mark.parametrize(("text", "expected"), ALTERNATIVES)
def test_or_joins_alternatives(text: str, expected: tuple[tuple[Phrase, ...], ...]) -> None:
    assert read_query(text).alternatives == expected


TITLES = [
    pytest.param("title:chợ", (phrase("chợ", title_only=True),), id="title"),
    pytest.param("TieuDe:chợ", (phrase("chợ", title_only=True),), id="tieude-in-capitals"),
    pytest.param(
        'title:"chợ quê"', (phrase("chợ quê", quoted=True, title_only=True),), id="phrase"
    ),
    pytest.param("title:“chợ quê”", (phrase("chợ quê", quoted=True, title_only=True),), id="curly"),
    pytest.param("title:chợ quê", (phrase("chợ", title_only=True), *words("quê")), id="one-word"),
    pytest.param("title: chợ", words("title chợ"), id="blank-behind"),
    pytest.param("subtitle:chợ", words("subtitle chợ"), id="longer-name"),
    pytest.param("title:", words("title"), id="nothing-behind"),
    pytest.param('title:""', (), id="quotes-around-nothing"),
]


@pytest.mark.parametrize(("text", "expected"), TITLES)
def test_title_looks_in_titles_alone(text: str, expected: tuple[Phrase, ...]) -> None:
    assert read_query(text).alternatives == ((expected,) if expected else ())


def test_a_title_can_be_excluded() -> None:
    query = read_query("-title:chợ quê")
    assert query.excluded == (phrase("chợ", quoted=True, title_only=True),)


SITES = [
    pytest.param("site:langson.gov.vn", ("langson.gov.vn",), id="host"),
    pytest.param("SITE:LangSon.Gov.VN", ("langson.gov.vn",), id="capitals"),
    pytest.param("site:www.langson.gov.vn", ("langson.gov.vn",), id="www"),
    pytest.param("site:a.vn thi site:b.vn site:a.vn", ("a.vn", "b.vn"), id="several"),
]


@pytest.mark.parametrize(("text", "expected"), SITES)
def test_site_narrows_to_a_site(text: str, expected: tuple[str, ...]) -> None:
    query = read_query(text)
    assert query.sites == expected
    assert query.filters


def test_sites_of_text_and_parameters_add_up() -> None:
    assert read_query("site:b.vn", Query(sites=("a.vn",))).sites == ("a.vn", "b.vn")


DAYS = [
    pytest.param("from:2021-09-25", date(2021, 9, 25), None, id="from"),
    pytest.param("to:2021-09-25", None, date(2021, 9, 25), id="to"),
    pytest.param("từ:25/9/2021 đến:26/09/2021", date(2021, 9, 25), date(2021, 9, 26), id="từ-đến"),
    pytest.param("TỪ:25-9-2021", date(2021, 9, 25), None, id="capitals"),
    pytest.param("tu\u031b\u0300:25.9.2021", date(2021, 9, 25), None, id="decomposed"),
    pytest.param("from:9/12/2021", date(2021, 12, 9), None, id="day-first"),
]


@pytest.mark.parametrize(("text", "since", "until"), DAYS)
def test_days_narrow_a_query(text: str, since: date | None, until: date | None) -> None:
    query = read_query(text)
    assert (query.since, query.until, query.alternatives) == (since, until, ())


def test_days_of_text_and_parameters_leave_what_both_allow() -> None:
    asked = Query(since=date(2021, 1, 1), until=date(2021, 12, 31))
    query = read_query("from:2020-05-05 to:2021-06-30", asked)
    assert (query.since, query.until) == (date(2021, 1, 1), date(2021, 6, 30))


NO_FILTERS = [
    pytest.param("from:hôm-qua", words("from hôm qua"), id="no-day"),
    pytest.param("to:30/2/2021", words("to 30 2 2021"), id="no-such-day"),
    pytest.param("site:x_y", words("site x y"), id="no-host"),
    pytest.param('site:"a.vn"', (*words("site"), quoted("a vn")), id="quoted"),
    pytest.param("site: a.vn", words("site a vn"), id="blank-behind"),
    pytest.param("-Site:a.vn", words("site a vn"), id="dash-and-capital"),
    pytest.param("website:a.vn", words("website a vn"), id="longer-name"),
]


@pytest.mark.parametrize(("text", "expected"), NO_FILTERS)
def test_an_operator_that_cannot_be_read_is_words(text: str, expected: tuple[Phrase, ...]) -> None:
    query = read_query(text)
    assert query.alternatives == (expected,)
    assert (query.filters, query.excluded) == (False, ())


def test_an_excluded_site_is_an_exclusion_and_no_filter() -> None:
    query = read_query("chợ -site:a.vn")
    assert (query.filters, query.excluded) == (False, (quoted("site a vn"),))


NUMBERED = [f"t{number}" for number in range(MOST_SYLLABLES + 40)]
SIXTY_FOUR = " ".join(NUMBERED[:MOST_SYLLABLES])


def test_sixty_four_syllables_are_read_without_a_note() -> None:
    query = read_query(SIXTY_FOUR)
    assert (len(query.alternatives[0]), query.notes) == (64, ())


LONG = [
    pytest.param(" ".join(NUMBERED), SIXTY_FOUR, id="words"),
    pytest.param(SIXTY_FOUR + ' "a b"', SIXTY_FOUR, id="phrase-behind"),
    pytest.param(SIXTY_FOUR + " site:a.vn b", SIXTY_FOUR + " site:a.vn", id="filter-behind"),
    pytest.param(SIXTY_FOUR + " -a", SIXTY_FOUR, id="exclusion-behind"),
    pytest.param("/".join(NUMBERED), "/".join(NUMBERED[:64]), id="words-joined"),
    pytest.param(f'"{" ".join(NUMBERED)}"', f'"{SIXTY_FOUR}"', id="phrase-of-many"),
    pytest.param(f"title:“{' '.join(NUMBERED)}”", f'title:“{SIXTY_FOUR}"', id="title-of-many"),
    pytest.param(f'a -"{" ".join(NUMBERED)}"', "a", id="exclusion-of-many"),
    pytest.param("a " * 70 + SIXTY_FOUR, ("a " * 64).strip(), id="one-word-again-and-again"),
]


@pytest.mark.parametrize(("text", "kept"), LONG)
def test_of_a_longer_text_the_first_syllables_are_read_and_a_note_says_so(
    text: str, kept: str
) -> None:
    query = read_query(text)
    (note,) = query.notes
    assert (note.kind, note.applied, note.source) == ("length", True, query.text)
    assert (note.target, note.changes) == (kept, (("q", kept),))
    again = read_query(kept)
    assert again.notes == ()
    assert replace(again, text=query.text, understood=query.understood, notes=query.notes) == query


def test_a_page_of_text_is_cut_and_a_note_says_so() -> None:
    query = read_query("🎉 " * MOST_CHARACTERS + "thi đua")
    assert (query.asks_for_words, [note.kind for note in query.notes]) == (False, ["length"])
    assert len(query.text) <= MOST_CHARACTERS


def test_what_came_beside_the_text_is_kept() -> None:
    asked = Query(sections=("Tin",), page=3, per_page=7, off=frozenset({"relaxed"}))
    query = read_query("  Thi   đua ", asked)
    assert (query.sections, query.page, query.per_page, query.off) == (("Tin",), 3, 7, asked.off)
    assert query.text == query.understood == "Thi đua"


def test_a_query_is_marked_if_any_of_its_words_is() -> None:
    assert [read_query(text).marked for text in ("thi dua", "thi đua", "a -đ", "5.865 m²", "")] == [
        False,
        True,
        True,
        False,
        False,
    ]


pieces = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ('"', "“", "”", "-", " -", " ", "OR", " OR ", "title:", "site:", "from:", "từ:", "đến:")
    ),
    st.sampled_from(("khen", "thưởng", "123/QĐ-UBND", "2021-09-25", "a.vn", "1.234", "x/" * 40)),
    st.sampled_from((" ".join(NUMBERED[:30]), '"' + " ".join(NUMBERED[:50]) + '"')),
)
typed = st.lists(pieces, max_size=12).map("".join)
asked = st.builds(
    Query,
    literal=st.booleans(),
    off=st.sets(st.sampled_from(("exclusion", "encoding"))).map(frozenset),
)


def _read_without_error(text: str, asked: Query) -> None:
    query = read_query(text, asked)
    every = [phrase for phrases in query.alternatives for phrase in phrases]
    every.extend(query.excluded)
    assert all(phrase.words for phrase in every)
    assert all(query.alternatives)
    assert sum(len(phrase.words) for phrase in every) <= MOST_SYLLABLES
    assert read_query(query.text, asked) == replace(
        query, notes=read_query(query.text, asked).notes
    )


@given(typed, asked)
@example("O\x80¡OÀ", Query())  # in TCVN3 only once the control character is gone
def test_nothing_that_can_be_typed_is_an_error(text: str, asked: Query) -> None:
    _read_without_error(text, asked)


@pytest.mark.soak
@settings(max_examples=100_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(typed, asked)
def test_nothing_of_much_that_can_be_typed_is_an_error(text: str, asked: Query) -> None:
    _read_without_error(text, asked)


@given(typed, asked)
def test_every_note_leads_to_a_page_that_is_as_it_says(text: str, asked: Query) -> None:
    query = read_query(text, asked)
    for note in query.notes:
        ((parameter, value),) = note.changes
        if parameter == "off":
            undone = read_query(query.text, replace(asked, off=asked.off | {value}))
            assert note.applied
            assert value == note.kind
            assert value not in [one.kind for one in undone.notes]
            if value == "exclusion":
                assert undone.excluded == ()
        else:
            assert parameter == "q"
            assert value == note.target or not note.applied
            led = read_query(value, asked)
            assert led.text == value
            if note.kind == "length":
                assert "length" not in [one.kind for one in led.notes]
                assert (led.alternatives, led.excluded) == (query.alternatives, query.excluded)


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "unit", ["a", "-a ", '"', '"a" ', "site:", "1/", "1/Q-", "\u0301", "OR ", "x:"]
)
def test_a_hundred_kilobytes_are_read_at_once(unit: str) -> None:
    query = read_query((unit * 100_000)[:100_000])
    assert len(query.text) <= MOST_CHARACTERS


def test_a_query_in_a_legacy_encoding_is_read_as_it_was_meant() -> None:
    query = read_query("thi ®ua khen th\u00adëng")
    assert query.understood == "thi đua khen thưởng"
    (note,) = query.notes
    assert (note.kind, note.applied, note.changes) == ("encoding", True, (("off", "encoding"),))
    assert (note.source, note.target) == (query.text, query.understood)


@pytest.mark.parametrize("asked", [Query(literal=True), Query(off=frozenset({"encoding"}))])
def test_a_legacy_encoding_stays_where_readings_are_off(asked: Query) -> None:
    query = read_query("TiÕng ViÖt", asked)
    assert query.understood == query.text == "TiÕng ViÖt"
    assert query.notes == ()
