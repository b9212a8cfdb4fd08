"""The calendar as people say it goes in, the patterns and names to read it by come out."""

import re

from index.entities.typed import words_of
from index.text.tokens import canonical_token

DAY, MONTH, YEAR = r"0?[1-9]|[12]\d|3[01]", r"0?[1-9]|1[0-2]", r"(?:19|20)\d\d"
MONTH_NAMES = {
    1: ("giêng", "một"),
    2: ("hai",),
    3: ("ba",),
    4: ("tư", "bốn"),
    5: ("năm",),
    6: ("sáu",),
    7: ("bảy", "bẩy"),
    8: ("tám",),
    9: ("chín",),
    10: ("mười",),
    11: ("mười một",),
    12: ("mười hai", "chạp"),
}
ROMAN = ("", "I", "II", "III", "IV")
NUMBERS_NAMED = {
    bare: number
    for number, names in MONTH_NAMES.items()
    for name in names
    for bare in [" ".join(word.folded for word in words_of(name))]
}
NAME = "|".join(sorted(NUMBERS_NAMED, key=len, reverse=True))
BEGIN, END = r"(?<![\w/])(?<!\d[.,-])", r"(?![\w/])(?![.,-]\d)"
HALF = "dau|cuoi"
# What people write between two years, "2021-2025", "2021 đến năm 2025".
UNTIL = r"\s?[-–]\s?|\s+den\s+(?:nam\s+)?"
HEADS = r"nhiem\s+ky|giai\s+doan|thoi\s+ky|nam\s+hoc"
# Marks, where there are any, have to be those of these words.
CALENDAR_WORDS = frozenset(
    canonical_token(word)
    for word in (
        "ngày mồng mùng tháng năm quý đầu cuối nửa nhiệm kỳ giai đoạn thời học đến từ i ii iii iv "
        + " ".join(name for names in MONTH_NAMES.values() for name in names)
    ).split()
)
OTHER_WITHOUT_MARKS = frozenset({"thang sau"})  # the sixth month, or the next one
BARE_QUARTER = re.compile(r"(?:quy\s+|q)\w+")  # a fund, a rule, the second city district
NUMBERED = re.compile(r"\bso\s*$")  # "số 12/2021" counts documents
