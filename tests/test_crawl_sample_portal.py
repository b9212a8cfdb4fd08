from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawl import CrawlProgress, CrawlSettings, LoopbackPermit, Site, crawl, family
from index import ArticleStore, Removal
from search_app.sample_portal.articles import Paragraph, Picture, PortalArticle, load_articles
from search_app.sample_portal.server import SamplePortal


@pytest.fixture
def portal() -> Iterator[SamplePortal]:
    with SamplePortal() as portal:
        yield portal


@pytest.fixture
def small() -> Iterator[SamplePortal]:
    with SamplePortal(load_articles()[::4]) as portal:
        yield portal


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ArticleStore]:
    with ArticleStore(tmp_path / "articles.sqlite") as store:
        yield store


def _sites(portal: SamplePortal) -> list[Site]:
    return [
        Site(name=name, start=(start,), profile=family(name))
        for name, start in zip(("drupal7", "nukeviet4"), portal.sites, strict=True)
    ]


def _settings(portal: SamplePortal) -> CrawlSettings:
    hosts = frozenset(urlsplit(start).hostname or "" for start in portal.sites)
    permit = LoopbackPermit(port=portal.port, hosts=hosts)
    return CrawlSettings(delay=0.0001, loopback=permit)


def _text(article: PortalArticle) -> str:
    return "\n".join(block.text for block in article.body if isinstance(block, Paragraph))


def test_every_article_of_both_skins_arrives_whole(
    portal: SamplePortal, store: ArticleStore
) -> None:
    report = crawl(_sites(portal), store=store, settings=_settings(portal))

    shown = [article for article in portal.articles if not article.removed]
    assert sum(site.added for site in report.sites) == store.count() == len(shown)
    assert [site.failures for site in report.sites] == [(), ()]
    for wanted in shown:
        stored = store.get(portal.url_of(wanted.id))
        assert stored is not None
        found = stored.article
        assert found.title == wanted.title
        assert found.body == _text(wanted)
        assert found.published_at == wanted.published
        assert (found.author, found.unit) == (wanted.signer, wanted.unit)
        assert (found.section, found.tags) == (wanted.section, wanted.tags)
        assert found.summary == wanted.summary
        pictures = (block for block in wanted.body if isinstance(block, Picture))
        assert found.captions == tuple(picture.caption for picture in pictures)
        files = tuple(file.title for file in found.attachments)
        assert files == tuple(file.title for file in wanted.attachments)


def test_no_page_is_asked_for_twice_and_no_twin_or_shut_page_at_all(
    portal: SamplePortal, store: ArticleStore
) -> None:
    crawl(_sites(portal), store=store, settings=_settings(portal))

    asked = [(request.host, request.path) for request in portal.requests]
    assert len(asked) == len(set(asked))
    for _, path in asked:
        assert not path.startswith(("/user", "/search", "/admin", "/print"))
        assert "print=" not in path
        assert "PHPSESSID" not in path


def test_a_second_crawl_finds_what_was_changed_and_what_is_gone(
    small: SamplePortal, store: ArticleStore
) -> None:
    sites, settings = _sites(small), _settings(small)
    crawl(sites, store=store, settings=settings)
    shown = [article.id for article in small.articles if not article.removed]
    gone, edited = shown[-1], shown[-2]
    small.remove(gone)
    small.edit(edited, paragraph="Tin được bổ sung sau khi đăng.")

    second = crawl(sites, store=store, settings=settings)

    assert sum(site.gone for site in second.sites) == 1
    assert sum(site.changed for site in second.sites) == 1
    assert sum(site.unchanged for site in second.sites) == len(shown) - 2
    assert sum(site.added for site in second.sites) == 0
    lost = store.get(small.url_of(gone))
    assert lost is not None
    assert lost.removed is Removal.GONE
    kept = store.get(small.url_of(edited))
    assert kept is not None
    assert kept.article.body.endswith("Tin được bổ sung sau khi đăng.")


def test_what_staff_removed_stays_removed_when_its_page_is_crawled_again(
    small: SamplePortal, store: ArticleStore
) -> None:
    sites, settings = _sites(small), _settings(small)
    crawl(sites, store=store, settings=settings)
    url = next(store.articles()).url
    store.remove(url, reason=Removal.HAND, at=datetime.now(tz=UTC))
    living = store.count()

    crawl(sites, store=store, settings=settings)

    assert store.count() == living


def test_progress_tells_every_address_once(small: SamplePortal, store: ArticleStore) -> None:
    seen: list[CrawlProgress] = []
    report = crawl(_sites(small)[:1], store=store, settings=_settings(small), progress=seen.append)

    assert len(seen) == len({step.url for step in seen})
    assert seen[-1].fetched == report.sites[0].fetched
    assert seen[-1].added == report.sites[0].added
    assert (seen[-1].waiting, seen[-1].host) == (0, "sonoivu.localhost")
