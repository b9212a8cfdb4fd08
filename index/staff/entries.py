"""The text of a TOML file goes in; its entries with their lines, and its mistakes, come out."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field

_HEADER = re.compile(r"\s*\[\[\s*(?P<name>[\w-]+)\s*\]\]\s*(?:#.*)?")
_ANY_HEADER = re.compile(r"\s*\[")
_KEY = re.compile(r"\s*(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[\w-]+))\s*=")
_FENCES = ('"""', "'''")


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """What is wrong in a file, and on which line: Vietnamese first, then the particulars."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of a file: its values, the line it begins on, and the line of each of its keys."""

    values: dict[str, object]
    line: int
    lines: dict[str, int] = field(default_factory=dict)

    def line_of(self, key: str) -> int:
        """The line of a key, or of the entry that lacks it."""
        return self.lines.get(key, self.line)


def parse(text: str) -> tuple[Entry, list[Mistake]]:
    """The whole file as one entry; empty, with the mistake, where it is no TOML."""
    try:
        values = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        last = max(1, len(text.splitlines()))
        sentence = f"Tệp không đúng cú pháp TOML từ dòng này. (not TOML: {error})"
        return Entry({}, 1), [Mistake(int(place[1]) if place else last, sentence)]
    return Entry(values, 1, _keys(text.splitlines(), 0)), []


def entries_of(whole: Entry, name: str, text: str, mistakes: list[Mistake]) -> list[Entry]:
    """The `[[name]]` entries of a file; what else stands in it is a mistake."""
    for key in whole.values:
        if key != name:
            sentence = f"Không có mục nào tên “{key}”; chỉ dùng [[{name}]]. (unknown key {key!r})"
            mistakes.append(Mistake(_line_of_table(text, key, whole), sentence))
    tables = whole.values.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        sentence = f"Mỗi mục phải bắt đầu bằng [[{name}]]. ({name!r} is no list of tables)"
        mistakes.append(Mistake(_line_of_table(text, name, whole), sentence))
        return []
    lines = text.splitlines()
    heads = [number for number, header in _headers(lines) if header == name]
    starts = heads if len(heads) == len(tables) else [whole.line_of(name) - 1] * len(tables)
    return [
        Entry(values, start + 1, _keys(lines, start + 1) if heads else {})
        for values, start in zip(tables, starts, strict=True)
    ]


def known_keys(entry: Entry, keys: tuple[str, ...], mistakes: list[Mistake]) -> None:
    """Note every key of an entry that is not one of `keys`."""
    for key in entry.values:
        if key not in keys:
            known = ", ".join(keys)
            sentence = f"Không có khóa nào tên “{key}”. (unknown key {key!r}; known are {known})"
            mistakes.append(Mistake(entry.line_of(key), sentence))


def text_of(entry: Entry, key: str, mistakes: list[Mistake]) -> str:
    """The text of a key that must be there; empty, with a mistake, where it is not."""
    value = entry.values.get(key)
    if isinstance(value, str) and value.strip():
        return " ".join(value.split())
    if value is None:
        sentence = f"Mục này thiếu khóa “{key}”. (missing key {key!r})"
    elif value == "" or isinstance(value, str):
        sentence = f"Khóa “{key}” đang để trống. (key {key!r} is empty)"
    else:
        sentence = f"Khóa “{key}” phải là chữ trong ngoặc kép. ({key!r} is {value!r}, no text)"
    mistakes.append(Mistake(entry.line_of(key), sentence))
    return ""


def texts_of(entry: Entry, key: str, mistakes: list[Mistake]) -> list[str]:
    """The texts of a list that must be there; those that are none are mistakes."""
    values = entry.values.get(key)
    if values is None:
        sentence = f"Mục này thiếu khóa “{key}”. (missing key {key!r})"
        mistakes.append(Mistake(entry.line, sentence))
        return []
    if not isinstance(values, list):
        sentence = f'Khóa “{key}” phải là danh sách: ["...", "..."]. ({key!r} is no list)'
        mistakes.append(Mistake(entry.line_of(key), sentence))
        return []
    texts = [" ".join(value.split()) for value in values if isinstance(value, str)]
    if len(texts) < len(values) or not all(texts):
        sentence = f"Trong “{key}” có phần trống hoặc không phải chữ. (no text in {key!r})"
        mistakes.append(Mistake(entry.line_of(key), sentence))
    return [one for one in texts if one]


def line_of_text(text: str, value: str, after: int) -> int:
    """The first line from `after` on that holds a value; `after` where none does."""
    lines = text.splitlines()
    for number in range(after, len(lines) + 1):
        if value in lines[number - 1]:
            return number
    return after


def _line_of_table(text: str, name: str, whole: Entry) -> int:
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(rf"\s*\[+\s*{re.escape(name)}\b", line):
            return number
    return whole.line_of(name)


def _headers(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The places and names of the `[[...]]` headers, outside texts of several lines."""
    for number, line in _outside_texts(lines, 0):
        header = _HEADER.fullmatch(line)
        if header:
            yield number, header["name"]


def _keys(lines: list[str], start: int) -> dict[str, int]:
    """The line numbers of the keys from a line on, up to the next header."""
    keys: dict[str, int] = {}
    for number, line in _outside_texts(lines, start):
        key = _KEY.match(line)
        if _ANY_HEADER.match(line) and _HEADER.fullmatch(line):
            break
        if key:
            keys.setdefault(key["bare"] or key["quoted"], number + 1)
    return keys


def _outside_texts(lines: list[str], start: int) -> Iterator[tuple[int, str]]:
    fence = ""
    for number, line in enumerate(lines[start:], start):
        if not fence:
            yield number, line
        for sign in _FENCES:
            if fence in {"", sign} and line.count(sign) % 2:
                fence = "" if fence else sign
