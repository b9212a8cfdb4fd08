"""What is wrong with a file of a data folder goes in as a value: a Fault."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FaultKind = Literal[
    "store_missing",
    "store_damaged",
    "index_missing",
    "index_damaged",
    "index_incompatible",
    "previous_unusable",
    "staff_mistake",
    "pin_unmet",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with which file or folder; `particulars` are for engineers.

    Those of a file that staff keep (`staff_mistake`, `pin_unmet`) are for them, Vietnamese
    first, and such a file has a `line`, counted from 1.
    """

    kind: FaultKind
    path: Path
    particulars: str
    line: int = 0
