"""The staff's own files: picked up when they change, mistakes named, a torn file harmless."""

from pathlib import Path

from index.staff.files import DENYLIST, PINS, SYNONYMS, StaffFiles
from index.text.tokens import tokenize

PIN = """
[[pin]]
query = "tuyển sinh lớp 10"
url = "https://so.langbac.test/tuyen-sinh"
owner = "Phòng Giáo dục"
"""


def test_without_files_the_staff_say_nothing(tmp_path: Path) -> None:
    files = StaffFiles(tmp_path)
    words = files.words()
    assert (words.pins, words.denylist.phrases, files.mistakes()) == ((), (), ())


def test_a_changed_file_is_picked_up_and_a_removed_one_forgotten(tmp_path: Path) -> None:
    files = StaffFiles(tmp_path)
    assert files.words().pins == ()
    (tmp_path / PINS).write_text(PIN, encoding="utf-8")
    assert [pin.owner for pin in files.words().pins] == ["Phòng Giáo dục"]
    (tmp_path / PINS).write_text(PIN + PIN.replace("lớp 10", "lớp 6"), encoding="utf-8")
    assert len(files.words().pins) == 2
    (tmp_path / PINS).unlink()
    assert files.words().pins == ()


def test_words_that_did_not_change_are_not_read_again(tmp_path: Path) -> None:
    (tmp_path / PINS).write_text(PIN, encoding="utf-8")
    files = StaffFiles(tmp_path)
    assert files.words() is files.words()


def test_an_edition_lasts_until_a_file_changes_and_never_comes_back(tmp_path: Path) -> None:
    files = StaffFiles(tmp_path)
    editions = [files.edition()]
    aside = tmp_path / "aside"
    for name in (SYNONYMS, PINS, DENYLIST):
        path = tmp_path / name
        aside.write_text("# Chưa có gì\n", encoding="utf-8")
        for old, new in ((aside, path), (path, aside)):  # put in its place, and taken out again
            old.rename(new)
            editions.append(files.edition())
            files.words()
            assert files.edition() == editions[-1]
    assert len(set(editions)) == 7


def test_a_torn_file_says_what_it_said_before_and_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / PINS
    path.write_text(PIN, encoding="utf-8")
    files = StaffFiles(tmp_path)
    assert len(files.words().pins) == 1
    path.write_text(PIN + '\n[[pin]\nquery = "x"\n', encoding="utf-8")
    assert len(files.words().pins) == 1
    (found,) = files.mistakes()
    assert (found.file, found.mistake.line) == (path, 7)


def test_a_file_of_other_bytes_is_a_mistake_and_no_failure(tmp_path: Path) -> None:
    (tmp_path / DENYLIST).write_bytes(b"\xff\xfe\x00words")
    files = StaffFiles(tmp_path)
    assert files.words().denylist.phrases == ()
    (found,) = files.mistakes()
    assert found.mistake.sentence.startswith("Không đọc được tệp.")


def test_synonyms_stand_beside_the_abbreviations(tmp_path: Path) -> None:
    (tmp_path / SYNONYMS).write_text(
        '[[synonym]]\nwords = ["xe buýt nhanh", "BRT"]\n', encoding="utf-8"
    )
    tables = StaffFiles(tmp_path).words().tables
    spelt = {text for meaning in tables.abbreviations.meanings for text in meaning.long}
    assert {"xe buýt nhanh", "BRT"} <= spelt
    assert all(next(tokenize(text), None) for text in spelt)
