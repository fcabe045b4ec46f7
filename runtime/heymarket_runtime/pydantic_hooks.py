"""What pydantic asks a model for. Only pydantic calls this, so only those who use it import it."""

from __future__ import annotations

import ast
import inspect
import textwrap
from contextvars import ContextVar
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler
    from pydantic_core.core_schema import CoreSchema

# The models whose schema is being made: one that leads back to itself refers to itself by name.
_in_progress: ContextVar[frozenset[Any]] = ContextVar("_in_progress", default=frozenset())


def model_schema(cls: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
    """Take an instance as it is and a dict by its fields; give the JSON form."""
    from pydantic_core import core_schema  # noqa: PLC0415

    reference = f"{cls.__module__}.{cls.__qualname__}:{id(cls)}"
    if cls in _in_progress.get():
        return core_schema.definition_reference_schema(reference)
    documented = _documented(cls)
    token = _in_progress.set(_in_progress.get() | {cls})
    try:
        infos = msgspec.structs.fields(cls)
        fields = {
            info.encode_name: core_schema.typed_dict_field(
                handler.generate_schema(info.type),
                required=info.required,
                metadata={"pydantic_js_updates": documented.get(info.name, {})},
            )
            for info in infos
        }
    finally:
        _in_progress.reset(token)
    attributes = {info.encode_name: info.name for info in infos}

    def take(value: Any, read: Callable[[Any], dict[str, Any]]) -> Any:
        if isinstance(value, cls):
            return value
        return cls(**{attributes[name]: item for name, item in read(value).items()})

    take.__name__ = cls.__name__  # the title of an error
    return core_schema.no_info_wrap_validator_function(
        take,
        core_schema.typed_dict_schema(fields, cls=cls),
        ref=reference,
        serialization=core_schema.plain_serializer_function_ser_schema(lambda model: model.to_dict()),
    )


def _documented(cls: type) -> dict[str, dict[str, str]]:
    """Return the texts under the fields of a class; none where its source is not at hand."""
    try:
        (tree,) = ast.parse(textwrap.dedent(inspect.getsource(cls))).body
    except (OSError, TypeError):
        return {}
    found: dict[str, dict[str, str]] = {}
    body = tree.body if isinstance(tree, ast.ClassDef) else []
    for field, text in pairwise(body):
        match field, text:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(words))):
                found[name] = {"description": " ".join(words.split())}
    return found
