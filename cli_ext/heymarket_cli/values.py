"""The kinds of values that options take: how each is named in help, read from text, and refused."""

from __future__ import annotations

import datetime
import json
import sys
import types
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, is_typeddict

from attrs import frozen

from heymarket_runtime.model import Model


class UsageError(Exception):
    """The command line is wrong; nothing was sent."""


@frozen
class Kind:
    """What an option takes: one value, several, or values by key."""

    name: str
    """Shown in help."""
    form: Literal["one", "many", "map"] = "one"
    choices: tuple[str, ...] = ()

    def read(self, text: str) -> Any:
        """Return the JSON value that a text stands for. Raises `ValueError` that says what was expected."""
        if self.choices and text not in self.choices:
            raise ValueError(f"expected {' or '.join(self.choices)}")
        match self.name:
            case "INTEGER":
                return _integer(text)
            case "NUMBER":
                return float(text)
            case "BOOLEAN":
                return text == "true"
            case "JSON":
                return read_json(text)
            case _:
                return text


def kind_of(annotation: Any) -> Kind | type[Model]:
    """Return what an argument takes; a model where its fields are options of their own."""
    alternatives = _alternatives(annotation)
    if set(alternatives) == {datetime.datetime, str}:
        return Kind("TIME")
    if len(alternatives) != 1:
        return Kind("JSON")
    (only,) = alternatives
    return only if isinstance(only, type) and issubclass(only, Model) else _kind_of_one(only)


def _kind_of_one(annotation: Any) -> Kind:
    inner = get_args(annotation)
    if get_origin(annotation) is Literal and all(isinstance(each, str) for each in inner):
        return Kind("TEXT", choices=inner)
    container = _class_of(annotation)
    if issubclass(container, Mapping):
        return _of_many(inner[-1], "map")
    if issubclass(container, Sequence) and inner:
        return _of_many(inner[0], "many")
    return _SCALARS.get(annotation, Kind("JSON"))


def _class_of(annotation: Any) -> type[Any]:
    origin = get_origin(annotation)
    return origin if isinstance(origin, type) else object


def _of_many(inner: Any, form: Literal["many", "map"]) -> Kind:
    kind = kind_of(inner)
    if isinstance(kind, Kind) and kind.form == "one" and kind.name != "JSON":
        return Kind(kind.name, form, kind.choices)
    return Kind("JSON")


_SCALARS: dict[Any, Kind] = {
    int: Kind("INTEGER"),
    float: Kind("NUMBER"),
    str: Kind("TEXT"),
    bool: Kind("BOOLEAN", choices=("true", "false")),
    datetime.datetime: Kind("TIME"),
}


def _alternatives(annotation: Any) -> list[Any]:
    """Return the types that a value may have: without None, and without the plain dict beside each model."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) not in {Union, types.UnionType}:
        return [annotation]
    found = [each for part in get_args(annotation) for each in _alternatives(part)]
    return [each for each in found if each is not type(None) and not is_typeddict(each)]


def _integer(text: str) -> int:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError("expected a whole number")
    return int(text)


def read_json(text: str) -> Any:
    """Read JSON from an option: as it is, from a file (`@name`), or from standard input (`-`)."""
    where = ""
    if text == "-":
        where, text = "standard input: ", sys.stdin.read()
    elif text.startswith("@"):
        name = text[1:]
        try:
            where, text = f"{name}: ", Path(name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "is not UTF-8"
            raise ValueError(f"{name}: {reason}") from None
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"{where}not JSON: {error}") from None
    except RecursionError:
        raise ValueError(f"{where}nested too deeply") from None
