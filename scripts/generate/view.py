"""What the templates ask of the whole spec."""

from __future__ import annotations

import re
import textwrap
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs
from openapi_python_client.strings import safe_for_docstring

from scripts.generate import python_types, servers
from scripts.generate.calls import Call
from scripts.generate.models import Models, entry
from scripts.generate.names import class_name, distinct, resource_name
from scripts.generate.normal import normal
from scripts.generate.shapes import Named, Shape, Shapes

if TYPE_CHECKING:
    from scripts.generate.models import Choice, Field, Model
    from scripts.generate.spec import Spec


@attrs.frozen
class Resource:
    tag: str
    attribute: str
    description: str
    methods: list[tuple[str, Call]]
    """By their names, of which each is there once."""

    @property
    def name(self) -> str:
        return f"{class_name(self.attribute)}Resource"

    @property
    def raw(self) -> str:
        return f"{class_name(self.attribute)}WithRawResponse"


class View:
    """Tells the templates what they ask, one method a question."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        form = normal(spec)
        self._shapes = Shapes(form.schemas)
        self._models = Models(self._shapes)
        self.base_url = servers.base_url(spec.data.get("servers"))
        common = servers.server_url(spec.data.get("servers"))
        self.calls = [Call(each, self._shapes, self._models, common) for each in form.operations]
        self.requested = frozenset(self._models.requested(shape for call in self.calls for shape in call.sent_shapes))
        self._models.send(self.requested | {call.body_model.schema for call in self.calls if call.body_model})
        for call in self.calls:
            call.requested = self.requested

    @property
    def title(self) -> str:
        return str(self._spec.data["info"]["title"])

    @cached_property
    def resources(self) -> list[Resource]:
        by_tag: dict[str, list[Call]] = {}
        for call in self.calls:
            for tag in call.operation.tags:
                by_tag.setdefault(tag, []).append(call)
        names = distinct((tag, resource_name(tag)) for tag in by_tag)
        told = {str(each["name"]): str(each.get("description", "")) for each in self._spec.data.get("tags", [])}
        return [Resource(tag, names[tag], told.get(tag, ""), _methods(calls)) for tag, calls in by_tag.items()]

    def resource(self, name: str) -> Resource:
        return next(each for each in self.resources if each.attribute == name)

    @property
    def models(self) -> list[Model]:
        return list(self._models.models.values())

    @property
    def choices(self) -> list[Choice]:
        return list(self._models.choices.values())

    @property
    def modules(self) -> dict[str, str]:
        """The module of each model, and of each type of a plain dict, by its name."""
        found = {each.name: each.module for each in self.models} | {each.name: each.module for each in self.choices}
        found |= {f"{each.name}Param": each.module for each in self.models if self.is_requested(each.schema)}
        return dict(sorted(found.items()))

    def is_requested(self, schema: str) -> bool:
        """Say whether a caller may give a model as a plain dict."""
        return schema in self.requested

    def imported(self, names: Named) -> str:
        """Return what modules import of another model."""
        return f"{names.name}, {names.name}Param" if self.is_requested(names.schema) else names.name

    def entry(self, field: Field) -> str:
        return entry(field, set(self.requested))

    def received(self, shape: Shape) -> str:
        return python_types.received(shape)


def _methods(calls: list[Call]) -> list[tuple[str, Call]]:
    wanted = [(f"{call.name}", call) for call in calls]
    names = distinct((f"{call.operation.path} {call.operation.method}", name) for name, call in wanted)
    counts = {name: sum(other == name for other, _ in wanted) for name, _ in wanted}
    return [
        (name if counts[name] == 1 else names[f"{call.operation.path} {call.operation.method}"], call)
        for name, call in wanted
    ]


def docstring(text: Any, indent: int, *, quotes: bool = True) -> str:
    """Return text as the lines of a docstring, wrapped and escaped."""
    paragraphs = [
        textwrap.fill(" ".join(paragraph.split()), 110 - indent)
        for paragraph in re.split(r"\n\s*\n", safe_for_docstring(str(text or "")).strip())
    ]
    body = textwrap.indent("\n\n".join(paragraphs), " " * indent).strip()
    body = "".join(each if each == "\n" or each.isprintable() else " " for each in body)
    if not quotes:
        return body
    raw_end = '"' if body.endswith('"') else ""
    return f'"""{body[:-1]}\\""""' if raw_end else f'"""{body}"""'
