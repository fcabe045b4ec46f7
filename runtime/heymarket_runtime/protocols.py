"""What attrs, Hypothesis and pydantic ask models and timestamps for.

A Struct is an attrs class when it has its fields in attrs' own terms; they are made when somebody asks for them.

attrs is what a model is to its users and to type checkers; a Struct is what makes it fast to decode. So a
generated model is written as an attrs class, and `define` and `field` here stand for those of attrs at run time:
`StructMeta` has already done their work. attrs itself is imported by the first question that needs it, so that
nobody else waits for it.
"""

from __future__ import annotations

import datetime
import sys
from typing import TYPE_CHECKING, Annotated, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pydantic import GetCoreSchemaHandler
    from pydantic_core.core_schema import CoreSchema

JSON_NAME = "json"
"""Key in the metadata of a field whose name in JSON Python does not allow."""


class ModelMeta(msgspec.StructMeta):
    """Gives its classes `__attrs_attrs__`, which is all that attrs, and whoever knows attrs, asks for."""

    def __new__(  # noqa: PYI034
        cls,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        *,
        kw_only: bool = True,
        closed: bool | None = None,
        **options: Any,
    ) -> ModelMeta:
        if closed is not None:
            options["forbid_unknown_fields"] = closed
        made: ModelMeta = super().__new__(cls, name, bases, namespace, kw_only=kw_only, **options)
        return made

    @property
    def __attrs_attrs__(self) -> Any:
        # cattrs may come later than the first question, and then has to be told of the names in JSON.
        cattrs = sys.modules.get("cattrs")
        name = "_attributes" if cattrs is None else "_attributes_for_cattrs"
        if name not in self.__dict__:
            setattr(self, name, _attributes(self, cattrs))
        return self.__dict__[name]


def define(*, kw_only: bool) -> Callable[[Any], Any]:
    """Stand for `attrs.define` at run time."""
    assert kw_only, "models take their fields by name"  # noqa: S101
    return lambda cls: cls


def field(*, metadata: Mapping[str, str], **default: Any) -> Any:
    """Stand for `attrs.field` at run time."""
    if factory := default.pop("factory", None):
        default["default_factory"] = factory
    return msgspec.field(name=metadata[JSON_NAME], **default)


def _attributes(cls: Any, cattrs: Any) -> Any:
    import attrs  # noqa: PLC0415

    from .checks import plain_type  # noqa: PLC0415 (it needs the class here)

    def attribute(field: msgspec.structs.FieldInfo) -> Any:
        renamed = field.name != field.encode_name
        told = renamed and cattrs is not None
        kind = plain_type(field.type)
        default = field.default if field.default_factory is msgspec.NODEFAULT else attrs.Factory(field.default_factory)
        options: dict[str, Any] = {
            "default": attrs.NOTHING if field.required else default,
            "type": Annotated[kind, cattrs.override(rename=field.encode_name)] if told else kind,
            "metadata": {JSON_NAME: field.encode_name} if renamed else {},
        }
        return attrs.field(**options)

    fields = {field.name: attribute(field) for field in msgspec.structs.fields(cls)}
    return attrs.fields(attrs.make_class(cls.__name__, fields, kw_only=True))


class AwareForHypothesis:
    """In the type of a timestamp: says to Hypothesis that it is aware.

    Hypothesis looks for a strategy in what calls itself grouped metadata, as annotated-types does.
    """

    __is_annotated_types_grouped_metadata__ = True

    def __iter__(self) -> Iterator[Any]:
        if hypothesis := sys.modules.get("hypothesis"):
            yield hypothesis.strategies.datetimes(timezones=hypothesis.strategies.just(datetime.UTC))


class AwareForPydantic:
    """The same for pydantic. It stands apart as pydantic takes only what is inside of grouped metadata."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema  # noqa: PLC0415

        return core_schema.datetime_schema(tz_constraint="aware")
