"""One process writes at a time, and the others are told who it is."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index import StoreUnusable, WriterBusy, WriterLock
from tests.archive import start, timtin

_HOLD = (
    "import sys; from pathlib import Path; from index import WriterLock\n"
    "with WriterLock(Path(sys.argv[1]), purpose='reindex'):\n"
    "    print('held', flush=True); sys.stdin.read()\n"
)


@contextmanager
def _held(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that holds the lock until its standard input ends."""
    words = [sys.executable, "-c", _HOLD, str(path)]
    with start(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        yield holder


def _take(path: Path) -> None:
    with WriterLock(path, purpose="rollback"):
        pass


def test_a_second_process_is_told_who_holds_the_lock_and_since_when(tmp_path: Path) -> None:
    path = tmp_path / "index" / "lock"
    with _held(path) as holder, pytest.raises(WriterBusy) as caught:
        _take(path)
    said = re.search(r"locked by pid (\d+) \((.+)\) since (\S+);", str(caught.value))
    assert said
    assert (int(said[1]), said[2]) == (holder.pid, "reindex")
    since = datetime.fromisoformat(said[3])
    assert since.utcoffset() == timedelta(hours=7)
    assert abs(datetime.now(tz=UTC) - since) < timedelta(minutes=5)


def test_the_lock_is_free_once_its_holder_ends(tmp_path: Path) -> None:
    with _held(tmp_path / "lock"):
        pass
    _take(tmp_path / "lock")


def test_a_holder_that_is_killed_leaves_the_lock_free(tmp_path: Path) -> None:
    with _held(tmp_path / "lock") as holder:
        holder.send_signal(signal.SIGKILL)
        assert holder.wait(timeout=30) == -signal.SIGKILL
        _take(tmp_path / "lock")


def test_one_who_was_turned_away_does_not_sign_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with _held(path) as holder:
        for _ in range(2):
            with pytest.raises(WriterBusy, match=f"pid {holder.pid} "):
                _take(path)


def test_two_writers_in_one_process_exclude_each_other_too(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with (
        WriterLock(path, purpose="reindex"),
        pytest.raises(WriterBusy, match=f"pid {os.getpid()} "),
    ):
        _take(path)


def test_a_lock_whose_holder_did_not_sign_still_holds(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with _held(path):
        path.write_bytes(b"\xff no signature")
        with pytest.raises(WriterBusy, match="by another process"):
            _take(path)


def test_a_lock_that_cannot_be_written_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "lock").mkdir()
    with pytest.raises(StoreUnusable, match=f"cannot write {tmp_path}/lock"):
        _take(tmp_path / "lock")


@pytest.mark.parametrize(
    "arguments",
    [
        ("reindex",),
        ("reindex", "--incremental"),
        ("rollback",),
        ("remove", "https://a.gov.vn/1"),
        ("remove", "--undo", "https://a.gov.vn/1"),
    ],
    ids=" ".join,
)
def test_no_command_changes_the_index_while_another_does(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    with _held(tmp_path / "index" / "lock") as holder:
        done = timtin(tmp_path, *arguments)
    assert done.returncode == 1
    assert done.stdout == ""
    assert f"pid {holder.pid} (reindex)" in done.stderr
    assert "Traceback" not in done.stderr
