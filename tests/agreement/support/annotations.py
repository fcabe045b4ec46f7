"""What annotations promise: values that they allow, whether a value keeps them, and a word for each type."""

from __future__ import annotations

import collections.abc
import datetime
import types
import typing
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

import msgspec
from hypothesis import strategies as st

import heymarket
from heymarket_runtime.model import Model
from heymarket_runtime.rules import Keys, Limits, Moment, Only

from . import calls, schemas, spec
from . import values as examples

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .spec import Operation

_MODERN = datetime.datetime(1971, 1, 1)  # noqa: DTZ001 - hypothesis adds the zone
_TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
_VALUES = {
    bool: st.booleans(),
    int: st.integers(-(2**63), 2**63 - 1),
    float: st.floats(allow_nan=False, allow_infinity=False),
    str: _TEXT,
    datetime.datetime: st.datetimes(
        min_value=_MODERN,
        timezones=st.integers(-1439, 1439).map(lambda minutes: datetime.timezone(datetime.timedelta(minutes=minutes))),
    ),
    type(None): st.none(),
    Any: st.one_of(_TEXT, st.integers(-100, 100)),
}
_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", Any: "anything", type(None): "nothing"}


def values(annotation: Any) -> st.SearchStrategy[Any]:  # noqa: PLR0911 - one a kind of type
    """Make values that an annotation allows."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return st.sampled_from(inner)
    if origin is Annotated:
        return _keeping(values(inner[0]), inner[1:])
    if origin in {Union, types.UnionType}:
        return st.one_of([values(each) for each in _told_apart(inner)])
    if origin in {typing.Required, typing.NotRequired}:
        return values(inner[0])
    if origin in {list, collections.abc.Sequence}:
        return st.lists(values(inner[0]), max_size=3)
    if origin in {dict, collections.abc.Mapping}:
        return st.dictionaries(_TEXT, values(inner[1]), max_size=3)
    if origin is typing.Literal:
        return st.sampled_from(inner)
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return models(annotation)
    if typing.is_typeddict(annotation):
        hints = typing.get_type_hints(annotation, include_extras=True)
        fields = {name: values(each) for name, each in hints.items()}
        needed = {name: fields.pop(name) for name in required_keys(annotation)}
        return st.fixed_dictionaries(needed, optional=fields)
    return _VALUES[annotation]


def _keeping(made: st.SearchStrategy[Any], limits: Iterable[Any]) -> st.SearchStrategy[Any]:
    """Make values that keep what an annotation says beside the type, where chance would seldom do so."""
    for each in limits:
        if isinstance(each, Only):
            return st.just(each.value)
        if isinstance(each, Keys):
            return made.flatmap(partial(_with_keys, st.from_regex(each.pattern)))
        if isinstance(each, Moment):
            allowed = schemas.moments({"every": each.every, "ahead": each.ahead})
            return st.sampled_from([datetime.datetime.fromisoformat(text) for text in allowed])
        if isinstance(each, Limits) and each.pattern is not None:
            return st.from_regex(each.pattern)
        if isinstance(each, Limits) and (each.min_length is not None or each.max_length is not None):
            return _of_length(made, each.min_length or 0, each.max_length)
    return made


def _with_keys(keys: st.SearchStrategy[str], value: dict[str, Any]) -> st.SearchStrategy[Any]:
    chosen = st.lists(keys, min_size=len(value), max_size=len(value), unique=True)
    return chosen.map(lambda names: dict(zip(names, value.values(), strict=True)))


def _of_length(made: st.SearchStrategy[Any], least: int, most: int | None) -> st.SearchStrategy[Any]:
    return made.filter(lambda value: least <= len(value) and (most is None or len(value) <= most))


def models(model: type[Model]) -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(model, include_extras=True)
    return st.builds(model, **{name: values(hints[name]) for name in model.__struct_fields__})


def arguments(operation: Operation) -> st.SearchStrategy[dict[str, Any]]:
    """Make keyword arguments for an operation's method, from its annotations alone."""
    method = getattr(getattr(heymarket.Heymarket, operation.tag), operation.name)
    hints = typing.get_type_hints(method, include_extras=True)
    parameters = [each for each in calls.signature(operation).parameters.values() if each.name != "self"]
    needed = {each.name: values(hints[each.name]) for each in parameters if each.default is each.empty}
    free = {each.name: values(hints[each.name]) for each in parameters if each.default is not each.empty}
    given = {name: each.filter(lambda value: value is not None) for name, each in free.items()}
    whole = {**needed, **given}
    # Left to chance, what must be given one way or another is seldom all there, and no text fits a pattern.
    patterned = _fitting(operation)
    fitting = {**whole, **patterned}
    alone = {calls.argument(operation, name) for name in operation.fields.keys() - schemas.together(operation.body)}
    fitting = {name: each for name, each in fitting.items() if name not in alone}
    least = {name: patterned.get(name, each) for name, each in needed.items()}
    return st.one_of(
        *(st.fixed_dictionaries(each) for each in (whole, fitting, least)),
        st.fixed_dictionaries(needed, optional=free),
    )


def _fitting(operation: Operation) -> dict[str, st.SearchStrategy[Any]]:
    """Make the arguments that hold a pattern or a moment that may be named, which no annotation says."""
    said = {calls.argument(operation, name): field for name, field in operation.fields.items()}
    said |= {calls.argument(operation, each.name, each.location): each.schema for each in operation.parameters}
    patterned = {
        name: each
        for name, each in said.items()
        if any({"pattern", "x-moment", "x-keys"} & part.keys() for _, part in schemas.paths(each))
    }
    return {name: st.just(examples.full(each)) for name, each in patterned.items()}


def as_json(value: Any) -> Any:
    """Return the JSON form, made without the client's own help."""
    if isinstance(value, Model):
        names = zip(type(value).__struct_fields__, type(value).__struct_encode_fields__, strict=True)
        said = {name: getattr(value, attribute) for attribute, name in names}
        return {name: as_json(item) for name, item in said.items() if item is not None}
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: as_json(item) for name, item in value.items() if item is not None}
    return [as_json(item) for item in value] if isinstance(value, list) else value


def misfits(value: Any, annotation: Any, path: str = "$") -> list[str]:  # noqa: PLR0911 - one a kind of type
    """Say where a value is not what its annotation promises."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        naive = isinstance(value, datetime.datetime) and value.tzinfo is None
        return [f"{path}: a naive datetime"] if naive else misfits(value, inner[0], path)
    if origin in {Union, types.UnionType}:
        found = [misfits(value, each, path) for each in inner]
        return [] if [] in found else found[0]
    if origin is list and isinstance(value, list):
        return [line for index, item in enumerate(value) for line in misfits(item, inner[0], f"{path}[{index}]")]
    if origin is dict and isinstance(value, dict):
        return [line for name, item in value.items() for line in misfits(item, inner[1], f"{path}.{name}")]
    if annotation is Any or type(value) is annotation:
        if not isinstance(value, Model):
            return []
        hints = typing.get_type_hints(type(value), include_extras=True)
        return [
            line
            for name in type(value).__struct_fields__
            for line in misfits(getattr(value, name), hints[name], f"{path}.{name}")
        ]
    return [f"{path}: {value!r:.60} is no {annotation}"]


def listed(operation: Operation) -> Any:
    """Return the type of an operation's result, or of the list of items of a page."""
    kind = calls.declaration(operation).result
    for name in operation.items if operation.paging else ():
        kind = _without_none(said_by(kind)[name])
    return kind


def _without_none(annotation: Any) -> Any:
    return next((each for each in get_args(annotation) if each is not type(None)), annotation)


def said_by(model: type[Model]) -> dict[str, Any]:
    """Return the annotation of each field by its name on the server."""
    return {each.encode_name: each.type for each in msgspec.structs.fields(model)}


def _told_apart(members: tuple[Any, ...]) -> list[Any]:
    """Leave out members that stand for another one: text for a timestamp, a mapping for a model."""
    has_moment = datetime.datetime in members
    has_model = any(isinstance(each, type) and issubclass(each, Model) for each in members)
    return [
        each
        for each in members
        if not (has_moment and each is str) and not (has_model and get_origin(each) is collections.abc.Mapping)
    ]


def type_of_schema(schema: Any) -> str:
    """Name the type that a schema with its references asks for."""
    if schema is None:
        return "nothing"
    reference, schema = schema.get("$ref", ""), spec.resolve(schema)
    match schemas.types(schema):
        case ["object"] if "properties" in schema:
            return reference.rpartition("/")[2] or "an object without a name"
        case ["array"]:
            return f"list of {type_of_schema(schema['items'])}"
        case ["string"] if schema.get("format") == "date-time":
            return "timestamp"
        case [name]:
            return name
        case _:
            return "anything"


def required_keys(typed_dict: Any) -> set[str]:
    """Return the keys that a `TypedDict` requires; `__required_keys__` itself cannot read annotations that are text."""
    hints = typing.get_type_hints(typed_dict, include_extras=True)
    return {name for name, hint in hints.items() if get_origin(hint) is typing.Required}


def type_of_annotation(annotation: Any) -> str:  # noqa: PLR0911 - one a kind of type
    """Name the type that an annotation promises, apart from None."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return type_of_annotation(inner[0])
    if origin in {Union, types.UnionType}:
        members = [each for each in inner if each is not type(None)]
        if datetime.datetime in members:
            members = [each for each in members if each is not str]
        if any(isinstance(each, type) and issubclass(each, Model) for each in members):
            mappings = [
                each for each in members if typing.is_typeddict(each) or get_origin(each) is collections.abc.Mapping
            ]
            members = [each for each in members if each not in mappings]
        return " or ".join(type_of_annotation(each) for each in members)
    if origin is Literal:
        return " or ".join({type_of_annotation(type(value)) for value in inner})
    if origin in {list, collections.abc.Sequence}:
        return f"list of {type_of_annotation(inner[0])}"
    if origin in {dict, collections.abc.Mapping}:
        return "object"
    if annotation is datetime.datetime:
        return "timestamp"
    return _TYPES.get(annotation) or annotation.__name__
