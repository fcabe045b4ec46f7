"""Where a value of a request stands, and how it is written there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from scripts.generate import python_types
from scripts.generate.models import described
from scripts.generate.names import snake_name
from scripts.generate.shapes import ListOf, Shape, present
from scripts.generate.structure import is_json

if TYPE_CHECKING:
    from scripts.generate.models import Field
    from scripts.generate.shapes import Shapes

STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
"""Of each location, the style that needs no name."""
# OpenAPI 3.1, parameter object: these are not parameters but what the message itself says.
_OF_THE_MESSAGE = {"accept", "content-type", "authorization"}

Options = tuple[tuple[str, object], ...]


@attrs.frozen
class Sent:
    """A parameter, or a field of a body."""

    wire: str
    argument: str
    location: str
    """`path`, `query`, `header`, `cookie`, `form` or `body`."""
    shape: Shape
    required: bool
    description: str
    options: Options = ()
    """What the runtime has to know of it beside, by name."""

    @property
    def declaration(self) -> str:
        """What the runtime has to know, as code."""
        options = "".join(f", {name}={value!r}" for name, value in self.options)
        kind = python_types.received(self.shape)
        if self.location == "form" and python_types.is_upload(self.shape):
            kind = "list[Upload]" if isinstance(present(self.shape), ListOf) else "Upload"
        return f"Parameter({self.wire!r}, {self.location!r}, {kind}, required={self.required}{options})"

    @property
    def is_deprecated(self) -> bool:
        return ("deprecated", True) in self.options


def is_of_the_message(parameter: dict[str, Any]) -> bool:
    return bool(parameter["in"] == "header" and parameter["name"].lower() in _OF_THE_MESSAGE)


def parameter(raw: dict[str, Any], shapes: Shapes) -> Sent:
    """Read a parameter."""
    content, location = raw.get("content", {}), raw["in"]
    holder: dict[str, Any] = next(iter(content.values())) if content else raw
    schema = holder.get("schema", {})
    style = raw.get("style", STYLES[location])
    explode = raw.get("explode", style == "form")
    told = schema if isinstance(schema, dict) else {}
    is_deprecated = raw.get("deprecated") is True or told.get("deprecated") is True
    options: dict[str, object] = {
        "style": style if style != STYLES[location] else None,
        "explode": explode if explode != (STYLES[location] == "form") else None,
        "is_json": True if any(map(is_json, content)) else None,
        "allow_reserved": True if raw.get("allowReserved") is True and location == "query" else None,
        "deprecated": True if is_deprecated else None,
    }
    own = described({**told, "description": "", "deprecated": is_deprecated})
    text = " ".join(filter(None, [str(raw.get("description") or told.get("description") or ""), own]))
    required = location == "path" or raw.get("required") is True
    name = snake_name(raw["name"])
    return Sent(raw["name"], name, location, shapes.of(schema), required, text, _told(options))


def field(each: Field, encoding: dict[str, Any] | None, *, required: bool) -> Sent:
    """Read a field of a body: of a form, if there is an encoding for it."""
    location, options = "body", dict[str, object]()
    if encoding is not None:
        location = "form"
        types = [part.strip() for part in str(encoding.get("contentType") or "").split(",")]
        # One of several is for the caller to say, by his `Upload`.
        options["media_type"] = types[0] if len(types) == 1 and "*" not in types[0] else None
        if {"style", "explode", "allowReserved"} & encoding.keys():
            style = encoding.get("style", "form")
            options["style"] = style if style != "form" else None
            options["explode"] = encoding.get("explode", style == "form")
            options["allow_reserved"] = True if encoding.get("allowReserved") is True else None
        options["deprecated"] = True if each.deprecated else None
    name = each.attribute if each.attribute != "body" else "body_"
    return Sent(each.wire, name, location, each.shape, required, each.description, _told(options))


def _told(options: dict[str, object]) -> Options:
    return tuple((name, value) for name, value in options.items() if value is not None and value != "")
