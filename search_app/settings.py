"""Flags, environment and timtin.toml go in; one value for each setting comes out."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index import TimtinError


class SettingError(TimtinError):
    """A setting has a value that cannot be used; the text names the place it came from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting: its name, its default, what it is for and how it is read."""

    name: str
    default: str
    purpose: str
    read: Callable[[str], Any]


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65535:  # noqa: PLR2004 - TCP has no others
        raise ValueError("not between 0 and 65535")
    return number


def _workers(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError("with none, nobody answers")
    return number


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 <= number <= 3600:  # noqa: PLR2004 - an hour between two pages is surely a slip
        raise ValueError("not between 0 and 3600")
    return number


SETTINGS = (
    Setting(name="host", default="127.0.0.1", purpose="địa chỉ mạng để phục vụ", read=str),
    Setting(name="port", default="8000", purpose="cổng để phục vụ", read=_port),
    Setting(name="workers", default="2", purpose="số tiến trình phục vụ", read=_workers),
    Setting(
        name="contact",
        default="",
        purpose="địa chỉ trang giới thiệu hoặc hộp thư để cổng nguồn liên hệ khi thu thập",
        read=str,
    ),
    Setting(
        name="delay",
        default="1.0",
        purpose="số giây giữa hai lần đọc một cổng nguồn",
        read=_seconds,
    ),
)
_BY_NAME = {setting.name: setting for setting in SETTINGS}


class Settings:
    """The settings of one run: a flag holds before TIMTIN_NAME, that before timtin.toml."""

    def __init__(self, data: Path, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._file = data / "timtin.toml"
        self._written = _read_file(self._file)

    def check(self) -> None:
        """Read every setting. Raises SettingError for the first that cannot be used."""
        for setting in SETTINGS:
            self.value(setting.name)

    def value(self, name: str, flag: object = None) -> Any:  # noqa: ANN401 - as the setting reads
        """One setting. Raises SettingError where its value cannot be used."""
        setting = _BY_NAME[name]
        variable = f"TIMTIN_{name.upper()}"
        if flag is not None:
            text, place = str(flag), f"--{name}"
        elif self._environment.get(variable):
            text, place = self._environment[variable], variable
        elif name in self._written:
            text, place = str(self._written[name]), f"{name} in {self._file}"
        else:
            text, place = setting.default, "the default"
        try:
            return setting.read(text)
        except ValueError as error:
            raise SettingError(f"{place}: {text!r} cannot be used ({error})") from error


def _read_file(path: Path) -> Mapping[str, object]:
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SettingError(f"{path} cannot be read: {error}") from error
    unknown = sorted(set(written) - set(_BY_NAME))
    if unknown:
        known = ", ".join(_BY_NAME)
        raise SettingError(f"{path}: unknown setting {unknown[0]!r}; known are {known}")
    return written
