"""A day as people or machines write it goes in, a date comes out, None where it is none."""

import re
from datetime import date

_AS_PEOPLE_WRITE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def read_day(text: str) -> date | None:
    """Read `2021-09-25` or `25/9/2021` (day first, always).

    >>> read_day("25/9/2021")
    datetime.date(2021, 9, 25)
    """
    written = _AS_PEOPLE_WRITE.fullmatch(text.strip())
    try:
        if written:
            day, month, year = (int(part) for part in written.groups())
            return date(year, month, day)
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
