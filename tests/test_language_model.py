"""The model of an index: its counts, its file, when it is made again; and its statistics."""

from pathlib import Path

import numpy as np
import pytest

from index import Article, IndexDamaged, IndexIncompatible
from index.engines.memory import MemoryIndex
from index.engines.whoosh.codec.array_file import ArrayFile, ArrayFileWriter
from index.engines.whoosh.engine import WhooshIndex
from index.engines.whoosh.language.counting import SPAN, Runs, count_runs
from index.engines.whoosh.language.model_file import MODEL_FILE
from index.engines.whoosh.language.narrow_ends import NarrowEnds, write_ends
from index.engines.whoosh.language.pruning import worth_keeping
from index.engines.whoosh.language.run_table import RunTable, write_runs
from index.language.model import BOUNDARY, FIRST_WORD, UNKNOWN, pair, triple
from tests.language_articles import articles, memory_index, whoosh_index


def test_both_engines_count_the_same_words_and_runs(tmp_path: Path) -> None:
    with memory_index(tmp_path) as plain, whoosh_index(tmp_path) as fast:
        words = ["thi", "đua", "khen", "thưởng", "ủy", "ban", "nhân", "dân", "2021"]
        for one, two, three in zip(words, words[1:], words[2:], strict=False):
            counts = []
            for language in (plain.language, fast.language):
                numbers = [language.number(word) for word in (one, two, three)]
                runs = [pair(*numbers[:2]), triple(*numbers), pair(BOUNDARY, numbers[0])]
                found = language.counts(np.array(runs)).tolist()
                counts.append((language.frequency(numbers[0]), *found))
            assert counts[0] == counts[1]
        assert plain.language.tokens == fast.language.tokens


def test_words_of_one_folded_spelling_come_most_frequent_first(tmp_path: Path) -> None:
    with whoosh_index(tmp_path) as index:
        language = index.language
        (readings,) = language.readings(["dong"])
        assert {language.spelling(one) for one in readings} == {"đông", "động", "đồng"}
        frequencies = [language.frequency(one) for one in readings]
        assert frequencies == sorted(frequencies, reverse=True)
        assert language.readings(["khong-co"]) == [()]
        assert language.number("không-có") == UNKNOWN


def test_a_table_of_runs_knows_each_run_and_hardly_any_other(tmp_path: Path) -> None:
    random = np.random.default_rng(5)
    keys = np.unique(random.integers(1, 1 << 48, 20_000, dtype=np.uint64))
    counts = random.integers(1, 1 << 20, len(keys))
    with ArrayFileWriter(tmp_path / "runs") as file:
        write_runs(file, Runs(keys, counts))
    table = RunTable(ArrayFile(tmp_path / "runs"))
    found = table.counts(keys)
    assert np.all(np.abs(found - counts) <= counts * 0.1)
    assert np.mean(table.counts(keys + np.uint64(1 << 50)) > 0) < 0.002


@pytest.mark.parametrize("size", [0, 1, 2, 3, 9, 100, 5000])
def test_a_table_of_any_size_keeps_few_counts_as_they_are(tmp_path: Path, size: int) -> None:
    random = np.random.default_rng(size)
    keys = np.unique(random.integers(1, 1 << 48, size, dtype=np.uint64))
    counts = random.choice([1, 2, 40, 41, 5000, 1 << 30], len(keys))
    with ArrayFileWriter(tmp_path / "runs") as file:
        write_runs(file, Runs(keys, counts))
    assert RunTable(ArrayFile(tmp_path / "runs")).counts(keys).tolist() == counts.tolist()


def test_triples_that_their_pairs_expect_go_before_those_that_they_do_not() -> None:
    one, other, middle, expected, unexpected = range(FIRST_WORD, FIRST_WORD + 5)
    frequencies = np.array([0, 100, 0, 500, 500, 500, 500, 500])
    pairs = {(one, middle): 400, (other, middle): 400, (middle, expected): 400}
    pairs[middle, unexpected] = 40
    triples = {
        (first, middle, last): 36 for first in (one, other) for last in (expected, unexpected)
    }
    runs = [
        Runs(np.array([*map(_key, counts)], dtype=np.uint64), np.array([*counts.values()]))
        for counts in (pairs, triples)
    ]
    kept = worth_keeping(runs[:1], runs[1:], frequencies, 8)
    assert set(kept.keys.tolist()) == {_key(run) for run in (*pairs, *triples)}
    kept = worth_keeping(runs[:1], runs[1:], frequencies, 7)
    beyond = {run for run in triples if _key(run) in kept.keys.tolist()}
    assert beyond == {(one, middle, unexpected), (other, middle, unexpected)}


def _key(run: tuple[int, ...]) -> int:
    key = 0
    for word in run:
        key = pair(key, word)
    return key


def test_ends_in_two_bytes_are_found_behind_every_wrap(tmp_path: Path) -> None:
    ends = np.cumsum(np.random.default_rng(3).integers(0, 30_000, 200))
    with ArrayFileWriter(tmp_path / "ends") as file:
        write_ends(file, "of_", ends)
    found = NarrowEnds(ArrayFile(tmp_path / "ends"), "of_")
    expected = list(zip([0, *ends.tolist()[:-1]], ends.tolist(), strict=True))
    assert [found.extent(number) for number in range(len(found))] == expected


def test_runs_are_counted_like_one_by_one_and_none_goes_on_behind_a_boundary() -> None:
    random = np.random.default_rng(7)
    words = random.integers(FIRST_WORD, 9, 5000).astype(np.uint16)
    words[random.integers(0, 5000, 800)] = BOUNDARY
    words[-1] = BOUNDARY
    padded = np.append(words, np.zeros(SPAN - 1, dtype=np.uint16))
    for place, length in enumerate((2, 3, 4)):
        expected: dict[int, int] = {}
        for start in range(len(words) - length + 1):
            run = words[start : start + length].tolist()
            if BOUNDARY not in run[1:-1]:
                key = 0
                for word in run:
                    key = pair(key, word)
                expected[key] = expected.get(key, 0) + 1
        found: dict[int, int] = {}
        for parts in count_runs(padded):
            found.update(zip(parts[place].keys.tolist(), parts[place].counts.tolist(), strict=True))
        assert found == expected


def test_few_added_articles_leave_the_model_as_it_is(tmp_path: Path) -> None:
    with whoosh_index(tmp_path) as index:
        path = tmp_path / "index" / MODEL_FILE
        before = path.stat().st_mtime_ns
        index.update([Article(url="https://tinh.example/new", title="Mới", body="Mới tinh.")])
        assert path.stat().st_mtime_ns == before
        more = (
            Article(url=f"https://tinh.example/new/{place}", title="Thêm nữa", body="Nhiều hơn.")
            for place in range(5)
        )
        index.update(more)
        assert index.language.number("nữa") != UNKNOWN


def test_an_article_that_changed_is_counted_as_it_is_now(tmp_path: Path) -> None:
    with whoosh_index(tmp_path) as index:
        old = articles()[0]
        index.update([Article(url=old.url, title="Tên đã đổi", body="Không còn như trước.")])
        assert index.language.number("trước") != UNKNOWN
        assert index.language.number("2021") == UNKNOWN


def test_a_generation_that_shares_the_file_keeps_the_old_model(tmp_path: Path) -> None:
    with whoosh_index(tmp_path) as index:
        path = tmp_path / "index" / MODEL_FILE
        shared = tmp_path / "shared"
        shared.hardlink_to(path)
        content = shared.read_bytes()
        index.rebuild(articles()[:3])
        assert shared.read_bytes() == content
        assert path.read_bytes() != content


def test_a_model_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    with whoosh_index(tmp_path):
        path = tmp_path / "index" / MODEL_FILE
        path.write_bytes(path.read_bytes()[:-7])
    index = WhooshIndex(tmp_path / "index")
    with pytest.raises(IndexDamaged, match="language"):
        _ = index.language
    index.close()


def test_a_model_of_another_format_is_refused_and_made_again_by_an_update(tmp_path: Path) -> None:
    with whoosh_index(tmp_path):
        path = tmp_path / "index" / MODEL_FILE
    about = np.frombuffer(b'{"format": 1, "articles": 9, "deletions": {}}', dtype=np.uint8)
    with ArrayFileWriter(path) as file:
        file.add("language", about)
    index = WhooshIndex(tmp_path / "index")
    with pytest.raises(IndexIncompatible, match="format 1"):
        _ = index.language
    with pytest.raises(IndexIncompatible, match="format 1"):
        index.verify()
    index.update([Article(url="https://tinh.example/new", title="Mới", body="Mới tinh.")])
    assert index.language.number("mới") != UNKNOWN
    index.close()


@pytest.mark.parametrize("folded", ["thi", "dua", "an", "nghi", "dong", "ki", "khong"])
def test_both_engines_have_the_same_statistics(tmp_path: Path, folded: str) -> None:
    bare = Article(url="https://tinh.example/bare", title="Thi dua", body="Thi dua khen thuong")
    with memory_index(tmp_path) as plain, whoosh_index(tmp_path) as fast:
        for index in (plain, fast):
            index.update([bare])
        one, two = plain.statistics, fast.statistics
        assert one.articles == two.articles == len(articles()) + 1
        assert one.folded_holders(folded) == two.folded_holders(folded)
        assert one.spellings(folded) == two.spellings(folded)
        for spelling, count in one.spellings(folded):
            assert one.holders(spelling) == two.holders(spelling) == count
        for second in ("đua", "dua", "an", "hưu"):
            assert one.pair_holders(folded, second) == two.pair_holders(folded, second)
            assert one.folded_pair_holders(folded, second) == two.folded_pair_holders(
                folded, second
            )


def test_bare_text_says_nothing_of_spellings() -> None:
    bare = Article(url="https://tinh.example/bare", title="Thi dua", body="Thi dua khen thuong")
    statistics = MemoryIndex([bare]).statistics
    assert statistics.holders("dua") == 0
    assert statistics.spellings("dua") == []
    assert statistics.folded_holders("dua") == 1
