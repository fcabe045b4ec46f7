"""What the templates ask: the generator's parsed spec joined with the raw one, in words of Python."""

from __future__ import annotations

import re
import textwrap
from functools import cached_property
from typing import TYPE_CHECKING, Any

from openapi_python_client.strings import PythonIdentifier, safe_for_docstring

from scripts.generate import annotations as types
from scripts.generate.lower import FORM, TEXT, is_field_sets
from scripts.generate.rules import Rules
from scripts.generate.shapes import ANYTHING, Field, Items, Map, Named, Ruled, Simple, mentioned, ruled
from scripts.generate.spec import JSON, SpecError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openapi_python_client.parser.openapi import Endpoint, GeneratorData
    from openapi_python_client.parser.properties import ModelProperty

    from scripts.generate.schemas import Schemas
    from scripts.generate.shapes import Model, Shape
    from scripts.generate.spec import Operation, Pointer, Spec


class View:
    """Tells the templates what they ask, one method a question."""

    def __init__(self, spec: Spec, parsed: GeneratorData, schemas: Schemas) -> None:
        self._spec = spec
        self._schemas = schemas
        self._endpoints = [each for group in parsed.endpoint_collections_by_tag.values() for each in group.endpoints]
        self._modules = {str(model.class_info.name): str(model.class_info.module_name) for model in parsed.models}
        # The generator renames parameters in its paths, so operations are found by their ids.
        self._operations = {PythonIdentifier(operation.id, "field_"): operation for operation in spec.operations()}

    def raw(self, endpoint: Endpoint) -> dict[str, Any]:
        """Return the operation as it stands in the spec."""
        return self._operations[endpoint.name].data

    def operation(self, endpoint: Endpoint) -> Operation:
        return self._operations[endpoint.name]

    def path(self, endpoint: Endpoint) -> str:
        return self._operations[endpoint.name].path

    def method_name(self, endpoint: Endpoint) -> str:
        return str(self.raw(endpoint).get("x-speakeasy-name-override") or endpoint.name)

    def tag_description(self, tag: str) -> str:
        tags = {PythonIdentifier(item["name"], "field_"): item for item in self._spec.data.get("tags", [])}
        return str(tags.get(PythonIdentifier(tag, "field_"), {}).get("description", ""))

    def module(self, name: str) -> str:
        """Return the module of a class."""
        return self._modules[name]

    def model(self, prop: ModelProperty) -> Model:
        return self._schemas.models[str(prop.class_info.name)]

    def annotation(self, shape: Shape) -> str:
        """Return the type of a received value."""
        return types.received(shape)

    def argument(self, field: Field) -> str:
        """Return the type of an argument, and its default if it may be left out."""
        return types.argument(field, self.request_models)

    def entry(self, field: Field) -> str:
        """Return the type of a field in a plain dict."""
        return types.entry(field, self.request_models)

    def others_name(self, model: Model) -> str:
        """Return the name of the field that holds what the spec does not name."""
        name = "additional_properties"
        while any(field.python_name == name for field in model.fields):
            name = f"{name}_"
        return name

    def are_attributes(self, model: Model) -> bool:
        """Say whether all fields of a model can be written as attributes of a class by their own names."""
        return all(field.python_name == field.name for field in model.fields)

    @cached_property
    def request_models(self) -> list[str]:
        """The models inside of request bodies, by name: those that a caller may give as plain dicts."""
        waiting = [name for each in self._endpoints for name in self.argument_models(each)]
        found: set[str] = set()
        while waiting:
            if (name := waiting.pop()) not in found:
                found.add(name)
                waiting += self.models_of(self._schemas.models[name].shapes)
        return sorted(name for name in found if not self._schemas.models[name].others)

    def argument_models(self, endpoint: Endpoint) -> list[str]:
        """Return the models that the arguments of an operation mention."""
        body = self.body(endpoint)
        fields = self.body_fields(endpoint)
        return self.models_of([field.shape for field in fields] if fields else [body])

    def models_of(self, shapes: Iterable[Shape | None]) -> list[str]:
        """Return the models that types mention, by name."""
        return sorted(set(mentioned(shape for shape in shapes if shape)))

    def parameters(self, endpoint: Endpoint, location: str) -> list[Field]:
        """Return the parameters in the path, the query, the headers (`header`) or the cookies (`cookie`)."""
        operation = self._operations[endpoint.name]
        given = {each["name"]: each for each in operation.parameters if each["in"] == location}
        return [
            Field(
                name := plain(prop.name),
                str(prop.python_name),
                self._schemas.shape(given[name].get("schema", {}), operation.pointer),
                prop.required,
                self._schemas.description(_described(given[name])),
            )
            for prop in getattr(endpoint, f"{location}_parameters")
        ]

    def options(self, endpoint: Endpoint) -> list[Field]:
        """Return the parameters that are given by name."""
        return [each for location in ("query", "header", "cookie") for each in self.parameters(endpoint, location)]

    def declared_parameters(self, endpoint: Endpoint) -> list[tuple[str, list[tuple[str, Field]]]]:
        """Return the parameters and the fields of a form, each with its location, by the part of a declaration."""
        sent = [(each, field) for each in ("path", "query", "header") for field in self.parameters(endpoint, each)]
        cookies = [("cookie", field) for field in self.parameters(endpoint, "cookie")]
        form = [("form", field) for field in self.form(endpoint)]
        return [(name, found) for name, found in (("parameters", sent), ("cookies", cookies), ("form", form)) if found]

    def whole_body(self, endpoint: Endpoint) -> Field:
        """Return the argument for a body that is given as a whole."""
        return Field("body", "body", self.body(endpoint) or Simple("Any"), required=True)

    def body(self, endpoint: Endpoint) -> Shape | None:
        operation = self._operations[endpoint.name]
        media_type, schema = self._spec.body(operation.request)
        if media_type == JSON:
            return self._without_sets(self._schemas.shape(schema, self._body(operation)))
        return {"": None, FORM: Map(ANYTHING)}.get(media_type, Simple("Upload"))

    def _without_sets(self, shape: Shape) -> Shape:
        """Take out the sets of fields: a declaration says them itself."""
        if not isinstance(shape, Ruled):
            return shape
        checks = tuple(check for check in shape.rules.checks if not check.startswith("OneSet"))
        return ruled(shape.inner, Rules(shape.rules.limits, checks))

    def _body(self, operation: Operation) -> Pointer:
        return (*operation.pointer, "requestBody")

    def media_type(self, endpoint: Endpoint) -> str:
        """Return the media type of a body that is no JSON."""
        media_type, _ = self._spec.body(self._operations[endpoint.name].request)
        return "" if media_type == JSON else media_type

    def json_body(self, endpoint: Endpoint) -> Shape | None:
        return None if self.media_type(endpoint) else self.body(endpoint)

    def form(self, endpoint: Endpoint) -> list[Field]:
        return self.body_fields(endpoint) if self.media_type(endpoint) == FORM else []

    def body_fields(self, endpoint: Endpoint) -> list[Field]:
        """Return the fields that become keyword arguments; none if the body is no object."""
        operation = self._operations[endpoint.name]
        if self.media_type(endpoint) == FORM:
            _, schema = self._spec.body(operation.request)
            return list(self._schemas.fields(self._spec.resolve(schema), self._body(operation), form=True))
        body = self.body(endpoint)
        inner = body.inner if isinstance(body, Ruled) else body
        model = self._schemas.models[inner.name] if isinstance(inner, Named) else None
        return model.sent if model and not model.others else []

    def any_of(self, endpoint: Endpoint) -> tuple[tuple[str, ...], ...]:
        """Return the sets of fields of which one must be given."""
        _, schema = self._spec.body(self._operations[endpoint.name].request)
        branches = self._spec.resolve(schema).get("anyOf")
        return tuple(tuple(branch["required"]) for branch in branches) if is_field_sets(branches) else ()

    def result(self, endpoint: Endpoint) -> Shape | None:
        """Return what a success response holds; None if it has no body."""
        operation = self._operations[endpoint.name]
        if not self._spec.content(operation.response):
            return None
        _, schema = self._spec.body(operation.response)
        return self._schemas.shape(schema, (*operation.pointer, "responses", operation.success))

    def is_text(self, endpoint: Endpoint) -> bool:
        media_type, _ = self._spec.body(self._operations[endpoint.name].response)
        return media_type == TEXT

    def is_cyclic(self, model: Model) -> bool:
        """Say whether a model leads back to itself through others, so that their modules need one another."""
        waiting = [name for name in self._neighbours(model.name) if name != model.name]
        found: set[str] = set()
        while waiting:
            if (name := waiting.pop()) not in found:
                found.add(name)
                waiting += self._neighbours(name)
        return model.name in found

    def _neighbours(self, name: str) -> list[str]:
        return self.models_of(self._schemas.models[name].shapes)

    def result_annotation(self, endpoint: Endpoint) -> str:
        """Return the type of the result where methods may be called `list`."""
        result = self.result(endpoint)
        return self.annotation(result).replace("list[", "builtins.list[") if result else "None"

    def semantics(self, endpoint: Endpoint) -> str:
        return self._operations[endpoint.name].semantics

    def item(self, endpoint: Endpoint) -> Shape:
        """Return the type of a listing's items."""
        shape = self.result(endpoint)
        for name in _json_path(self.raw(endpoint)["x-speakeasy-pagination"]["outputs"]["results"]):
            if not isinstance(shape, Named):
                raise SpecError(f"{self.path(endpoint)}: paging results must lie in named objects")
            shape = next(field.shape for field in self._schemas.models[shape.name].fields if field.name == name)
        if not isinstance(shape, Items):
            raise SpecError(f"{self.path(endpoint)}: paging results must be an array")
        return shape.item

    def paging(self, endpoint: Endpoint) -> str:
        """Return the declaration of how to page, as code."""
        raw = self.raw(endpoint)
        declared = raw.get("x-speakeasy-pagination")
        if not declared:
            return ""
        inputs = {item["type"]: f"Input({item['name']!r}, {_LOCATIONS[item['in']]!r})" for item in declared["inputs"]}
        outputs = declared["outputs"]
        items = _json_path(outputs["results"])
        if declared["type"] == "offsetLimit":
            return f"ByPage(page={inputs['page']}, items={items!r})"
        cursor = raw.get("x-cursor")
        next_cursor = outputs["nextCursor"]
        if not cursor:
            return f"ByToken(sent_as={inputs['cursor']}, next_token={_json_path(next_cursor)!r}, items={items!r})"
        field = next_cursor.removeprefix(f"{outputs['results']}[-1].")
        location = next(_LOCATIONS[item["in"]] for item in declared["inputs"] if item["type"] == "cursor")
        reverse = cursor.get("reversed-by")
        return (
            f"ByTimestamp(sent_as={inputs['cursor']}, items={items!r}, field={field!r}, "
            f"identity={cursor['identity']!r}, "
            f"limit={inputs.get('limit')}, reversed_by={f'Input({reverse!r}, {location!r})' if reverse else None}, "
            f"first_only=({inputs['page'] + ',' if 'page' in inputs else ''}))"
        )

    def sources(self, endpoint: Endpoint) -> list[str]:
        return list(self.raw(endpoint).get("x-provenance", {}).get("pages", []))


def _described(parameter: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a parameter, with the parameter's own description."""
    schema = parameter.get("schema", {})
    said = parameter.get("description")
    return {**schema, "description": said} if said and isinstance(schema, dict) else schema


_LOCATIONS = {"requestBody": "body", "parameters": "query"}


def plain(text: Any) -> str:
    """Return spec text; the generator wraps what it has not escaped."""
    value = getattr(text, "get_untrusted_value", lambda: text)()
    return "" if value is None else str(value)


def docstring(text: Any, indent: int, *, quotes: bool = True) -> str:
    """Return text as the lines of a docstring, wrapped and escaped."""
    paragraphs = [
        textwrap.fill(" ".join(paragraph.split()), 110 - indent)
        for paragraph in re.split(r"\n\s*\n", safe_for_docstring(plain(text)).strip())
    ]
    body = textwrap.indent("\n\n".join(paragraphs), " " * indent).strip()
    if not quotes:
        return body
    raw_end = '"' if body.endswith('"') else ""
    return f'"""{body[:-1]}\\""""' if raw_end else f'"""{body}"""'


def _json_path(path: str) -> tuple[str, ...]:
    return tuple(step for step in path.removeprefix("$").split(".") if step)
