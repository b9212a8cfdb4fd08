"""What must never be dialled, downloaded or believed, tried on a server of our own."""

import asyncio
import gzip
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from crawl import (
    AddressRefused,
    ContactMissing,
    CrawlError,
    CrawlSettings,
    LoopbackPermit,
    crawl,
    load_sites,
)
from crawl.engine.download import GuardedResolver
from crawl.errors import SiteFileError
from crawl.guard import AddressGuard
from index import ArticleStore
from tests.scripted_portal import HOST, Answer, ScriptedPortal, html, listing, news

PERMIT = LoopbackPermit(port=5001, hosts=frozenset({"a.localhost"}))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ArticleStore]:
    with ArticleStore(tmp_path / "articles.sqlite") as store:
        yield store


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://127.0.0.1/", id="loopback"),
        pytest.param("http://127.1/", id="short"),
        pytest.param("http://0x7f.1/", id="hexadecimal"),
        pytest.param("http://2130706433/", id="one-number"),
        pytest.param("http://0.0.0.0/", id="unspecified"),
        pytest.param("http://10.1.2.3/", id="private"),
        pytest.param("http://169.254.169.254/", id="link-local"),
        pytest.param("http://100.64.0.1/", id="carrier"),
        pytest.param("http://224.0.0.1/", id="multicast"),
        pytest.param("http://240.0.0.1/", id="reserved"),
        pytest.param("http://[::1]/", id="loopback-6"),
        pytest.param("http://[::ffff:127.0.0.1]/", id="mapped"),
        pytest.param("http://[64:ff9b::7f00:1]/", id="translated"),
        pytest.param("http://[2002:7f00:1::]/", id="6to4"),
        pytest.param("http://[fe80::1%25eth0]/", id="scoped"),
        pytest.param("http://localhost/", id="name-of-this-machine"),
        pytest.param("http://b.localhost:5001/", id="name-beside-the-permit"),
        pytest.param("http://a.localhost:5002/", id="port-beside-the-permit"),
        pytest.param("http://127.0.0.1:5001/", id="permitted-port-without-its-name"),
        pytest.param("http://93.184.215.14:22/", id="port-of-something-else"),
        pytest.param("ftp://93.184.215.14/", id="ftp"),
        pytest.param("file:///etc/passwd", id="file"),
    ],
)
def test_no_address_beside_the_public_web_is_dialled(url: str) -> None:
    with pytest.raises(AddressRefused):
        AddressGuard(PERMIT).check_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://93.184.215.14/",
        "https://[2606:2800:21f:cb07::1]:8080/",
        "https://sonoivu.langson.gov.vn/",
        "http://a.localhost:5001/",
    ],
)
def test_the_public_web_and_the_permit_are_let_through(url: str) -> None:
    AddressGuard(PERMIT).check_url(url)


def test_a_name_that_leads_to_this_machine_is_refused_after_its_lookup() -> None:
    async def look() -> None:
        resolver = GuardedResolver(AddressGuard())
        try:
            await resolver.resolve("localhost", 80)
        finally:
            await resolver.close()

    with pytest.raises(AddressRefused):
        asyncio.run(look())


def test_the_address_really_dialled_has_the_last_word() -> None:
    with pytest.raises(AddressRefused):
        AddressGuard().check_dialled("127.0.0.1", 80)
    with pytest.raises(AddressRefused):
        AddressGuard(PERMIT).check_dialled("127.0.0.1", 80)
    AddressGuard(PERMIT).check_dialled("127.0.0.1", 5001)


def test_without_a_permit_in_code_loopback_is_never_asked(
    store: ArticleStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIMTIN_LOOPBACK", "1")
    with ScriptedPortal({"/": html(listing("/node/1")), "/node/1": news(1)}) as portal:
        settings = replace(portal.settings(), loopback=None)
        report = crawl([portal.site()], store=store, settings=settings)
        assert portal.asked == []
    assert report.sites[0].refused_by_guard == 3
    assert report.sites[0].fetched == 0


def test_no_site_file_can_hold_a_permit(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(
        'profile = "drupal7"\nstart = ["http://a.localhost:5001/"]\nloopback = 5001\n'
    )
    with pytest.raises(SiteFileError, match=r"x\.toml: loopback: no such key"):
        load_sites(tmp_path)


def test_a_permit_covers_nothing_but_names_of_this_machine() -> None:
    with pytest.raises(CrawlError, match=r"sonoivu\.gov\.vn"):
        LoopbackPermit(port=5001, hosts=frozenset({"sonoivu.gov.vn"}))
    with pytest.raises(CrawlError, match="port"):
        LoopbackPermit(port=0, hosts=frozenset())


@pytest.mark.parametrize("contact", ["", "  ", "https://example.org/bot", "mailto:TODO"])
def test_nobody_elses_server_is_asked_without_a_contact(
    store: ArticleStore, tmp_path: Path, contact: str
) -> None:
    (tmp_path / "x.toml").write_text('profile = "drupal7"\nstart = ["https://snv.gov.vn/"]\n')
    with pytest.raises(ContactMissing, match=r"snv\.gov\.vn"):
        crawl(load_sites(tmp_path), store=store, settings=CrawlSettings(contact=contact))


def test_links_that_lead_to_this_machine_are_refused_even_inside_the_site(
    store: ArticleStore,
) -> None:
    with ScriptedPortal({"/node/1": news(1)}) as portal:
        literal = f"127.0.0.1:{portal.port}"
        portal.pages["/"] = html(listing("/node/1", f"http://{literal}/node/2"))
        site = portal.site(hosts=(literal,))
        report = crawl([site], store=store, settings=portal.settings())
        assert "/node/2" not in portal.paths
    assert report.sites[0].refused_by_guard == 1
    assert report.sites[0].added == 1


@pytest.mark.parametrize(
    "target",
    [
        pytest.param("http://127.0.0.1:{port}/node/2", id="loopback"),
        pytest.param("http://khac.localhost:{port}/node/2", id="other-host"),
        pytest.param("file:///etc/passwd", id="file"),
        pytest.param("http://169.254.169.254/latest", id="metadata"),
    ],
)
def test_a_redirect_never_leads_out_of_the_site(store: ArticleStore, target: str) -> None:
    with ScriptedPortal({"/": html(listing("/node/1"))}) as portal:
        location = target.format(port=portal.port)
        portal.pages["/node/1"] = Answer(status=302, headers={"Location": location})
        report = crawl([portal.site()], store=store, settings=portal.settings())
        assert portal.paths == ["/", "/node/1"]
    assert [failure.url for failure in report.sites[0].failures] == [f"{portal.origin}/node/1"]
    assert store.count() == 0


def test_a_redirect_to_a_page_that_robots_txt_shuts_is_not_followed(store: ArticleStore) -> None:
    pages = {
        "/robots.txt": Answer(b"User-agent: *\nDisallow: /kin"),
        "/": html(listing("/node/1")),
        "/node/1": Answer(status=301, headers={"Location": "/kin/1"}),
        "/kin/1": news(1),
    }
    with ScriptedPortal(pages) as portal:
        report = crawl([portal.site()], store=store, settings=portal.settings())
        assert portal.paths == ["/", "/node/1"]
    assert report.sites[0].refused_by_robots == 1


def test_a_page_too_large_is_refused_packed_or_not(store: ArticleStore) -> None:
    bomb = Answer(
        gzip.compress(b"<p>" + b" " * 5_000_000),
        headers={"Content-Type": "text/html", "Content-Encoding": "gzip"},
    )
    pages = {"/": html(listing("/node/1", "/node/2", "/node/3")), "/node/3": news(3)}
    with ScriptedPortal({**pages, "/node/1": html("x" * 200_000), "/node/2": bomb}) as portal:
        settings = portal.settings(most_bytes=100_000)
        report = crawl([portal.site()], store=store, settings=settings)
    site = report.sites[0]
    assert (site.added, site.failed) == (1, 2)
    assert {failure.url[-1] for failure in site.failures} == {"1", "2"}


def test_a_sitemap_with_entities_is_reported_and_not_unfolded(store: ArticleStore) -> None:
    lol = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    bomb = lol + b"<urlset><url><loc>/node/&b;</loc></url></urlset>"
    pages = {"/": html(listing("/node/1")), "/node/1": news(1), "/sitemap.xml": Answer(bomb)}
    with ScriptedPortal(pages) as portal:
        report = crawl([portal.site()], store=store, settings=portal.settings())
        assert portal.paths == ["/", "/node/1"]
    assert report.sites[0].failed == 1
    assert report.sites[0].added == 1


def test_the_crawler_names_itself_and_hands_over_nothing_else(store: ArticleStore) -> None:
    cookie = Answer(b"<p>", headers={"Content-Type": "text/html", "Set-Cookie": "a=b"})
    with ScriptedPortal({"/": cookie}) as portal:
        crawl([portal.site()], store=store, settings=portal.settings())
        for asked in portal.asked:
            assert asked.headers["user-agent"].startswith("timtin/")
            assert asked.headers["user-agent"].endswith("(+https://timtin.test/crawler)")
            assert not {"cookie", "referer", "authorization"} & asked.headers.keys()
            assert asked.host == f"{HOST}:{portal.port}"


def _self_signed(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(tz=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "both.pem").write_bytes(pem + certificate.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return context


def test_a_server_that_cannot_prove_its_name_is_told_nothing(
    store: ArticleStore, tmp_path: Path
) -> None:
    pages = {"/": html(listing("/node/1")), "/node/1": news(1)}
    with ScriptedPortal(pages, tls=_self_signed(tmp_path)) as portal:
        assert portal.origin.startswith("https:")
        report = crawl([portal.site()], store=store, settings=portal.settings())
        assert portal.asked == []
    assert "certificate" in report.sites[0].failures[0].reason.lower()
