"""The codec is a complete citizen of Whoosh: what Whoosh offers works, in columns alone."""

import pickle
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import analysis, fields, formats, query, scoring
from whoosh.codec import default_codec
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import FileIndex
from whoosh.matching import ReadTooFar
from whoosh.reading import TermNotFound
from whoosh.writing import AsyncWriter, BufferedWriter

from index.engines.whoosh.codec.codec import ColumnCodec, ColumnSegment, columns_of
from index.engines.whoosh.codec.gathered_field import LAST_POSITION, FieldCannotBeKept
from index.engines.whoosh.codec.index import ColumnIndex
from index.errors import IndexDamaged, IndexIncompatible
from tests.codec_corpora import (
    Commit,
    Corpus,
    Placed,
    Story,
    Token,
    Whoosh,
    build_pair,
    make_schema,
    write,
)

BODIES = ("mưa to ở núi", "núi mưa mưa", "biển", "mưa", "")
STORIES = tuple(
    Story(key=f"bài{number}", body=body, number=number) for number, body in enumerate(BODIES)
)


def new_index(folder: Path, schema: Whoosh = None) -> ColumnIndex:
    storage = FileStorage(str(folder)).create()
    index: ColumnIndex = storage.create_index(schema or make_schema(), indexclass=ColumnIndex)
    return index


@pytest.fixture
def index(tmp_path: Path) -> ColumnIndex:
    """Two segments; one document is deleted."""
    index = new_index(tmp_path / "index")
    write(index, Commit(stories=STORIES[:3]))
    write(index, Commit(stories=STORIES[3:], removed=("bài2",)))
    return index


def keys_of(index: Whoosh, wanted: Whoosh) -> list[str]:
    with index.searcher() as searcher:
        return sorted(hit["key"] for hit in searcher.search(wanted, limit=None))


def columns_alone(index: Whoosh) -> bool:
    """Whether every segment is ours and no file of Whoosh's postings lies about."""
    names = list(index.storage.list())
    with index.reader() as reader:
        ours = all(columns_of(leaf) for leaf, _ in reader.leaf_readers())
    return ours and not any(name.endswith((".trm", ".pst", ".seg", ".lengths")) for name in names)


def test_terms_are_listed_in_order_with_their_fields(index: ColumnIndex) -> None:
    with index.reader() as reader:
        assert list(reader.field_terms("body")) == ["biển", "mưa", "núi", "to", "ở"]
        assert list(reader.expand_prefix("body", "m")) == ["mưa".encode()]
        assert list(reader.all_terms()) == sorted(reader.all_terms())
        assert sorted(reader.indexed_field_names()) == ["body", "key", "number"]
        from_n = [term for name, term in reader.terms_from("body", "n") if name == "body"]
        assert from_n == ["núi".encode(), b"to", "ở".encode()]


def test_statistics_of_a_term_are_exact(index: ColumnIndex) -> None:
    with index.reader() as reader:
        (leaf, _), _ = reader.leaf_readers()
        told = leaf.term_info("body", "mưa")
        assert (told.weight(), told.doc_frequency(), told.max_weight()) == (3, 2, 2)
        assert (told.min_length(), told.max_length()) == (3, 4)
        assert (told.min_id(), told.max_id()) == (0, 1)
        assert (reader.frequency("body", "mưa"), reader.doc_frequency("body", "mưa")) == (4, 3)


def test_a_term_that_no_document_has_is_missing_as_whoosh_expects(index: ColumnIndex) -> None:
    with index.reader() as reader:
        for leaf, _ in [*reader.leaf_readers(), (reader, 0)]:
            for field in ("body", "title"):
                assert (field, "không") not in leaf
                assert leaf.frequency(field, "không") == 0
                assert leaf.doc_frequency(field, "không") == 0
                with pytest.raises(TermNotFound):
                    leaf.postings(field, "không")
        with pytest.raises(TermNotFound):
            leaf.term_info("body", "không")
        assert list(reader.lexicon("title")) == []


def test_lengths_are_exact_however_long(tmp_path: Path) -> None:
    index = new_index(tmp_path)
    lengths = [1, 200, 1000, 65_537]
    stories = (Story(key=f"bài{one}", body="mưa " * one) for one in lengths)
    write(index, Commit(stories=(*stories, Story(key="trống"))))
    with index.reader() as reader:
        assert [reader.doc_field_length(one, "body") for one in range(4)] == lengths
        assert reader.doc_field_length(4, "body", default=7) == 7
        assert reader.field_length("body") == sum(lengths)
        assert (reader.min_field_length("body"), reader.max_field_length("body")) == (0, 65_537)
        assert reader.field_length("title") == reader.max_field_length("title") == 0


@pytest.mark.parametrize("merge", ["none", "small", "all"])
def test_lengths_of_removed_documents_go_with_a_merge(tmp_path: Path, merge: str) -> None:
    index = new_index(tmp_path)
    write(index, Commit(stories=STORIES))
    write(index, Commit(removed=("bài0",), merge=merge))
    with index.reader() as reader:
        assert reader.field_length("body") == (5 if merge == "all" else 9)


def test_an_update_replaces_a_document(index: ColumnIndex) -> None:
    write(index, Commit(stories=(Story(key="bài1", body="nắng"),)))
    assert keys_of(index, query.Term("body", "mưa")) == ["bài0", "bài3"]
    assert keys_of(index, query.Term("body", "nắng")) == ["bài1"]


def optimize(index: Whoosh) -> None:
    index.optimize()


def delete(index: Whoosh) -> None:
    index.delete_by_term("key", "bài0")


def write_later(index: Whoosh) -> None:
    writer = AsyncWriter(index)
    writer.add_document(key="muộn", body="mưa")
    writer.commit()


def write_buffered(index: Whoosh) -> None:
    writer = BufferedWriter(index, period=None, limit=2)
    for number in range(5):
        writer.add_document(key=f"đệm{number}", body="mưa bão")
    writer.close()


def write_in_processes(index: Whoosh) -> None:
    writer = index.writer(procs=2, batchsize=5)
    for number in range(30):
        writer.add_document(key=f"nhiều{number}", body="mưa " * number)
    writer.commit(optimize=True)


WAYS_TO_WRITE = {
    "optimize": (optimize, 4),
    "delete": (delete, 3),
    "a writer in a thread": (write_later, 5),
    "a writer that buffers": (write_buffered, 9),
    "writers in processes": (write_in_processes, 34),
}


@pytest.mark.parametrize(("way", "documents"), WAYS_TO_WRITE.values(), ids=WAYS_TO_WRITE)
def test_whatever_writes_writes_columns_alone(
    index: ColumnIndex, way: Callable[[Whoosh], None], documents: int
) -> None:
    way(index)
    assert index.doc_count() == documents
    assert columns_alone(index)
    index.verify()


def test_a_writer_in_processes_keeps_lengths(index: ColumnIndex) -> None:
    write_in_processes(index)
    with index.reader() as reader:
        assert reader.field_length("body") == sum(range(30)) + 8
        assert reader.doc_count_all() == 34


def test_another_codec_is_refused(index: ColumnIndex) -> None:
    with pytest.raises(TypeError, match="in columns, not by"):
        index.writer(codec=default_codec())


def test_a_folder_that_was_written_past_the_index_is_refused(index: ColumnIndex) -> None:
    FileIndex(index.storage).optimize()
    with pytest.raises(IndexIncompatible, match="timtin reindex"):
        index.searcher()
    with pytest.raises(IndexIncompatible, match="W3Codec"):
        index.storage.open_index(indexclass=ColumnIndex)


def test_the_index_is_opened_again_with_and_without_its_schema(index: ColumnIndex) -> None:
    for schema in (None, make_schema()):
        again = index.storage.open_index(schema=schema, indexclass=ColumnIndex)
        assert keys_of(again, query.Term("body", "mưa")) == ["bài0", "bài1", "bài3"]


def test_names_in_the_table_of_contents_are_those_of_the_format(index: ColumnIndex) -> None:
    with index.reader() as reader:
        leaf, _ = reader.leaf_readers()[0]
    written = pickle.dumps(leaf.segment(), 2)
    assert b"index.engines.whoosh.codec.codec\nColumnSegment" in written
    assert b"index.engines.whoosh.codec.codec\nColumnCodec" in written
    assert b"SegmentColumns" not in written


def test_columns_of_another_codec_are_none(tmp_path: Path) -> None:
    standard, _ = build_pair(tmp_path, Corpus((Commit(stories=STORIES),)))
    with standard.reader() as reader:
        assert columns_of(reader) is None


def test_a_reader_answers_on_while_its_segments_are_merged_away(index: ColumnIndex) -> None:
    with index.searcher() as searcher:
        index.optimize()
        assert len(searcher.search(query.Term("body", "mưa"))) == 3
    assert len(list(Path(index.storage.folder).glob("*.cols"))) == 1


def test_columns_that_are_gone_are_damage(index: ColumnIndex) -> None:
    for path in Path(index.storage.folder).glob("*.cols"):
        path.unlink()
    with pytest.raises(IndexDamaged, match="timtin rollback"):
        index.reader()


def test_columns_of_another_segment_are_damage(index: ColumnIndex) -> None:
    one, two = Path(index.storage.folder).glob("*.cols")
    one.write_bytes(two.read_bytes())
    with pytest.raises(IndexDamaged, match="documents, its segment"):
        index.reader()


def test_columns_that_do_not_say_what_they_hold_are_damage(index: ColumnIndex) -> None:
    path = next(Path(index.storage.folder).glob("*.cols"))
    path.write_bytes(path.read_bytes().replace(b'"unit"', b'"unix"'))
    with pytest.raises(IndexDamaged, match="timtin reindex"):
        index.reader()


def test_memory_cannot_hold_columns() -> None:
    index = RamStorage().create_index(make_schema(), indexclass=ColumnIndex)
    with pytest.raises(TypeError, match="no folder of files"):
        index.writer()


def test_a_field_with_characters_is_refused_when_the_index_is_made(tmp_path: Path) -> None:
    with pytest.raises(FieldCannotBeKept, match=r"'body'.*Characters"):
        new_index(tmp_path, fields.Schema(body=fields.TEXT(chars=True)))


def test_a_field_with_boosts_of_positions_is_refused_when_it_is_added(index: ColumnIndex) -> None:
    boosted = fields.TEXT()
    boosted.format = formats.PositionBoosts()
    writer = index.writer()
    writer.add_field("mới", boosted)
    writer.add_document(key="bài9", mới="mưa")
    with pytest.raises(FieldCannotBeKept, match=r"'mới'.*PositionBoosts"):
        writer.commit()


def test_a_boost_beside_a_frequency_is_refused_not_lost(index: ColumnIndex) -> None:
    writer = index.writer()
    writer.add_document(key="bài9", tags="biển", _tags_boost=2.0)
    with pytest.raises(FieldCannotBeKept, match="Boost the query"):
        writer.commit()


@pytest.mark.parametrize("position", [-1, LAST_POSITION + 1])
def test_a_position_out_of_reach_is_refused(index: ColumnIndex, position: int) -> None:
    writer = index.writer()
    writer.add_document(key="bài9", placed=[("mưa", position)])
    with pytest.raises(FieldCannotBeKept, match="positions from 0"):
        writer.commit()


placed = st.lists(
    st.tuples(st.sampled_from(["mưa", "núi", "biển"]), st.integers(0, 60)), max_size=12
)


@settings(deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(placed, min_size=1, max_size=4))
def test_positions_come_back_with_gaps_and_with_terms_in_one_place(
    tmp_path_factory: pytest.TempPathFactory, texts: list[list[Token]]
) -> None:
    index = new_index(tmp_path_factory.mktemp("placed"))
    stories = (Story(key=f"bài{number}", placed=tuple(text)) for number, text in enumerate(texts))
    write(index, Commit(stories=tuple(stories)))
    write(index, Commit(merge="all"))
    with index.reader() as reader:
        for number, text in enumerate(texts):
            for term, times in Counter(term for term, _ in text).items():
                matcher = reader.postings("placed", term)
                matcher.skip_to(number)
                positions = sorted({position for one, position in text if one == term})
                assert matcher.value_as("positions") == positions
                assert matcher.format.decode_positions(matcher.value()) == positions
                assert [span.start for span in matcher.spans()] == positions
                assert matcher.weight() == pytest.approx(0.3 * times)


def test_weights_in_tenths_take_no_floats_and_survive_a_merge(tmp_path: Path) -> None:
    index = new_index(tmp_path)
    for times in range(1, 4):
        text = tuple(("mưa", place) for place in range(times))
        write(index, Commit(stories=(Story(key=f"bài{times}", placed=text),), merge="all"))
    with index.reader() as reader:
        columns = columns_of(reader)
        assert columns
        field = columns.fields["placed"]
        number = field.terms.find("mưa".encode())
        assert number is not None
        assert sorted(field.weights_of(number).tolist()) == [3, 6, 9]
        assert field.weights_of(number).dtype.kind == "u"
        assert field.about.unit == Placed.unit
        assert reader.doc_field_length(0, "placed") in {1, 2, 3}
        assert reader.field_length("placed") == 6


def test_a_matcher_walks_skips_and_is_copied(tmp_path: Path) -> None:
    index = new_index(tmp_path)
    having = range(0, 50, 3)
    stories = [Story(key=f"bài{one}", tags="núi" if one in having else "") for one in range(50)]
    write(index, Commit(stories=tuple(stories)))
    with index.reader() as reader:
        matcher = reader.postings("tags", "núi")
        assert list(matcher.all_ids()) == list(having)
        matcher.skip_to(7)
        assert matcher.id() == 9
        matcher.skip_to(3)
        assert matcher.id() == 9
        other = matcher.copy()
        other.next()
        assert (matcher.id(), other.id()) == (9, 12)
        assert (matcher.value_as("frequency"), matcher.weight()) == (1, 1.0)
        assert not matcher.supports("positions")
        matcher.skip_to(49)
        assert not matcher.is_active()
        assert not matcher.replace().is_active()
        with pytest.raises(ReadTooFar):
            matcher.next()
        with pytest.raises(ReadTooFar):
            matcher.skip_to(50)
        matcher.reset()
        assert matcher.id() == 0


def test_spelling_facets_sorting_and_matched_terms_work(tmp_path: Path) -> None:
    schema = fields.Schema(
        key=fields.ID(stored=True),
        body=fields.TEXT(analyzer=analysis.StemmingAnalyzer(), spelling=True),
        year=fields.NUMERIC(sortable=True),
        day=fields.DATETIME(),
        grams=fields.NGRAM(),
        vectored=fields.TEXT(vector=True),
    )
    index = new_index(tmp_path, schema)
    writer = index.writer()
    for number in range(6):
        writer.add_document(
            key=str(number), body="raining rivers", year=number % 3, grams="sông", vectored="abc d"
        )
    writer.commit()
    with index.searcher() as searcher:
        assert searcher.suggest("body", "rainin") == ["raining"]
        every = searcher.search(query.Every(), sortedby="year", groupedby="year")
        assert [hit["key"] for hit in every] == ["0", "3", "1", "4", "2", "5"]
        assert {year: len(found) for year, found in every.groups().items()} == {0: 2, 1: 2, 2: 2}
        rain = searcher.search(query.Term("body", "rain"), terms=True)
        assert rain.matched_terms() == {("body", b"rain")}
        assert len(searcher.search(query.Term("grams", "ông"))) == 6
        assert searcher.vector_as("frequency", 0, "vectored")


def test_scores_of_a_merged_index_are_those_of_one_written_at_once(tmp_path: Path) -> None:
    whole, merged = new_index(tmp_path / "whole"), new_index(tmp_path / "merged")
    write(whole, Commit(stories=STORIES))
    for story in STORIES:
        write(merged, Commit(stories=(story,)))
    merged.optimize()
    with whole.searcher() as one, merged.searcher() as other:
        for word in ("mưa", "núi", "biển"):
            wanted = query.Term("body", word)
            expected = {hit["key"]: hit.score for hit in one.search(wanted)}
            assert {hit["key"]: hit.score for hit in other.search(wanted)} == expected


def test_a_weight_that_is_no_whole_number_is_kept(tmp_path: Path) -> None:
    index = new_index(tmp_path)
    write(index, Commit(stories=(Story(key="bài0", body="mưa mưa", boost=1.25),)))
    with index.searcher(weighting=scoring.Frequency()) as searcher:
        assert [hit.score for hit in searcher.search(query.Term("body", "mưa"))] == [2.5]


def test_a_cancelled_writer_changes_nothing(index: ColumnIndex) -> None:
    writer = index.writer(codec=ColumnCodec())
    assert isinstance(writer.newsegment, ColumnSegment)
    writer.add_document(key="bài9", body="mưa")
    writer.cancel()
    assert keys_of(index, query.Term("body", "mưa")) == ["bài0", "bài1", "bài3"]
    index.optimize()
    assert columns_alone(index)
