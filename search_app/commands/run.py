"""What stands before a command's name goes in; what every command needs comes out.

What a command found goes out to people as lines, to machines as JSON.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import click

from search_app.settings import Settings

json_option = click.option("--json", "as_json", is_flag=True, help="In kết quả cho máy đọc.")


@dataclass(frozen=True)
class Run:
    """What every command needs: where the data lies and the settings."""

    data: Path

    @cached_property
    def settings(self) -> Settings:
        """The settings. Raises SettingError where their file cannot be read."""
        return Settings(self.data, os.environ)


def tell(as_json: bool, data: object, lines: Iterable[str]) -> None:  # noqa: FBT001 - as given
    """Write what was found on stdout, as JSON or as lines."""
    if as_json:
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    for line in lines:
        click.echo(line)
