"""The sample portal goes in; a search page over it, or the verdict of a check, comes out."""

import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from socket import socket

import click

from index import ArticleStore, TimtinError, open_publisher, open_store
from search_app.sample_portal.check import Answer, check
from search_app.sample_portal.server import ADDRESS, SamplePortal

CrawlPortal = Callable[[SamplePortal, ArticleStore], int]
"""Crawls the portal into a store; gives how many articles came."""

_PORT = 8000  # where the demo serves unless the port is taken
_PORTAL_PORT = 8001
_PATIENCE = 60.0  # seconds until the server must answer; two are usual
_LOOK_AGAIN = 0.1  # seconds


class DemoFailed(TimtinError):
    """The server of the demo did not come up."""


def run_demo(crawl_portal: CrawlPortal) -> None:
    """Crawl the sample portal, build its index and serve it until interrupted."""
    with _served(crawl_portal, _free(_PORTAL_PORT), _free(_PORT)) as (portal, server, address):
        click.echo(f"Cổng mẫu: {portal.address}")
        click.echo(f"Trang tìm kiếm: {address}  (Ctrl-C để dừng)")
        click.echo("Hỏi thử: thi dua khen thuong · “thi đua khen thưởng” · 412/TB-SNV")
        server.wait()


def check_demo(crawl_portal: CrawlPortal) -> bool:
    """Ask the running demo every question of the sample's manifest; True where all is right."""
    with _served(crawl_portal, 0, _free(0)) as (portal, _, address):
        answers = check(address, portal)
    for answer in answers:
        click.echo(_line(answer))
        for complaint in answer.complaints:
            click.echo(f"        sai: {complaint}")
    wrong = sum(bool(answer.complaints) for answer in answers)
    click.echo(f"{len(answers)} câu hỏi, {len(answers) - wrong} đúng, {wrong} sai.")
    return bool(answers) and not wrong


@contextmanager
def _served(
    crawl_portal: CrawlPortal, portal_port: int, port: int
) -> Iterator[tuple[SamplePortal, subprocess.Popen[bytes], str]]:
    """The portal crawled, its index built and a server over it, all in a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="timtin-demo-") as folder:
        data = Path(folder)
        with SamplePortal(port=portal_port) as portal:
            with open_store(data) as store:
                began = time.monotonic()
                count = crawl_portal(portal, store)
                click.echo(f"Đã thu thập {count} bài trong {time.monotonic() - began:.1f} giây.")
                published = open_publisher(data, store).rebuild()
            click.echo(f"Đã lập chỉ mục {published.articles} bài.")
            with _server(data, port) as server:
                address = f"http://{ADDRESS}:{port}/"
                _wait_until_ready(server, address)
                yield portal, server, address


@contextmanager
def _server(data: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The production server as a process of its own, ended in the end."""
    command = [sys.executable, "-m", "search_app.cli", "--data", str(data), "serve"]
    server = subprocess.Popen([*command, "--host", ADDRESS, "--port", str(port)])  # noqa: S603 - ours
    try:
        yield server
    finally:
        server.terminate()
        server.wait()


def _wait_until_ready(server: subprocess.Popen[bytes], address: str) -> None:
    until = time.monotonic() + _PATIENCE
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < until and server.poll() is None:
        try:
            with closing(opener.open(f"{address}readyz", timeout=_PATIENCE)):
                return
        except OSError:
            time.sleep(_LOOK_AGAIN)
    raise DemoFailed(f"the server at {address} did not come up")


def _free(wanted: int) -> int:
    """The port that was wanted, or any free one."""
    for port in (wanted, 0):
        with socket() as probe:
            try:
                probe.bind((ADDRESS, port))
            except OSError:
                continue
            found: int = probe.getsockname()[1]
            return found
    raise DemoFailed(f"no port of {ADDRESS} is free")


def _line(answer: Answer) -> str:
    verdict = "SAI " if answer.complaints else "đúng"
    return (
        f"{verdict}  {answer.total:>4}  {answer.question}  →  {answer.first_title or '(không có)'}"
    )
