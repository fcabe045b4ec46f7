"""What the templates ask: the generator's parsed spec joined with the raw one, in words of Python."""

from __future__ import annotations

import keyword
import re
import textwrap
from functools import cached_property
from typing import TYPE_CHECKING, Any

from openapi_python_client.parser.properties import AnyProperty, ModelProperty
from openapi_python_client.parser.properties.boolean import BooleanProperty
from openapi_python_client.parser.properties.datetime import DateTimeProperty
from openapi_python_client.parser.properties.file import FileProperty
from openapi_python_client.parser.properties.float import FloatProperty
from openapi_python_client.parser.properties.int import IntProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.parser.properties.union import UnionProperty
from openapi_python_client.strings import PythonIdentifier, safe_for_docstring

from scripts.generate.lower import FORM, TEXT, is_field_sets
from scripts.generate.spec import JSON, SpecError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from openapi_python_client.parser.openapi import Endpoint, GeneratorData
    from openapi_python_client.parser.properties.protocol import PropertyProtocol

    from scripts.generate.spec import Operation, Spec

_SIMPLE = {
    AnyProperty: "Any",
    BooleanProperty: "bool",
    DateTimeProperty: "Timestamp",
    FileProperty: "Upload",
    FloatProperty: "float",
    IntProperty: "int",
    StringProperty: "str",
}


class View:
    """Tells the templates what they ask, one method a question."""

    def __init__(self, spec: Spec, parsed: GeneratorData) -> None:
        self._spec = spec
        self._endpoints = [each for group in parsed.endpoint_collections_by_tag.values() for each in group.endpoints]
        # A model that another one mentions knows no fields of its own.
        self._models = {str(model.class_info.name): model for model in parsed.models}
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

    def annotation(self, prop: PropertyProtocol) -> str:
        """Return the type of a received value."""
        if isinstance(prop, ListProperty):
            return f"list[{self.annotation(prop.inner_property)}]"
        if isinstance(prop, ModelProperty):
            return str(prop.class_info.name)
        if isinstance(prop, UnionProperty):
            return " | ".join(self.annotation(inner) for inner in _present(prop))
        return _SIMPLE[type(prop)]

    def field(self, prop: PropertyProtocol) -> str:
        """Return a model's field: its name, its type, and its name in JSON where that differs."""
        name = plain(prop.name)
        optional = not prop.required or _nullable(prop)
        declared = f"{attribute(name)}: {self.annotation(prop)}{' | None' if optional else ''}"
        if attribute(name) != name:
            default = "" if prop.required else "default=None, "
            return f'{declared} = _field({default}metadata={{"json": "{name}"}})'
        return declared if prop.required else f"{declared} = None"

    def argument(self, prop: PropertyProtocol) -> str:
        """Return the type of a value that a caller may give."""
        if isinstance(prop, ListProperty):
            return f"Sequence[{self.argument(prop.inner_property)}]"
        if isinstance(prop, ModelProperty):
            name = prop.class_info.name
            return f"{name} | {name}Param" if name in self.request_models else f"{name} | Mapping[str, Any]"
        if isinstance(prop, DateTimeProperty):
            return "datetime.datetime | str"
        if isinstance(prop, FileProperty):
            return "Upload | bytes"
        if isinstance(prop, UnionProperty):
            return " | ".join(self.argument(inner) for inner in _present(prop))
        return _SIMPLE[type(prop)]

    def entry(self, prop: PropertyProtocol) -> str:
        """Return the type of a field in a plain dict."""
        return f"Required[{self.argument(prop)}]" if prop.required else f"{self.argument(prop)} | None"

    def are_attributes(self, model: ModelProperty) -> bool:
        """Say whether all fields of a model can be written as attributes of a class by their own names."""
        return all(attribute(plain(prop.name)) == plain(prop.name) for prop in self.fields(model))

    @cached_property
    def request_models(self) -> dict[str, ModelProperty]:
        """The models inside of request bodies, by name: those that a caller may give as plain dicts."""
        bodies = (prop for each in self._endpoints for prop in self.body_fields(each) or (self.body(each),))
        waiting = self.models_of(bodies)
        found: dict[str, ModelProperty] = {}
        while waiting:
            name = str(waiting.pop().class_info.name)
            if name not in found and self.fields(self._models[name]):
                found[name] = self._models[name]
                waiting += self.models_of(self.fields(self._models[name]))
        return found

    def models_of(self, props: Iterable[PropertyProtocol | None]) -> list[ModelProperty]:
        """Return the models that types mention, by name."""
        found = {model.class_info.name: model for prop in props if prop for model in _models(prop)}
        return [found[name] for name in sorted(found)]

    def fields(self, model: ModelProperty) -> list[PropertyProtocol]:
        return [*(model.required_properties or []), *(model.optional_properties or [])]

    def body(self, endpoint: Endpoint) -> PropertyProtocol | None:
        return endpoint.bodies[0].prop if endpoint.bodies else None

    def media_type(self, endpoint: Endpoint) -> str:
        """Return the media type of a body that is no JSON."""
        media_type, _ = self._spec.body(self._operations[endpoint.name].request)
        return "" if media_type == JSON else media_type

    def json_body(self, endpoint: Endpoint) -> PropertyProtocol | None:
        return None if self.media_type(endpoint) else self.body(endpoint)

    def form(self, endpoint: Endpoint) -> list[PropertyProtocol]:
        return self.body_fields(endpoint) if self.media_type(endpoint) == FORM else []

    def body_fields(self, endpoint: Endpoint) -> list[PropertyProtocol]:
        """Return the fields that become keyword arguments; none if the body is no object."""
        body = self.body(endpoint)
        return self.fields(body) if isinstance(body, ModelProperty) else []

    def any_of(self, endpoint: Endpoint) -> tuple[tuple[str, ...], ...]:
        """Return the sets of fields of which one must be given."""
        _, schema = self._spec.body(self._operations[endpoint.name].request)
        branches = self._spec.resolve(schema).get("anyOf")
        return tuple(tuple(branch["required"]) for branch in branches) if is_field_sets(branches) else ()

    def result(self, endpoint: Endpoint) -> PropertyProtocol | None:
        """Return what a success response holds; None if it has no body."""
        operation = self._operations[endpoint.name]
        if not self._spec.content(operation.response):
            return None
        patterns = endpoint.responses.patterns
        return next(item.prop for item in patterns if item.status_code.pattern == operation.success)

    def is_text(self, endpoint: Endpoint) -> bool:
        media_type, _ = self._spec.body(self._operations[endpoint.name].response)
        return media_type == TEXT

    def is_cyclic(self, model: ModelProperty) -> bool:
        """Say whether a model leads back to itself through others, so that their modules need one another."""
        name = str(model.class_info.name)
        return name in self._reached(name)

    def _reached(self, name: str) -> set[str]:
        schemas = self._spec.data["components"]["schemas"]
        found: set[str] = set()
        waiting = {each for each in _referred(schemas.get(name)) if each != name}
        while waiting:
            found |= waiting
            waiting = {each for other in waiting for each in _referred(schemas.get(other))} - found
        return found

    def result_annotation(self, endpoint: Endpoint) -> str:
        """Return the type of the result where methods may be called `list`."""
        result = self.result(endpoint)
        return self.annotation(result).replace("list[", "builtins.list[") if result else "None"

    def semantics(self, endpoint: Endpoint) -> str:
        return self._operations[endpoint.name].semantics

    def item(self, endpoint: Endpoint) -> PropertyProtocol:
        """Return the type of a listing's items."""
        prop = self.result(endpoint)
        for name in _json_path(self.raw(endpoint)["x-speakeasy-pagination"]["outputs"]["results"]):
            if not isinstance(prop, ModelProperty):
                raise SpecError(f"{self.path(endpoint)}: paging results must lie in named objects")
            prop = next(field for field in self.fields(prop) if plain(field.name) == name)
        if not isinstance(prop, ListProperty):
            raise SpecError(f"{self.path(endpoint)}: paging results must be an array")
        return prop.inner_property

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


_LOCATIONS = {"requestBody": "body", "parameters": "query"}


def attribute(name: str) -> str:
    """Return the Python name of a field, which is its own where Python allows it; empty if there is none."""
    made = re.sub(r"\W", "_", name, flags=re.ASCII).lstrip("_")
    if not made or not name.isascii():
        return ""
    if made[0].isdigit():
        made = f"field_{made}"
    return f"{made}_" if keyword.iskeyword(made) or made in _TAKEN else made


# What `Model` and its annotations use themselves.
_TAKEN = {"raw", "to_dict", "self", "Any", "Timestamp", "bool", "dict", "float", "int", "list", "str"}


def _referred(value: Any) -> set[str]:
    if isinstance(value, list):
        return set().union(*map(_referred, value))
    if not isinstance(value, dict):
        return set()
    own = {value["$ref"].rpartition("/")[2]} if isinstance(value.get("$ref"), str) else set()
    return own.union(*map(_referred, value.values()))


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


def _present(prop: UnionProperty) -> list[PropertyProtocol]:
    """Return the members of a union but null, which means absent."""
    return [inner for inner in prop.inner_properties if not isinstance(inner, NoneProperty)]


def _nullable(prop: PropertyProtocol) -> bool:
    return isinstance(prop, UnionProperty) and len(_present(prop)) < len(prop.inner_properties)


def _models(prop: PropertyProtocol) -> Iterator[ModelProperty]:
    if isinstance(prop, ModelProperty):
        yield prop
    elif isinstance(prop, ListProperty):
        yield from _models(prop.inner_property)
    elif isinstance(prop, UnionProperty):
        for inner in prop.inner_properties:
            yield from _models(inner)
