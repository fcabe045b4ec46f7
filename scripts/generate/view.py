"""What the templates ask of the whole spec."""

from __future__ import annotations

import re
import textwrap
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs
from openapi_python_client.strings import safe_for_docstring

from scripts.generate import python_types, servers, webhooks
from scripts.generate.calls import Call
from scripts.generate.models import Models, entry
from scripts.generate.names import class_name, distinct, resource_name
from scripts.generate.normal import normal
from scripts.generate.problem import Problem, SpecError
from scripts.generate.shapes import Named, Shape, Shapes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.generate.models import Choice, Field, Model, Module
    from scripts.generate.spec import Spec


@attrs.frozen
class Resource:
    tag: str
    attribute: str
    description: str
    methods: list[tuple[str, Call]]
    """By their names, of which each is there once."""

    _taken: frozenset[str] = frozenset()
    """The classes that its module imports."""

    @property
    def name(self) -> str:
        return self._class("Resource")

    @property
    def raw(self) -> str:
        return self._class("WithRawResponse")

    def _class(self, ending: str) -> str:
        made = class_name(self.attribute)
        return f"{made}Api{ending}" if {f"{made}{ending}", f"Async{made}{ending}"} & self._taken else f"{made}{ending}"


class View:
    """Tells the templates what they ask, one method a question."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        form = normal(spec)
        self._shapes = Shapes(form.schemas, form.declared)
        self._models = Models(self._shapes)
        self.webhook = webhooks.webhook(spec, self._models)
        if self.webhook:
            webhooks.narrow(self.webhook, self._models)
        self.calls = [Call(each, self._shapes, self._models, spec.data) for each in form.operations]
        own = [servers.is_whole(call.base_url) and call.base_url for call in self.calls]
        self.base_url = servers.base_url(spec.data.get("servers")) or (own[0] or "" if own and all(own) else "")
        """Where the API is, or one of several servers if each operation has its own; empty if the spec does not say."""
        self.requested = frozenset(self._models.requested(shape for call in self.calls for shape in call.sent_shapes))
        self._models.send(self.requested | {call.body_model.schema for call in self.calls if call.body_model})
        for call in self.calls:
            call.requested = self.requested
        self.problems = [*form.problems, *_paging_problems(self.calls), *webhooks.problems(spec, self._models)]
        """What only shows when schemas are put together."""

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
        taken = frozenset(self.modules)
        return [Resource(tag, names[tag], told.get(tag, ""), _methods(calls), taken) for tag, calls in by_tag.items()]

    def resource(self, name: str) -> Resource:
        return next(each for each in self.resources if each.attribute == name)

    @property
    def models(self) -> list[Model]:
        return list(self._models.models.values())

    @property
    def files(self) -> list[Module]:
        return self._models.modules

    @property
    def choices(self) -> list[Choice]:
        return list(self._models.choices.values())

    @property
    def modules(self) -> dict[str, str]:
        """The module of each model, and of each type of a plain dict, by its name."""
        found = {each.name: self.module(each) for each in self.models}
        found |= {each.name: self.module(each) for each in self.choices}
        found |= {f"{each.name}Param": self.module(each) for each in self.models if self.is_requested(each.schema)}
        return dict(sorted(found.items()))

    def module(self, each: Model | Choice | Named) -> str:
        return self._models.module[each.schema]

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


def _paging_problems(calls: list[Call]) -> Iterator[Problem]:
    for call in calls:
        if call.paging:
            try:
                _ = call.item
            except SpecError as error:
                yield Problem("paging", (*call.operation.pointer, "x-speakeasy-pagination"), str(error))


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
