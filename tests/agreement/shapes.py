"""One word for a type, whether a schema or an annotation says it."""

from __future__ import annotations

import collections.abc
import datetime
import types
from typing import Annotated, Any, Union, get_args, get_origin

from heymarket_runtime.model import Model

from . import contract, views

_SIMPLE = {str: "string", int: "integer", float: "number", bool: "boolean", Any: "anything", type(None): "nothing"}


def of_schema(schema: Any) -> str:
    """Name the type that a schema with its references asks for."""
    if schema is None:
        return "nothing"
    reference, schema = schema.get("$ref", ""), contract.resolve(schema)
    match views.types(schema):
        case ["object"] if "properties" in schema:
            return reference.rpartition("/")[2] or "an object without a name"
        case ["array"]:
            return f"list of {of_schema(schema['items'])}"
        case ["string"] if schema.get("format") == "date-time":
            return "timestamp"
        case [name]:
            return name
        case _:
            return "anything"


def of_annotation(annotation: Any) -> str:
    """Name the type that an annotation promises, apart from None."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return of_annotation(inner[0])
    if origin in {Union, types.UnionType}:
        members = [each for each in inner if each is not type(None)]
        if datetime.datetime in members:
            members = [each for each in members if each is not str]
        if any(isinstance(each, type) and issubclass(each, Model) for each in members):
            members = [each for each in members if get_origin(each) is not collections.abc.Mapping]
        return " or ".join(of_annotation(each) for each in members)
    if origin in {list, collections.abc.Sequence}:
        return f"list of {of_annotation(inner[0])}"
    if origin in {dict, collections.abc.Mapping}:
        return "object"
    if annotation is datetime.datetime:
        return "timestamp"
    return _SIMPLE.get(annotation) or annotation.__name__
