"""The last lines of an article go in, who signs it comes out: a person and an office."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawl.extraction.blocks import Block

# An article is signed in one to three lines; what stands higher is body, however it is set.
_MOST_BLOCKS = 3
_LONGEST_LINE = 90  # characters; the longest name of an office seen has 71
_NAME_WORDS = range(2, 6)

_LABEL = re.compile(
    r"^\(?(?:tác giả(?: bài viết)?|người viết|bài viết|(?:tin|bài)(?:,| và)? (?:ảnh|bài)"
    r"|thực hiện|nguồn(?: tin)?|theo)\s*:?\s+",
    re.IGNORECASE,
)
# What the names of offices begin with.
_OFFICE = re.compile(
    r"^(?:phòng|ban|bbt|sở|trung tâm|thanh tra|văn phòng|chi cục|cục|vụ|bộ|viện|trường|học viện"
    r"|ubnd|hđnd|ủy ban|uỷ ban|hội đồng|hội|đoàn|công đoàn|đảng ủy|đảng uỷ|đảng bộ|chi bộ"
    r"|tổ|tỉnh đoàn|huyện đoàn|công an|báo|đài|cổng thông tin|tạp chí|liên đoàn|mặt trận)\b",
    re.IGNORECASE,
)
# Two of these are family names as well, told by the middle name that follows.
_FAMILY_NAME = re.compile(
    r"^(?:đoàn|ban)\s+(?:văn|thị|đức|hữu|quang|ngọc|minh)\b(?!\s+(?:hóa|hoá)\b)", re.IGNORECASE
)
_BETWEEN = re.compile(r"\s+[-–—,|]\s*|\s*[,|]\s+")


@dataclass(frozen=True, slots=True)
class Byline:
    """Who signs: a person, an office, each may be empty."""

    author: str = ""
    unit: str = ""


def read_byline(lines: Sequence[str]) -> Byline | None:
    """The person and the office that some lines name; None where they name anything else."""
    authors: list[str] = []
    units: list[str] = []
    for line in lines:
        signed = _read_line(_LABEL.sub("", line).strip("() "))
        if signed is None:
            return None
        authors += filter(None, [signed.author])
        units += filter(None, [signed.unit])
    return Byline(author=", ".join(authors), unit=", ".join(units)) if authors or units else None


def take_byline(blocks: list[Block]) -> Byline:
    """Take the signature off the end of an article's blocks: right-aligned names and offices."""
    byline = Byline()
    taken = 0
    while taken < _MOST_BLOCKS and blocks and blocks[-1].right and not blocks[-1].pictures:
        found = read_byline(blocks[-1].lines)
        if found is None:
            break
        blocks.pop()
        taken += 1
        byline = Byline(
            author=", ".join(filter(None, [found.author, byline.author])),
            unit=", ".join(filter(None, [found.unit, byline.unit])),
        )
    return byline


def _read_line(line: str) -> Byline | None:
    if not line or len(line) > _LONGEST_LINE or line.endswith((".", "!", "?", ":")):
        return None
    if is_office(line):
        return Byline(unit=line)
    if is_person(line):
        return Byline(author=line)
    name, _, rest = _split(line)
    if is_person(name) and is_office(rest):
        return Byline(author=name, unit=rest)
    return Byline(author=line) if all(map(is_person, _BETWEEN.split(line))) else None


def _split(line: str) -> tuple[str, str, str]:
    between = _BETWEEN.search(line)
    if between is None:
        return line, "", ""
    return line[: between.start()], between[0], line[between.end() :]


def is_office(line: str) -> bool:
    """Whether a line reads as the name of an office."""
    return bool(_OFFICE.match(line)) and not _FAMILY_NAME.match(line)


def is_person(line: str) -> bool:
    """Whether a line reads as a person's name: two to five words, each with a capital."""
    words = line.split()
    if len(words) not in _NAME_WORDS:
        return False
    shouted = line == line.upper()
    return all(
        word[0].isupper() and word.replace(".", "").isalpha() and (shouted or not _is_acronym(word))
        for word in words
    )


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word == word.upper() and "." not in word
