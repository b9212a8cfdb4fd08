"""A visitor's Query goes in, the answer to what was meant by it comes out.

What a generation and the staff's own files know makes the query what its writer meant; pinned
articles stand above what is found.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from index.explaining import Explanation
from index.language.suggesting import suggest
from index.query import Query, Sort
from index.reading import Lexicon, read_words
from index.results import IndexStatus, Note, ResultPage, Suggestion
from index.serving import ServedIndex
from index.staff import Pin, pins_for
from index.staff.files import StaffFiles
from index.understanding.offers import offers
from index.understanding.understand import Knowledge, understand
from index.urls import identity

_WORTH_SUGGESTING = frozenset({"spelling", "accents"})


class AnsweringIndex:
    """A SearchIndex for people: it understands before it searches. `today` is a day in Vietnam."""

    def __init__(self, served: ServedIndex, staff: StaffFiles, today: Callable[[], date]) -> None:
        self._served = served
        self._staff = staff
        self._today = today

    def search(self, query: Query) -> ResultPage:
        """Answer what was meant, tell how it was read, and offer other readings."""
        if query.literal or not query.text:
            return self._served.search(query)
        understood = self._understood(query)
        page = self._served.search(understood)
        offered = offers(understood, page, self._served.statistics, self._served.language)
        page = replace(page, notes=(*page.notes, *offered))
        meant = read_words(understood.understood)
        pins = pins_for(self._staff.words().pins, meant, self._today())
        return _with_suggestion(self._with_pins(page, understood, pins))

    def why(self, query: Query, url: str) -> Explanation:
        """Why an article stands where it stands in what was found, pins aside, or is not there.

        Raises ValueError where `url` can be no article's address.
        """
        return self._served.why(self._understood(query), identity(url))

    def suggest(self, text: str, *, limit: int) -> tuple[Suggestion, ...]:
        """At most `limit` completions of what has been typed so far, the likeliest first."""
        denylist = self._staff.words().denylist
        denies = denylist.denies if denylist.phrases else None
        return suggest(text, self._served.language, limit=limit, denies=denies)

    def status(self) -> IndexStatus:
        """What the latest generation holds; raises IndexMissing while there is none."""
        return self._served.status()

    def close(self) -> None:
        """Let go of the open generation."""
        self._served.close()

    def _understood(self, query: Query) -> Query:
        if query.literal or not query.text:
            return query
        lexicon = Lexicon(self._staff.words().tables, self._today())
        return understand(query, Knowledge(self._served.statistics, lexicon))

    def _with_pins(self, page: ResultPage, query: Query, pins: tuple[Pin, ...]) -> ResultPage:
        """The first page with its pinned articles above what was found.

        Who filters or sorts has asked for something else than what staff recommend.
        """
        first = query.page == 1 and query.sort is Sort.RELEVANCE and not query.filters
        if not pins or not first or "pinned" in query.off:
            return page
        pinned = self._served.shown(dict.fromkeys(identity(pin.url) for pin in pins), query)
        if not pinned:
            return page
        above = {hit.article.identity for hit in pinned}
        found = tuple(hit for hit in page.hits if hit.article.identity not in above)
        notes = tuple(_pinned_note(query, hit.article.title) for hit in pinned)
        hits = (*pinned, *found)
        total = max(page.total, len(hits))
        return replace(page, hits=hits, total=total, notes=(*page.notes, *notes))


def _pinned_note(query: Query, title: str) -> Note:
    return Note(
        kind="pinned",
        source=query.text,
        target=title,
        applied=True,
        changes=(("off", "pinned"),),
    )


def _with_suggestion(page: ResultPage) -> ResultPage:
    """The page with the first other reading that is offered as the one to try."""
    offered = (
        note.target for note in page.notes if note.kind in _WORTH_SUGGESTING and not note.applied
    )
    return replace(page, suggestion=next(offered, page.suggestion))
