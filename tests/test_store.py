"""What goes into the store comes out of it, and nothing else changes."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Article, ArticleStore, Change, Removal, StoreUnusable, identity
from tests.archive import AT, LATER, article, articles, keep, run_python, start


@pytest.fixture
def store(tmp_path: Path) -> ArticleStore:
    return ArticleStore(tmp_path / "articles.sqlite")


def _rows(store: ArticleStore) -> list[str]:
    """Every row of every table."""
    return list(store.connection.iterdump())


def test_a_new_article_is_added_with_the_moment_it_was_first_seen(store: ArticleStore) -> None:
    assert store.put(article(1), at=AT) is Change.ADDED
    kept = store.get(article(1).url)
    assert kept is not None
    assert (kept.article, kept.removed) == (article(1), None)
    assert (kept.first_seen, kept.last_checked, kept.last_changed) == (AT, AT, AT)


def test_an_article_with_another_text_replaces_the_old_one(store: ArticleStore) -> None:
    store.put(article(1), at=AT)
    assert store.put(article(1, edition=1), at=LATER) is Change.CHANGED
    kept = store.get(article(1).url)
    assert kept is not None
    assert kept.article == article(1, edition=1)
    assert (kept.first_seen, kept.last_checked, kept.last_changed) == (AT, LATER, LATER)
    assert store.count() == 1


def test_an_equal_article_from_its_page_moves_only_the_moment_of_checking(
    store: ArticleStore,
) -> None:
    store.put(article(1), at=AT)
    revision = store.revision
    assert store.put(article(1), at=LATER) is Change.UNCHANGED
    kept = store.get(article(1).url)
    assert kept is not None
    assert (kept.first_seen, kept.last_checked, kept.last_changed) == (AT, LATER, AT)
    assert store.revision == revision


def test_an_equal_import_changes_no_row(store: ArticleStore) -> None:
    for one in articles(30):
        store.put(one, at=AT, checked=False)
    store.remove(article(3).url, reason=Removal.HAND, at=AT)
    before = _rows(store)
    changes = {store.put(one, at=LATER, checked=False) for one in articles(30)}
    assert changes == {Change.UNCHANGED}
    assert _rows(store) == before


@pytest.mark.parametrize(
    "spelling",
    [
        "http://langbac.gov.vn/tin?a=1&b=2",
        "https://www.langbac.gov.vn/tin?a=1&b=2",
        "https://LangBac.gov.vn/tin/?b=2&a=1",
        "https://langbac.gov.vn:443/tin?a=1&b=2#noi-dung",
        "https://langbac.gov.vn/tin?a=1&utm_source=zalo&b=2&fbclid=x",
        "https://langbac.gov.vn/t%69n;jsessionid=AB12?a=1&b=2",
    ],
)
def test_another_spelling_of_an_address_makes_no_second_article(
    store: ArticleStore, spelling: str
) -> None:
    first = replace(article(1), url="https://langbac.gov.vn/tin?a=1&b=2")
    store.put(first, at=AT)
    assert store.put(replace(first, url=spelling), at=LATER) in {Change.CHANGED, Change.UNCHANGED}
    assert store.count() == 1
    kept = store.get(first.url)
    assert kept is not None
    assert kept.article.url == spelling  # shown as it last came


@pytest.mark.parametrize(
    "other",
    [
        "https://langbac.gov.vn/tin?a=1&b=3",
        "https://langbac.gov.vn/Tin?a=1&b=2",
        "https://langbac.gov.vn:8443/tin?a=1&b=2",
        "https://m.langbac.gov.vn/tin?a=1&b=2",
    ],
)
def test_another_address_makes_a_second_article(store: ArticleStore, other: str) -> None:
    first = replace(article(1), url="https://langbac.gov.vn/tin?a=1&b=2")
    store.put(first, at=AT)
    assert store.put(replace(first, url=other), at=AT) is Change.ADDED


def test_a_page_that_is_gone_leaves_the_living_and_keeps_its_text(store: ArticleStore) -> None:
    keep_all(store, 3)
    assert store.remove(article(1).url, reason=Removal.GONE, at=LATER)
    assert list(store.articles()) == [one for one in _sorted(3) if one != article(1)]
    assert store.count() == sum(store.counts_by_site().values()) == 2
    kept = store.get(article(1).url)
    assert kept is not None
    assert (kept.article, kept.removed) == (article(1), Removal.GONE)


def test_a_page_that_comes_back_lives_again(store: ArticleStore) -> None:
    keep_all(store, 2)
    store.remove(article(1).url, reason=Removal.GONE, at=AT)
    revision = store.revision
    assert store.put(article(1), at=LATER) is Change.CHANGED
    assert store.count() == 2
    assert store.revision > revision


def test_a_removal_by_hand_survives_the_page_being_fetched_and_changed(
    store: ArticleStore,
) -> None:
    keep_all(store, 2)
    store.remove(article(1).url, reason=Removal.HAND, at=AT)
    store.put(article(1), at=LATER)
    store.put(article(1, edition=1), at=LATER)
    assert store.count() == 1
    assert store.removed_by_hand() == {article(1).identity}


def test_a_removal_by_hand_survives_the_page_going_and_coming_back(store: ArticleStore) -> None:
    keep_all(store, 2)
    store.remove(article(1).url, reason=Removal.HAND, at=AT)
    assert not store.remove(article(1).url, reason=Removal.GONE, at=LATER)
    store.put(article(1), at=LATER)
    assert store.removed_by_hand() == {article(1).identity}
    assert store.count() == 1


def test_a_removal_by_hand_overrules_one_because_the_page_was_gone(store: ArticleStore) -> None:
    keep_all(store, 2)
    store.remove(article(1).url, reason=Removal.GONE, at=AT)
    assert store.remove(article(1).url, reason=Removal.HAND, at=LATER)
    store.put(article(1), at=LATER)
    assert store.count() == 1


@pytest.mark.parametrize("reason", list(Removal))
def test_a_second_removal_changes_nothing(store: ArticleStore, reason: Removal) -> None:
    keep_all(store, 2)
    assert store.remove(article(1).url, reason=reason, at=AT)
    before = _rows(store)
    assert not store.remove(article(1).url, reason=reason, at=LATER)
    assert _rows(store) == before


def test_what_is_not_there_cannot_be_removed_or_restored(store: ArticleStore) -> None:
    before = _rows(store)
    assert not store.remove(article(1).url, reason=Removal.HAND, at=AT)
    assert not store.restore(article(1).url)
    assert store.get(article(1).url) is None
    assert _rows(store) == before


@pytest.mark.parametrize("reason", list(Removal))
def test_a_removal_is_undone_under_any_spelling(store: ArticleStore, reason: Removal) -> None:
    keep_all(store, 2)
    url = article(1).url
    store.remove(url, reason=reason, at=AT)
    assert store.restore(url.replace("https://", "http://www.") + "/#top")
    assert not store.restore(url)
    assert list(store.articles()) == _sorted(2)


def test_every_change_takes_a_later_revision(store: ArticleStore) -> None:
    revisions = [store.revision]
    for change in (
        lambda: store.put(article(1), at=AT),
        lambda: store.put(article(1, edition=1), at=AT),
        lambda: store.remove(article(1).url, reason=Removal.GONE, at=AT),
        lambda: store.put(article(1, edition=1), at=AT),
        lambda: store.remove(article(1).url, reason=Removal.HAND, at=AT),
        lambda: store.restore(article(1).url),
    ):
        assert change()
        revisions.append(store.revision)
    assert revisions == sorted(set(revisions))


def test_a_snapshot_since_a_revision_holds_only_what_came_after_it(store: ArticleStore) -> None:
    keep_all(store, 5)
    seen = store.revision
    store.put(article(5), at=AT)
    store.put(article(1, edition=1), at=AT)
    store.remove(article(2).url, reason=Removal.GONE, at=AT)
    with store.snapshot(since=seen) as snapshot:
        assert snapshot.removed == (article(2).identity,)
        assert (snapshot.count, snapshot.pending) == (5, 2)
        assert {one.url for one in snapshot.articles} == {article(1).url, article(5).url}
        assert snapshot.revision == store.revision


def test_a_snapshot_stands_still_while_another_process_writes(store: ArticleStore) -> None:
    keep_all(store, 3)
    script = (
        "import sys; from pathlib import Path\n"
        "from tests.archive import *\n"
        "keep(Path(sys.argv[1]), [*articles(3, edition=1), article(9)])\n"
    )
    folder = Path(store.connection.execute("PRAGMA database_list").fetchone()[2]).parent
    with store.snapshot() as snapshot:
        first = next(snapshot.articles)
        assert run_python(script, folder) == 0
        assert [first, *snapshot.articles] == _sorted(3)
        assert snapshot.count == 3
    with store.snapshot() as snapshot:
        assert len(list(snapshot.articles)) == snapshot.count == 4


_PUT, _GONE, _HAND, _RESTORE = range(4)
_STEPS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 4), st.integers(0, 2), st.booleans()), max_size=30
)


@settings(max_examples=60, deadline=None)
@given(steps=_STEPS)
def test_a_reader_who_follows_the_changes_always_holds_what_lives(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, int, int, bool]]
) -> None:
    with ArticleStore(tmp_path_factory.mktemp("store") / "articles.sqlite") as store:
        held: dict[str, Article] = {}
        seen = 0
        for step, number, edition, look in [*steps, (_PUT, 0, 0, True)]:
            one = article(number, edition=edition)
            if step == _PUT:
                store.put(one, at=AT)
            elif step == _RESTORE:
                store.restore(one.url)
            else:
                reason = Removal.GONE if step == _GONE else Removal.HAND
                store.remove(one.url, reason=reason, at=AT)
            if look:
                with store.snapshot(since=seen) as snapshot:
                    for key in snapshot.removed:
                        held.pop(key, None)
                    held |= {each.identity: each for each in snapshot.articles}
                    seen = snapshot.revision
                assert sorted(held) == [each.identity for each in store.articles()]
                assert list(store.articles()) == [held[key] for key in sorted(held)]


def test_a_transaction_that_fails_leaves_nothing_behind(store: ArticleStore) -> None:
    keep_all(store, 2)
    before = _rows(store)

    def fail_halfway() -> None:
        with store.transaction():
            store.put(article(7), at=AT)
            store.remove(article(1).url, reason=Removal.HAND, at=AT)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    assert _rows(store) == before
    assert store.put(article(7), at=AT) is Change.ADDED


def test_a_transaction_inside_another_falls_with_it(store: ArticleStore) -> None:
    before = _rows(store)

    def fail_halfway() -> None:
        with store.transaction():
            with store.transaction() as connection:
                connection.execute("CREATE TABLE pages (url TEXT)")
            store.put(article(1), at=AT)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    assert _rows(store) == before


def test_a_failing_statement_is_told_as_an_unusable_store(store: ArticleStore) -> None:
    before = _rows(store)

    def fail_halfway() -> None:
        with store.transaction() as connection:
            store.put(article(1), at=AT)
            connection.execute("INSERT INTO nowhere VALUES (1)")

    with pytest.raises(StoreUnusable, match="no such table: nowhere"):
        fail_halfway()
    assert _rows(store) == before


def test_what_a_killed_process_did_not_commit_never_was(store: ArticleStore) -> None:
    keep_all(store, 2)
    before = _rows(store)
    folder = Path(store.connection.execute("PRAGMA database_list").fetchone()[2]).parent
    script = (
        "import os, signal, sys; from pathlib import Path\n"
        "from index import open_store\n"
        "from tests.archive import *\n"
        "store = open_store(Path(sys.argv[1]))\n"
        "with store.transaction():\n"
        "    for one in articles(500, start=50): store.put(one, at=AT)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert run_python(script, folder) == -signal.SIGKILL
    assert _rows(store) == before
    assert store.connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_many_processes_may_open_a_new_store_at_once(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from tests.archive import *\n"
        "sys.stdin.read()\n"
        "keep(Path(sys.argv[1]), [article(int(sys.argv[2]))])\n"
    )
    children = [
        start([sys.executable, "-c", script, str(tmp_path), str(number)], stdin=subprocess.PIPE)
        for number in range(6)
    ]
    for child in children:
        assert child.stdin is not None
        child.stdin.close()
    assert [child.wait(timeout=60) for child in children] == [0] * 6
    with ArticleStore(tmp_path / "articles.sqlite") as store:
        assert store.count() == 6


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "articles.sqlite"
    path.write_text("Kính gửi các đơn vị. " * 100, encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(StoreUnusable, match=r"cannot .* the article store"):
        ArticleStore(path)
    assert path.read_bytes() == before


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "articles.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(StoreUnusable, match="another program"):
        ArticleStore(path)
    assert path.read_bytes() == before


def test_a_store_of_a_later_format_is_refused_by_both_numbers(tmp_path: Path) -> None:
    path = tmp_path / "articles.sqlite"
    with ArticleStore(path) as store:
        store.connection.execute("PRAGMA user_version = 7")
    with pytest.raises(StoreUnusable, match="has format 7, this timtin reads 1"):
        ArticleStore(path)


def test_a_store_damaged_within_is_told_as_unusable(tmp_path: Path) -> None:
    keep(tmp_path, articles(200))
    path = tmp_path / "articles.sqlite"
    whole = bytearray(path.read_bytes())
    whole[4096:] = b"\xa5" * (len(whole) - 4096)  # the first page, which opening reads, is sound
    path.write_bytes(whole)
    with ArticleStore(path) as store:
        for ask in (store.count, store.counts_by_site, lambda: list(store.articles())):
            with pytest.raises(StoreUnusable, match=r"cannot .* the article store"):
                ask()


def test_a_folder_where_the_store_should_be_is_told_as_unusable(tmp_path: Path) -> None:
    (tmp_path / "articles.sqlite").mkdir()
    with pytest.raises(StoreUnusable, match="cannot open the article store"):
        ArticleStore(tmp_path / "articles.sqlite")


def test_a_file_where_the_data_folder_should_be_is_told_as_unusable(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("", encoding="utf-8")
    with pytest.raises(StoreUnusable, match="cannot open the article store"):
        ArticleStore(tmp_path / "data" / "articles.sqlite")


def keep_all(store: ArticleStore, count: int) -> None:
    for one in articles(count):
        store.put(one, at=AT)


def _sorted(count: int) -> list[Article]:
    return sorted(articles(count), key=lambda one: identity(one.url))
