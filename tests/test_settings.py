"""Flags, environment and file give one value for each setting, in that order."""

from pathlib import Path

import pytest

from search_app.settings import SettingError, Settings


def _settings(data: Path, written: str = "", **environment: str) -> Settings:
    if written:
        (data / "timtin.toml").write_text(written, encoding="utf-8")
    return Settings(data, environment)


def test_without_any_word_the_default_holds(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    names = ("host", "port", "workers", "contact", "delay")
    assert [settings.value(name) for name in names] == ["127.0.0.1", 8000, 2, "", 1.0]


def test_the_file_holds_before_the_default(tmp_path: Path) -> None:
    assert _settings(tmp_path, "port = 8001\n").value("port") == 8001


def test_the_environment_holds_before_the_file(tmp_path: Path) -> None:
    assert _settings(tmp_path, "port = 8001\n", TIMTIN_PORT="8002").value("port") == 8002


def test_the_flag_holds_before_all(tmp_path: Path) -> None:
    assert _settings(tmp_path, "port = 8001\n", TIMTIN_PORT="8002").value("port", 8003) == 8003


def test_a_flag_of_zero_is_a_flag(tmp_path: Path) -> None:
    assert _settings(tmp_path, "delay = 5\n").value("delay", 0.0) == 0.0


def test_an_empty_variable_is_an_absent_one(tmp_path: Path) -> None:
    assert _settings(tmp_path, "port = 8001\n", TIMTIN_PORT="").value("port") == 8001


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("port", "x"),
        ("port", "-1"),
        ("port", "65536"),
        ("port", "80.5"),
        ("workers", "0"),
        ("workers", "-2"),
        ("delay", "-1"),
        ("delay", "3601"),
        ("delay", "nan"),
        ("delay", "nhanh"),
    ],
)
def test_a_bad_value_names_the_place_it_came_from(tmp_path: Path, name: str, text: str) -> None:
    variable = f"TIMTIN_{name.upper()}"
    with pytest.raises(SettingError, match=f"{variable}: '{text}' cannot be used"):
        _settings(tmp_path, **{variable: text}).value(name)
    with pytest.raises(SettingError, match=f"--{name}: '{text}'"):
        _settings(tmp_path).value(name, text)
    written = _settings(tmp_path, f'{name} = "{text}"\n')
    with pytest.raises(SettingError, match=f"{name} in {tmp_path}/timtin.toml: '{text}'"):
        written.value(name)


def test_a_bad_value_that_is_overruled_does_no_harm(tmp_path: Path) -> None:
    assert _settings(tmp_path, 'port = "x"\n').value("port", 8003) == 8003
