"""Numbers, days and long texts go in, they come out as a Vietnamese or an English page has them."""

from datetime import date

_ENGLISH_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def number(value: int, lang: str) -> str:
    """A whole number with its thousands apart.

    >>> number(1234567, "vi"), number(1234567, "en")
    ('1.234.567', '1,234,567')
    """
    grouped = f"{value:,}"
    return grouped if lang == "en" else grouped.replace(",", ".")


def day(value: date, lang: str) -> str:
    """A day, in Vietnamese with both figures of day and month.

    >>> day(date(2021, 9, 5), "vi"), day(date(2021, 9, 5), "en")
    ('05/09/2021', '5 September 2021')
    """
    if lang == "en":
        return f"{value.day} {_ENGLISH_MONTHS[value.month - 1]} {value.year}"
    return f"{value.day:02}/{value.month:02}/{value.year:04}"


def shortened(text: str, longest: int) -> str:
    """A text of at most `longest` characters, cut at a blank where one is near its end.

    >>> shortened("thi đua khen thưởng", 12)
    'thi đua…'
    """
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    head, _, _ = cut.rpartition(" ")
    return f"{(head or cut).rstrip()}…"
