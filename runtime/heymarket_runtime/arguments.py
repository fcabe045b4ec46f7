"""Turns a method's arguments into a call that may be sent, and finds what is wrong with them before that."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from . import classes, rfc3339
from .conversion import convert
from .errors import HeymarketError, InvalidRequestError
from .model import Model, others, timestamp_text
from .rules import has_rules
from .unions import Choice
from .walking import additional_type, joined, names, types_within

if TYPE_CHECKING:
    from .operation import Input, Operation, Parameter, Semantics

_JSON_PATH = re.compile(r" - at `(?:key in )?\$(?P<path>[^`]*)`$")
_TYPES = re.compile(r"`(?P<expected>[^`]*)`, got `(?P<found>[^`]*)`")
_LIMIT = re.compile(r"Expected `(?P<type>[^`]*)`(?P<limit> .*)", re.DOTALL)
_MISSING = re.compile(r"missing required field `(?P<name>[^`]*)`")
_VAGUE = re.compile(r"\[\.\.\.\]|matching regex")
_NAME = re.compile(r"\{([^{}]*)\}")
_HEADER_VALUE = re.compile(r"([\x21-\x7e]([\t\x20-\x7e]*[\x21-\x7e])?)?")  # RFC 9110, 5.5
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
        from . import styles  # noqa: PLC0415 (many operations have no parameters)

        return f"{self.path}?{'&'.join(styles.pairs(self.query))}"

    @property
    def semantics(self) -> Semantics:
        """Whether this call may be sent twice: what is unsafe otherwise may be, if it carries a key."""
        own = self.operation.semantics
        return "idempotent" if own == "unsafe" and self.idempotency_key is not None else own

    @property
    def idempotency_key(self) -> str | None:
        """The key that the body carries, if any; an empty one tells nothing apart."""
        field = self.operation.idempotency_key
        return (self.body or {}).get(field) or None if field else None

    def tell_key(self, error: HeymarketError) -> None:
        """Let an error say how to repeat this call by hand, if it may be."""
        if self.idempotency_key:
            from .idempotency import tell_key  # noqa: PLC0415 (few operations have a key)

            tell_key(error, self)

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
    if operation.deprecated:
        from . import deprecation  # noqa: PLC0415 (few operations have deprecated arguments)

        deprecation.tell(operation, {**given, "body": body})
    checked = _parameters(operation, given)
    if operation.accept:
        checked["header"].setdefault("Accept", operation.accept)
    content = None if operation.body is None else _body(operation, body)
    if content is not None and operation.media_type:
        checked["header"]["Content-Type"] = operation.media_type
    return Call(
        operation,
        _fill(operation.path, checked["path"]) if checked["path"] else operation.path,
        checked["query"],
        checked["header"],
        content,
    )


def _parameters(operation: Operation, given: Mapping[str, Mapping[str, object]]) -> dict[str, dict[str, Any]]:
    """Return what is sent beside the body, by location and name."""
    checked: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "header": {}}
    for parameter in operation.parameters:
        value = given[parameter.location].get(parameter.name)
        if value is not None:
            from . import styles  # noqa: PLC0415 (many operations have no parameters)

            checked[parameter.location][parameter.name] = styles.written(parameter, checked_value(parameter, value))
        elif parameter.required:
            raise InvalidRequestError(parameter.name, "is required")
    for name, value in checked["header"].items():
        if not _HEADER_VALUE.fullmatch(value):
            raise InvalidRequestError(name, "a header takes one line of visible ASCII text")
    return checked


def _body(operation: Operation, body: object) -> Any:
    """Return the JSON form of a body; None if there is none."""
    if operation.is_body_optional and isinstance(body, dict) and all(value is None for value in body.values()):
        body = None
    if body is None:
        if operation.needs_body:
            raise InvalidRequestError("body", "is required")
        return None
    return _checked_body(operation, body)


def _checked_body(operation: Operation, body: object) -> Any:
    value = _checked(body, operation.body, "")
    if operation.any_of or operation.one_of or operation.dependent:
        from . import field_sets  # noqa: PLC0415 (many operations have no such rules)

        field_sets.check(operation, value)
    if operation.idempotency_key:
        from .idempotency import with_key  # noqa: PLC0415 (few operations have a key)

        return with_key(value, operation.idempotency_key)
    return value


def _checked(value: object, expected: Any, name: str) -> Any:
    plain: Any = None
    try:
        plain = _plain(value, name, expected)
        _check_beyond_types(plain, convert(plain, expected), name)
        if has_rules(expected):
            from . import checks  # noqa: PLC0415 (few specs have such rules)

            checks.check(plain, expected, name)
    except msgspec.ValidationError as error:
        # msgspec does not say which field of a map or choice it is, nor what would match.
        if _VAGUE.search(str(error)) or _has_choices(expected):
            from . import checks  # noqa: PLC0415

            name, error = checks.culprit(plain, expected, name, error)
        raise _explained(error, name) from None
    except RecursionError:
        raise InvalidRequestError(name, "is nested too deeply") from None
    return plain


@cache
def _has_choices(expected: Any) -> bool:
    return any(isinstance(each, Choice) for each in types_within(expected))


def _plain(value: object, name: str, expected: Any = Any) -> Any:
    """Return the JSON form, in which models lose their absent fields and timestamps are text."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case datetime.datetime():
            return _timestamp(value, name)
        case Model():
            classes.check(name, value, expected)
            fields = [(field, getattr(value, attribute)) for field, attribute in names(type(value)).items()]
            return _object([*fields, *others(value).items()], name, type(value))
        case Mapping():
            return _object(value.items(), name, expected)
        case _ if classes.is_foreign(value):
            raise classes.mismatch(name, value, expected)
        case AbstractSet():
            raise InvalidRequestError(name, "expected an ordered sequence such as a list, got a set")
        case bytes() | bytearray():
            raise InvalidRequestError(name, "expected text, got bytes")
        case Iterable():
            _, inner = classes.inside(expected)
            inner = classes.free(inner, expected)
            return [_plain(item, f"{name}[{index}]", inner) for index, item in enumerate(value)]
        case _:
            try:
                return msgspec.to_builtins(value)
            except TypeError:
                raise InvalidRequestError(name, f"{type(value).__name__} cannot be sent as JSON") from None


def _object(fields: Iterable[tuple[Any, Any]], name: str, expected: Any) -> dict[str, Any]:
    plain = {}
    types, other = classes.inside(expected)
    null = classes.keeps_null(expected)
    for field, value in fields:
        if not isinstance(field, str):
            raise InvalidRequestError(name, f"expected text for the name of a field, got {type(field).__name__}")
        if value is not None or (null and field not in types):
            plain[field] = _plain(value, joined(name, field), classes.free(types.get(field, other), expected))
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
                _check_beyond_types(item, _field(converted, key, item, name), joined(name, key))
        case list():
            for index, (item, result) in enumerate(zip(plain, converted, strict=True)):
                _check_beyond_types(item, result, f"{name}[{index}]")
        case str():
            _check_text(plain, converted, name)
        case float() if not math.isfinite(plain):
            raise InvalidRequestError(name, "JSON has no number for infinity or NaN")


def _field(converted: Any, key: str, item: Any, name: str) -> Any:
    if not isinstance(converted, Model):
        _check_text(key, key, name)
        return converted[key] if isinstance(converted, dict) else item
    known = names(type(converted))
    if key not in known:
        if (additional := additional_type(type(converted))) is not None:
            try:
                return convert(item, additional)
            except msgspec.ValidationError as error:
                raise _explained(error, joined(name, key)) from None
        raise InvalidRequestError(joined(name, key), f"no such field; there are {', '.join(known)}")
    return getattr(converted, known[key])


def _check_text(plain: str, converted: Any, name: str) -> None:
    try:
        if isinstance(converted, datetime.datetime):
            rfc3339.check(plain)
        plain.encode()
    except ValueError as error:
        problem = "holds a lone surrogate" if isinstance(error, UnicodeEncodeError) else str(error)
        raise InvalidRequestError(name, problem) from None


def _explained(error: msgspec.ValidationError, name: str) -> InvalidRequestError:
    text = str(error)
    found = _JSON_PATH.search(text)
    path = name + (found["path"] if found else "")
    if missing := _MISSING.search(text):
        return InvalidRequestError(joined(path.removeprefix("."), missing["name"]), "is required")
    problem = _JSON_PATH.sub("", text)
    if "timezone component" in problem:
        problem = "a timestamp needs an offset from UTC, for example 2026-04-12T15:30:00Z"
    elif types := _TYPES.search(problem):
        problem = f"expected {types['expected'].removesuffix(' | null')}, got {types['found']}"
    elif limit := _LIMIT.fullmatch(problem):
        problem = f"expected {limit['type'].removesuffix(' | null')}{limit['limit']}"
    return InvalidRequestError(path.removeprefix("."), problem)


def checked_value(parameter: Parameter, value: object) -> Any:
    """Return the JSON form of a value that a parameter takes. Raises `InvalidRequestError`."""
    return _checked(value, parameter.type, parameter.name)


def with_others(named: dict[str, object], others: object) -> dict[str, object]:
    """Return the fields of a body, with those that the spec allows but does not name. Raises `InvalidRequestError`."""
    if others is None:
        return named
    if not isinstance(others, Mapping):
        raise InvalidRequestError("additional_properties", f"expected a mapping, got {type(others).__name__}")
    for name in others:
        if name in named:
            raise InvalidRequestError("additional_properties", f"`{name}` is an argument of its own")
    return {**named, **others}


def query_texts(query: Mapping[str, object]) -> dict[str, Any]:
    """Return a query whose fields the spec does not know, as it is sent."""
    from . import styles  # noqa: PLC0415 (many operations have no parameters)

    return {name: styles.texts(value) for name, value in _plain(query, "query").items()}


def _fill(template: str, values: Mapping[str, str]) -> str:
    path = _NAME.sub(lambda found: values.get(found[1], found[0]), template)
    for written, segment in zip(template.split("/"), path.split("/"), strict=True):
        if segment in {".", ".."} and (named := _NAME.search(written)):
            raise InvalidRequestError(named[1], f"{segment!r} cannot be part of a path")
    return path
