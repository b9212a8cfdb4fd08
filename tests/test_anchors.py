"""Every 32nd token of a document: reading its text from the anchor on meets that token first."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.filedb.filestore import FileStorage

from index import Article
from index.engines.whoosh.codec.anchors import ANCHORED
from index.engines.whoosh.codec.array_file import ArrayFile, ArrayFileWriter
from index.engines.whoosh.codec.codec import columns_of
from index.engines.whoosh.codec.segment_columns import SegmentColumns
from index.engines.whoosh.codec.token_stream import (
    NO_TERM,
    TokenStream,
    write_stream,
)
from index.engines.whoosh.engine import WhooshIndex
from index.engines.whoosh.fields import IDENTITY, IDENTITY_NUMBERS, TEXT_ACCENTED
from index.engines.whoosh.schema import BARE, make_schema
from index.engines.whoosh.writing.stream_pieces import StreamPieces
from index.engines.whoosh.writing.writer import ArticleIndex
from index.fields import searched_texts
from index.text.tokens import canonical_token, tokenize

WORDS = (
    *("thi", "Đua", "hoà", "thuỷ", "5.865", "123/QĐ-UBND", "(42/2022/NĐ-CP)", "-", "–", "“ăn”,"),
    *("🎉", "🎉vui🎉", "e\u0301\u0323a", "æ", "m²", "ｆｕｌｌ", "a.b/c", "...", "x" * 2_000),
)
texts = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), max_size=120).map(" ".join)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    number = draw(st.integers(0, 9))
    return Article(
        url=f"https://a.test/{number}",
        title=draw(st.sampled_from(("!!!", "Thi đua", "x" * 40))),
        body=f"y {draw(texts)}\n{draw(texts)}",
        summary=draw(texts),
        captions=tuple(draw(st.lists(texts, max_size=3))),
        tags=tuple(draw(st.lists(texts, max_size=3))),
    )


def laid_end_to_end(article: Article) -> str:
    """The searched texts with one character between; a line of blanks is never in them."""
    return "\t".join(text for _, text in searched_texts(article))


def first_token_from(text: str, character: int) -> str:
    """The canonical spelling of what is met first, read from a character on."""
    token = next(token for token in tokenize(text) if token.end > character)
    assert token.start >= character
    return canonical_token(token.text)


def check_document(columns: SegmentColumns, document: int, article: Article) -> int:
    """Compare every anchored token of a document with its text; returns how many there are."""
    field = columns.fields[TEXT_ACCENTED]
    assert field.stream is not None
    assert field.stream.anchors is not None
    text = laid_end_to_end(article)
    tokens = field.stream.tokens(document)
    start, _ = field.stream.extent(document)
    for position in range(0, len(tokens), ANCHORED):
        anchored, character = field.stream.anchors.before(start, position)
        assert anchored == position
        if tokens[position] == NO_TERM:
            assert text[character : character + 1] in {"\t", ""} or position == 0
        else:
            term = field.terms.term(int(tokens[position])).decode()
            assert first_token_from(text, character) == term.removeprefix(BARE)
        between = field.stream.anchors.before(start, min(position + 31, len(tokens) - 1))
        assert between == (position, character)
    return len(range(0, len(tokens), ANCHORED))


def segments_of(folder: Path) -> list[tuple[SegmentColumns, list[int]]]:
    """The columns of each segment and its living documents."""
    index = FileStorage(str(folder)).open_index(schema=make_schema(), indexclass=ArticleIndex)
    segments = []
    with index.searcher() as searcher:
        for leaf, _ in searcher.leaf_searchers():
            columns = columns_of(leaf.reader())
            assert columns is not None
            segments.append((columns, list(leaf.reader().all_doc_ids())))
    return segments


def check_index(folder: Path, known: dict[str, Article]) -> int:
    """Compare all living documents of an index; returns how many anchored tokens they have."""
    anchors = 0
    for columns, living in segments_of(folder):
        terms = columns.fields[IDENTITY].terms
        for document in living:
            number = int(columns.file[IDENTITY_NUMBERS][document])
            anchors += check_document(columns, document, known[terms.term(number).decode()])
    return anchors


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(articles(), min_size=1, max_size=6), st.lists(articles(), max_size=4))
def test_reading_on_from_an_anchor_meets_its_token_first(
    first: list[Article], later: list[Article]
) -> None:
    with TemporaryDirectory() as folder:
        index = WhooshIndex(Path(folder), create=True)
        index.rebuild(first)
        known = {article.identity: article for article in first}
        assert check_index(Path(folder), known) >= len(known)
        removed = first[0].identity
        index.update(later, removed=[removed])
        known.pop(removed)
        known |= {article.identity: article for article in later}
        assert check_index(Path(folder), known) >= len(known)
        index.close()


def numbered(number: int, *, words: int) -> Article:
    return Article(
        url=f"https://a.test/{number}",
        title=f"Tin {number}",
        body=" ".join(f"từ-{number} {word}," for word in range(words + 1)),
        captions=("Ảnh một", "🎉", f"Ảnh {number}"),
    )


def test_anchors_stay_right_when_segments_are_merged_and_documents_deleted(tmp_path: Path) -> None:
    articles = {one.identity: one for one in (numbered(n, words=n * 9) for n in range(40))}
    index = WhooshIndex(tmp_path, create=True)
    index.rebuild(list(articles.values())[:20])
    anchors = check_index(tmp_path, articles)
    for begin in range(20, 40, 5):
        removed = [f"a.test/{number}" for number in (begin - 20, begin - 18)]
        index.update(list(articles.values())[begin : begin + 5], removed=removed)
    changed = replace(articles["a.test/7"], summary="Một tóm tắt mới. " * 30)
    articles[changed.identity] = changed
    index.update([changed])
    assert len(segments_of(tmp_path)) == 1
    assert check_index(tmp_path, articles) > anchors > 100
    index.close()


@given(
    st.lists(st.integers(0, 130), min_size=1, max_size=20),
    st.sets(st.integers(0, 2_000), max_size=30),
    st.sampled_from((3, 65_535, 65_536, 200_000)),
    st.integers(1, 5),
)
def test_anchors_come_back_whatever_the_distances(
    lengths: list[int], far: set[int], distance: int, pieces: int
) -> None:
    steps = np.array([distance if one in far else 5 for one in range(sum(lengths))], dtype=np.int64)
    ends = np.cumsum(lengths)
    places = [
        np.cumsum(steps[end - length : end]) - steps[end - length : end][:1]
        for length, end in zip(lengths, ends.tolist(), strict=True)
    ]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.cols"
        stream = StreamPieces(Path(folder))
        for begin in range(0, len(lengths), pieces):
            part = places[begin : begin + pieces]
            stream.add_renumbered(
                np.zeros(sum(map(len, part)), dtype=np.uint32),
                np.array([len(one) for one in part], dtype=np.int64),
                np.concatenate([one[ANCHORED::ANCHORED] for one in part]).astype(np.uint32),
            )
        with ArrayFileWriter(path) as file:
            write_stream(file, "text/", stream.content())
        read = TokenStream(ArrayFile(path), "text/")
        assert read.anchors is not None
        everything = np.arange(len(lengths), dtype=np.uint32)
        expected = np.concatenate([one[ANCHORED::ANCHORED] for one in places])
        assert read.anchors_of(everything).tolist() == expected.tolist()
        some = everything[::2]
        expected = np.concatenate([one[ANCHORED::ANCHORED] for one in places[::2]])
        assert read.anchors_of(some).tolist() == expected.tolist()
        for document, own in enumerate(places):
            start, _ = read.extent(document)
            for position in range(0, len(own), 7):
                anchored = position // ANCHORED * ANCHORED
                assert read.anchors.before(start, position) == (anchored, own[anchored])
