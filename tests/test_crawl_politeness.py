"""How servers are treated: what they shut, how often they are asked, what their failures mean."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crawl import crawl
from crawl.pacing import Pacing
from crawl.robots import read_rules, rules_unreachable
from index import ArticleStore
from tests.scripted_portal import Answer, Asked, Script, ScriptedPortal, html, listing, news


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ArticleStore]:
    with ArticleStore(tmp_path / "articles.sqlite") as store:
        yield store


ROBOTS = [
    pytest.param("User-agent: *\nDisallow: /", "/a", False, id="all-shut"),
    pytest.param("User-agent: *\nDisallow:", "/a", True, id="all-open"),
    pytest.param("", "/a", True, id="empty"),
    pytest.param("User-agent: *\nDisallow: /\nUser-agent: timtin\nAllow: /", "/a", True, id="own"),
    pytest.param("User-agent: TimTin\nDisallow: /b\n", "/b", False, id="any-case"),
    pytest.param(
        "User-agent: timtin\n\nUser-agent: *\nDisallow: /", "/a", False, id="shared-group"
    ),
    pytest.param(
        "User-agent: timtin\nAllow: /x\n\nUser-agent: *\nDisallow: /",
        "/a",
        True,
        id="own-beats-all",
    ),
    pytest.param("User-agent: tim\nDisallow: /\n", "/a", True, id="a-part-of-our-name"),
    pytest.param("User-agent: timtinbot\nDisallow: /\n", "/a", True, id="more-than-our-name"),
    pytest.param("User-agent: timtin/1.0\nDisallow: /\n", "/a", False, id="with-version"),
    pytest.param(
        "User-agent: x\nUser-agent: timtin\nDisallow: /a\n", "/a", False, id="group-of-two"
    ),
    pytest.param(
        "User-agent: timtin\nDisallow: /a\nUser-agent: x\nAllow: /\n"
        "User-agent: timtin\nDisallow: /b\n",
        "/b",
        False,
        id="groups-are-joined",
    ),
    pytest.param("User-agent: *\nDisallow: /a\nAllow: /a/b\n", "/a/b/c", True, id="longest"),
    pytest.param("User-agent: *\nDisallow: /*?print=\n", "/a?print=1", False, id="wildcard"),
    pytest.param("User-agent: *\nDisallow: /a$\n", "/ab", True, id="end"),
    pytest.param("\ufeffUser-agent: *\nDisallow: /a\n", "/a", False, id="byte-order-mark"),
]


@pytest.mark.parametrize(("text", "path", "allowed"), ROBOTS)
def test_robots_txt_means_what_the_rfc_says(text: str, path: str, allowed: bool) -> None:  # noqa: FBT001
    rules = read_rules(200, text.encode())
    assert rules.allows(f"http://x.test{path}") is allowed


@pytest.mark.parametrize(
    ("status", "allowed"),
    [(404, True), (403, True), (410, True), (429, False), (500, False), (503, False)],
)
def test_the_status_of_robots_txt_decides_without_its_text(status: int, allowed: bool) -> None:  # noqa: FBT001
    rules = read_rules(status, b"User-agent: *\nDisallow: /a")
    assert rules.allows("http://x.test/b") is allowed
    assert rules.allows("http://x.test/a") is allowed


def test_a_page_in_place_of_robots_txt_holds_no_rules() -> None:
    body = b"<html>User-agent: *\nDisallow: /</html>"
    assert read_rules(200, body, content_type="text/html").allows("http://x.test/a")
    assert not rules_unreachable("no answer").allows("http://x.test/a")


@pytest.mark.parametrize(
    ("written", "delay"),
    [("2", 2.0), ("0.5", 0.5), ("900", 60.0), ("-3", None), ("nan", None), ("soon", None)],
)
def test_a_crawl_delay_is_heard_up_to_a_minute(written: str, delay: float | None) -> None:
    text = f"User-agent: *\nCrawl-delay: {written}\nDisallow: /x\n"
    assert read_rules(200, text.encode()).delay == delay


def test_a_host_is_asked_after_its_delay_and_what_it_asks_for_counts_if_longer() -> None:
    pacing = Pacing(default=1.0, delays={"b": 4.0})
    assert pacing.wait("a", now=100.0) == 0.0
    pacing.started("a", at=100.0)
    pacing.started("b", at=100.0)
    assert (pacing.wait("a", now=100.25), pacing.wait("b", now=100.25)) == (0.75, 3.75)
    pacing.ask("a", delay=3.0)
    pacing.ask("b", delay=3.0)
    assert (pacing.wait("a", now=100.25), pacing.wait("b", now=100.25)) == (2.75, 3.75)
    pacing.hold("a", until=110.0)
    assert pacing.wait("a", now=104.0) == 6.0
    assert pacing.wait("a", now=111.0) == 0.0


def test_a_clock_that_was_set_back_stops_no_host_for_longer_than_its_delay() -> None:
    pacing = Pacing(default=1.0, delays={})
    pacing.started("a", at=1_000_000.0)
    assert pacing.wait("a", now=10.0) == 1.0


def test_a_hosts_requests_come_one_at_a_time_and_not_before_their_turn(store: ArticleStore) -> None:
    delay = 0.15
    pages = {"/": html(listing("/node/1", "/node/2")), "/node/1": news(1), "/node/2": news(2)}
    with ScriptedPortal(pages) as portal:
        began = time.monotonic()
        crawl([portal.site()], store=store, settings=portal.settings(delay=delay))
        # Counted from the beginning, a request that was slow to arrive makes no gap look short.
        turns = [(asked.at - began) / delay for asked in portal.asked]
        assert len(turns) == 6
        assert all(turn >= number for number, turn in enumerate(turns))
        assert portal.most_at_once == 1


def test_the_delay_that_robots_txt_asks_for_is_kept(store: ArticleStore) -> None:
    robots = Answer(b"User-agent: *\nCrawl-delay: 0.2\nDisallow: /x\n")
    with ScriptedPortal({"/robots.txt": robots, "/": html(listing())}) as portal:
        began = time.monotonic()
        crawl([portal.site()], store=store, settings=portal.settings())
        turns = [(asked.at - began) / 0.2 for asked in portal.asked]
    assert [int(turn) >= number for number, turn in enumerate(turns)] == [True] * 4


@pytest.mark.parametrize(
    "robots",
    [
        pytest.param(Answer(status=503), id="failing"),
        pytest.param(Answer(b"User-agent: *\nAllow: /", cut=True), id="broken-off"),
        pytest.param(Answer(status=302, headers={"Location": "http://10.0.0.1/"}), id="led-away"),
    ],
)
def test_while_robots_txt_cannot_be_had_nothing_is_fetched(
    store: ArticleStore, robots: Answer
) -> None:
    with ScriptedPortal({"/robots.txt": robots, "/": html(listing("/node/1"))}) as portal:
        report = crawl([portal.site()], store=store, settings=portal.settings())
        assert {asked.path for asked in portal.asked} == {"/robots.txt"}
    assert (report.sites[0].fetched, report.sites[0].refused_by_robots) == (0, 3)
    assert [failure.url for failure in report.sites[0].failures] == [f"{portal.origin}/robots.txt"]


def test_robots_txt_is_read_behind_a_redirect(store: ArticleStore) -> None:
    pages = {
        "/robots.txt": Answer(status=301, headers={"Location": "/r/robots.txt"}),
        "/r/robots.txt": Answer(b"User-agent: *\nDisallow: /node/1\nSitemap: /tin.xml"),
        "/tin.xml": Answer(b"<urlset><url><loc>/node/2</loc></url></urlset>"),
        "/": html(listing("/node/1")),
        "/node/1": news(1),
        "/node/2": news(2),
    }
    with ScriptedPortal(pages) as portal:
        report = crawl([portal.site()], store=store, settings=portal.settings())
        assert "/node/1" not in portal.paths
        assert "/node/2" in portal.paths
    assert report.sites[0].refused_by_robots == 1


def _failing_at_first(times: int, failure: Answer) -> Callable[[Asked], Answer]:
    left = [failure] * times

    def answer(_: Asked) -> Answer:
        return left.pop() if left else news(1)

    return answer


@pytest.mark.parametrize(
    "failure",
    [
        pytest.param(Answer(status=500), id="500"),
        pytest.param(Answer(status=429, headers={"Retry-After": "0"}), id="429"),
        pytest.param(Answer(b"<html>", headers={"Content-Type": "text/html"}, cut=True), id="cut"),
    ],
)
def test_a_page_whose_server_fails_twice_is_fetched_the_third_time(
    store: ArticleStore, failure: Answer
) -> None:
    pages: dict[str, Script] = {"/": html(listing("/node/1"))}
    pages["/node/1"] = _failing_at_first(2, failure)
    with ScriptedPortal(pages) as portal:
        report = crawl([portal.site()], store=store, settings=portal.settings())
        assert portal.paths == ["/", "/node/1", "/node/1", "/node/1"]
    assert (report.sites[0].added, report.sites[0].failed) == (1, 0)


def test_a_host_that_keeps_failing_is_left_alone_until_the_next_crawl(store: ArticleStore) -> None:
    links = [f"/node/{number}" for number in range(1, 20)]
    with ScriptedPortal({"/": html(listing(*links))}) as portal:
        portal.pages |= dict.fromkeys(links, Answer(status=500))
        settings = portal.settings(patience=4)
        first = crawl([portal.site()], store=store, settings=settings)
        assert len(portal.paths) == 5
        assert first.sites[0].waiting == 19
        portal.pages |= {link: news(number) for number, link in enumerate(links)}
        second = crawl([portal.site()], store=store, settings=settings)
    assert (second.sites[0].added, second.sites[0].waiting) == (19, 0)


def test_a_server_that_asks_for_hours_is_not_waited_for(store: ArticleStore) -> None:
    busy = Answer(status=503, headers={"Retry-After": "7200"})
    with ScriptedPortal({"/": html(listing("/node/1", "/node/2")), "/node/1": busy}) as portal:
        report = crawl([portal.site()], store=store, settings=portal.settings())
        assert portal.paths == ["/", "/node/1"]
    assert report.sites[0].waiting == 2


def test_a_server_that_never_answers_is_given_up_after_a_while(store: ArticleStore) -> None:
    done = threading.Event()

    def sleep(_: Asked) -> Answer:
        done.wait()
        return news(1)

    pages: dict[str, Script] = {"/": html(listing("/node/1", "/node/2")), "/node/2": news(2)}
    with ScriptedPortal(pages | {"/node/1": sleep}) as portal:
        report = crawl([portal.site()], store=store, settings=portal.settings(timeout=0.3))
        done.set()
    assert [failure.reason for failure in report.sites[0].failures] == [
        "no answer within 0.3 seconds"
    ]
    assert report.sites[0].added == 1


def test_a_robots_txt_that_fails_once_is_asked_for_again(store: ArticleStore) -> None:
    left = [Answer(status=503)]
    pages: dict[str, Script] = {
        "/robots.txt": lambda _: left.pop() if left else Answer(b"User-agent: *\nDisallow: /b"),
        "/": html(listing("/node/1", "/b")),
        "/node/1": news(1),
    }
    with ScriptedPortal(pages) as portal:
        report = crawl([portal.site()], store=store, settings=portal.settings())
        assert [asked.path for asked in portal.asked][:3] == ["/robots.txt", "/robots.txt", "/"]
    assert (report.sites[0].added, report.sites[0].failed) == (1, 0)
    assert report.sites[0].refused_by_robots == 1
