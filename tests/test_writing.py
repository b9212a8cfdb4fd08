"""What is written of articles: their terms, runs that wait, and the same bytes every time."""

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import Article
from index.engines.whoosh.codec.array_file import ArrayFile, ArrayFileWriter
from index.engines.whoosh.codec.dictionary import Dictionary, write_dictionary
from index.engines.whoosh.codec.pair_dictionary import PairDictionary, pair_keys, write_pairs
from index.engines.whoosh.codec.runs import Run, Runs
from index.engines.whoosh.codec.segment_columns import SegmentColumns
from index.engines.whoosh.codec.token_stream import NO_TERM
from index.engines.whoosh.fields import PAIRS_FOLDED, TEXT_ACCENTED, TEXT_FOLDED, TITLE_ACCENTED
from index.engines.whoosh.schema import BARE
from index.engines.whoosh.writing.analysis import Analyst
from index.engines.whoosh.writing.collecting import Collected
from index.engines.whoosh.writing.inversion import Neighbours
from index.engines.whoosh.writing.seen import Seen
from index.engines.whoosh.writing.segment_builder import SegmentBuilder
from index.fields import field_texts, searched_texts
from index.text.tokens import document_numbers

PROPERTY = settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))
SMALL_RUN = 40  # tokens

words = st.one_of(
    st.sampled_from(["thi", "đua", "Đua,", "(hoà)", "hòa.", "5.865", ".5.865", "—", "“ăn”", "an"]),
    st.sampled_from(
        ["123/QĐ-UBND", "(42/2022/NĐ-CP),", "/12/QĐ", "a_b", "_tin_", "e\u0323\u0301…"]
    ),
    st.text(min_size=1, max_size=4),
)
texts = st.lists(words, max_size=12).map(" ".join)


@st.composite
def articles(draw: st.DrawFn) -> list[Article]:
    return [
        Article(
            url=f"https://a.test/{number}",
            title=f"x {draw(texts)}",
            summary=draw(texts),
            body=f"y {draw(texts)}\n{draw(texts)}",
            captions=tuple(draw(st.lists(texts, max_size=2))),
        )
        for number in range(draw(st.integers(1, 6)))
    ]


def plain_tokens(article: Article) -> list[str | None]:
    """Every token as it is indexed, None between two pieces of text."""
    found: list[str | None] = []
    for number, piece in enumerate(field_texts(article)):
        found += [None] if number else []
        for token in piece.tokens:
            bare = piece.bare and token.canonical == token.folded
            found.append(f"{BARE}{token.canonical}" if bare else token.canonical)
    return found


@PROPERTY
@given(written=articles())
def test_a_document_holds_the_tokens_that_its_texts_are_read_into(written: list[Article]) -> None:
    analyst, collected = Analyst(), Collected()
    for article in written:
        collected.add((analyst.pack(text), 1) for _, text in searched_texts(article))
    tokens = collected.tokens(analyst)
    terms = [*(term.decode() for term in analyst.accented.terms), None]
    spelt = [terms[-1 if number == NO_TERM else number] for number in tokens.tokens.tolist()]
    expected = [plain_tokens(article) for article in written]
    assert spelt == [token for one in expected for token in one]
    assert tokens.lengths.tolist() == [len(one) for one in expected]
    over = [
        whole.canonical
        for article in written
        for _, text in searched_texts(article)
        for whole in document_numbers(text)
    ]
    assert [terms[number] for number in tokens.overlaps.terms.tolist()] == over


def build(folder: Path, written: Sequence[Article], *, run_tokens: int) -> Path:
    path = folder / f"{run_tokens}-{len(list(folder.iterdir()))}"
    with closing(SegmentBuilder(folder, run_tokens=run_tokens)) as builder:
        for article in written:
            builder.add(article, article.identity)
        builder.write(path)
    return path


@PROPERTY
@given(written=articles())
def test_runs_that_waited_on_the_disk_give_the_same_lists(written: list[Article]) -> None:
    with TemporaryDirectory() as folder:
        waited, held = (
            SegmentColumns(build(Path(folder), written, run_tokens=size)).fields
            for size in (1, 1_000_000)
        )
        for name in (TEXT_ACCENTED, TEXT_FOLDED, TITLE_ACCENTED, PAIRS_FOLDED):
            terms = list(held[name].terms.numbers_from(b""))
            assert len(terms) == len(list(waited[name].terms.numbers_from(b"")))
            for number in terms:
                twin = waited[name].terms.find(held[name].terms.term(number))
                assert twin is not None
                for one, other in zip(
                    held[name].postings_of(number), waited[name].postings_of(twin), strict=True
                ):
                    assert one.tolist() == other.tolist()


def sample(count: int) -> list[Article]:
    return [
        Article(
            url=f"https://a.test/{number}",
            title=f"Thi đua {number}",
            body="Hà Nội, ngày 5.865 (quyết định 123/QĐ-UBND); khong dau thi dua "
            * (number % 3 + 1),
        )
        for number in range(count)
    ]


def test_the_same_articles_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = (build(tmp_path, sample(30), run_tokens=SMALL_RUN) for _ in range(2))
    assert first != second
    assert first.read_bytes() == second.read_bytes()


def test_what_waits_on_the_disk_has_no_name_that_could_stay_behind(tmp_path: Path) -> None:
    with closing(SegmentBuilder(tmp_path, run_tokens=SMALL_RUN)) as builder:
        for article in sample(30):
            builder.add(article, article.identity)
        assert list(tmp_path.iterdir()) == []


def test_a_folded_pair_has_the_documents_of_all_its_spellings(tmp_path: Path) -> None:
    written = [
        Article(url=f"https://a.test/{number}", title="Tựa đề", body=f"có {text} ở đây")
        for number, text in enumerate(["thi đua", "thí dụa", "thi dua, thi đua", "thi thố"])
    ]
    field = SegmentColumns(build(tmp_path, written, run_tokens=SMALL_RUN)).fields[PAIRS_FOLDED]
    number = field.terms.find(b"thi dua")
    assert number is not None
    documents, weights = field.postings_of(number)
    assert documents.tolist() == [0, 1, 2]
    assert weights.tolist() == [weights[0], weights[0], 2 * weights[0]]
    assert field.frequency(number) == len(documents)


numbers = st.one_of(st.integers(0, 3), st.integers(2**31, 2**31 + 3), st.just(NO_TERM))


@PROPERTY
@given(written=st.lists(st.lists(numbers, max_size=12), min_size=1, max_size=40), base=numbers)
def test_neighbours_are_counted_whatever_their_numbers(written: list[list[int]], base: int) -> None:
    base %= 1_000
    tokens = np.array([number for text in written for number in text], dtype=np.uint32)
    document_of = np.repeat(np.arange(len(written), dtype=np.uint32), [len(one) for one in written])
    weights = (1 + document_of % 3).astype(np.uint16)
    run = Neighbours.of(tokens, document_of, base=base, weights=weights).lists()
    expected: Counter[tuple[int, int]] = Counter()
    for document, text in enumerate(written):
        for first, second in pairwise(text):
            if NO_TERM not in {first, second}:
                expected[(first << 32) + second, base + document] += 1 + document % 3
    keys = np.repeat(run.keys, run.counts).tolist()
    found = zip(keys, run.documents.tolist(), run.weights.tolist(), strict=True)
    assert list(found) == [(*place, weight) for place, weight in sorted(expected.items())]


pairs = st.sets(
    st.tuples(*[st.one_of(st.integers(0, 4), st.integers(65_530, 65_540))] * 2), max_size=60
)


@PROPERTY
@given(held=pairs, asked=pairs)
def test_pairs_of_any_numbers_are_found(
    held: set[tuple[int, int]], asked: set[tuple[int, int]]
) -> None:
    ordered = sorted(held)
    firsts, seconds = np.array(ordered, dtype=np.uint32).reshape(-1, 2).T
    with TemporaryDirectory() as folder:
        with ArrayFileWriter(Path(folder, "pairs")) as file:
            write_dictionary(file, "words/", [b"a"])
            write_pairs(file, "pairs/", pair_keys(firsts, seconds), words=65_541)
        read = ArrayFile(Path(folder, "pairs"))
        dictionary = PairDictionary(read, "pairs/", Dictionary(read, "words/"))
        assert [dictionary.numbers_of(number) for number in range(len(ordered))] == ordered
        assert list(zip(*(one.tolist() for one in dictionary.numbers()), strict=True)) == ordered
        for first, second in held | asked:
            expected = ordered.index((first, second)) if (first, second) in held else None
            assert dictionary.find_numbers(first, second) == expected
        some = [sorted({pair[place] for pair in asked}) for place in (0, 1)]
        found = dictionary.find_all(*(np.array(one, dtype=np.uint32) for one in some))
        assert sorted(found.tolist()) == [
            number
            for number, (first, second) in enumerate(ordered)
            if first in some[0] and second in some[1]
        ]


def test_frequent_keys_beside_each_other_do_not_swell_a_block(tmp_path: Path) -> None:
    each, block, slack = 2_000, 10_000, 4_096
    keys = np.repeat(np.arange(100, dtype=np.uint64), each)
    documents = np.tile(np.arange(each, dtype=np.uint32), 100)
    with closing(Runs(tmp_path, block_postings=block)) as runs:
        for base in (0, each):
            runs.add(Run.of_postings(keys, documents + np.uint32(base), np.ones_like(documents)))
        runs.spill()
        sizes = [len(one.documents) for one in runs.blocks()]
    assert sum(sizes) == 2 * len(keys)
    assert max(sizes) <= block + 2 * (each + slack)


@pytest.mark.parametrize("between", [0, 70_000], ids=["at once", "after many others"])
def test_an_identity_is_new_only_once(between: int) -> None:
    seen = Seen()
    assert seen.add("a.test/x")
    assert all(seen.add(f"a.test/{number}") for number in range(between))
    assert not seen.add("a.test/x")
