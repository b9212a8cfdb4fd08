"""`timtin doctor` reads everything, names each file that is wrong and says what to do."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index import store_path
from tests.archive import LATER, articles, command, keep, rebuild, surroundings, update

COUNT = 40


@pytest.fixture
def data(tmp_path: Path) -> Path:
    keep(tmp_path, articles(COUNT))
    rebuild(tmp_path)
    keep(tmp_path, articles(1, start=COUNT), at=LATER)
    update(tmp_path)
    return tmp_path


def _doctor(data: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(data, "doctor", *arguments),
        capture_output=True,
        text=True,
        check=False,
        env=surroundings(**variables),
        timeout=120,
    )


def _complaints(data: Path, **variables: str) -> dict[str, list[dict[str, Any]]]:
    done = _doctor(data, "--json", **variables)
    said: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == (0 if said["ok"] else 1), done.stderr
    assert said["ok"] == all(check["ok"] for check in said["checks"])
    return {check["name"]: check["complaints"] for check in said["checks"]}


def _folder(data: Path, which: str) -> Path:
    pointer = json.loads((data / "index" / "current.json").read_text("utf-8"))
    return data / "index" / "generations" / str(pointer[which])


def _flip(path: Path, place: int) -> None:
    """Change a bit of a file that may be linked elsewhere: the other keeps its own."""
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.unlink()
    path.write_bytes(content)


def _largest(folder: Path, pattern: str) -> Path:
    return max(folder.glob(pattern), key=lambda path: path.stat().st_size)


def test_a_sound_folder_has_nothing_wrong(data: Path) -> None:
    before = {path: path.read_bytes() for path in (data / "index").rglob("*") if path.is_file()}
    assert _complaints(data) == {"settings": [], "store": [], "index": [], "staff": []}
    done = _doctor(data)
    assert (done.returncode, done.stdout.splitlines()) == (
        0,
        [
            "Thiết lập: tốt",
            "Kho bài: tốt",
            "Chỉ mục: tốt",
            "Từ đồng nghĩa, ghim và từ không gợi ý: tốt",
        ],
    )
    after = {path: path.read_bytes() for path in (data / "index").rglob("*") if path.is_file()}
    assert after == before


def test_an_empty_folder_lacks_store_and_index_and_stays_empty(tmp_path: Path) -> None:
    found = _complaints(tmp_path)
    assert [one["path"] for one in found["store"]] == [str(store_path(tmp_path))]
    assert "timtin reindex" in found["index"][0]["remedy"]
    assert found["settings"] == []
    assert list(tmp_path.iterdir()) == []


def test_wrong_settings_are_told_and_the_rest_is_checked_all_the_same(data: Path) -> None:
    (data / "timtin.toml").write_text("workers = 0\n", encoding="utf-8")
    found = _complaints(data)
    assert (found["store"], found["index"]) == ([], [])
    assert "'0'" in found["settings"][0]["particulars"]
    (data / "timtin.toml").write_text("workers =", encoding="utf-8")
    assert _complaints(data)["settings"][0]["path"] == str(data / "timtin.toml")
    (data / "timtin.toml").unlink()
    assert "TIMTIN_PORT" in _complaints(data, TIMTIN_PORT="99999")["settings"][0]["particulars"]


def test_a_store_with_a_damaged_page_is_told(data: Path) -> None:
    path = store_path(data)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 4096] = b"\xff" * 4096
    path.write_bytes(content)
    found = _complaints(data)
    assert (found["settings"], found["index"]) == ([], [])
    assert [one["path"] for one in found["store"]] == [str(path)]


def test_a_store_of_another_program_is_told(data: Path) -> None:
    store_path(data).write_bytes(b"no database at all" * 100)
    assert len(_complaints(data)["store"]) == 1


def _flip_a_column(folder: Path) -> None:
    path = _largest(folder, "MAIN_*.cols")
    _flip(path, path.stat().st_size // 2)


def _flip_an_article(folder: Path) -> None:
    path = _largest(folder, "*.articles")
    _flip(path, path.stat().st_size // 2)


def _flip_the_language(folder: Path) -> None:
    path = folder / "language.cols"
    _flip(path, path.stat().st_size // 2)


def _lose_the_toc(folder: Path) -> None:
    next(folder.glob("*.toc")).unlink()


def _lose_the_label(folder: Path) -> None:
    (folder / "generation.json").unlink()


def _miscount(folder: Path) -> None:
    label = json.loads((folder / "generation.json").read_text("utf-8"))
    (folder / "generation.json").write_text(json.dumps(label | {"articles": 7}), encoding="utf-8")


DAMAGES = [
    _flip_a_column,
    _flip_an_article,
    _flip_the_language,
    _lose_the_toc,
    _lose_the_label,
    _miscount,
]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__.strip("_"))
@pytest.mark.parametrize(
    ("which", "remedy"), [("current", "timtin rollback"), ("previous", "timtin reindex")]
)
def test_a_damaged_generation_is_told_and_the_other_is_not(
    data: Path, which: str, remedy: str, damage: Callable[[Path], None]
) -> None:
    folder = _folder(data, which)
    damage(folder)
    found = _complaints(data)
    assert (found["settings"], found["store"]) == ([], [])
    assert [one["path"] for one in found["index"]] == [str(folder)]
    assert remedy in found["index"][0]["remedy"]
    said = _doctor(data).stdout
    assert str(folder) in said
    assert "cách xử lý" in said


def test_an_unreadable_pointer_and_a_lost_generation_are_told(data: Path) -> None:
    shutil.rmtree(_folder(data, "current"))
    assert len(_complaints(data)["index"]) == 1
    pointer = data / "index" / "current.json"
    pointer.write_bytes(b"\xff")
    assert [one["path"] for one in _complaints(data)["index"]] == [str(pointer)]


def test_mistakes_of_the_staffs_files_are_told_with_their_line(data: Path) -> None:
    (data / "synonyms.toml").write_text('[[synonym]]\nwords = ["BRT"]\n', encoding="utf-8")
    (data / "denylist.toml").write_text('words = ["a"]\nlời = []\n', encoding="utf-8")
    found = _complaints(data)["staff"]
    places = {(one["path"], one["line"]) for one in found}
    assert (str(data / "synonyms.toml"), 2) in places
    assert str(data / "denylist.toml") in {path for path, _ in places}
    said = _doctor(data).stdout
    assert f"{data / 'synonyms.toml'}, dòng 2" in said
    assert "Cần ít nhất hai từ ngữ khác nhau." in said


def test_a_pin_of_an_article_that_is_not_there_is_a_warning_and_no_failure(data: Path) -> None:
    there = next(iter(articles(1))).url
    pins = "".join(
        f'[[pin]]\nquery = "họp"\nurl = "{url}"\nowner = "Văn phòng"\n'
        for url in (there, "https://khong.example/co")
    )
    (data / "pins.toml").write_text(pins, encoding="utf-8")
    (told,) = _complaints(data)["staff"]
    assert (told["line"], told["warning"]) == (5, True)
    assert "https://khong.example/co" in told["what"]
    assert _doctor(data).returncode == 0
