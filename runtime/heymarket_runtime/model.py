"""Base of the generated models."""

from __future__ import annotations

import datetime
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self, cast

import msgspec

from .conversion import convert
from .protocols import AwareForHypothesis, AwareForPydantic
from .walking import additional_type, fields, model_of, names, types_within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import GetCoreSchemaHandler
    from pydantic_core.core_schema import CoreSchema

__all__ = ["Model", "Received", "Timestamp", "define", "field", "link_items", "link_result", "parse_json"]

if TYPE_CHECKING:
    from datetime import datetime as DateTime  # noqa: N812
else:
    from .rfc3339 import DateTime

Timestamp = Annotated[DateTime, msgspec.Meta(tz=True), AwareForHypothesis(), AwareForPydantic()]
"""An aware `datetime`; RFC 3339 text on the wire, kept to the microsecond."""


class Received:
    """The body of one response, parsed when somebody asks for it."""

    __slots__ = ("body", "idempotency_key", "value")

    def __init__(self, body: bytes, idempotency_key: str | None = None) -> None:
        self.body: bytes = body
        self.idempotency_key: str | None = idempotency_key

    def parse(self) -> Any:
        try:
            return self.value
        except AttributeError:
            self.value: Any = parse_json(self.body)
            return self.value


def parse_json(body: bytes | str) -> Any:
    """Parse JSON; `ValueError` if it is none."""
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        # The standard library also takes escaped lone surrogates, which JSON's grammar allows.
        import json  # noqa: PLC0415

        try:
            return json.loads(body, parse_constant=_refuse_constant)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


if TYPE_CHECKING:
    from attrs import define, field

    class _Struct:
        __struct_fields__: ClassVar[tuple[str, ...]]
        __struct_encode_fields__: ClassVar[tuple[str, ...]]
        _received: Received
        _place: int | tuple[str | int, ...]

else:
    from .protocols import ModelMeta, define, field

    class _Linked:
        """Room for where an object came from, outside the fields that make it what it is."""

        __slots__ = ("_place", "_received")

    class _Struct(_Linked, msgspec.Struct, metaclass=ModelMeta, omit_defaults=True, repr_omit_defaults=True, gc=False):
        pass


class Model(_Struct):
    """A JSON object: an attrs class. `None` stands for a field that is absent or null."""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form of the fields that the spec allows, without absent ones."""
        form: dict[str, Any] = msgspec.to_builtins(self, enc_hook=_plain)
        _drop_absent(self, form)
        return form

    @property
    def raw(self) -> dict[str, Any]:
        """The JSON object exactly as received, unknown fields included.

        Kept for the objects that a response consists of: its result, or the items of its list.
        Objects inside those are reached through the `raw` of the outer one, but for those that may have
        fields without names, which have their own. `LookupError` for an object that was not received that way.
        """
        if not hasattr(self, "_received"):
            raise LookupError(
                f"this {type(self).__name__} has no raw form: it is not the result or a list item of a response",
            )
        value = self._received.parse()
        for step in _path(self):
            value = value[step]
        return cast("dict[str, Any]", value)

    @property
    def idempotency_key(self) -> str | None:
        """The key of the request that gave this, if it carried one: with it, a repeated request does nothing twice."""
        return self._received.idempotency_key if hasattr(self, "_received") else None

    @property
    def additional_properties(self) -> dict[str, Any]:
        """The fields of a received object that the class does not name; typed, if the spec says what they are.

        `LookupError` for an object without `raw` whose class, as the spec has it, names all of its fields.
        """
        if (expected := additional_type(type(self))) is None:
            return {name: value for name, value in self.raw.items() if name not in names(type(self))}
        return {name: self._typed(name, value, expected) for name, value in others(self).items()}

    def _typed(self, name: str, value: Any, expected: Any) -> Any:
        try:
            made = convert(value, expected)
        except msgspec.ValidationError:
            return value  # drift, and told as such
        link_open(made, self._received, (*_path(self), name))
        return made

    def _repr_html_(self) -> str:
        """Return the fields that are there as a table, for a notebook."""
        from html import escape  # noqa: PLC0415
        from reprlib import repr as short  # noqa: PLC0415

        rows = (
            f"<tr><th>{escape(name)}</th><td>{escape(short(value))}</td></tr>"
            for name, value in _values(self).items()
            if value is not None
        )
        return f"<table><caption>{escape(type(self).__name__)}</caption>{''.join(rows)}</table>"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from .pydantic_hooks import model_schema  # noqa: PLC0415

        return model_schema(cls, handler)

    def __copy__(self) -> Self:
        made = type(self)(**_values(self))
        if hasattr(self, "_received"):
            made._received, made._place = self._received, self._place  # noqa: SLF001
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        # Its own part of the response only: one object of a page of a thousand must not carry the page.
        raw = self.raw if hasattr(self, "_received") else None
        return _rebuilt, (type(self), _values(self), raw, self.idempotency_key)


def _path(model: Model) -> tuple[str | int, ...]:
    place = model._place  # noqa: SLF001
    return (place,) if isinstance(place, int) else place


def _values(model: Model) -> dict[str, Any]:
    return {name: getattr(model, name) for name in model.__struct_fields__}


def _rebuilt(
    cls: type[Model], values: dict[str, Any], raw: dict[str, Any] | None, idempotency_key: str | None = None
) -> Model:
    model = cls(**values)
    if raw is not None:
        received = Received(b"", idempotency_key)
        received.value = raw
        link_result(model, received)
    return model


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return timestamp_text(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def timestamp_text(value: datetime.datetime) -> str:
    """Return RFC 3339 text, also of a subclass (pandas, pendulum, freezegun), which msgspec refuses."""
    text = value.isoformat()
    return f"{text.removesuffix('+00:00')}Z" if text.endswith("+00:00") else text


def others(model: Model) -> dict[str, Any]:
    """Return the fields of a received object that its class does not name, as received, if the spec allows them."""
    cls = type(model)
    if additional_type(cls) is None or not hasattr(model, "_received"):
        return {}
    return {name: value for name, value in model.raw.items() if name not in names(cls)}


@cache
def _suspects(cls: Any) -> tuple[tuple[str, str], ...]:
    """Return name in JSON and attribute of the fields that are required, or hold models that have such."""
    return tuple(
        (each.encode_name, each.name)
        for each in fields(cls)
        if each.required or any(map(model_of, types_within(each.type)))
    )


def _drop_absent(value: Any, form: Any) -> None:
    """Take out the fields that a response lacked although the spec requires them, and add those without names."""
    if isinstance(value, Model):
        cls: Any = type(value)
        for name, attribute in _suspects(cls):
            item = getattr(value, attribute)
            if item is None:
                form.pop(name, None)
            else:
                _drop_absent(item, form[name])
        form.update(others(value))
    elif isinstance(value, list):
        for item, item_form in zip(value, form, strict=True):
            _drop_absent(item, item_form)
    elif isinstance(value, dict):
        for key, item in value.items():
            _drop_absent(item, form[key])


def link_items(items: Sequence[Any], received: Received, prefix: tuple[str, ...] = ()) -> None:
    """Tell received objects where they came from, for `raw`."""
    for index, item in enumerate(items):  # once over every item of every page, and nothing made for one
        try:
            item._received, item._place = received, (*prefix, index) if prefix else index  # noqa: SLF001
        except AttributeError:  # an item that is no object was kept as received
            continue


def link_result(result: Model, received: Received, path: tuple[str | int, ...] = ()) -> None:
    result._received, result._place = received, path  # noqa: SLF001


@cache
def has_open_models(expected: Any) -> bool:
    """Say whether a type is, or holds, a model that may have fields without names."""
    return any(model_of(each) and additional_type(each) is not None for each in types_within(expected))


@cache
def _open_fields(cls: Any) -> tuple[tuple[str, str], ...]:
    """Return name in JSON and attribute of the fields that hold such models."""
    return tuple((each.encode_name, each.name) for each in fields(cls) if has_open_models(each.type))


def link_open(result: Any, received: Received, path: tuple[str | int, ...] = ()) -> None:
    """Tell the models that may have fields without names where they came from, however deep they are."""
    waiting = [(result, path)]
    while waiting:
        value, where = waiting.pop()
        if isinstance(value, Model):
            cls: Any = type(value)
            if additional_type(cls) is not None and not hasattr(value, "_received"):
                link_result(value, received, where)
            waiting += [(getattr(value, name), (*where, wire)) for wire, name in _open_fields(cls)]
        elif isinstance(value, list):
            waiting += [(item, (*where, index)) for index, item in enumerate(value)]
        elif isinstance(value, dict):
            waiting += [(item, (*where, key)) for key, item in value.items()]
