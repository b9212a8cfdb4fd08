import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawl.addresses import AddressRules, Fold, authority_of, canonical, declared, resolve
from index import identity

RULES = AddressRules(
    drop=frozenset({"print", "sesskey"}),
    folds=(
        Fold(re.compile(r"^/print/(\d+)$"), r"/node/\1"),
        Fold(re.compile(r"^/in/(.+)$"), r"/\1"),
    ),
    aliases={"snv.yenlinh.test": "sonoivu.yenlinh.test"},
)
BASE = "http://sonoivu.yenlinh.test/tin-tuc/thi-dua?page=2"
HOME = "http://sonoivu.yenlinh.test"

LINKS = [
    pytest.param("/node/101", f"{HOME}/node/101", id="absolute-path"),
    pytest.param("chi-tiet", f"{HOME}/tin-tuc/chi-tiet", id="relative"),
    pytest.param("?page=3", f"{HOME}/tin-tuc/thi-dua?page=3", id="paging-is-kept"),
    pytest.param("../../../a/./b/../c", f"{HOME}/a/c", id="dot-segments"),
    pytest.param("//SONOIVU.yenlinh.test:80/x#y", f"{HOME}/x", id="host-port-fragment"),
    pytest.param("/x?utm_source=zalo&id=4&fbclid=a", f"{HOME}/x?id=4", id="tracking"),
    pytest.param("/x;jsessionid=AB12?id=4", f"{HOME}/x?id=4", id="session-in-path"),
    pytest.param("/x;jsessionid=AB12/y;v=1", f"{HOME}/x/y;v=1", id="other-path-parameter"),
    pytest.param("/x?SessKey=1&b=2&a=1", f"{HOME}/x?b=2&a=1", id="dropped-in-any-case"),
    pytest.param("/print/101", f"{HOME}/node/101", id="print-twin"),
    pytest.param("/print/101?utm_medium=x", f"{HOME}/node/101", id="print-twin-tracked"),
    pytest.param("/node/101?print=1", f"{HOME}/node/101", id="print-parameter"),
    pytest.param("/in/tin/bai-viet.html", f"{HOME}/tin/bai-viet.html", id="in-twin"),
    pytest.param("http://snv.yenlinh.test/node/7", f"{HOME}/node/7", id="alias"),
    pytest.param(
        "/tệp đính kèm.pdf", f"{HOME}/t%E1%BB%87p%20%C4%91%C3%ADnh%20k%C3%A8m.pdf", id="raw"
    ),
    pytest.param("/a%20b?q=%C4%91", f"{HOME}/a%20b?q=%C4%91", id="encoded-once"),
    pytest.param("http://sonoivu.yenlinh.test", f"{HOME}/", id="bare-host"),
    pytest.param("https://khác.test/x", "https://xn--khc-fla.test/x", id="idna"),
    pytest.param("http://[2001:db8::1]:8080/x", "http://[2001:db8::1]:8080/x", id="ipv6"),
    pytest.param("  /blanks \n", f"{HOME}/blanks", id="blanks"),
    pytest.param("#top", None, id="fragment-alone"),
    pytest.param("", None, id="empty"),
    pytest.param("javascript:void(0)", None, id="javascript"),
    pytest.param("mailto:a@b.test", None, id="mail"),
    pytest.param("file:///etc/passwd", None, id="file"),
    pytest.param("http://admin:pw@sonoivu.yenlinh.test/", None, id="user-name"),
    pytest.param("http://[::1", None, id="broken"),
    pytest.param("http://x.test:99999/", None, id="no-such-port"),
    pytest.param("/" + "a" * 2_000, None, id="too-long"),
]


@pytest.mark.parametrize(("link", "expected"), LINKS)
def test_a_link_becomes_the_address_to_fetch(link: str, expected: str | None) -> None:
    assert resolve(link, base=BASE, rules=RULES) == expected


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        pytest.param("/node/101", f"{HOME}/node/101", id="same-host"),
        pytest.param(
            "https://sonoivu.yenlinh.test/node/101",
            "https://sonoivu.yenlinh.test/node/101",
            id="other-scheme",
        ),
        pytest.param("http://khac.test/node/101", f"{HOME}/bai", id="other-host"),
        pytest.param("http://sonoivu.yenlinh.test:8080/n", f"{HOME}/bai", id="other-port"),
        pytest.param("/", f"{HOME}/bai", id="front-page"),
        pytest.param("", f"{HOME}/bai", id="empty"),
        pytest.param("http://snv.yenlinh.test/node/5", f"{HOME}/node/5", id="alias"),
    ],
)
def test_a_declared_address_counts_on_its_own_host_alone(link: str, expected: str) -> None:
    assert declared(link, page=f"{HOME}/bai", rules=RULES) == expected


@given(
    st.text(alphabet="aẾ/.;=&?%#:@[] 1\\", max_size=40),
    st.sampled_from(["http://x.test/", "https://x.test/a/b?c=d"]),
)
def test_an_address_is_settled_after_one_pass(link: str, base: str) -> None:
    once = resolve(link, base=base, rules=AddressRules())
    if once is not None:
        assert canonical(once, rules=AddressRules()) == once
        assert identity(once)


def test_the_port_belongs_to_the_authority_unless_it_is_the_schemes_own() -> None:
    assert authority_of("http://x.test:8080/a") == "x.test:8080"
    assert authority_of("https://x.test:443/a") == "x.test"
