"""What the templates ask about an operation."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import attrs

from scripts.generate import messages, paging, places, python_types
from scripts.generate.models import optional
from scripts.generate.names import method_name
from scripts.generate.servers import own_server
from scripts.generate.shapes import Anything, Named, Scalar, Shape, named, present
from scripts.generate.structure import is_field_sets, is_json, is_text, is_usual, media

if TYPE_CHECKING:
    from scripts.generate.messages import Result
    from scripts.generate.models import Models
    from scripts.generate.places import Sent
    from scripts.generate.shapes import Shapes
    from scripts.generate.spec import Operation

OTHERS = "additional_properties"
FORM, URLENCODED = "multipart/form-data", "application/x-www-form-urlencoded"

_NAME = re.compile(r"(\{[^{}]*\})")
_IN_PATHS = "/:@!$&'()*+,;=~%"  # RFC 3986: pchar, slashes, and what is encoded already


class Call:
    def __init__(self, operation: Operation, shapes: Shapes, models: Models, root: dict[str, Any]) -> None:
        self.operation = operation
        self.raw = operation.data
        self._shapes, self._models, self._root = shapes, models, root

    @property
    def name(self) -> str:
        return str(self.raw.get("x-speakeasy-name-override") or method_name(self.operation.id))

    @property
    def method(self) -> str:
        return self.operation.method.upper()

    @property
    def path(self) -> str:
        """With what is no parameter percent-encoded."""
        parts = _NAME.split(self.operation.path)
        return "".join(part if index % 2 else quote(part, safe=_IN_PATHS) for index, part in enumerate(parts))

    @property
    def is_deprecated(self) -> bool:
        return self.raw.get("deprecated") is True

    @property
    def has_deprecated(self) -> bool:
        """Whether an argument is deprecated, or a field inside of one."""
        if any(each.is_deprecated for each in [*self.parameters, *self.fields]):
            return True
        reached = self._models.requested([*self.sent_shapes, self.body_shape])
        return any(field.deprecated for name in reached for field in self._models.models[name].fields)

    @property
    def is_signed(self) -> bool:
        """Whether it takes credentials, if only as one way of several."""
        ways = self.raw.get("security", self._root.get("security"))
        return ways is None or any(ways)

    @property
    def base_url(self) -> str:
        """Its own server, if it has another one than the others."""
        return own_server(self.raw.get("servers") or self.operation.servers, self._root.get("servers"))

    @cached_property
    def parameters(self) -> list[Sent]:
        taken = {field.argument for field in self.fields} | ({"body"} if self.body_argument else set())
        taken |= {OTHERS} if self.others else set()
        found: list[Sent] = []
        for location in places.STYLES:
            for each in self.operation.parameters:
                if each["in"] != location or places.is_of_the_message(each):
                    continue
                made = places.parameter(each, self._shapes)
                name = made.argument
                if name in taken:
                    name = f"{name}_{location}"
                number = 2
                while name in taken:
                    name, number = f"{made.argument}_{location}_{number}", number + 1
                taken.add(name)
                found.append(attrs.evolve(made, argument=name))
        return found

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
    def told_media_type(self) -> str:
        """The media type, if the runtime would not know it."""
        return "" if self.is_json and is_usual(self.media_type) else self.media_type

    @property
    def is_json(self) -> bool:
        return is_json(self.media_type) and not self._is_upload

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
        encoding = self._content[1].get("encoding", {}) if self.is_form else None
        needed = self.is_body_required or not any(f.required for f in self._models.models[model.schema].fields)
        return [
            places.field(
                each,
                None if encoding is None else encoding.get(each.wire, {}),
                required=each.required and needed,
            )
            for each in self._models.models[model.schema].fields
            if not each.read_only
        ]

    @property
    def others(self) -> str:
        """The type of the argument for fields of the body without names; empty if the spec allows none."""
        return f"Mapping[str, {python_types.argument(self._extra, self.requested)}]" if self._extra else ""

    @property
    def _extra(self) -> Shape | None:
        return self._models.models[self.body_model.schema].extra if self.body_model and self.fields else None

    @property
    def is_body_required(self) -> bool:
        return self.raw.get("requestBody", {}).get("required") is True

    @property
    def needs_body(self) -> bool:
        return bool(self.body_argument) and self.is_body_required

    @property
    def is_body_optional(self) -> bool:
        """Whether leaving out all fields means to send no body at all."""
        return not self.is_body_required and (self.is_form or self.body_model is not None)

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
        return self._field_sets("anyOf")

    @property
    def one_of(self) -> tuple[tuple[str, ...], ...]:
        """The sets of fields of which exactly one must be given."""
        return self._field_sets("oneOf")

    def _field_sets(self, word: str) -> tuple[tuple[str, ...], ...]:
        branches: Any = self._body_schema.get(word)
        return tuple(tuple(branch["required"]) for branch in branches) if is_field_sets(branches) else ()

    @property
    def dependent(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The fields that need others beside them."""
        return tuple((name, tuple(needed)) for name, needed in self._body_schema.get("dependentRequired", {}).items())

    @property
    def idempotency_key(self) -> str:
        """The field that makes a repeated request harmless."""
        return str(self.raw.get("x-idempotency-key", {}).get("field", ""))

    @property
    def makes_key(self) -> bool:
        """Whether a caller may leave that field to the client."""
        return self.idempotency_key not in self._body_schema.get("required", [])

    @property
    def _body_schema(self) -> dict[str, Any]:
        model = self.body_model
        return self._shapes.schemas[model.schema] if model else {}

    @property
    def sent_shapes(self) -> list[Shape]:
        """What a caller gives, for plain dicts."""
        own = [each.shape for each in self.fields] or [self.body_shape]
        own += [self._extra] if self._extra else []
        return [*own, *(each.shape for each in self.parameters)]

    # The responses.

    @cached_property
    def results(self) -> list[Result]:
        return messages.results(self.operation.method, self.raw.get("responses", {}), self._shapes)

    @property
    def result(self) -> Result:
        return self.results[0] if self.results else messages.Result("", "none", Anything())

    @property
    def is_one_result(self) -> bool:
        return len({(each.kind, each.shape) for each in self.results}) <= 1

    @property
    def result_annotation(self) -> str:
        return messages.annotation(self.results)

    @property
    def accept(self) -> str:
        return messages.accept(self.results)

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
