"""The text of a file that staff keep goes in; its synonyms, pins or denied words come out.

Beside what was read stands every mistake with its line, so that one slip loses one entry.
"""

from index.staff.denylist import Denylist, read_denylist
from index.staff.entries import Mistake
from index.staff.pins import Pin, pins_for, read_pins
from index.staff.synonyms import read_synonyms

__all__ = [
    "Denylist",
    "Mistake",
    "Pin",
    "pins_for",
    "read_denylist",
    "read_pins",
    "read_synonyms",
]
