"""Site files: what they may say, and how an error in one is told."""

import subprocess
import sys
from pathlib import Path

import pytest

from crawl import Site, SiteFileError, family, load_sites

SITE = 'profile = "drupal7"\nstart = ["https://snv.yenlinh.gov.vn/"]\n'


def _load(folder: Path, text: str) -> Site:
    (folder / "yenlinh.toml").write_text(text, encoding="utf-8")
    return load_sites(folder)[0]


def test_a_site_takes_its_family_and_changes_what_it_needs(tmp_path: Path) -> None:
    site = _load(
        tmp_path,
        SITE + 'delay = 2.5\nlimit = 100\naliases = ["www2.yenlinh.gov.vn"]\n'
        '[article]\ntitle = [".tieu-de"]\n'
        '[address]\nfold = [{ match = "^/ban-in/(.+)$", to = "/\\\\1" }]\n',
    )
    assert site.name == "yenlinh"
    assert (site.delay, site.limit) == (2.5, 100)
    assert site.hosts == ("snv.yenlinh.gov.vn",)
    assert site.profile.article.title.css == (".tieu-de",)
    assert site.profile.article.body == family("drupal7").article.body
    assert site.profile.addresses.folds[0].to == r"/\1"
    assert site.profile.addresses.aliases == {"www2.yenlinh.gov.vn": "snv.yenlinh.gov.vn"}


def test_a_site_without_a_family_brings_its_own_rules(tmp_path: Path) -> None:
    site = _load(
        tmp_path,
        'start = ["https://x.gov.vn/tin"]\n[article]\ntitle = ["h1"]\nbody = ["#noi-dung"]\n',
    )
    assert site.profile.article.body == ("#noi-dung",)
    assert site.profile.listing.link == ()


def test_a_folder_without_files_has_no_sites(tmp_path: Path) -> None:
    assert load_sites(tmp_path) == ()
    assert load_sites(tmp_path / "missing") == ()


def test_sites_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.toml").write_text(SITE)
    (tmp_path / "note.txt").write_text("no site")
    assert [site.name for site in load_sites(tmp_path)] == ["a", "b"]


MISTAKES = [
    pytest.param("start = [", "yenlinh.toml: ", id="no-toml"),
    pytest.param(SITE + "detay = 2\n", "yenlinh.toml: detay: no such key", id="misspelled"),
    pytest.param('profile = "drupal7"\n', "start: no address", id="no-start"),
    pytest.param(
        'profile = "drupal7"\nstart = ["snv.gov.vn"]', "start: 'snv.gov.vn'", id="no-scheme"
    ),
    pytest.param('profile = "drupal7"\nstart = ["ftp://snv.gov.vn/"]', "start: 'ftp:", id="ftp"),
    pytest.param(
        'profile = "drupal7"\nstart = "https://x.vn/"', "start: expected a list", id="text"
    ),
    pytest.param(SITE.replace("drupal7", "joomla"), "no profile 'joomla'", id="no-such-family"),
    pytest.param(SITE + "delay = 0\n", "delay: expected a number above 0", id="delay"),
    pytest.param(SITE + 'delay = "1"\n', "delay: expected a number above 0", id="delay-text"),
    pytest.param(SITE + "limit = 2.5\n", "limit: expected a whole number", id="limit"),
    pytest.param(SITE + 'hosts = ["https://x.vn"]\n', "hosts: 'https://x.vn'", id="host-is-url"),
    pytest.param(SITE + "article = 3\n", "article: expected a table", id="no-table"),
    pytest.param(SITE + '[article]\ntitel = ["h1"]\n', "article.titel: no such key", id="deep"),
    pytest.param(SITE + '[article]\nbody = ["h1["]\n', "article.body: 'h1['", id="selector"),
    pytest.param(SITE + "[article]\nbody = []\n", "article.body: no selector", id="no-body"),
    pytest.param(SITE + "[article]\nurl = '('\n", "article.url: '('", id="pattern"),
    pytest.param(
        SITE + "[article]\nposter = { css = ['p'], regex = 'x' }\n",
        "article.poster.regex: expected exactly one group",
        id="no-group",
    ),
    pytest.param(
        SITE + "[article]\ndate = { css = ['p'], order = 'ymd' }\n",
        "article.date.order: expected dmy or mdy, found 'ymd'",
        id="order",
    ),
    pytest.param(
        SITE + "[address]\nfold = [{ match = '^/a', to = '/\\1' }]\n",
        "address.fold.to:",
        id="fold-names-a-missing-group",
    ),
    pytest.param(
        SITE + "[address]\nfold = [{ match = '^/a' }]\n", "address.fold.to: is missing", id="fold"
    ),
]


@pytest.mark.parametrize(("text", "complaint"), MISTAKES)
def test_a_mistake_is_told_with_its_file_and_key(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(SiteFileError) as caught:
        _load(tmp_path, text)
    assert complaint in str(caught.value)


@pytest.mark.parametrize("name", ["drupal7", "nukeviet4"])
def test_the_bundled_families_are_whole(name: str) -> None:
    profile = family(name)
    assert profile.name == name
    assert profile.article.detect
    assert profile.listing.link
    assert profile.listing.next


def test_the_door_loads_neither_scrapy_nor_beautiful_soup() -> None:
    heavy = "{'scrapy', 'bs4', 'twisted', 'lxml'}"
    asked = f"import crawl, sys; print(sorted({heavy} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
