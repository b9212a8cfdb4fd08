"""Hits made from the columns of an index: what the plain way of finding marks finds too."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from whoosh.query import Every

from index import Accents, Article, Attachment, Hit, Query, Sort, read_query
from index.engines.whoosh.articles.article_file import packed, unpacked
from index.engines.whoosh.articles.lettering import (
    SEPARATOR,
    lettered,
    read_lettered,
    read_together,
)
from index.engines.whoosh.engine import WhooshIndex
from index.engines.whoosh.hits.token_places import Piece, spans_of
from index.engines.whoosh.schema import ARTICLE
from index.errors import IndexDamaged
from index.passages import best_passages, title_passage
from index.text.tokens import token_spans

WORDS = (
    *("thi", "Thí", "đua", "dua", "cho", "chợ", "an", "ăn", "hoà", "hòa", "hoa", "kỹ", "kĩ", "."),
    *(
        "5.865",
        "2.000km",
        "5865",
        "05/09",
        "QĐ",
        "123/QĐ-UB",
        "(42/2022/NĐ-CP)",
        "æ",
        "m²",
        "-",
        "–",
        "“an”,",
    ),
    *(
        "🎉",
        "🎉an🎉",
        "e\u0301\u0323",
        "ｔｈｉ",
        "thi." * 3,
        "x" * 500,
        "<b>",
        "an_thi",
        "an\u0301",
    ),
)
FILLER = ("lời nói " * 20, "loi noi " * 30, "1.000 " * 35, "🎉 " * 40, "y" * 90)
texts = st.lists(
    st.one_of(st.sampled_from(WORDS), st.sampled_from(FILLER), st.text(max_size=3), st.just("\n")),
    max_size=40,
).map(" ".join)
bare_texts = st.lists(st.sampled_from(("thi", "dua", "cho", "an", "hoa")), max_size=60).map(
    " ".join
)
any_texts = texts | bare_texts


@st.composite
def articles(draw: st.DrawFn) -> Article:
    return Article(
        url=f"https://a.test/{draw(st.integers(0, 6))}",
        title=f"{draw(st.sampled_from(('!!!', 'Hội', '🎉')))} {draw(any_texts)}",
        body=f"x {draw(any_texts)}\n{draw(any_texts)}",
        summary=draw(any_texts),
        author=draw(texts),
        section=draw(st.sampled_from(("", "Thi đua"))),
        tags=tuple(draw(st.lists(texts, max_size=2))),
        captions=tuple(draw(st.lists(any_texts, max_size=3))),
        attachments=tuple(
            Attachment(url="https://a.test/f", title=title)
            for title in draw(st.lists(texts, max_size=2))
        ),
    )


words = st.sampled_from([word for word in WORDS if word.strip(".-–🎉<>b")])
asked = st.one_of(
    st.lists(words, min_size=1, max_size=5).map(" ".join),
    st.lists(words, min_size=1, max_size=12).map(" OR ".join),
    st.tuples(words, words, words).map(lambda three: '"{} {}" {}'.format(*three)),
    st.tuples(words, words, words).map(lambda three: "title:{} {} OR {}".format(*three)),
    st.lists(words, min_size=9, max_size=40).map(" OR ".join),
)
queries = st.builds(
    lambda text, accents: read_query(text, Query(accents=accents, per_page=100)),
    asked,
    st.sampled_from(Accents),
)


def plainly(hit: Hit, query: Query, *, relaxed: bool) -> Hit:
    """The hit with its title and passages found by comparing every token."""
    return Hit(
        article=hit.article,
        score=hit.score,
        title=title_passage(hit.article, query, relaxed=relaxed),
        passages=best_passages(hit.article, query, relaxed=relaxed),
    )


def check(index: WhooshIndex, known: dict[str, Article], query: Query) -> None:
    page = index.search(query)
    loose = page.relaxed == "accents"
    assert list(page.hits) == [plainly(hit, query, relaxed=loose) for hit in page.hits]
    assert [hit.article for hit in page.hits] == [known[hit.article.identity] for hit in page.hits]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(articles(), min_size=1, max_size=5),
    st.lists(articles(), max_size=3),
    st.lists(queries, min_size=4, max_size=8),
)
def test_both_ways_of_finding_marks_and_passages_agree(
    first: list[Article], later: list[Article], questions: list[Query]
) -> None:
    known = {article.identity: article for article in first}
    with TemporaryDirectory() as folder:
        index = WhooshIndex(Path(folder), create=True)
        index.rebuild(first)
        for query in questions:
            check(index, known, query)
        index.update(later, removed=[first[0].identity])
        known.pop(first[0].identity)
        known |= {article.identity: article for article in later}
        for query in questions:
            check(index, known, query)
        index.close()


# Numbers with separators and what may stand right behind them, as in `2.000km` or `1.234,5m²`.
numbers = st.text(alphabet="0123.,kđ² /-", max_size=60)
cut_texts = st.tuples(any_texts | numbers | st.text(), st.integers(0, 200))


@settings(max_examples=400)
@given(st.lists(cut_texts, max_size=6))
@example([("hơn 2.000km để xin", 200), ("vay 1.500.000đ/tháng", 200), ("2.000km", 6)])
def test_tokens_found_in_all_pieces_at_once_are_those_of_the_text(
    given_texts: list[tuple[str, int]],
) -> None:
    pieces = []
    for text, length in given_texts:
        start = next((start for start, _ in islice(token_spans(text), 3, None)), 0)
        pieces.append(Piece(text, start, start + length))
    for piece, found in zip(pieces, spans_of(pieces), strict=True):
        cut = piece.end < len(piece.text)
        expected = [
            (start, end)
            for start, end in token_spans(piece.text, piece.start)
            if end < piece.end - 1 or not cut
        ]
        if found is not None:
            assert list(zip(*found, strict=True)) == expected


def test_plain_news_is_found_all_at_once() -> None:
    text = "Sáng 23/9, Đoàn khảo sát làm việc tại “Sở Nội vụ” – thi đua, khen thưởng… năm 2021."
    assert spans_of([Piece(text, 0, len(text))] * 2)[1] is not None
    assert spans_of([Piece("khen 5.865 tập thể", 0, 18)]) == [([0, 5, 11, 15], [4, 10, 14, 18])]


def numbered(number: int, words: int) -> Article:
    """An article of many words that no other has, so that its later ones are rare terms."""
    return Article(
        url=f"https://a.test/{number}",
        title=f"Tin {number}",
        body=" ".join(f"w{number}x{word}" for word in range(words)) + f". Thi đua {number}.",
    )


def test_words_beyond_the_most_frequent_65534_are_marked_too(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path, create=True)
    index.rebuild(numbered(number, 9_000) for number in range(9))
    for asked, expected in (("w8x8000 w8x8001", 2), ("thi w8x8999", 2), ("w0x5 OR w8x8999", 1)):
        query = read_query(asked)
        page = index.search(query)
        assert page.total >= 1
        assert list(page.hits) == [plainly(hit, query, relaxed=False) for hit in page.hits]
        (hit, *_) = page.hits
        assert sum(len(passage.marks) for passage in hit.passages) == expected
    index.close()


def test_hits_of_several_segments_come_in_their_order(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path, create=True)
    index.rebuild([numbered(number, 40) for number in range(30)])
    index.update([numbered(number, 400) for number in range(30, 33)])
    query = read_query("thi đua", Query(per_page=40))
    page = index.search(query)
    assert page.total == 33
    assert list(page.hits) == [plainly(hit, query, relaxed=False) for hit in page.hits]
    newest = index.search(read_query("", Query(sites=("a.test",), sort=Sort.NEWEST, per_page=40)))
    assert [hit.article.identity for hit in newest.hits] == sorted(
        f"a.test/{number}" for number in range(33)
    )
    index.close()


@given(st.text() | any_texts)
def test_letters_come_back(text: str) -> None:
    assert read_lettered(memoryview(lettered(text))) == text


@given(st.lists(st.text() | any_texts, min_size=1, max_size=5))
def test_texts_read_together_are_those_read_apart(texts: list[str]) -> None:
    together = read_together([memoryview(lettered(text)) for text in texts])
    assert together == SEPARATOR.join(texts)


def test_vietnamese_takes_a_byte_a_letter() -> None:
    text = "Đoàn đại biểu Quốc hội “khảo sát” – thi đua, khen thưởng… ỲỶỸỴ ẶẬỆỘỢỰ\n5.865 tập thể"
    assert len(lettered(text)) == len(text) + 1
    assert len(lettered(f"{text}🎉")) > len(text.encode())


@given(articles())
def test_articles_come_back(article: Article) -> None:
    assert unpacked(memoryview(packed(article))) == article


def test_whoosh_finds_the_articles_as_its_stored_field(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path, create=True)
    known = {f"a.test/{number}": numbered(number, 3) for number in range(3)}
    index.rebuild(known.values())
    index.update([], removed=["a.test/1"])
    with index._index.searcher() as searcher:  # noqa: SLF001 - what a stock searcher is given
        hits = searcher.search(Every(), limit=None)
        found = {hit[ARTICLE] for hit in hits}
    assert found == {known["a.test/0"].to_line(), known["a.test/2"].to_line()}
    index.close()


def articles_path(folder: Path) -> Path:
    (path,) = folder.glob("*.articles")
    return path


def test_a_file_of_articles_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path, create=True)
    index.rebuild([numbered(1, 50)])
    index.close()
    path = articles_path(tmp_path)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(IndexDamaged, match=r"\.articles.*cut short.*timtin reindex"):
        WhooshIndex(tmp_path)


def test_a_flipped_bit_in_an_article_is_found_by_the_check(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path, create=True)
    index.rebuild([numbered(1, 50)])
    index.close()
    path = articles_path(tmp_path)
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    damaged = WhooshIndex(tmp_path)
    with pytest.raises(IndexDamaged, match=r"\.articles.*damaged"):
        damaged.verify()
    damaged.close()


def test_what_was_cancelled_leaves_no_file_of_articles(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path, create=True)

    def broken() -> Iterator[Article]:
        yield Article(url="https://a.test/1", title="Tin", body="thi " * 1_500_000)
        assert list(tmp_path.glob("*.articles"))  # more than waits in memory
        raise RuntimeError("the power went out")

    with pytest.raises(RuntimeError, match="power"):
        index.rebuild(broken())
    assert list(tmp_path.glob("*.articles")) == []
    index.rebuild([numbered(1, 5)])
    assert index.search(read_query("thi")).total == 1
    index.close()
