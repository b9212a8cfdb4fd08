"""A frozen dataclass goes in, a quicker way to make its instances comes out.

A frozen dataclass sets every field through a method call, which takes four times as long as an
assignment. An answer is made of a hundred such values.
"""

from collections.abc import Callable
from dataclasses import fields, make_dataclass
from typing import Any, TypeVar, cast

Made = TypeVar("Made")


def maker(kind: type[Made]) -> Callable[..., Made]:
    """What makes an instance of a class with slots from a value for each field, in their order.

    Nothing is checked, and `__post_init__` is not called.

    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True, slots=True)
    ... class Place:
    ...     name: str
    >>> maker(Place)("Huế")
    Place(name='Huế')
    """
    # Its instances have the same slots, so that they may become instances of the other.
    names = [one.name for one in fields(cast("Any", kind))]
    alike: Any = make_dataclass(f"_{kind.__name__}", names, slots=True)

    def make(*values: object) -> Made:
        made = alike(*values)
        made.__class__ = kind
        return cast("Made", made)

    return make
