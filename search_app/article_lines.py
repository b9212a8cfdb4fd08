"""A file of JSON lines goes in; Articles, and the lines that hold none, come out."""

import gzip
import io
import json
import lzma
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from index import ARTICLE_KEYS, Article, ArticleError, TimtinError

STANDARD_INPUT = "-"
# An article of 16 MB is no article; a file without newlines must not fill the memory.
_LONGEST_LINE = 16 * 1024 * 1024


class UnreadableFile(TimtinError):
    """There is no such file, or it may not be read."""


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line that holds no article: its number, counted from 1, and why."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """A line that holds an article, and the keys in it that nobody knows."""

    number: int
    article: Article
    unknown: tuple[str, ...]


def read_lines(file: IO[bytes]) -> Iterator[ArticleLine | BrokenLine]:
    """Read each line of an open file; blank ones are passed over.

    Where a compressed file breaks off or is damaged, that is the last broken line.
    """
    number = 0
    while True:
        number += 1
        try:
            line = file.readline(_LONGEST_LINE + 1)
            long = len(line) > _LONGEST_LINE
            while len(line) > _LONGEST_LINE and not line.endswith(b"\n"):
                line = file.readline(_LONGEST_LINE + 1)
        except (OSError, EOFError, lzma.LZMAError, zlib.error) as error:
            yield BrokenLine(number, f"the file cannot be read on from here: {error}")
            return
        if not line:
            return
        if long:
            yield BrokenLine(number, f"longer than {_LONGEST_LINE} bytes")
        elif line.strip():
            yield _read_line(number, line)


def _read_line(number: int, line: bytes) -> ArticleLine | BrokenLine:
    try:
        data = json.loads(line.decode("utf-8-sig"))
        article = Article.from_json(data)
    except ArticleError as error:
        return BrokenLine(number, str(error))
    except (ValueError, RecursionError) as error:
        return BrokenLine(number, f"no JSON: {error}")
    return ArticleLine(number, article, tuple(sorted(set(data) - set(ARTICLE_KEYS))))


@contextmanager
def open_lines(name: str) -> Iterator[tuple[IO[bytes], Callable[[], int], int | None]]:
    """Open a plain, .gz or .xz file, or standard input for `-`.

    Gives its lines, a way to ask how many bytes of the file have been read, and how many it
    has; of standard input neither is known (0 and None). Raises UnreadableFile where there is
    no such file.
    """
    if name == STANDARD_INPUT:
        yield sys.stdin.buffer, lambda: 0, None
        return
    path = Path(name)
    try:
        raw = path.open("rb")
    except OSError as error:
        raise UnreadableFile(f"{name} cannot be opened: {error.strerror}") from error
    with raw:
        yield _unpacked(raw, path.suffix), raw.tell, path.stat().st_size


def _unpacked(raw: IO[bytes], suffix: str) -> IO[bytes]:
    if suffix == ".gz":
        return cast("IO[bytes]", gzip.GzipFile(fileobj=raw))
    if suffix == ".xz":
        return io.BufferedReader(cast("io.RawIOBase", lzma.LZMAFile(raw)))
    return raw
