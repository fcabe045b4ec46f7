"""Decoding a body that does not match the spec: value by value, so that what matches is not lost."""

from __future__ import annotations

import json
import math
import re
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

import msgspec

from .conversion import convert
from .drift import Drift
from .errors import DecodeError
from .model import parse_json
from .redaction import clean_bytes
from .rules import rules
from .unions import Choice
from .walking import additional_type, fields, is_union, model_of, unannotated

if TYPE_CHECKING:
    from collections.abc import Callable

    from .operation import Operation
    from .redaction import Clean

_ANYWHERE = "*"
# What msgspec says of a value that is of the right type, but beyond a limit.
_LIMIT = re.compile(r"Expected `(?P<type>\w+)(?: \| null)?`(?P<limit> (?!\|).*)", re.DOTALL)
_WORDS = {"str": "string", "int": "integer", "float": "number"}


class _Key(str):
    """The name of a field that the spec does not give, as in a map."""

    __slots__ = ()


Steps = tuple[str | int, ...]
# From here on a float may be another integer than the one that was written.
_EXACT = 2**53


class Salvage:
    """Takes a body apart, and tells or raises what does not match."""

    def __init__(  # noqa: PLR0913
        self,
        operation: Operation,
        body: bytes,
        request_id: str | None,
        *,
        strict: bool,
        on_drift: Callable[[Drift], Any],
        clean: Clean,
    ) -> None:
        self._operation = operation
        self._body = body
        self._clean = clean
        self._request_id = request_id and clean(request_id)
        self._strict = strict
        self._on_drift = on_drift

    def run(self) -> Any:
        try:
            value = parse_json(self._body)
        except ValueError as error:
            raise self._error(f"the body is not JSON ({error})" if self._body else "the body is empty", ()) from None
        return self.take(value)

    def take(self, value: Any) -> Any:
        """Take a body that is parsed already."""
        promised = _kind(self._operation.result)
        if promised in {"array", "object"} and promised != _found(value):
            raise self._error(f"expected {promised}, found {_found(value)}", ())
        return self._take(value, self._operation.result, ())

    def _take(self, value: Any, expected: Any, steps: Steps) -> Any:
        expected, optional = _bare(expected)
        if value is None and optional:
            return None
        if get_origin(expected) is Annotated and (is_union(bare := unannotated(expected)) or isinstance(bare, Choice)):
            return self._take(value, bare, steps)  # beside either there is nothing but that it is deprecated
        if isinstance(expected, Choice):
            return self._take_choice(value, expected, steps)
        if _kind(expected) == "value" and (several := _containers(expected, value)):
            return self._take(value, several, steps)
        if get_origin(expected) is Annotated and isinstance(value, list | dict) and _kind(expected) != "value":
            taken = self._take(value, get_args(expected)[0], steps)
            self._check(value, expected, steps)
            return taken
        return self._take_inside(value, expected, steps)

    def _take_inside(self, value: Any, expected: Any, steps: Steps) -> Any:
        kind = _kind(expected)
        if isinstance(value, list) and (kind == "array" or expected is Any):
            item_type = (*get_args(expected), Any)[0]
            return [self._take(item, item_type, (*steps, index)) for index, item in enumerate(value)]
        if isinstance(value, dict) and (kind == "object" or expected is Any):
            return self._take_object(value, expected, steps)
        if isinstance(value, float):
            return self._take_float(value, expected, steps)
        return self._take_value(value, expected, steps)

    def _take_choice(self, value: Any, expected: Choice, steps: Steps) -> Any:
        meant = expected.meant(value)
        if meant is not None:
            return self._take(value, meant, steps)
        if expected.is_unknown(value):
            self._tell(expected.values, value[expected.by], (*steps, expected.by), "another string")
        else:
            self._tell(expected.__name__, value, steps)
        return value

    def _check(self, value: Any, expected: Any, steps: Steps) -> None:
        """Tell what a value breaks beyond its type."""
        kind = list if isinstance(value, list) else dict
        for each in get_args(expected)[1:]:
            if isinstance(each, msgspec.Meta) and _kind(expected) != "value":
                try:
                    msgspec.convert(value, Annotated[kind, each])
                except msgspec.ValidationError as error:
                    told = str(error).removeprefix("Expected ").replace("`", "")
                    self._tell(told, value, steps, f"{_found(value)} of {len(value)}")
        for rule in rules(expected, received=True):
            if problem := rule.problem(value):
                self._tell(problem.removeprefix("expected "), value, steps, f"another {_found(value)}")

    def _take_value(self, value: Any, expected: Any, steps: Steps) -> Any:
        try:
            taken = convert(value, expected)
        except msgspec.ValidationError as error:
            limit = _LIMIT.fullmatch(str(error))
            told = f"{_WORDS.get(limit['type'], limit['type'])}{limit['limit']}" if limit else _name(expected)
            self._tell(told, value, steps, f"another {_found(value)}" if limit else None)
            return value
        for rule in rules(expected, received=True):
            if problem := rule.problem(value):
                self._tell(problem.removeprefix("expected "), value, steps, f"another {_found(value)}")
        return taken

    def _take_float(self, value: float, expected: Any, steps: Steps) -> Any:
        if math.isinf(value):  # JSON has no bounds for numbers, and Python's floats have
            self._tell("number within the bounds of a float", value, steps)
            return value
        # JSON Schema counts 1.0 among the integers.
        if unannotated(expected) is int and (exact := self._whole(value, steps)) is not None:
            return self._take_value(exact, expected, steps)
        return self._take_value(value, expected, steps)

    def _whole(self, value: float, steps: Steps) -> int | None:
        """Return the integer that was written as this float; None if it was none."""
        if abs(value) < _EXACT:
            return int(value) if value.is_integer() else None
        written = self._written
        for step in steps:
            written = written[step]
        return int(written) if written == written.to_integral_value() else None

    @cached_property
    def _written(self) -> Any:
        """The body once more, with its numbers as they were written."""
        return json.loads(self._body, parse_float=Decimal)

    def _take_object(self, value: dict[str, Any], expected: Any, steps: Steps) -> Any:
        model = model_of(expected)
        if model is None:
            item_type = get_args(expected)[1] if get_args(expected) else Any
            return {key: self._take(item, item_type, (*steps, _Key(key))) for key, item in value.items()}
        made: dict[str, Any] = {}
        for field in fields(model):
            where = (*steps, field.encode_name)
            if field.encode_name in value:
                made[field.name] = self._take(value[field.encode_name], field.type, where)
            elif field.required:
                self._tell(_name(_bare(field.type)[0]), None, where, found="nothing")
                made[field.name] = None
        self._take_others(value, model, steps)
        return model(**made)

    def _take_others(self, value: dict[str, Any], model: Any, steps: Steps) -> None:
        """Tell what is wrong with an object beside the values of the fields that the spec names."""
        if (size := getattr(model, "_size", None)) and (problem := size.problem(value)):
            self._tell(problem.removeprefix("expected "), value, steps, f"{len(value)}")
        others = value.keys() - {field.encode_name for field in fields(model)}
        for key in [each for each in value if each in others]:
            if getattr(model, "_closed", False):
                self._tell("no such field", value[key], (*steps, key))
            elif (additional := additional_type(model)) is not None:
                self._take(value[key], additional, (*steps, _Key(key)))

    def _tell(self, expected: str, value: Any, steps: Steps, found: str | None = None) -> None:
        found = found or _found(value)
        if self._strict:
            raise self._error(f"expected {expected}, found {found}", steps)
        self._on_drift(
            Drift(
                operation=self._operation.name,
                path=_general_path(steps),
                location=self._clean(_json_path(steps)),
                expected=expected,
                found=found,
                request_id=self._request_id,
            ),
        )

    def _error(self, problem: str, steps: Steps) -> DecodeError:
        return DecodeError(
            problem,
            operation=self._operation.name,
            path=self._clean(_json_path(steps)),
            body=clean_bytes(self._body, self._clean),
            request_id=self._request_id,
        )


def _bare(expected: Any) -> tuple[Any, bool]:
    """Split `X | None` into X and whether None is allowed."""
    if is_union(expected):
        inner = [item for item in get_args(expected) if item is not type(None)]
        optional = len(inner) < len(get_args(expected))
        return (inner[0] if len(inner) == 1 else Union[tuple(inner)]), optional  # noqa: UP007
    return expected, expected is Any


def _containers(expected: Any, value: Any) -> Any:
    """Return the member of a union that a list or an object is for; None if there is none, or no union."""
    if not is_union(expected) or not isinstance(value, list | dict):
        return None
    wanted = "array" if isinstance(value, list) else "object"
    return next(
        (each for each in get_args(expected) if _kind(unannotated(each)) == wanted or isinstance(each, Choice)), None
    )


def _kind(expected: Any) -> str:
    expected = unannotated(_bare(expected)[0])
    origin = get_origin(expected) or expected
    if origin is list:
        return "array"
    return "object" if origin is dict or model_of(origin) is not None else "value"


def _name(expected: Any) -> str:
    expected = unannotated(expected)
    kind = _kind(expected)
    if kind != "value":
        return kind
    if is_union(expected):
        return " or ".join(map(_name, get_args(expected)))
    return {bool: "boolean", int: "integer", float: "number", str: "string"}.get(
        expected,
        getattr(expected, "__name__", str(expected)),
    )


def _found(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"


def _json_path(steps: Steps) -> str:
    written = (f"[{step}]" if isinstance(step, int) or step == _ANYWHERE else f".{step}" for step in steps)
    return f"${''.join(written)}"


def _general_path(steps: Steps) -> str:
    """Return the JSON path with `*` for every index and map key, so that the number of paths stays small."""
    return _json_path(tuple(_ANYWHERE if isinstance(step, int | _Key) else step for step in steps))
