"""What holds for every text: nothing is an error, and what is read lies in the text."""

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index.entities import (
    MOST_OFFERS,
    bundled_tables,
    entity_note,
    offer_note,
    read_entities,
)
from index.entities.typed import bare_letters, words_of
from index.text.composition import one_line
from index.text.tokens import tokenize
from tests.entity_reading import TODAY

SAID = """
qd qđ QĐ số so nd nghị định 42 2022 123 ubnd UBND - / . & cp tw ngày ngay 23 tháng thang 9 năm nam
quý II quy 2 6 đầu cuối tháng nhiệm kỳ 2021 2026 hôm qua trước TT CA TP HCM HĐND hdnd ủy ban nhân
dân mặt trận tổ quốc huyện Châu Thành Chi Lăng Bắc Giang ông bà Nguyễn Văn A đồng chí PGS TS OR " ß
İ ﬀ ǅ đ Ð Sở TN MT
"""
pieces = st.one_of(
    st.text(max_size=12),
    st.sampled_from(SAID.split()),
    st.sampled_from([" ", "  ", "\u0301", "\u0323", "\x00", "\u200b", "🎉", "０１", "²", "\u202e"]),
)
texts = st.lists(pieces, max_size=14).map(" ".join) | st.lists(pieces, max_size=14).map("".join)
kinds = st.sets(st.sampled_from(["number", "date", "abbreviation", "place"])).map(frozenset)


def _read_without_error(typed: str, off: frozenset[str]) -> None:
    text = one_line(typed)
    reading = read_entities(text, bundled_tables(), today=TODAY, off=off)
    edges = {place for token in tokenize(text) for place in (token.start, token.end)}
    behind = 0
    for entity in reading.entities:
        assert behind <= entity.start < entity.end <= len(text)
        assert {entity.start, entity.end} <= edges
        assert entity.kind not in off
        assert all(entity.wordings)
        own = words_of(text[entity.start : entity.end])
        assert own not in entity.wordings
        assert len(set(entity.wordings)) == len(entity.wordings)
        behind = entity.end
    for offer in reading.offers:
        assert 0 <= offer.start < offer.end <= len(text)
        assert {offer.start, offer.end} <= edges
        assert offer.kind not in off
        assert bool(offer.choices) != bool(offer.since and offer.until)
    for span in reading.honorifics:
        assert 0 <= span.start < span.end <= len(text)
        assert {span.start, span.end} <= edges


@given(texts, kinds)
@example("İ 23/9/2021 UBND", frozenset())
@example("tháng ０９/2021", frozenset())
def test_nothing_that_can_be_typed_is_an_error(typed: str, off: frozenset[str]) -> None:
    _read_without_error(typed, off)


@pytest.mark.soak
@settings(max_examples=20_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts, kinds)
def test_nothing_of_much_that_can_be_typed_is_an_error(typed: str, off: frozenset[str]) -> None:
    _read_without_error(typed, off)


@given(texts)
def test_every_note_says_what_stands_in_the_text(typed: str) -> None:
    text = one_line(typed)
    reading = read_entities(text, bundled_tables(), today=TODAY)
    notes = [entity_note(one, text) for one in reading.entities]
    notes += [offer_note(one, text, most_syllables=64) for one in reading.offers]
    for note in filter(None, notes):
        assert note.source
        assert note.source in text
        assert note.target
        assert note.changes
        if dict(note.changes).get("q"):
            assert len(list(tokenize(dict(note.changes)["q"]))) <= 64


@given(st.text())
def test_bare_letters_keep_their_places(text: str) -> None:
    assert len(bare_letters(text)) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        'ủy ban "nhân dân"',
        "ủy ban\0\0\0nhân dân",
        "qd 123\0\0ubnd-",
        "tháng\0 9",
        "23/9/\0002021",
        "huyện\0Chi Lăng",
        'Bắc "Giang"',
        "đồng chí\0Nguyễn Văn A",
        "năm\0ngoái",
    ],
)
def test_nothing_is_read_across_what_is_quoted_or_blanked(text: str) -> None:
    cut = re.search('["\0]', text)
    assert cut
    reading = read_entities(text, bundled_tables(), today=TODAY)
    spans = [(one.start, one.end) for one in reading.entities]
    spans += [(one.start, one.end) for one in reading.offers]
    assert [span for span in spans if span[0] < cut.start() < span[1]] == []
    assert reading.honorifics == ()


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "unit",
    [
        "123 ",
        "1/",
        "qd ",
        "năm ",
        "tháng 9 ",
        "ubnd-",
        "ủy ban ",
        "ông ",
        "1/2 ",
        "huyện Châu Thành ",
        "Bắc Giang ",
        " ",
        "2021-",
        "nhiệm kỳ ",
        "quyết định số 1 ",
        "\u0301",
        "a",
        "12/QĐ-",
    ],
)
def test_ten_thousand_characters_are_read_at_once(unit: str) -> None:
    text = (unit * 10_000)[:10_000]
    reading = read_entities(text, bundled_tables(), today=TODAY)
    for offer in reading.offers:
        offer_note(offer, text, most_syllables=64)
    assert len(reading.offers) <= MOST_OFFERS
    assert all(re.search(r"\w", text[one.start : one.end]) for one in reading.entities)
