"""The house keeps its own rules: plain names, small files, a first sentence in every module."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("crawl", "index", "search_app")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
BANNED = {"utils", "helpers", "common", "base", "misc", "manager", "handler", "data", "info"}
LONGEST_FILE = 340  # lines: the composition root; others stay near 250


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_is_named_for_what_it_is(path: Path) -> None:
    assert path.stem not in BANNED


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_says_first_what_comes_in_and_what_goes_out(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring
    first = docstring.split("\n\n")[0]
    assert re.search(r"\b(in|out|into)\b", first), first


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_file_holds_one_idea_and_stays_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def test_templates_escape_everything() -> None:
    templates = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("search_app/**/*.html")]
    assert templates
    unsafe = [_name(path) for path in templates if "|safe" in path.read_text().replace(" ", "")]
    assert unsafe == []


def test_marks_are_made_in_one_place() -> None:
    made = re.compile(r'"<mark>"|f"<mark')
    makers = [_name(path) for path in MODULES if made.search(path.read_text("utf-8"))]
    templates = [_name(path) for path in ROOT.glob("templates/**/*") if "<mark" in path.read_text()]
    assert (makers, templates) == (["search_app/marking.py"], [])


def test_whatever_the_house_writes_names_no_machine_and_no_registry() -> None:
    kept = [*MODULES, *ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("requirements/*")]
    named = re.compile(r"pypi\.org|pythonhosted|/(?:work|root)/")
    assert [_name(path) for path in kept if named.search(path.read_text(encoding="utf-8"))] == []
