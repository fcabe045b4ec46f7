"""What a model says about its fields beyond their types."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, get_args, get_origin

import msgspec

OTHERS = "*"
"""Stands for a name in JSON: of the field that holds what the spec does not name."""


class ReadOnly(msgspec.Struct, frozen=True):
    """Marks a field that only responses have."""


class WriteOnly(msgspec.Struct, frozen=True):
    """Marks a field that only requests have."""

    required: bool = False


class Facts(msgspec.Struct, frozen=True):
    fields: tuple[msgspec.structs.FieldInfo, ...]
    """Those that are named in the spec."""
    others: msgspec.structs.FieldInfo | None
    """Holds those that are not."""
    is_closed: bool
    """A name that is not in the spec is wrong, or belongs to `others`."""
    read_only: frozenset[str]
    """Names in JSON of the fields that are never sent."""
    write_only: dict[str, bool]
    """Names in JSON of the fields that are never received, and whether they are required."""

    nulls: frozenset[str]
    """Names in JSON of the fields that are required and may be null: null is a value there."""

    @property
    def is_special(self) -> bool:
        """Whether msgspec alone cannot check it."""
        return bool(self.is_closed or self.read_only or self.write_only)


def facts(cls: Any) -> Facts:
    return _facts(cls)


@cache
def _facts(cls: Any) -> Facts:
    # Apart from `facts` as mypy takes the class of an unhashable model for unhashable.
    fields = msgspec.structs.fields(cls)
    marks = [(field.encode_name, mark) for field in fields for mark in _marks(field.type)]
    return Facts(
        fields=tuple(field for field in fields if field.encode_name != OTHERS),
        others=next((field for field in fields if field.encode_name == OTHERS), None),
        is_closed=cls.__struct_config__.forbid_unknown_fields,
        read_only=frozenset(name for name, mark in marks if isinstance(mark, ReadOnly)),
        nulls=frozenset(each.encode_name for each in fields if each.required and type(None) in get_args(each.type)),
        write_only={name: mark.required for name, mark in marks if isinstance(mark, WriteOnly)},
    )


def _marks(expected: Any) -> tuple[Any, ...]:
    """Return what is said in `Annotated`, here or in the members of a union."""
    own = get_args(expected)[1:] if get_origin(expected) is Annotated else ()
    rules: tuple[Any, ...] = getattr(expected, "marks", ())
    return (*own, *rules, *(mark for part in get_args(expected) if part is not expected for mark in _marks(part)))
