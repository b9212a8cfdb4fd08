"""A visitor's Query goes in, the answer to what was meant by it comes out.

What a generation and the staff's own files know makes the query what its writer meant; pinned
articles stand above what is found.
"""

from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import date

from index.explaining import Explanation
from index.field_counts import with_fields
from index.language.statistics import Statistics
from index.language.suggesting import suggest
from index.pinning import Pinboard
from index.query import Query
from index.reading import Lexicon
from index.results import IndexStatus, ResultPage, Suggestion
from index.serving import ServedIndex
from index.staff.files import StaffFiles, StaffWords
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
        self._pinboard = Pinboard(served, today)

    def search(self, query: Query) -> ResultPage:
        """Answer what was meant, tell how it was read, and offer other readings."""
        latest, words = self._served.latest(), self._staff.words()
        if query.literal or not query.text:
            return latest.search(query)
        understood = self._understood(query, latest.statistics, words)
        page = latest.search(understood)
        offered = offers(understood, page, latest.statistics, latest.language)
        page = replace(page, notes=(*page.notes, *offered))
        return _with_suggestion(self._pinboard.with_pins(page, understood, words.pins))

    def edition(self) -> Hashable:
        """What changes with the generation that serves, the staff's words and the day in Vietnam.

        "Last year" and many a pin mean something else tomorrow. Raises IndexMissing as `search`.
        """
        return (self._served.edition(), self._staff.edition(), self._today())

    def why(self, query: Query, url: str) -> Explanation:
        """Why an article stands where it stands on the pages of an answer, or is not there.

        Raises ValueError where `url` can be no article's address.
        """
        words, wanted = self._staff.words(), identity(url)
        understood = self._understood(query, self._served.statistics, words)
        explained = self._served.why(understood, wanted)
        for hit in self._served.shown([wanted], understood):
            explained = with_fields(explained, understood, hit.article)
        return self._pinboard.explained(explained, understood, words.pins)

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

    def _understood(self, query: Query, statistics: Statistics, words: StaffWords) -> Query:
        if query.literal or not query.text:
            return query
        lexicon = Lexicon(words.tables, self._today())
        return understand(query, Knowledge(statistics, lexicon))


def _with_suggestion(page: ResultPage) -> ResultPage:
    """The page with the first other reading that is offered as the one to try."""
    offered = (
        note.target for note in page.notes if note.kind in _WORTH_SUGGESTING and not note.applied
    )
    return replace(page, suggestion=next(offered, page.suggestion))
