"""Small edits of a spec as data."""

from __future__ import annotations

import copy
import json
from typing import Any

from lab.mutation.mutant import Change

METHODS = ("get", "put", "post", "delete", "patch")

Found = tuple[str, str, Change]
"""Family and name of a change, and the change."""


def other_types(field: Any) -> list[Any]:
    others = {
        "string": [{"type": "integer", "format": "int64"}, {"type": "boolean"}],
        "integer": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}],
        "number": [{"type": "string"}, {"type": "integer", "format": "int64"}],
        "boolean": [{"type": "string"}, {"type": "integer", "format": "int64"}],
        "array": [{"type": "string"}],
    }
    return others.get(field.get("type"), [{"type": "string"}])


def at(path: list[str], change: Change) -> Change:
    def apply(spec: Any) -> None:
        node = spec
        for step in path:
            node = node[int(step) if isinstance(node, list) else step]
        change(node)

    return apply


def put(key: str, value: Any) -> Change:
    return lambda node: node.__setitem__(key, copy.deepcopy(value))


def pop(key: Any) -> Change:
    return lambda node: node.pop(key)


def rekey(old: str, new: str) -> Change:
    def change(node: Any) -> None:
        items = [(new if key == old else key, value) for key, value in node.items()]
        node.clear()
        node.update(items)

    return change


def rename_field(schema: str, name: str) -> Change:
    def change(spec: Any) -> None:
        node = spec["components"]["schemas"][schema]
        rekey(name, f"{name}_x")(node["properties"])
        for needed in [node.get("required", []), *(branch["required"] for branch in node.get("anyOf", []))]:
            needed[:] = [f"{name}_x" if each == name else each for each in needed]

    return change


def drop_field(schema: str, name: str) -> Change:
    def change(spec: Any) -> None:
        node = spec["components"]["schemas"][schema]
        node["properties"].pop(name)
        node["required"] = [each for each in node.get("required", []) if each != name]
        if "anyOf" in node:
            node["anyOf"] = [branch for branch in node["anyOf"] if name not in branch["required"]]
        for key in ("required", "anyOf"):
            if not node.get(key, True):
                node.pop(key)

    return change


def require(schema: str, name: str) -> Change:
    return at(["components", "schemas", schema], lambda node: node.setdefault("required", []).append(name))


def unrequire(schema: str, name: str) -> Change:
    def change(node: Any) -> None:
        node["required"] = [each for each in node["required"] if each != name]
        if not node["required"]:
            node.pop("required")

    return at(["components", "schemas", schema], change)


def add_field(schema: str) -> Change:
    return at(["components", "schemas", schema, "properties"], put("invented", {"type": "string"}))


def rename_schema(name: str) -> Change:
    def change(spec: Any) -> None:
        text = json.dumps(spec, default=str).replace(
            f'#/components/schemas/{name}"', f'#/components/schemas/Other{name}"'
        )
        spec.clear()
        spec.update(json.loads(text))
        rekey(name, f"Other{name}")(spec["components"]["schemas"])

    return change


def move(path: str, method: str, new_path: str, new_method: str) -> Change:
    def change(spec: Any) -> None:
        item = spec["paths"][path]
        raw = item.pop(method)
        if not any(each in item for each in METHODS):
            spec["paths"].pop(path)
        target = spec["paths"].setdefault(new_path, {"parameters": item["parameters"]} if "parameters" in item else {})
        target[new_method] = raw

    return change


def in_parameter(path: str, method: str, name: str, change: Change) -> Change:
    """Change one operation's parameter, which may be shared with others."""

    def apply(spec: Any) -> None:
        item = spec["paths"][path]
        for holder in (item[method].get("parameters", []), item.get("parameters", [])):
            for index, each in enumerate(holder):
                parameter = copy.deepcopy(resolved(spec, each))
                if parameter["name"] == name:
                    change(parameter)
                    holder[index] = parameter

    return apply


def rename_in_path(path: str, method: str, name: str) -> Change:
    def apply(spec: Any) -> None:
        in_parameter(path, method, name, put("name", f"{name}_x"))(spec)
        rekey(path, path.replace(f"{{{name}}}", f"{{{name}_x}}"))(spec["paths"])

    return apply


def resolved(spec: Any, node: Any) -> Any:
    while "$ref" in node:
        target = spec
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = target
    return node
