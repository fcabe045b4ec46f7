"""What the templates ask about an operation."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from scripts.generate import paging, python_types
from scripts.generate.models import described, optional
from scripts.generate.names import method_name, snake_name
from scripts.generate.servers import server_url
from scripts.generate.shapes import Anything, ListOf, Named, Scalar, Shape, named, present
from scripts.generate.structure import is_field_sets, is_json, is_text, media

if TYPE_CHECKING:
    from scripts.generate.models import Field, Models
    from scripts.generate.shapes import Shapes
    from scripts.generate.spec import Operation

FORM, URLENCODED = "multipart/form-data", "application/x-www-form-urlencoded"
_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
# OpenAPI 3.1, parameter object: these are not parameters but what the message itself says.
_OF_THE_MESSAGE = {"accept", "content-type", "authorization"}
_EXPLODED = {"form"}


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
    style: str = ""
    explode: bool = True
    options: tuple[tuple[str, object], ...] = ()

    @property
    def declaration(self) -> str:
        """What the runtime has to know, as code."""
        options = "".join(f", {name}={value!r}" for name, value in self.options)
        kind = python_types.received(self.shape)
        shape = present(self.shape)
        if self.location == "form" and present(shape.item if isinstance(shape, ListOf) else shape) == Scalar("Upload"):
            kind = "list[Upload]" if isinstance(shape, ListOf) else "Upload"
        return f"Parameter({self.wire!r}, {self.location!r}, {kind}, required={self.required}{options})"


@attrs.frozen
class Result:
    status: str
    kind: str
    """`json`, `text`, `bytes` or `none`."""
    shape: Shape

    @property
    def annotation(self) -> str:
        return {"none": "None", "text": "str", "bytes": "bytes"}.get(self.kind) or python_types.received(self.shape)


class Call:
    def __init__(self, operation: Operation, shapes: Shapes, models: Models, server: str) -> None:
        self.operation = operation
        self.raw = operation.data
        self._shapes, self._models, self._server = shapes, models, server

    @property
    def name(self) -> str:
        return str(self.raw.get("x-speakeasy-name-override") or method_name(self.operation.id))

    @property
    def method(self) -> str:
        return self.operation.method.upper()

    @property
    def path(self) -> str:
        return self.operation.path

    @property
    def is_deprecated(self) -> bool:
        return self.raw.get("deprecated") is True

    @property
    def is_signed(self) -> bool:
        return self.raw.get("security") != []

    @property
    def base_url(self) -> str:
        """Its own server, if it has another one than the others."""
        own = server_url(self.raw.get("servers") or self.operation.servers)
        return own if own and own != self._server else ""

    @cached_property
    def parameters(self) -> list[Sent]:
        taken = {field.argument for field in self.fields}
        found: list[Sent] = []
        for location in ("path", "query", "header", "cookie"):
            for each in self.operation.parameters:
                if each["in"] != location or (location == "header" and each["name"].lower() in _OF_THE_MESSAGE):
                    continue
                made = self._parameter(each)
                name = made.argument
                if name in taken:
                    name = f"{name}_{location}"
                number = 2
                while name in taken:
                    name, number = f"{made.argument}_{location}_{number}", number + 1
                taken.add(name)
                found.append(attrs.evolve(made, argument=name))
        return found

    def _parameter(self, raw: dict[str, Any]) -> Sent:
        content = raw.get("content", {})
        holder: dict[str, Any] = next(iter(content.values())) if content else raw
        schema = holder.get("schema", {})
        location = raw["in"]
        style = raw.get("style", _STYLES[location])
        explode = raw.get("explode", style in _EXPLODED)
        options: list[tuple[str, object]] = []
        if style != _STYLES[location]:
            options.append(("style", style))
        if explode != (_STYLES[location] in _EXPLODED):
            options.append(("explode", explode))
        if content:
            options.append(("is_json", True))
        if raw.get("allowReserved"):
            options.append(("allow_reserved", True))
        return Sent(
            raw["name"],
            snake_name(raw["name"]),
            location,
            self._shapes.of(schema),
            location == "path" or raw.get("required") is True,
            " ".join(filter(None, [str(raw.get("description") or ""), described({**schema, "description": ""})]))
            or described(schema),
            style,
            explode,
            tuple(options),
        )

    def at(self, location: str) -> list[Sent]:
        return [each for each in self.parameters if each.location == location]

    # The body.

    @cached_property
    def _content(self) -> tuple[str, dict[str, Any]]:
        body: dict[str, Any] = self.raw.get("requestBody", {})
        content: dict[str, Any] = body.get("content", {})
        chosen = media(content)
        return chosen, content.get(chosen, {})

    @property
    def media_type(self) -> str:
        return self._content[0]

    @property
    def is_json(self) -> bool:
        return is_json(self.media_type) and not self._is_upload

    @property
    def is_like_json(self) -> bool:
        """Whether JSON is sent under a name of its own, such as `application/problem+json`."""
        return self.is_json and "*" not in self.media_type and not self.media_type.startswith("application/json")

    @property
    def is_form(self) -> bool:
        return self.media_type.partition(";")[0].strip().lower() in {FORM, URLENCODED}

    @property
    def _is_upload(self) -> bool:
        return present(self.body_shape) == Scalar("Upload")

    @cached_property
    def body_shape(self) -> Shape:
        return self._shapes.of(self._content[1].get("schema", {}))

    @property
    def body_model(self) -> Named | None:
        shape = present(self.body_shape)
        return shape if isinstance(shape, Named) and shape.schema in self._models.models else None

    @cached_property
    def fields(self) -> list[Sent]:
        """The fields of the body that become keyword arguments; none if the body is no object."""
        model = self.body_model
        if model is None or not (self.is_json or self.is_form):
            return []
        location = "form" if self.is_form else "body"
        encoding = self._content[1].get("encoding", {})
        needed = self.is_body_required or not any(f.required for f in self._models.models[model.schema].fields)
        return [
            self._field(each, location, encoding.get(each.wire, {}), needed=needed)
            for each in self._models.models[model.schema].fields
            if not each.read_only
        ]

    def _field(self, field: Field, location: str, encoding: dict[str, Any], *, needed: bool) -> Sent:
        options: list[tuple[str, object]] = []
        if location == "form" and encoding.get("contentType"):
            options.append(("media_type", str(encoding["contentType"]).partition(",")[0].strip()))
        if location == "form" and encoding.get("explode") is False:
            options.append(("explode", False))
        return Sent(
            field.wire,
            field.attribute if field.attribute != "body" else "body_",
            location,
            field.shape,
            field.required and needed,
            field.description,
            options=tuple(options),
        )

    @property
    def is_body_required(self) -> bool:
        return self.raw.get("requestBody", {}).get("required") is True

    @property
    def is_body_optional(self) -> bool:
        """Whether leaving out all fields means to send no body at all."""
        return (
            bool(self.fields)
            and not self.is_body_required
            and (
                self.is_form
                or any(
                    field.required
                    for field in self._models.models[self.body_model.schema].fields  # type: ignore[union-attr]
                )
            )
        )

    @property
    def body_argument(self) -> str:
        """The type of the argument that is the whole body; empty if its fields are arguments, or there is none."""
        if (
            not self.media_type
            or self.fields
            or (self.body_model is not None and not self._models.models[self.body_model.schema].fields)
        ):
            return ""
        if self.is_json:
            return python_types.argument(self.body_shape, self.requested)
        if self.is_form:
            return "Mapping[str, Any]"
        return "str" if is_text(self.media_type) else "Upload | bytes"

    requested: frozenset[str] = frozenset()

    @property
    def any_of(self) -> tuple[tuple[str, ...], ...]:
        """The sets of fields of which one must be given."""
        model = self.body_model
        branches = self._shapes.schemas[model.schema].get("anyOf") if model else None
        return tuple(tuple(branch["required"]) for branch in branches or ()) if is_field_sets(branches) else ()

    @property
    def sent_shapes(self) -> list[Shape]:
        """What a caller gives, for plain dicts."""
        own = [each.shape for each in self.fields] or [self.body_shape]
        return [*own, *(each.shape for each in self.parameters)]

    # The responses.

    @cached_property
    def results(self) -> list[Result]:
        responses = self.raw.get("responses", {})
        statuses = sorted(status for status in responses if status.upper().startswith("2"))
        if not statuses and "default" in responses:
            statuses = ["default"]
        return [self._result(status, responses[status]) for status in statuses]

    def _result(self, status: str, response: dict[str, Any]) -> Result:
        content = response.get("content", {})
        chosen = media(content)
        schema = content.get(chosen, {}).get("schema", {})
        shape = self._shapes.of(schema)
        if not content:
            return Result(status, "none", Anything())
        if is_json(chosen) and shape != Scalar("Upload"):
            return Result(status, "json", shape)
        if is_text(chosen) and shape != Scalar("Upload"):
            return Result(status, "text", Scalar("str"))
        return Result(status, "bytes", Scalar("Upload"))

    @property
    def result(self) -> Result:
        return self.results[0] if self.results else Result("", "none", Anything())

    @property
    def is_one_result(self) -> bool:
        return len({(each.kind, each.shape) for each in self.results}) <= 1

    @property
    def result_annotation(self) -> str:
        found = dict.fromkeys(each.annotation for each in self.results or [self.result])
        return "Any" if "Any" in found else " | ".join(sorted(found, key="None".__eq__))

    @property
    def accept(self) -> str:
        """The media types of successes, where they are not JSON alone."""
        kinds = {
            media(response.get("content", {})): None
            for status, response in self.raw.get("responses", {}).items()
            if status.startswith("2") or status == "default"
        }
        wanted = [each for each in kinds if each]
        return "" if all(each == "application/json" for each in wanted) else ", ".join(wanted)

    # Listings.

    @property
    def paging(self) -> str:
        return paging.declaration(self.raw)

    @property
    def item(self) -> Shape:
        return paging.item(self.raw, self.result.shape, self._models, self.operation.name)

    @property
    def mentioned(self) -> list[Named]:
        """The models that its types mention."""
        shapes = [*self.sent_shapes, *(each.shape for each in self.results)]
        found = {each.schema: each for shape in shapes for each in named(shape)}
        if self.body_model:
            found[self.body_model.schema] = self.body_model
        return [found[name] for name in sorted(found)]

    @property
    def sources(self) -> list[str]:
        told = self.raw.get("x-provenance")
        pages = told.get("pages") if isinstance(told, dict) else None
        return [str(page) for page in pages] if isinstance(pages, list) else []

    def argument_type(self, sent: Sent) -> str:
        written = python_types.in_form if sent.location == "form" else python_types.argument
        text = written(sent.shape, self.requested)
        return text if sent.required else optional(text)
