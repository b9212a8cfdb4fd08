"""The store's state goes into the index, and the index goes back, exactly."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index import (
    ArticleMissing,
    IndexCheckFailed,
    IndexDamaged,
    IndexIncompatible,
    IndexMissing,
    NothingToRollBack,
    Removal,
    open_index,
    open_publisher,
    open_store,
    read_query,
)
from index.checking import check_index
from index.engines.memory import MemoryIndex
from tests.archive import (
    LATER,
    answers,
    article,
    articles,
    generations,
    keep,
    rebuild,
    total,
    update,
    urls,
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Forty articles and the first generation of their index."""
    keep(tmp_path, articles(40))
    rebuild(tmp_path)
    return tmp_path


def _remove(data: Path, url: str) -> None:
    with open_store(data) as store:
        open_publisher(data, store).remove(url)


def _restore(data: Path, url: str) -> None:
    with open_store(data) as store:
        open_publisher(data, store).restore(url)


def _gone(data: Path, number: int) -> None:
    with open_store(data) as store:
        store.remove(article(number).url, reason=Removal.GONE, at=LATER)


def _rollback(data: Path) -> str:
    with open_store(data) as store:
        return open_publisher(data, store).rollback().generation


def _change(data: Path) -> None:
    """Some articles are new, some changed, some gone."""
    keep(data, [*articles(5, start=10, edition=1), *articles(8, start=40)], at=LATER)
    _gone(data, 3)
    _gone(data, 44)


def test_before_the_first_build_there_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="timtin reindex"):
        total(tmp_path)


def test_an_index_holds_what_lives_in_the_store(data: Path) -> None:
    index = open_index(data)
    status = index.status()
    index.close()
    with open_store(data) as store:
        assert (status.articles, status.by_site) == (40, store.counts_by_site())
        assert status.revision == store.revision
    assert urls(data) == {one.url for one in articles(40)}


def test_an_incremental_index_answers_as_one_built_anew(data: Path) -> None:
    _change(data)
    update(data)
    _remove(data, article(20).url)
    keep(data, articles(3, start=60), at=LATER)
    update(data)
    step_by_step = (total(data), urls(data), [(page.total, page.facets) for page in answers(data)])
    rebuild(data)
    at_once = (total(data), urls(data), [(page.total, page.facets) for page in answers(data)])
    assert step_by_step == at_once
    assert at_once[0] == 40 + 8 - 2 - 1 + 3


def test_where_nothing_changed_nothing_is_published(data: Path) -> None:
    before = (data / "index" / "current.json").stat()
    keep(data, articles(40), at=LATER)
    assert update(data) == "g000001"
    after = (data / "index" / "current.json").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert generations(data) == ["g000001"]


def test_an_article_that_comes_and_goes_between_two_builds_changes_no_answer(data: Path) -> None:
    before = answers(data)
    keep(data, [article(70)], at=LATER)
    _gone(data, 70)
    update(data)
    assert answers(data) == before


def test_an_index_of_another_store_is_built_anew(data: Path) -> None:
    keep(data, articles(40, edition=1), at=LATER)
    update(data)
    for path in data.glob("articles.sqlite*"):
        path.unlink()
    keep(data, articles(12))
    update(data)
    assert urls(data) == {one.url for one in articles(12)}


def test_an_empty_store_gives_an_index_without_articles(tmp_path: Path) -> None:
    rebuild(tmp_path)
    assert total(tmp_path) == 0
    assert [page.total for page in answers(tmp_path)] == [0] * len(answers(tmp_path))
    keep(tmp_path, articles(3))
    update(tmp_path)
    assert total(tmp_path) == 3


def test_rollback_brings_back_every_answer_exactly(data: Path) -> None:
    before = (answers(data), urls(data), total(data))
    _change(data)
    rebuild(data)
    assert answers(data) != before[0]
    _rollback(data)
    assert (answers(data), urls(data), total(data)) == before


def test_rollback_of_an_incremental_build_brings_back_every_answer_exactly(data: Path) -> None:
    before = (answers(data), urls(data), total(data))
    _change(data)
    update(data)
    _rollback(data)
    assert (answers(data), urls(data), total(data)) == before


def test_a_second_rollback_says_that_the_index_has_gone_back_already(data: Path) -> None:
    keep(data, [article(50)], at=LATER)
    left = update(data)
    _rollback(data)
    with pytest.raises(NothingToRollBack, match=f"gone back from {left} already.*timtin reindex"):
        _rollback(data)
    assert total(data) == 40


def test_rollback_of_the_first_generation_says_that_it_is_the_first(data: Path) -> None:
    with pytest.raises(NothingToRollBack, match="this is the first generation"):
        _rollback(data)


def test_rollback_without_an_index_says_that_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="timtin reindex"):
        _rollback(tmp_path)


def test_an_incremental_build_after_a_rollback_catches_up(data: Path) -> None:
    _change(data)
    update(data)
    newest = (answers(data), urls(data))
    _rollback(data)
    update(data)
    assert (answers(data), urls(data)) == newest
    _rollback(data)
    assert total(data) == 40


def test_no_generation_takes_the_name_of_one_that_was_left(data: Path) -> None:
    keep(data, [article(50)], at=LATER)
    left = update(data)
    _rollback(data)
    assert update(data) > left


def test_a_removal_by_hand_shows_at_once_and_changes_nothing_else(data: Path) -> None:
    keep(data, [article(50)], at=LATER)
    _remove(data, article(7).url.replace("https://", "http://www."))
    assert urls(data) == {one.url for one in articles(40) if one != article(7)}


def test_a_removal_by_hand_survives_everything_until_it_is_undone(data: Path) -> None:
    url = article(7).url
    _remove(data, url)
    assert url not in urls(data)
    keep(data, [article(7, edition=1), article(50)], at=LATER)
    for build in (rebuild, update, rebuild):
        build(data)
        assert url not in urls(data)
        keep(data, [article(7, edition=2), article(51)], at=LATER)
    _rollback(data)
    assert url not in urls(data)
    _restore(data, url)
    assert url in urls(data)
    keep(data, [article(52)], at=LATER)
    update(data)
    assert url in urls(data)


def test_rollback_to_a_generation_that_held_a_removed_article_does_not_show_it(
    data: Path,
) -> None:
    before = urls(data)
    keep(data, [article(50)], at=LATER)
    update(data)
    with open_store(data) as store:
        store.remove(article(7).url, reason=Removal.HAND, at=LATER)
    _rollback(data)
    assert urls(data) == before - {article(7).url}
    with pytest.raises(NothingToRollBack, match="gone back"):
        _rollback(data)
    update(data)
    assert urls(data) == (before | {article(50).url}) - {article(7).url}


def test_rollback_of_an_undone_removal_is_only_a_step_back(data: Path) -> None:
    _remove(data, article(7).url)
    _restore(data, article(7).url)
    _rollback(data)
    assert article(7).url not in urls(data)
    update(data)
    assert article(7).url in urls(data)


def test_removing_twice_publishes_once(data: Path) -> None:
    _remove(data, article(7).url)
    serving = (data / "index" / "current.json").read_text(encoding="utf-8")
    _remove(data, article(7).url)
    assert (data / "index" / "current.json").read_text(encoding="utf-8") == serving


def test_undoing_what_was_not_done_publishes_nothing(data: Path) -> None:
    _restore(data, article(7).url)
    assert generations(data) == ["g000001"]


def test_after_a_removal_nothing_is_pending_that_was_not_before(data: Path) -> None:
    _remove(data, article(7).url)
    serving = generations(data)
    assert update(data) == serving[-1]
    keep(data, [article(50)], at=LATER)
    _remove(data, article(8).url)
    assert article(50).url not in urls(data)
    update(data)
    assert article(50).url in urls(data)


def test_a_removal_that_never_reached_the_index_does_so_when_repeated(data: Path) -> None:
    with open_store(data) as store:
        store.remove(article(7).url, reason=Removal.HAND, at=LATER)
    _remove(data, article(7).url)
    assert article(7).url not in urls(data)


def test_before_the_first_build_a_removal_waits_in_the_store(tmp_path: Path) -> None:
    keep(tmp_path, articles(5))
    _remove(tmp_path, article(2).url)
    rebuild(tmp_path)
    assert urls(tmp_path) == {one.url for one in articles(5) if one != article(2)}


@pytest.mark.parametrize("url", ["https://langbac.gov.vn/none", "langbac", "", "https://[::1"])
def test_what_the_store_does_not_have_cannot_be_removed(data: Path, url: str) -> None:
    with pytest.raises(ArticleMissing):
        _remove(data, url)
    with pytest.raises(ArticleMissing):
        _restore(data, url)
    assert generations(data) == ["g000001"]


def test_exactly_the_serving_generation_and_the_one_before_are_kept(data: Path) -> None:
    names = ["g000001"]
    for number in range(50, 54):
        keep(data, [article(number)], at=LATER)
        names.append(update(data) if number % 2 else rebuild(data))
        assert generations(data) == names[-2:]
    _remove(data, article(1).url)
    assert len(generations(data)) == 2
    assert names[-1] in generations(data)
    _rollback(data)
    assert len(generations(data)) == 1


def test_a_generation_that_serves_is_never_changed(data: Path) -> None:
    folder = data / "index" / "generations" / "g000001"

    def bytes_of_files() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    before = bytes_of_files()
    _change(data)
    update(data)
    assert bytes_of_files() == before


def test_a_count_other_than_the_store_s_fails_the_check() -> None:
    with pytest.raises(IndexCheckFailed, match="holds 5 articles where the store has 6"):
        check_index(MemoryIndex(articles(5)), expected=6, sample=())


def test_an_article_that_its_title_does_not_find_fails_the_check() -> None:
    with pytest.raises(IndexCheckFailed, match=article(9).url):
        check_index(MemoryIndex(articles(5)), expected=5, sample=[article(9)])


def test_a_namesake_found_by_the_title_passes_the_check() -> None:
    namesake = replace(article(1), url="https://langbac.gov.vn/ban-in/1", site=article(1).site)
    check_index(MemoryIndex([namesake]), expected=1, sample=[article(1)])


@pytest.mark.parametrize("title", ["***", "«—»", "?"])
def test_a_title_without_a_word_passes_the_check(title: str) -> None:
    one = replace(article(1), title=title)
    check_index(MemoryIndex([one]), expected=1, sample=[one])


def test_a_title_of_operators_is_looked_for_as_words(tmp_path: Path) -> None:
    titles = ['"Thi đua" -khen thưởng', "site:gov.vn OR title:gì", "từ:2021 đến:2022", "-"]
    keep(tmp_path, [replace(article(number), title=each) for number, each in enumerate(titles)])
    rebuild(tmp_path)
    assert total(tmp_path) == 4


def test_a_build_that_fails_its_check_leaves_the_old_index_serving(data: Path) -> None:
    before = answers(data)
    # Behind the store's back: the index was not told, so what it holds cannot be right.
    with open_store(data) as store, store.transaction() as connection:
        connection.execute("DELETE FROM articles WHERE identity = ?", (article(7).identity,))
    keep(data, [article(50)], at=LATER)
    with pytest.raises(IndexCheckFailed, match="41 articles where the store has 40"):
        update(data)
    assert answers(data) == before
    assert generations(data) == ["g000001"]
    rebuild(data)
    assert urls(data) == {one.url for one in (*articles(40), article(50)) if one != article(7)}


def test_a_build_that_is_broken_off_leaves_the_old_index_serving(data: Path) -> None:
    before = answers(data)
    keep(data, articles(5, start=50), at=LATER)
    with open_store(data) as store:
        publisher = open_publisher(data, store)
        for build in (publisher.rebuild, publisher.update):
            with pytest.raises(ZeroDivisionError):
                build(lambda articles, _: (one for one in articles if 1 / (one != article(52))))
            assert answers(data) == before
            assert generations(data) == ["g000001"]
    update(data)
    assert total(data) == 45


def _damage(data: Path, name: str, pattern: str, *, keep_share: float) -> None:
    """Cut the files of a generation, which others may share, short."""
    (path, *_) = sorted((data / "index" / "generations" / name).glob(pattern))
    whole = path.read_bytes()
    path.unlink()
    path.write_bytes(whole[: int(len(whole) * keep_share)])


# Whoosh leaves a file open where reading it fails; it is closed when it is collected.
_leaves_files_open = pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <_io.FileIO:pytest.PytestUnraisableExceptionWarning"
)
_DAMAGES = [
    pytest.param(pattern, share, id=f"{pattern} {share}")
    for pattern in ("*.toc", "*.cols", "generation.json")
    for share in (0, 0.02, 0.5, 0.95)
]


@_leaves_files_open
@pytest.mark.parametrize(("pattern", "share"), _DAMAGES)
def test_a_truncated_generation_is_told_with_the_remedy(
    data: Path, pattern: str, share: float
) -> None:
    _damage(data, "g000001", pattern, keep_share=share)
    with pytest.raises(IndexDamaged, match="timtin reindex"):
        total(data)


@_leaves_files_open
@pytest.mark.parametrize(("pattern", "share"), _DAMAGES)
@pytest.mark.parametrize("build", [rebuild, update])
def test_over_a_truncated_generation_the_next_build_just_works(
    data: Path, pattern: str, share: float, build: Callable[[Path], str]
) -> None:
    keep(data, [article(50)], at=LATER)
    _damage(data, "g000001", pattern, keep_share=share)
    build(data)
    assert urls(data) == {one.url for one in (*articles(40), article(50))}
    with pytest.raises(NothingToRollBack, match="could not be read"):
        _rollback(data)


@_leaves_files_open
def test_rollback_leads_away_from_a_truncated_generation(data: Path) -> None:
    before = answers(data)
    keep(data, [article(50)], at=LATER)
    _damage(data, update(data), "*.toc", keep_share=0.5)
    _rollback(data)
    assert answers(data) == before


@_leaves_files_open
def test_rollback_to_a_damaged_generation_is_refused(data: Path) -> None:
    keep(data, [article(50)], at=LATER)
    newest = update(data)
    _damage(data, "g000001", "*.toc", keep_share=0.5)
    with pytest.raises(IndexDamaged, match="timtin reindex"):
        _rollback(data)
    shutil.rmtree(data / "index" / "generations" / "g000001")
    with pytest.raises(IndexDamaged, match="g000001 is gone"):
        _rollback(data)
    assert total(data) == 41
    assert newest in generations(data)


def _relabel(data: Path, name: str) -> None:
    path = data / "index" / "generations" / name / "generation.json"
    text = path.read_text(encoding="utf-8")
    path.unlink()
    path.write_text(re.sub(r'("engine_format"): \d+', r"\1: 99", text), encoding="utf-8")


def test_an_index_of_another_format_is_refused_and_can_be_built_anew(data: Path) -> None:
    _relabel(data, "g000001")
    for ask in (lambda: total(data), lambda: _remove(data, article(1).url)):
        with pytest.raises(IndexIncompatible, match=r"99.*timtin reindex"):
            ask()
    update(data)
    assert urls(data) == {one.url for one in articles(40) if one != article(1)}


def test_rollback_to_a_generation_of_another_format_is_refused(data: Path) -> None:
    keep(data, [article(50)], at=LATER)
    update(data)
    _relabel(data, "g000001")
    with pytest.raises(IndexIncompatible, match="99"):
        _rollback(data)
    assert total(data) == 41


def test_a_pointer_to_a_generation_that_is_gone_is_told_with_the_remedy(data: Path) -> None:
    shutil.rmtree(data / "index" / "generations" / "g000001")
    with pytest.raises(IndexDamaged, match=r"g000001.*timtin reindex"):
        total(data)
    with pytest.raises(IndexDamaged, match="g000001"):
        _remove(data, article(1).url)
    update(data)
    assert total(data) == 39


def test_a_title_beyond_what_a_query_reads_is_checked_by_its_beginning(tmp_path: Path) -> None:
    long = replace(article(1), title=" ".join(f"từ{number}" for number in range(200)))
    keep(tmp_path, [long])
    rebuild(tmp_path)
    index = open_index(tmp_path)
    assert index.search(read_query("title:từ199")).total == 1
    index.close()


def test_a_store_that_never_held_anything_does_not_replace_an_index_that_holds_something(
    data: Path,
) -> None:
    for path in data.glob("articles.sqlite*"):
        path.unlink()
    with pytest.raises(IndexCheckFailed, match="never held an article"):
        rebuild(data)
    assert total(data) == 40
