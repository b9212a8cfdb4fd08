"""The store's state goes in, a new generation that serves comes out; or the old one goes on.

Every change is built aside, checked, and published by one rename. Whatever ends the process in
between, the old generation serves and the next command begins anew.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from index.article import VIETNAM, Article
from index.checking import TitleSample, check_index
from index.engines.whoosh.engine import WhooshIndex
from index.engines.whoosh.schema import INDEX_FORMAT
from index.errors import (
    ArticleMissing,
    IndexCheckFailed,
    IndexDamaged,
    IndexIncompatible,
    IndexMissing,
    IndexUnwritable,
    NothingToRollBack,
)
from index.generations import Generations, Label, Pointer
from index.lock import WriterLock
from index.snapshot import Snapshot
from index.store import ArticleStore, Removal, StoredArticle

Watch = Callable[[Iterable[Article], int], Iterable[Article]]
"""Passes on articles, of which so many are coming: a progress bar, say."""

_FIRST = "this is the first generation; the next `timtin reindex` keeps it as the one before"
_UNREADABLE = "the generation before could not be read and was not kept"
# Naming the one that was left keeps its name from being given again.
_WENT_BACK = (
    "the index has gone back from {} already and only one step is kept; build with: timtin reindex"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The generation that now serves, how many articles it holds and how many were written."""

    generation: str
    articles: int
    written: int
    removed: int


class Publisher:
    """Builds and publishes the index of a data folder from its article store."""

    def __init__(self, data: Path, store: ArticleStore) -> None:
        self._generations = Generations(data / "index")
        self._store = store

    def rebuild(self, watch: Watch = lambda articles, _: articles) -> Published:
        """Build everything anew from the store.

        Raises WriterBusy, IndexCheckFailed, IndexUnwritable; the old index serves then.
        """
        with self._writing("reindex"), self._store.snapshot() as snapshot:
            self._check_store(snapshot)
            return self._build(None, snapshot, watch)

    def update(self, watch: Watch = lambda articles, _: articles) -> Published:
        """Bring what changed in the store since the serving generation into a new one.

        Everything is built anew where no index can be built upon, and nothing is built where
        nothing changed. Raises as `rebuild` does.
        """
        with self._writing("reindex --incremental"):
            base = self._serving()
            since = self._label(base).revision if base else 0
            if since > self._store.revision:
                # Built of another store, which this one has replaced.
                base, since = None, 0
            with self._store.snapshot(since=since) as snapshot:
                if base and not snapshot.pending and not snapshot.removed:
                    return Published(generation=base, articles=snapshot.count, written=0, removed=0)
                return self._build(base, snapshot, watch)

    def remove(self, url: str) -> Published | None:
        """Take one article out by hand, now and for good; None where no index was built yet.

        Raises ArticleMissing where the store has no such article.
        """
        with self._writing("remove"):
            kept = self._kept(url)
            with self._store.transaction():
                before = self._store.revision
                self._store.remove(url, reason=Removal.HAND, at=datetime.now(tz=UTC))
                after = self._store.revision
            return self._amend((), (kept.article.identity,), before=before, after=after)

    def restore(self, url: str) -> Published | None:
        """Undo a removal and show the article again; None where no index was built yet.

        Raises ArticleMissing where the store has no such article.
        """
        with self._writing("remove --undo"):
            kept = self._kept(url)
            with self._store.transaction():
                before = self._store.revision
                self._store.restore(url)
                after = self._store.revision
            return self._amend((kept.article,), (), before=before, after=after)

    def rollback(self) -> Published:
        """Let the generation before serve again, less what was removed by hand since.

        Raises NothingToRollBack with the reason where none is kept.
        """
        with self._writing("rollback"):
            pointer = self._generations.pointer()
            if pointer.previous is None:
                raise NothingToRollBack(f"nothing to go back to: {pointer.why_no_previous}")
            label = self._label(pointer.previous)
            why_not = _WENT_BACK.format(pointer.current)
            index = self._open(pointer.previous)
            removed = index.held(self._store.removed_by_hand())
            articles = index.status().articles
            index.close()
            serving = Pointer(current=pointer.previous, previous=None, why_no_previous=why_not)
            if removed:
                published = self._build_upon(serving, (), removed, revision=label.revision)
            else:
                self._generations.publish(serving)
                published = Published(
                    generation=serving.current, articles=articles, written=0, removed=0
                )
            self._generations.sweep()
            return published

    def _kept(self, url: str) -> StoredArticle:
        try:
            kept = self._store.get(url)
        except ValueError as error:
            raise ArticleMissing(f"{url!r} is no address: {error}") from error
        if kept is None:
            raise ArticleMissing(f"the store has no article with the address {url}")
        return kept

    def _amend(
        self, articles: Collection[Article], removed: Collection[str], *, before: int, after: int
    ) -> Published | None:
        """Change single articles of the serving generation; what else is pending stays pending.

        The change itself took the store from revision `before` to `after`.
        """
        try:
            current = self._generations.pointer().current
        except IndexMissing:
            return None
        label = self._label(current)
        index = self._open(current)
        wanted = frozenset(article.identity for article in articles)
        changes = index.held(removed) or wanted - index.held(wanted)
        index.close()
        if not changes:
            return Published(generation=current, articles=label.articles, written=0, removed=0)
        published = self._build_upon(
            Pointer(current=current, previous=current),
            articles,
            removed,
            revision=after if label.revision == before else label.revision,
        )
        self._generations.sweep()
        return published

    def _build_upon(
        self,
        pointer: Pointer,
        articles: Collection[Article],
        removed: Collection[str],
        *,
        revision: int,
    ) -> Published:
        """Publish a copy of a pointer's generation with a few articles put in or taken out."""
        with self._aside(pointer.current) as name:
            index = self._open(name)
            index.update(articles, removed=removed)
            count = index.status().articles
            check_index(index, expected=count, sample=articles)
            index.close()
            self._seal(name, revision=revision, articles=count)
            self._generations.publish(replace(pointer, current=name))
        return Published(
            generation=name, articles=count, written=len(articles), removed=len(removed)
        )

    @contextmanager
    def _writing(self, purpose: str) -> Iterator[None]:
        """Hold the lock, and turn a failing disk into an error of ours."""
        with WriterLock(self._generations.lock_path, purpose=purpose):
            try:
                yield
            except OSError as error:
                raise IndexUnwritable(
                    f"the new index could not be written ({error.strerror or error});"
                    " the old one still serves: make room and run the command again"
                ) from error

    def _label(self, name: str) -> Label:
        try:
            return self._generations.label(name, engine_format=INDEX_FORMAT)
        except FileNotFoundError as error:
            raise IndexDamaged(
                f"generation {name} is gone; build it again with: timtin reindex"
            ) from error

    def _build(self, base: str | None, snapshot: Snapshot, watch: Watch) -> Published:
        """Write a snapshot over `base`, or alone, check it against the store and publish."""
        sample = TitleSample(snapshot.pending)
        articles = sample.watch(watch(snapshot.articles, snapshot.pending))
        with self._aside(base) as name:
            index = self._open(name, create=base is None)
            if base is None:
                index.rebuild(articles)
            else:
                index.update(articles, removed=snapshot.removed)
            check_index(index, expected=snapshot.count, sample=sample.articles)
            index.verify()
            index.close()
            self._seal(name, revision=snapshot.revision, articles=snapshot.count)
            self._generations.publish(self._followed_by(name))
        self._generations.sweep()
        return Published(
            generation=name,
            articles=snapshot.count,
            written=snapshot.pending,
            removed=len(snapshot.removed) if base else 0,
        )

    def _check_store(self, snapshot: Snapshot) -> None:
        """Refuse to put an index of nothing in the place of one that holds something.

        A store that has never held an article is a slip of --data, not a wish.
        """
        serving = self._serving()
        held = self._label(serving).articles if serving else 0
        if held and not snapshot.revision:
            raise IndexCheckFailed(
                f"the store has never held an article, the index that serves has {held}:"
                " is --data right? Nothing was changed"
            )

    @contextmanager
    def _aside(self, base: str | None) -> Iterator[str]:
        """A folder for the next generation; it goes where the building of it fails."""
        name = self._generations.begin()
        try:
            if base is not None:
                self._generations.copy(base, name)
            yield name
        except BaseException:
            self._generations.discard(name)
            raise

    def _open(self, name: str, *, create: bool = False) -> WhooshIndex:
        return WhooshIndex(self._generations.folder_of(name), create=create)

    def _serving(self) -> str | None:
        """The generation that serves and can be read, if any."""
        try:
            current = self._generations.pointer().current
            self._label(current)
            self._open(current).close()
        except (IndexMissing, IndexDamaged, IndexIncompatible):
            return None
        return current

    def _followed_by(self, name: str) -> Pointer:
        """The pointer to a new generation; the one that serves stays as the one before."""
        previous = self._serving()
        if previous is not None:
            return Pointer(current=name, previous=previous)
        why_not = _UNREADABLE if self._generations.pointer_path.exists() else _FIRST
        return Pointer(current=name, previous=None, why_no_previous=why_not)

    def _seal(self, name: str, *, revision: int, articles: int) -> None:
        label = Label(
            built_at=datetime.now(tz=UTC).astimezone(VIETNAM).isoformat(timespec="seconds"),
            revision=revision,
            articles=articles,
            engine_format=INDEX_FORMAT,
        )
        self._generations.seal(name, label)
