"""The JSON form of results, and the fields of them that are wanted."""

from __future__ import annotations

import json
import typing
from collections.abc import Iterable, Sequence
from typing import Any, get_args, get_origin

import msgspec

from heymarket_cli.values import UsageError, kind_of
from heymarket_runtime.model import Model
from heymarket_runtime.operation import Operation
from heymarket_runtime.walking import names


def plain(value: Any) -> Any:
    """Return what was received, fields included that the spec does not know."""
    if isinstance(value, Model):
        try:
            return value.raw
        except LookupError:
            return value.to_dict()
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value


def item_model(operation: Operation) -> type[Model] | None:
    """Return the model of a result, or of the items of a list."""
    found = operation.result
    for step in () if operation.paging is None else operation.paging.items:
        if not (isinstance(found, type) and issubclass(found, Model)):
            return None
        hints = typing.get_type_hints(found, include_extras=True)
        found = next((each for each in _alternatives(hints[names(found)[step]])), None)
    if get_origin(found) is list:
        (found,) = get_args(found)
    return found if isinstance(found, type) and issubclass(found, Model) else None


def _alternatives(annotation: Any) -> list[Any]:
    return [each for each in get_args(annotation) or (annotation,) if each is not type(None)]


def columns_of(model: type[Model] | None) -> list[str]:
    return [] if model is None else list(names(model))


def times_of(model: type[Model] | None) -> frozenset[str]:
    """Return the fields that are timestamps."""
    if model is None:
        return frozenset()
    hints = typing.get_type_hints(model, include_extras=True)
    kinds = ((name, kind_of(hints[attribute])) for name, attribute in names(model).items())
    return frozenset(name for name, kind in kinds if getattr(kind, "name", "") == "TIME")


def wanted_fields(text: str | None) -> tuple[str, ...]:
    if text is None:
        return ()
    found = tuple(each.strip() for each in text.split(",") if each.strip())
    if not found:
        raise UsageError("--fields: expected names with commas between them")
    return found


def check_fields(fields: Sequence[str], columns: Sequence[str], rows: Iterable[Any]) -> None:
    """Refuse a name that neither the spec nor what was received knows."""
    known = dict.fromkeys(columns)
    for row in rows:
        known.update(dict.fromkeys(row if isinstance(row, dict) else ()))
    if known and (unknown := [each for each in fields if each not in known and each.partition(".")[0] not in known]):
        raise UsageError(f"--fields: no such field: {', '.join(unknown)}; there are {', '.join(known)}")


def at(value: Any, path: str) -> Any:
    """Return what a name points at; its parts go into objects by name and into lists by number."""
    if isinstance(value, dict) and path in value:
        return value[path]
    for step in path.split("."):
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def narrowed(value: Any, fields: Sequence[str]) -> Any:
    return {each: at(value, each) for each in fields} if fields and isinstance(value, dict) else value


def json_text(value: Any) -> str:
    """Return one line of JSON."""
    try:
        return msgspec.json.encode(value).decode()
    except (OverflowError, UnicodeEncodeError):  # numbers beyond 64 bits, and lone surrogates
        return json.dumps(value, separators=(",", ":"))
