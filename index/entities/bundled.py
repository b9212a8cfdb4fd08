"""The tables beside this module go in, everything that reads entities comes out."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from index.entities.abbreviations import Abbreviations, Meaning
from index.entities.document_numbers import DocumentKind, NumberReader
from index.entities.honorifics import Honorifics
from index.entities.offices import Offices, Renamed
from index.entities.places import District, Merged, Places

_FOLDER = Path(__file__).with_name("tables")


@dataclass(frozen=True, slots=True)
class Tables:
    """What is known of the language of the state, ready to read texts with."""

    abbreviations: Abbreviations
    numbers: NumberReader
    places: Places
    offices: Offices
    honorifics: Honorifics

    def with_synonyms(self, synonyms: Iterable[Meaning]) -> "Tables":
        """These tables with the staff's own synonyms beside the abbreviations."""
        meanings = (*self.abbreviations.meanings, *synonyms)
        return replace(self, abbreviations=Abbreviations(meanings))


@cache
def bundled_tables() -> Tables:
    """The tables that come with the program."""
    abbreviations = Abbreviations(meanings())
    numbers = _table("document_kinds.toml")
    provinces = _table("provinces.toml")
    return Tables(
        abbreviations=abbreviations,
        numbers=NumberReader(document_kinds(), numbers["issuers"], numbers["party"]),
        places=Places(
            merged_provinces(),
            districts(),
            ordinary=provinces["ordinary"],
            asked=dict(asked_names("provinces")),
            spellings={name: tuple(others) for name, others in provinces["spellings"].items()},
        ),
        offices=Offices(renamed_offices(), abbreviations, asked=dict(asked_names("offices"))),
        honorifics=Honorifics(**_table("honorifics.toml")),
    )


def meanings() -> tuple[Meaning, ...]:
    """The table of abbreviations."""
    return tuple(
        Meaning(tuple(entry["short"]), tuple(entry["long"]), always=entry.get("always", False))
        for entry in _table("abbreviations.toml")["entries"]
    )


def document_kinds() -> tuple[DocumentKind, ...]:
    """The table of kinds of document."""
    kinds = _table("document_kinds.toml")["kinds"]
    return tuple(DocumentKind(**{**entry, "short": tuple(entry["short"])}) for entry in kinds)


def merged_provinces() -> tuple[Merged, ...]:
    """The table of provinces."""
    merged = _table("provinces.toml")["merged"]
    return tuple(Merged(entry["now"], tuple(entry["before"])) for entry in merged)


def renamed_offices() -> tuple[Renamed, ...]:
    """The table of offices."""
    return tuple(
        Renamed(tuple(entry["before"]), tuple(entry["now"]), entry.get("backwards", False))
        for entry in _table("offices.toml")["offices"]
    )


def asked_names(table: str) -> tuple[tuple[str, str], ...]:
    """The names of a table that are asked for by a short form, each with it."""
    return tuple(_table(f"{table}.toml")["asked"].items())


def districts() -> tuple[District, ...]:
    """The table of districts, one a line: province, name, kinds, successors."""
    lines = (_FOLDER / "districts.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return tuple(
        District(province, name, tuple(kinds.split("|")), tuple(successors.split("; ")))
        for province, name, kinds, successors in rows
    )


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))
