"""Spans into stored text, and the HTML they become."""

import html
import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import search_app
from index import Article, Passage, Span, read_query
from index.engines.memory import MemoryIndex
from index.query import Word
from index.reading import read_words
from search_app.marking import marked, marked_snippet, plain_snippet
from tests.web_sample import client_of

_HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from("<>&\"'/= amrk-\u202e\u2066\u05d0đườngĐ\u0301"),
        st.characters(codec="utf-8"),
    ),
    max_size=60,
)


@st.composite
def _passages(draw: st.DrawFn) -> Passage:
    text = draw(_HOSTILE)
    start = draw(st.integers(0, 1000))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=10)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    marks = tuple(Span(start + begin, start + end) for begin, end in pairs)
    return Passage(field="body", start=start, text=text, marks=marks)


def unmarked(content: str) -> str:
    """HTML with marks taken out and entities read."""
    return html.unescape(content.replace("<mark>", "").replace("</mark>", ""))


@given(_passages())
def test_without_marks_and_unescaped_it_is_the_text_again(passage: Passage) -> None:
    assert unmarked(str(marked(passage))) == passage.text


@given(_passages())
def test_each_span_is_one_mark_and_there_is_no_other_tag(passage: Passage) -> None:
    content = str(marked(passage))
    inside = [html.unescape(text) for text in re.findall(r"<mark>(.*?)</mark>", content, re.DOTALL)]
    offset = passage.start
    assert inside == [
        passage.text[mark.start - offset : mark.end - offset] for mark in passage.marks
    ]
    assert not re.search(r"[<>\"']", content.replace("<mark>", "").replace("</mark>", ""))


@given(st.lists(_passages(), max_size=3))
def test_a_snippet_is_its_passages_joined(passages: list[Passage]) -> None:
    assert str(marked_snippet(passages)) == " … ".join(str(marked(one)) for one in passages)
    assert unmarked(str(marked_snippet(passages))) == plain_snippet(passages)


def test_marks_stand_on_the_original_accents() -> None:
    passage = Passage(
        field="body", start=100, text="Thi đua & khen", marks=(Span(100, 103), Span(104, 107))
    )
    assert str(marked(passage)) == "<mark>Thi</mark> <mark>đua</mark> &amp; khen"


@given(title=_HOSTILE, body=_HOSTILE, asked=_HOSTILE)
def test_whatever_is_stored_and_asked_the_answer_is_the_stored_text_with_marks_asked_for(
    title: str, body: str, asked: str
) -> None:
    article = Article(url="https://a.vn/1", title=f"{title} đường", body=f"{body} duong, đường")
    client = client_of(MemoryIndex([article]))
    for query in (asked, f"{asked} duong", f'"đường" {title[:20]}'):
        answered = client.get("/api/v1/search", query_string={"q": query}).get_json()
        words = {word.folded for word in _words(query)}
        for result in answered["results"]:
            assert unmarked(result["title_html"]) == result["title"] == article.title
            assert unmarked(result["snippet_html"]) == result["snippet"]
            marks = re.findall(r"<mark>(.*?)</mark>", result["title_html"] + result["snippet_html"])
            for mark in marks:
                assert {word.folded for word in read_words(html.unescape(mark))} <= words


def _words(text: str) -> list[Word]:
    query = read_query(text)
    return [word for wanted in query.alternatives for phrase in wanted for word in phrase.words]


def test_marks_are_made_in_one_module_and_no_template_calls_anything_safe() -> None:
    room = Path(*search_app.__path__)
    files = [*room.glob("*.py"), *(room.parent / "templates").glob("*.html")]
    making = {path.name for path in files if "</mark>" in path.read_text(encoding="utf-8")}
    assert len(files) > 20
    assert making == {"marking.py"}
    assert [path for path in files if re.search(r"\|\s*safe\b", path.read_text("utf-8"))] == []
