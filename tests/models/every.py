"""Every generated model, and a JSON object for each that has all its fields."""

from __future__ import annotations

import datetime
import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

from heymarket import models
from heymarket_runtime.model import Model, Timestamp
from heymarket_runtime.rules import like

TIME = "2026-04-12T15:30:00Z"


def models_of(module: Any) -> list[type[Any]]:
    named = (getattr(module, name) for name in module.__all__)
    return [each for each in named if isinstance(each, type) and issubclass(each, Model)]


MODELS = models_of(models)
PLAIN: dict[Any, Any] = {
    int: 7,
    datetime.datetime: TIME,
    str: "text <b>",
    bool: True,
    float: 1.5,
    Timestamp: TIME,
    Any: {"any": None},
}


def json_of(kind: Any, depth: int = 0) -> Any:
    """Return JSON of a type, with all fields that it may have; a model inside itself ends after a while."""
    if get_origin(kind) in {Union, types.UnionType}:
        kind = next(arg for arg in get_args(kind) if arg is not type(None))
    if get_origin(kind) is Literal:
        return get_args(kind)[0]
    if get_origin(kind) is list:
        return [json_of(get_args(kind)[0], depth)]
    if get_origin(kind) is dict:
        return {"7": json_of(get_args(kind)[1], depth)}
    if get_origin(kind) is Annotated and kind not in PLAIN:
        return like(kind) or json_of(get_args(kind)[0], depth)  # an example, where the type has a pattern
    if isinstance(kind, type) and issubclass(kind, Model):
        fields = (field for field in msgspec.structs.fields(kind) if field.required or depth < 4)
        return {field.encode_name: json_of(field.type, depth + 1) for field in fields}
    return PLAIN[kind]


def full(model: type[Any]) -> Any:
    return msgspec.convert(json_of(model), model)


def bare(model: type[Any]) -> Any:
    """Return an object with its required fields only."""
    infos = [field for field in msgspec.structs.fields(model) if field.required]
    return msgspec.convert({field.encode_name: json_of(field.type) for field in infos}, model)
