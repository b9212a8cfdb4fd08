"""A text and today's date go in; the days that `năm ngoái` or `tuần này` mean come out, as filters.

The words stay words: an article of last year did not call it so.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from index.entities.dates import days_offered
from index.entities.entity import Offer
from index.entities.typed import PhraseBook, Typed, words_of

_Days = Callable[[date], tuple[date, date]]
# "Ba năm trước" and "nhiều tuần qua" are no last year and no last week.
_COUNTING = "một hai ba bốn năm sáu bảy tám chín mười vài mấy nhiều những các mỗi từng trăm chục"
_COUNTED = frozenset(words_of(_COUNTING))


def relative_filters(typed: Typed, today: date) -> Iterator[Offer]:
    """The days that words like `hôm qua`, `tháng trước` and `năm nay` mean today."""
    for first in range(len(typed.tokens)):
        before = typed.words[first - 1] if first else None
        if before and (before in _COUNTED or before.folded[0].isdecimal()):
            continue
        for found in _SPOKEN.at(typed, first):
            start, end = typed.tokens[first].start, typed.tokens[found.last - 1].end
            try:
                since, until = found.values[0](today)
            except (OverflowError, ValueError):  # before the first year of the calendar
                continue
            yield days_offered(start, end, since, until)


def _days_ago(days: int) -> _Days:
    def days_of(today: date) -> tuple[date, date]:
        day = today - timedelta(days=days)
        return day, day

    return days_of


def _weeks_ago(weeks: int) -> _Days:
    """Weeks begin on Monday."""

    def days_of(today: date) -> tuple[date, date]:
        monday = today - timedelta(days=today.weekday(), weeks=weeks)
        return monday, monday + timedelta(days=6)

    return days_of


def _months_ago(months: int, *, span: int) -> _Days:
    """The month or quarter, `span` months long, that many months ago."""

    def days_of(today: date) -> tuple[date, date]:
        counted = (12 * today.year + today.month - 1 - months) // span * span
        last = counted + span - 1
        end_year, end_month = last // 12, last % 12 + 1
        since = date(counted // 12, counted % 12 + 1, 1)
        return since, date(end_year, end_month, monthrange(end_year, end_month)[1])

    return days_of


_SPOKEN: PhraseBook[_Days] = PhraseBook(
    (words_of(spoken), days)
    for days, said in (
        (_days_ago(0), ("hôm nay",)),
        (_days_ago(1), ("hôm qua",)),
        (_days_ago(2), ("hôm kia",)),
        (_weeks_ago(0), ("tuần này",)),
        (_weeks_ago(1), ("tuần trước", "tuần rồi", "tuần qua")),
        (_months_ago(0, span=1), ("tháng này",)),
        (_months_ago(1, span=1), ("tháng trước", "tháng rồi", "tháng qua")),
        (_months_ago(0, span=3), ("quý này",)),
        (_months_ago(3, span=3), ("quý trước",)),
        (_months_ago(0, span=12), ("năm nay",)),
        (_months_ago(12, span=12), ("năm ngoái", "năm trước", "năm rồi")),
    )
    for spoken in said
)
