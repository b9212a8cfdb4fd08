"""A search as a url goes in, a page of results comes out, or the page to start from."""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request, url_for
from werkzeug.http import generate_etag

from index import ResultPage, SearchIndex, TimtinError
from search_app.examples import Examples
from search_app.figures import number
from search_app.frame import Frame, frame
from search_app.kept_answers import Content, KeptAnswers
from search_app.links import Links
from search_app.note_view import problem_notices
from search_app.request_query import Asked, read_request
from search_app.result_view import result_view
from search_app.wording import wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to search, with an example to follow."""

    label: str
    why: str
    example: str
    href: str


class _Pages:
    def __init__(self, index: SearchIndex, kept: KeptAnswers) -> None:
        self._index = index
        self._kept = kept
        self._examples = Examples(index)

    def search(self) -> Response:
        """The page of results, or the page to start from where nothing was asked."""
        place = self._kept.place()
        results = place.found()
        if results is None:
            asked = read_request(dict(request.args.lists()))
            if not asked.query.text and not asked.query.filters:
                return _response(self._start(asked))
            page = self._index.search(asked.query)
            results = _results(asked, page)
            if not page.partial and not asked.problems:
                place.keep(results)
        response = _response(results)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def _start(self, asked: Asked) -> Content:
        text = wording(asked.lang)
        return _page(
            "start.html",
            frame=framed(asked, text["tagline"], noindex=False),
            count=self._count(asked.lang),
            ways=self._ways(asked),
            notices=problem_notices(asked),
        )

    def _ways(self, asked: Asked) -> tuple[Way, ...]:
        text = wording(asked.lang)
        links = Links(url_for("pages.search"), asked.parameters)
        return tuple(
            Way(
                label=text[f"way_{kind}"],
                why=text[f"way_{kind}_why"],
                example=example,
                href=links.changed([("q", example)]),
            )
            for kind, example in self._examples.current().items()
        )

    def _count(self, lang: str) -> str:
        """How much there is to search; "" where that is not known, for one may still read on."""
        try:
            status = self._index.status()
        except TimtinError:
            return ""
        return wording(lang)["start_count"].format(
            articles=number(status.articles, lang), sites=number(len(status.by_site), lang)
        )


def framed(asked: Asked, title: str, *, noindex: bool = True) -> Frame:
    """The frame of a page of this application."""
    return frame(
        asked,
        title,
        home=url_for("pages.start"),
        action=url_for("pages.search"),
        suggest=url_for("api.suggest"),
        noindex=noindex,
    )


def pages(index: SearchIndex, kept: KeptAnswers) -> Blueprint:
    """The routes for readers."""
    routes = Blueprint("pages", __name__)
    answering = _Pages(index, kept)
    routes.add_url_rule("/", "start", answering.search)
    routes.add_url_rule("/search", "search", answering.search)
    return routes


def _results(asked: Asked, page: ResultPage) -> Content:
    view = result_view(asked, page, Links(url_for("pages.search"), asked.parameters))
    return _page("results.html", frame=framed(asked, view.title), view=view)


def _page(template: str, **values: object) -> Content:
    content = render_template(template, **values).encode()
    return Content(before=content, etag=generate_etag(content))


def _response(page: Content) -> Response:
    """A page that a browser may keep, but asks about each time."""
    response = Response(page.before)
    response.set_etag(page.etag)
    response.make_conditional(request)
    return response
