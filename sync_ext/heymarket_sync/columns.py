"""Columns of tables, from the types of the models."""

from __future__ import annotations

import datetime
from types import NoneType
from typing import TYPE_CHECKING, Annotated, Any, Union, cast, get_args, get_origin, get_type_hints

import msgspec

from heymarket_runtime.model import Model

if TYPE_CHECKING:
    from dlt.common.data_types import TDataType
    from dlt.common.schema.typing import TColumnSchema

_TYPES: dict[Any, TDataType] = {
    int: "bigint",
    float: "double",
    bool: "bool",
    str: "text",
    datetime.datetime: "timestamp",
}


def columns(model: type[Model], key: str | None) -> dict[str, TColumnSchema]:
    """Return the columns of a model's table, named as in JSON; lists have tables of their own.

    Objects are one column for each of their fields, as dlt names them. A map is one column of JSON, for its keys are
    data.
    """
    found: dict[str, TColumnSchema] = {}
    for name, kind in members(model).items():
        for path, data_type in _flat(name, plain(kind)):
            found[path] = {"name": path, "data_type": data_type, "nullable": path != key}
    return found


def members(model: type[Model]) -> dict[str, Any]:
    """Return the types of a model's fields by their names in JSON."""
    hints = get_type_hints(model, include_extras=True)
    return {each.encode_name: hints[each.name] for each in msgspec.structs.fields(cast("Any", model))}


def plain(kind: Any) -> Any:
    """Return a type without `None` and without what is annotated."""
    if get_origin(kind) is Annotated:
        return plain(get_args(kind)[0])
    left = [each for each in get_args(kind) if each is not NoneType]
    if type(kind) is type(int | None) or get_origin(kind) is Union:
        return plain(left[0]) if len(left) == 1 else Any
    return kind


def _flat(path: str, kind: Any) -> list[tuple[str, TDataType]]:
    if isinstance(kind, type) and issubclass(kind, Model):
        return [each for name, inner in members(kind).items() for each in _flat(f"{path}__{name}", plain(inner))]
    if isinstance(kind, type) and issubclass(kind, datetime.datetime):
        return [(path, "timestamp")]
    if kind is dict or get_origin(kind) is dict:
        return [(path, "json")]
    return [(path, _TYPES[kind])] if kind in _TYPES else []
