"""Postings, terms, pairs, tokens and runs come out of their columns as they went in."""

import tempfile
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.engines.whoosh.codec.array_file import ArrayFile, ArrayFileWriter
from index.engines.whoosh.codec.dictionary import Dictionary, write_dictionary
from index.engines.whoosh.codec.list_places import ListPlaces, write_places
from index.engines.whoosh.codec.pair_dictionary import PairDictionary, pair_keys
from index.engines.whoosh.codec.posting_lists import (
    decode_documents,
    decode_lists,
    decode_weights,
    encode_lists,
)
from index.engines.whoosh.codec.runs import Run, Runs
from index.engines.whoosh.codec.segment_columns import FieldAbout, SegmentColumns
from index.engines.whoosh.codec.segment_file import FieldContent, write_segment
from index.engines.whoosh.codec.token_stream import (
    NO_TERM,
    Overlaps,
    StreamContent,
    TokenStream,
    pack_tokens,
    write_stream,
)

PROPERTY = settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))

# A term's documents and its weight in each.
Postings = list[tuple[int, int]]
OF = 3_000  # documents


@st.composite
def posting_lists(draw: st.DrawFn) -> list[Postings]:
    """Lists of few documents near each other, of few far apart, and of most documents."""
    lists: list[Postings] = []
    for _ in range(draw(st.integers(1, 8))):
        most = draw(st.sampled_from([2, 40, 500, OF]))
        gaps = draw(st.lists(st.integers(1, most), min_size=1, max_size=300))
        documents = [int(one) - 1 for one in np.cumsum(gaps) if one <= OF] or [0]
        heaviest = draw(st.sampled_from([1, 3, 255, 65_535]))
        weights = draw(
            st.lists(st.integers(0, heaviest), min_size=len(documents), max_size=len(documents))
        )
        lists.append(list(zip(documents, weights, strict=True)))
    return lists


@PROPERTY
@given(lists=posting_lists(), usual=st.integers(1, 255), part=st.sampled_from([0.0, 0.25]))
def test_posting_lists_come_back_as_they_were(
    lists: list[Postings], usual: int, part: float
) -> None:
    counts = np.array([len(one) for one in lists], dtype=np.int64)
    documents = np.array([document for one in lists for document, _ in one], dtype=np.uint32)
    weights = np.array(
        [weight + part for one in lists for _, weight in one],
        dtype=np.float32 if part else np.uint16,
    )
    starts = np.cumsum(counts) - counts
    encoded = encode_lists(starts, documents, weights, of=OF, usual=usual)
    assert encoded.frequencies.tolist() == counts.tolist()
    ends = np.cumsum(encoded.sizes)
    assert ends[-1] == len(encoded.content)
    for number, (start, count) in enumerate(zip(starts, counts.tolist(), strict=True)):
        content = encoded.content[ends[number] - encoded.sizes[number] : ends[number]]
        form, own = int(encoded.forms[number]), slice(start, start + count)
        kept = decode_documents(content, form, count, of=OF)
        assert kept.tolist() == documents[own].tolist()
        assert decode_weights(content, form, count, usual=usual).tolist() == weights[own].tolist()
    together = decode_lists(
        encoded.content, encoded.sizes, encoded.forms, counts, of=OF, usual=usual
    )
    assert together[0].tolist() == documents.tolist()
    assert together[1].tolist() == weights.tolist()


@PROPERTY
@given(lists=posting_lists())
def test_a_posting_of_usual_weight_takes_two_bytes_at_most(
    lists: list[Postings],
) -> None:
    for one in lists:
        documents = np.array([document for document, _ in one], dtype=np.uint32)
        weights = np.ones(len(one), dtype=np.uint16)
        encoded = encode_lists(np.zeros(1, dtype=np.int64), documents, weights, of=OF)
        assert len(encoded.content) <= 2 * len(one)


terms = st.binary(max_size=6)


@PROPERTY
@given(held=st.lists(terms, unique=True, max_size=60), asked=terms)
def test_a_dictionary_knows_its_terms_their_numbers_and_their_order(
    held: list[bytes], asked: bytes
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "terms")
        with ArrayFileWriter(path) as file:
            write_dictionary(file, "field/", held)
        dictionary = Dictionary(ArrayFile(path), "field/")
        assert dictionary.terms() == held
        assert [dictionary.find(term) for term in held] == list(range(len(held)))
        assert dictionary.find(asked) == (held.index(asked) if asked in held else None)
        following = [dictionary.term(number) for number in dictionary.numbers_from(asked)]
        assert following == sorted(term for term in held if term >= asked)


words = st.text("abcđê~0", min_size=1, max_size=3).map(str.encode)


@PROPERTY
@given(
    held=st.lists(words, unique=True, min_size=1, max_size=12),
    places=st.sets(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=40),
    asked=words,
)
def test_pairs_are_terms_in_the_order_of_their_bytes(
    held: list[bytes], places: set[tuple[int, int]], asked: bytes
) -> None:
    chosen = sorted((one, two) for one, two in places if max(one, two) < len(held))
    firsts = np.array([first for first, _ in chosen], dtype=np.uint32)
    seconds = np.array([second for _, second in chosen], dtype=np.uint32)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as open_runs:
        runs = [open_runs.enter_context(closing(Runs(Path(folder)))) for _ in range(2)]
        runs[1].add(_ones(pair_keys(firsts, seconds)))
        about = FieldAbout(pairs_of="words")
        fields = {
            "words": FieldContent(about=FieldAbout(), runs=runs[0], terms=held),
            "pairs": FieldContent(about=about, runs=runs[1]),
        }
        write_segment(Path(folder, "pairs"), documents=1, fields=fields)
        pairs = SegmentColumns(Path(folder, "pairs")).fields["pairs"].terms
        assert isinstance(pairs, PairDictionary)
        written = [held[first] + b" " + held[second] for first, second in chosen]
        assert [pairs.term(number) for number in range(len(pairs))] == written
        assert [pairs.find(term) for term in written] == list(range(len(written)))
        assert pairs.find(asked) is None
        following = [pairs.term(number) for number in pairs.numbers_from(asked)]
        assert following == sorted(term for term in written if term >= asked)


def _ones(keys: NDArray[np.uint64]) -> Run:
    zeros = np.zeros(len(keys), dtype=np.uint32)
    return Run.of_postings(keys, zeros, np.ones(len(keys), dtype=np.uint16))


tokens = st.one_of(st.integers(0, 5), st.just(NO_TERM), st.integers(65_530, 65_540))
texts = st.lists(st.lists(tokens, max_size=20), min_size=1, max_size=8)


@PROPERTY
@given(documents=texts, chosen=st.lists(st.integers(0, 7), max_size=8))
def test_a_stream_gives_the_tokens_of_any_documents(
    documents: list[list[int]], chosen: list[int]
) -> None:
    over = [(number, 0, 9) for number, text in enumerate(documents) if len(text) % 2]
    packed = [pack_tokens(np.array(text, dtype=np.uint32)) for text in documents]
    content = StreamContent(
        lengths=np.array([len(text) for text in documents]),
        rare_counts=np.array([len(rare) for _, rare in packed]),
        codes=[codes for codes, _ in packed],
        rare=[rare for _, rare in packed],
        overlaps=Overlaps(*np.array(over, dtype=np.uint32).reshape(-1, 3).T.copy()),
    )
    with tempfile.TemporaryDirectory() as folder:
        with ArrayFileWriter(Path(folder, "stream")) as file:
            write_stream(file, "field/", content)
        stream = TokenStream(ArrayFile(Path(folder, "stream")), "field/")
        for number, text in enumerate(documents):
            assert stream.tokens(number).tolist() == text
            positions, terms = stream.overlaps_of(number)
            assert list(zip(positions, terms, strict=True)) == [(0, 9)] * (len(text) % 2)
        asked = [number for number in chosen if number < len(documents)]
        numbers, starts = stream.tokens_of(np.array(asked, dtype=np.uint32))
        assert numbers.tolist() == [token for number in asked for token in documents[number]]
        assert len(starts) == len(asked)


@dataclass(frozen=True, slots=True)
class Part:
    """What a run is made of: keys by document."""

    documents: dict[int, set[int]]


parts = st.lists(
    st.builds(Part, st.dictionaries(st.integers(0, 30), st.sets(st.integers(0, 20), max_size=6))),
    max_size=5,
)


@PROPERTY
@given(made=parts, block=st.integers(1, 30), spilled=st.sets(st.integers(0, 4)))
def test_runs_come_out_merged_in_blocks_that_divide_no_key(
    made: list[Part], block: int, spilled: set[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        with closing(Runs(Path(folder), block_postings=block)) as runs:
            expected = []
            for place, part in enumerate(made):
                # Later runs hold later documents.
                postings = sorted(
                    (key, 100 * place + document)
                    for document, keys in part.documents.items()
                    for key in keys
                )
                expected += postings
                keys = np.array([key for key, _ in postings], dtype=np.uint64)
                documents = np.array([document for _, document in postings], dtype=np.uint32)
                runs.add(Run.of_postings(keys, documents, documents.astype(np.uint16)))
                if place in spilled:
                    runs.spill()
            blocks = list(runs.blocks())
            merged = [
                (int(key), int(document))
                for one in blocks
                for key, document in zip(
                    np.repeat(one.keys, one.counts), one.documents, strict=True
                )
            ]
            assert merged == sorted(expected)
            assert all((one.weights == one.documents).all() for one in blocks)
            ends = [(one.keys[0], one.keys[-1]) for one in blocks]
            assert all(before[1] < after[0] for before, after in pairwise(ends))
        assert list(Path(folder).iterdir()) == []


@PROPERTY
@given(
    lists=st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 400)).map(
            lambda one: one if all(one) else (0, 0)
        ),
        max_size=120,
    )
)
def test_lists_are_found_where_they_lie_short_ones_first(lists: list[tuple[int, int]]) -> None:
    sizes = np.array([size for size, _ in lists], dtype=np.int64)
    counts = np.array([count for _, count in lists], dtype=np.uint32)
    with tempfile.TemporaryDirectory() as folder:
        with ArrayFileWriter(Path(folder, "places")) as file:
            write_places(file, "field/", sizes, counts)
        places = ListPlaces(ArrayFile(Path(folder, "places")), "field/")
        assert places.counts().tolist() == counts.tolist()
        assert places.sizes().tolist() == sizes.tolist()
        assert [places.count(number) for number in range(len(lists))] == counts.tolist()
        extents = sorted(places.extent(number) for number in range(len(lists)) if sizes[number])
        assert [end - start for start, end in extents] == sorted_by_length(sizes, counts)
        assert all(before[1] == after[0] for before, after in pairwise(extents))


def sorted_by_length(sizes: NDArray[np.int64], counts: NDArray[np.uint32]) -> list[int]:
    """The sizes in the order in which the lists lie: in one byte each, then the others."""
    long = (sizes >= 255) | (counts >= 255)
    return [size for size in [*sizes[~long].tolist(), *sizes[long].tolist()] if size]
