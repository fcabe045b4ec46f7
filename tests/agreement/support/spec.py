"""What the spec says, found by walking it: no operation and no field has a name in these tests."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from . import values

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[3]
SPEC_PATH = ROOT / "openapi" / "heymarket.yaml"
SPEC: dict[str, Any] = yaml.load(SPEC_PATH.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
JSON = "application/json"
SERVER: str = SPEC["servers"][0]["url"].rstrip("/")


def resolve(node: Any) -> Any:
    while isinstance(node, dict) and "$ref" in node:
        target: Any = SPEC
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def kept(name: str) -> Any:
    """Return the schema of what a model holds: all of it, except for the token of a webhook."""
    schema = inline(SPEC["components"]["schemas"][name])
    if "x-event-identity" not in schema:
        return schema
    tokens = {each["post"]["x-webhook-token"].removeprefix("/") for each in SPEC["webhooks"].values()}
    fields = {field: each for field, each in schema["properties"].items() if field not in tokens}
    return {**schema, "properties": fields, "required": [each for each in schema["required"] if each not in tokens]}


def inline(node: Any) -> Any:
    """Return a schema without references; a recursive one has no such form and fails here."""
    node = resolve(node)
    if isinstance(node, list):
        return [inline(item) for item in node]
    return {key: inline(item) for key, item in node.items()} if isinstance(node, dict) else node


def identifier(name: str) -> str:
    """Return the Python name of a spec name."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[^0-9A-Za-z]+", "_", name)
    return words.strip("_").lower()


def json_path(path: str) -> tuple[str, ...]:
    return tuple(step for step in path.removeprefix("$").split(".") if step)


@dataclass(frozen=True)
class Parameter:
    name: str
    location: str
    required: bool
    schema: Any = field(hash=False)
    example: Any = field(hash=False)


@dataclass(frozen=True)
class Operation:
    path: str
    method: str
    raw: Any = field(hash=False, repr=False)
    shared: Any = field(hash=False, repr=False)

    @property
    def label(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def tag(self) -> str:
        return identifier(self.raw["tags"][0])

    @property
    def name(self) -> str:
        return str(self.raw.get("x-speakeasy-name-override") or identifier(self.raw["operationId"]))

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        found = {(raw["in"], raw["name"]): raw for raw in map(resolve, [*self.shared, *self.raw.get("parameters", [])])}
        return tuple(
            Parameter(name, location, bool(raw.get("required")), inline(raw["schema"]), _example(raw))
            for (location, name), raw in found.items()
        )

    def parameters_in(self, location: str) -> dict[str, Parameter]:
        return {parameter.name: parameter for parameter in self.parameters if parameter.location == location}

    @cached_property
    def body(self) -> Any:
        """The schema of the JSON body; None if there is no body."""
        if "requestBody" not in self.raw:
            return None
        return inline(resolve(self.raw["requestBody"])["content"][JSON]["schema"])

    @property
    def body_required(self) -> bool:
        return bool(resolve(self.raw.get("requestBody", {})).get("required"))

    @property
    def examples(self) -> list[Any]:
        """The bodies that the spec gives as examples."""
        content = resolve(self.raw.get("requestBody", {})).get("content", {}).get(JSON, {})
        return [resolve(each)["value"] for each in content.get("examples", {}).values()]

    def made_key(self, body: Any) -> str | None:
        """Return the field for which the client makes a key, if a body has none."""
        field = self.raw.get("x-idempotency-key", {}).get("field")
        return field if field is not None and (body or {}).get(field) is None else None

    @property
    def fields(self) -> dict[str, Any]:
        """Body fields, each of which is an argument of the client's method."""
        return (self.body or {}).get("properties", {})

    @cached_property
    def responses(self) -> dict[int, Any]:
        """The body schema of each documented status; None for one without a body."""
        found = {}
        for status, response in self.raw["responses"].items():
            content = resolve(response).get("content", {})
            found[int(str(status).upper().replace("X", "0"))] = inline(content[JSON]["schema"]) if content else None
        return found

    @property
    def success(self) -> int:
        return next(status for status in self.responses if 200 <= status < 300)

    @property
    def result(self) -> Any:
        return self.responses[self.success]

    @property
    def paging(self) -> dict[str, Any]:
        return self.raw.get("x-speakeasy-pagination", {})

    @property
    def first_page(self) -> int:
        """The number of the first page, where pages have numbers."""
        return int(self.raw.get("x-first-page", 1))

    @property
    def items(self) -> tuple[str, ...]:
        return json_path(self.paging["outputs"]["results"])

    def listed(self, body: Any) -> Any:
        """Return the part of a response that a page's items come from; the whole response if it has no pages."""
        for name in self.items if self.paging else ():
            body = (body or {}).get(name)
        return [] if self.paging and body is None else body

    @property
    def listed_schema(self) -> Any:
        schema = self.result
        for name in self.items if self.paging else ():
            schema = schema["properties"][name]
        return schema

    def smallest_response(self) -> Any:
        return values.smallest(self.result)


def _example(parameter: dict[str, Any]) -> Any:
    """Return an example of a parameter; some valid value if the spec gives none."""
    schema = inline(parameter["schema"])
    named = [resolve(each).get("value") for each in parameter.get("examples", {}).values()]
    return next(
        iter([*([parameter["example"]] if "example" in parameter else []), *named, *schema.get("examples", [])]),
        values.full(schema),
    )


def walk(spec: dict[str, Any]) -> list[Operation]:
    return [
        Operation(path, method, item[method], item.get("parameters", []))
        for path, item in spec["paths"].items()
        for method in METHODS
        if method in item
    ]


ALL_OPERATIONS = walk(SPEC)
_CHOSEN = [label for label in os.environ.get("AGREEMENT_OPERATIONS", "").split("\n") if label]
OPERATIONS = [each for each in ALL_OPERATIONS if not _CHOSEN or each.label in _CHOSEN]
assert OPERATIONS, f"no operation is called {_CHOSEN}"
TESTED = {**SPEC, "paths": {each.path: {} for each in OPERATIONS}}
"""The spec with the chosen operations only; all, unless `AGREEMENT_OPERATIONS` holds labels."""
for _each in OPERATIONS:
    TESTED["paths"][_each.path] |= {"parameters": _each.shared, _each.method: _each.raw}
BY_LABEL = {operation.label: operation for operation in OPERATIONS}


def named_in(node: Any) -> Iterator[str]:
    """Name the schemas that a node refers to, and those that they refer to; some more than once."""
    if isinstance(node, dict):
        kind, _, name = str(node.get("$ref", "")).rpartition("/")
        if kind == "#/components/schemas":
            yield name
        yield from named_in(resolve(node) if "$ref" in node else [*node.values()])
    elif isinstance(node, list):
        for each in node:
            yield from named_in(each)


OF_OTHER_OPERATIONS = {*named_in(SPEC["paths"])} - {*named_in([each.raw for each in OPERATIONS])}
"""Names of the schemas that only operations use which were not chosen."""
