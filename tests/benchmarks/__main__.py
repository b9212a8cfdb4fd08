"""The name of a bench goes in, its report comes out: python -m tests.benchmarks NAME."""

from importlib import import_module
from typing import cast

import click
from typing_extensions import override

# name: (module, command); a bench is imported when it is asked for
BENCHES = {
    "speed": ("tests.benchmarks.speed_command", "speed"),
    "accents": ("tests.benchmarks.accents", "accents"),
    "spelling": ("tests.benchmarks.spelling", "spelling"),
    "serve": ("tests.benchmarks.serve_command", "serve"),
    "relevance": ("tests.benchmarks.relevance", "relevance"),
}


class _Benches(click.Group):
    """The benches as commands."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(BENCHES)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in BENCHES:
            return None
        module, command = BENCHES[cmd_name]
        return cast("click.Command", getattr(import_module(module), command))


@click.group(cls=_Benches)
def main() -> None:
    """Measure timtin, mostly beside others."""


if __name__ == "__main__":
    main()
