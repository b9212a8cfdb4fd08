"""A moment goes in, the way a portal writes it comes out."""

from datetime import datetime
from email.utils import format_datetime

_SHORT_DAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_LONG_DAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")


def drupal_date(moment: datetime) -> str:
    """Drupal's default medium format with the day's name translated: month before day.

    >>> drupal_date(datetime(2021, 9, 25, 23, 10))
    'T7, 09/25/2021 - 23:10'
    """
    return f"{_SHORT_DAYS[moment.weekday()]}, {moment:%m/%d/%Y - %H:%M}"


def nukeviet_date(moment: datetime) -> str:
    """The way NukeViet heads an article: day before month.

    >>> nukeviet_date(datetime(2021, 9, 25, 23, 10))
    'Thứ bảy - 25/09/2021 23:10'
    """
    return f"{_LONG_DAYS[moment.weekday()]} - {moment:%d/%m/%Y %H:%M}"


def day(moment: datetime) -> str:
    """The day alone, as sidebars and lists have it: `25/09/2021`."""
    return f"{moment:%d/%m/%Y}"


def feed_date(moment: datetime) -> str:
    """The way RSS wants it: `Sat, 25 Sep 2021 23:10:00 +0700`."""
    return format_datetime(moment)
