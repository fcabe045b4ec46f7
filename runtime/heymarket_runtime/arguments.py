"""Turns a method's arguments into a call that may be sent, and finds what is wrong with them before that."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import msgspec

from . import classes, rfc3339
from .checks import is_own
from .errors import InvalidRequestError
from .facts import OTHERS
from .model import Model, json_fields, names, timestamp_text

if TYPE_CHECKING:
    from .operation import Input, Operation, Parameter

_JSON_PATH = re.compile(r" - at `(?:key in )?\$(?P<path>[^`]*)`$")
_TYPES = re.compile(r"`(?P<expected>[^`]*)`, got `(?P<found>[^`]*)`")
_LIMIT = re.compile(r"Expected `(?P<type>[^`]*)`(?P<limit> .*)")
_MISSING = re.compile(r"missing required field `(?P<name>[^`]*)`")
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e]*")
_encode = msgspec.json.Encoder().encode


class Call(msgspec.Struct, frozen=True):
    """One checked request, whatever the credentials and however many attempts it takes."""

    operation: Operation
    path: str
    query: dict[str, Any]
    headers: dict[str, str]
    body: Any

    @property
    def target(self) -> str:
        if not self.query:
            return self.path
        return f"{self.path}?{urlencode(self.query, doseq=True, quote_via=quote)}"

    @property
    def content(self) -> bytes | None:
        return None if self.body is None else _encode(self.body)

    def get(self, field: Input) -> Any:
        return self._values(field).get(field.name)

    def replace(self, field: Input, value: Any) -> Call:
        """Return a copy with another value for one field; None takes it out."""
        values = {name: item for name, item in self._values(field).items() if name != field.name}
        if value is not None:
            values[field.name] = value
        return (
            msgspec.structs.replace(self, body=values)
            if field.location == "body"
            else msgspec.structs.replace(self, query=values)
        )

    def _values(self, field: Input) -> Mapping[str, Any]:
        return (self.body or {}) if field.location == "body" else self.query


def prepare(
    operation: Operation,
    *,
    path: Mapping[str, object] | None = None,
    query: Mapping[str, object] | None = None,
    headers: Mapping[str, object] | None = None,
    body: object = None,
) -> Call:
    """Check a method's arguments against the operation. Raises `InvalidRequestError`."""
    given = {"path": path or {}, "query": query or {}, "header": headers or {}}
    checked: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "header": {}}
    for parameter in operation.parameters:
        value = given[parameter.location].get(parameter.name)
        if value is not None:
            checked[parameter.location][parameter.name] = _text(_checked(value, parameter.type, parameter.name))
        elif parameter.required:
            raise InvalidRequestError(parameter.name, "is required")
    for name, value in checked["header"].items():
        if not isinstance(value, str) or not _HEADER_VALUE.fullmatch(value):
            raise InvalidRequestError(name, "a header takes one line of visible ASCII text")
    if operation.text:
        checked["header"]["Accept"] = "text/plain"
    return Call(
        operation,
        _fill(operation.path, checked["path"]) if checked["path"] else operation.path,
        checked["query"],
        checked["header"],
        None if operation.body is None or body is None else _checked_body(operation, body),
    )


def _checked_body(operation: Operation, body: object) -> Any:
    value = _checked(body, operation.body, "")
    if operation.any_of and not any(all(name in value for name in names) for names in operation.any_of):
        wanted = " or ".join(" and ".join(f"`{name}`" for name in names) for names in operation.any_of)
        raise InvalidRequestError(operation.any_of[0][0], f"give {wanted}")
    return value


def _checked(value: object, expected: Any, name: str) -> Any:
    try:
        plain = _plain(value, name, expected)
        _check_beyond_types(plain, _converted(plain, expected, name), name)
    except msgspec.ValidationError as error:
        raise explained(error, name) from None
    except RecursionError:
        raise InvalidRequestError(name, "is nested too deeply") from None
    return plain


def _converted(plain: Any, expected: Any, name: str) -> Any:
    if not is_own(expected):
        try:
            return msgspec.convert(plain, expected)
        except msgspec.ValidationError as error:
            text = str(error)
            if "[...]" not in text and not text.startswith("Invalid enum"):
                raise  # otherwise msgspec does not say which field of a map it is, or what is allowed
    from .refusing import Refusing  # noqa: PLC0415 (few specs have such types)

    return Refusing(name).take(plain, expected, ())


def _plain(value: object, name: str, expected: Any = object) -> Any:
    """Return the JSON form, in which models lose their absent fields and timestamps are text."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case datetime.datetime():
            return _timestamp(value, name)
        case Model():
            classes.check(name, value, expected)
            return _object(json_fields(value), name, type(value))
        case Mapping():
            return _object(value.items(), name, expected)
        case _ if classes.is_foreign(value):
            raise classes.mismatch(name, value, expected)
        case AbstractSet():
            raise InvalidRequestError(name, "expected an ordered sequence such as a list, got a set")
        case bytes() | bytearray():
            raise InvalidRequestError(name, "expected text, got bytes")
        case Iterable():
            inside = classes.inside(expected)
            return [_plain(item, f"{name}[{index}]", inside.others) for index, item in enumerate(value)]
        case _:
            try:
                return msgspec.to_builtins(value)
            except TypeError:
                raise InvalidRequestError(name, f"{type(value).__name__} cannot be sent as JSON") from None


def _object(fields: Iterable[tuple[Any, Any]], name: str, expected: Any) -> dict[str, Any]:
    plain = {}
    inside = classes.inside(expected)
    for field, value in fields:
        if not isinstance(field, str):
            raise InvalidRequestError(name, f"expected text for the name of a field, got {type(field).__name__}")
        if inside.is_value(field, value):
            plain[field] = _plain(value, join(name, field), inside.fields.get(field, inside.others))
    return plain


def _timestamp(value: datetime.datetime, name: str) -> Any:
    try:
        offset = value.utcoffset()
    except ValueError:  # as of pandas' NaT, which calls itself a datetime
        raise InvalidRequestError(name, f"{value!r} is no moment") from None
    if offset is None:
        raise InvalidRequestError(name, "a timestamp needs a time zone; for UTC use value.replace(tzinfo=datetime.UTC)")
    try:
        # RFC 3339 has no seconds in an offset.
        return timestamp_text(value.astimezone(datetime.UTC) if offset % datetime.timedelta(minutes=1) else value)
    except OverflowError:
        raise InvalidRequestError(name, f"{value.isoformat()} lies outside the years 1 to 9999 in UTC") from None


def _check_beyond_types(plain: Any, converted: Any, name: str) -> None:
    """Find what conversion lets pass: fields the spec lacks, and text that only resembles RFC 3339."""
    match plain:
        case dict():
            for key, item in plain.items():
                _check_beyond_types(item, _field(converted, key, name), join(name, key))
        case list():
            for index, (item, result) in enumerate(zip(plain, converted, strict=True)):
                _check_beyond_types(item, result, f"{name}[{index}]")
        case str():
            _check_text(plain, converted, name)
        case float() if not math.isfinite(plain):
            raise InvalidRequestError(name, "JSON has no number for infinity or NaN")


def _field(converted: Any, key: str, name: str) -> Any:
    if not isinstance(converted, Model):
        _check_text(key, key, name)
        return converted[key]
    known = names(type(converted))
    if key in known and key != OTHERS:
        return getattr(converted, known[key])
    if OTHERS not in known:
        raise InvalidRequestError(join(name, key), f"no such field; there are {', '.join(known)}")
    _check_text(key, key, name)
    return getattr(converted, known[OTHERS])[key]


def _check_text(plain: str, converted: Any, name: str) -> None:
    try:
        if isinstance(converted, datetime.datetime):
            rfc3339.check(plain)
        plain.encode()
    except ValueError as error:
        problem = "holds a lone surrogate" if isinstance(error, UnicodeEncodeError) else str(error)
        raise InvalidRequestError(name, problem) from None


def explained(error: msgspec.ValidationError, name: str) -> InvalidRequestError:
    """Return what msgspec says of a value, in the words of our own errors."""
    text = str(error)
    found = _JSON_PATH.search(text)
    path = name + (found["path"] if found else "")
    if missing := _MISSING.search(text):
        return InvalidRequestError(join(path.removeprefix("."), missing["name"]), "is required")
    problem = _JSON_PATH.sub("", text)
    if "timezone component" in problem:
        problem = "a timestamp needs an offset from UTC, for example 2026-04-12T15:30:00Z"
    elif types := _TYPES.search(problem):
        problem = f"expected {types['expected'].removesuffix(' | null')}, got {types['found']}"
    elif limit := _LIMIT.fullmatch(problem):
        problem = f"expected {limit['type'].removesuffix(' | null')}{limit['limit']}"
    return InvalidRequestError(path.removeprefix("."), problem)


def join(name: str, field: object) -> str:
    return f"{name}.{field}" if name else str(field)


def _text(value: Any) -> Any:
    """Return a parameter as its text, or the texts of its items."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return [_text(item) for item in value if item is not None] if isinstance(value, list) else str(value)


def parameter_text(parameter: Parameter, value: object) -> Any:
    """Return a checked value as it is sent: its text, or the texts of its items."""
    return _text(_checked(value, parameter.type, parameter.name))


def query_texts(query: Mapping[str, object]) -> dict[str, Any]:
    """Return a query whose fields the spec does not know, as it is sent."""
    return {name: _text(value) for name, value in _plain(query, "query").items()}


def _fill(template: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        # URL libraries resolve dot segments, escaped or not, and would call another operation.
        if value in {"", ".", ".."}:
            raise InvalidRequestError(name, f"{value!r} cannot be part of a path")
        template = template.replace(f"{{{name}}}", quote(value, safe=""))
    return template
