"""A query goes in; whether a heading may repeat it comes out.

Search pages are abused to show a telephone number or an address under an official name: what
looks like one stays in the search box and is repeated nowhere else.
"""

import re

_LONGEST = 80  # a heading's worth
_MOST_DIGITS = 7  # a document number has fewer, the shortest hotline (1900 xxxx) has more
_ADDRESS = re.compile(
    r"""
    :// | [wW]{3}\. | @                # a link, a host, a mail address or an account
    | [^\W\d_A-Z]\.[^\W\d_A-Z]{2}    # a dot between small letters; TP.HCM and PGS.TS are names
    | \.(?i:com|net|org|info|vn|xyz|top|vip|club|online|site|shop|bet|win|me|io|cc)\b
    """,
    re.VERBOSE,
)


def may_echo(text: str) -> bool:
    """Whether a heading may repeat the text.

    >>> may_echo("thi đua, khen thưởng 42/2022/NĐ-CP"), may_echo("gọi 0909.123.456")
    (True, False)
    """
    digits = sum(letter.isnumeric() for letter in text)
    return len(text) <= _LONGEST and digits <= _MOST_DIGITS and not _ADDRESS.search(text)
