"""What every page is made of: for weak eyes and slow lines, and never of anybody else's text."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import search_app
from index import Article, ArticleError
from index.engines.memory import MemoryIndex
from search_app.request_query import LANGUAGES
from tests.web_page import Page, page_at, titles
from tests.web_sample import HOSTILE_TITLE, client_of

_LARGEST = 30_000  # bytes of a page with its stylesheet: a feature phone on a slow line


EVERY_PAGE = [
    "/",
    "/?lang=en",
    "/search?q=nhiem+vu&page=2",
    "/search?q=nhiem+vu&lang=en&section=Tin&site=a.vn",
    "/search?q=khongcogi",
    "/search?q=thi+dua&page=40",
    "/search?from=x&q=thi+-dua",
    "/nothing",
]


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_every_page_is_built_for_those_who_cannot_see_it(path: str) -> None:
    page = page_at(path)
    assert [html["lang"] in LANGUAGES for html in page.all("html")] == [True]
    assert len(page.texts("h1")) == len(page.all("main")) == len(page.all("search")) == 1
    levels = [int(tag[1]) for tag, _, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    ids = [attributes["id"] for _, attributes, _ in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    labelled = {label["for"] for label in page.all("label")}
    for field in page.all("input"):
        assert field.get("type") == "hidden" or field["id"] in labelled
    for _, attributes, _ in page.elements:
        for name in ("aria-labelledby", "aria-describedby", "form"):
            assert attributes.get(name, ids[0]) in ids
    assert page.elements[[tag for tag, _, _ in page.elements].index("a")][1]["href"] == "#main"
    assert all(label for label in page.links())
    assert all("alt" in image for image in page.all("img"))


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_every_page_is_small_and_asks_nobody_else(path: str) -> None:
    client = client_of()
    content = client.get(path).data
    stylesheet = client.get("/static/timtin.css", buffered=True).data
    assert len(content) + len(stylesheet) < _LARGEST
    page = Page(content.decode())
    for loaded in (*page.all("link"), *page.all("img")):
        assert (loaded.get("href") or loaded["src"]).startswith("/static/")


def test_a_title_that_is_an_attack_is_text() -> None:
    page = page_at("/search?q=bao+cao+dao+nguoc")
    assert titles(page) == [HOSTILE_TITLE]
    (script,) = page.all("script")
    assert script["src"].startswith("/static/timtin.js?")
    assert page.texts("script") == [""]
    assert [image for image in page.all("img") if "onerror" in image] == []
    assert page.all("b") == []


_HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from("<>&\"'/=`{}%# \u202e\u05d0script"), st.characters(codec="utf-8")
    ),
    max_size=40,
)


def _names_in_templates(pattern: str) -> set[str]:
    room = Path(*search_app.__path__).parent / "templates"
    content = " ".join(path.read_text(encoding="utf-8") for path in room.glob("*.html"))
    return set(re.findall(pattern, content))


_TAGS = _names_in_templates(r"<([a-z][a-z0-9]*)") | {"mark"}


_ATTRIBUTES = _names_in_templates(r"[\s}]([a-z][a-z-]*)=\"") | {"defer"}


@given(title=_HOSTILE, body=_HOSTILE, section=_HOSTILE, unit=_HOSTILE, asked=_HOSTILE)
def test_no_text_that_is_stored_or_asked_becomes_anything_but_text(
    title: str, body: str, section: str, unit: str, asked: str
) -> None:
    url = "https://a.vn/1?x=\"'><script>"
    article = Article(
        url=url, title=f"{title}.", body=f"{body}.", section=section, unit=unit, lang=asked[:5]
    )
    client = client_of(MemoryIndex([article]))
    plain = Page(client.get("/search?site=a.vn").text)
    for query in ({"site": "a.vn"}, {"site": "a.vn", "section": section, "q": asked}):
        page = Page(client.get("/search", query_string=query).text)
        assert {tag for tag, _, _ in page.elements} <= _TAGS
        assert len(page.all("script")) == 1
        assert {name for _, attributes, _ in page.elements for name in attributes} <= _ATTRIBUTES
        for link in page.all("a"):
            assert link["href"] == article.url or re.match(r"[/#](?!/)", link["href"])
    assert plain.raw_texts("a", rel="noopener") == [article.title]
    assert plain.raw_texts("p", class_="snippet") == [article.body]


def test_an_address_that_is_no_web_page_never_becomes_an_article() -> None:
    with pytest.raises(ArticleError):
        Article(url="javascript:alert(1)", title="a", body="b")


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _palettes() -> dict[str, dict[str, str]]:
    stylesheet = (Path(*search_app.__path__) / "static/timtin.css").read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", stylesheet, re.DOTALL)
    colour = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
    return {"light": dict(colour.findall(light)), "dark": dict(colour.findall(dark))}


@pytest.mark.parametrize("palette", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [
        *(
            (ink, ground, 4.5)
            for ground in ("ground", "raised")
            for ink in ("ink", "muted", "link")
        ),
        ("ink", "note", 4.5),
        ("link", "note", 4.5),
        ("visited", "ground", 4.5),
        ("brand", "ground", 4.5),
        ("brand", "raised", 4.5),
        ("on-mark", "mark", 4.5),
        ("on-red", "red", 4.5),
        ("on-red", "red-dark", 4.5),
        ("edge", "ground", 3.0),
        ("edge", "raised", 3.0),
    ],
)
def test_colours_are_told_apart_by_weak_eyes(
    palette: str, ink: str, ground: str, least: float
) -> None:
    palettes = _palettes()
    colours = palettes["light"] | palettes[palette]
    assert _contrast(colours[ink], colours[ground]) >= least
