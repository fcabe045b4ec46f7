"""A document read for itself: nothing here comes from scripts/generate, so that a fault of its reading shows.

Schemas are brought to the words of OpenAPI 3.1, references to the form `mem:///FILE#POINTER`.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import unquote

import yaml
from jsonschema_rs import Draft202012Validator, Registry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Way = Literal["request", "response"]
_HIDDEN = {"request": "readOnly", "response": "writeOnly"}
_ROOT = "mem:///"


class _Loader(yaml.CSafeLoader):
    """YAML 1.2: dates are text, and of words only `true` and `false` are booleans."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if not tag.endswith((":timestamp", ":bool"))]
    for first, pairs in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)$"), list("-+.0123456789")
)
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(true|false)$"), list("tf"))


def load(path: Path) -> Any:
    return _named(yaml.load(path.read_text(encoding="utf-8-sig").replace("\t", " "), Loader=_Loader))  # noqa: S506


def _named(node: Any) -> Any:
    """Return a value with text for keys, as in JSON: YAML reads the status `200` as a number."""
    if isinstance(node, list):
        return [_named(item) for item in node]
    return {str(key): _named(item) for key, item in node.items()} if isinstance(node, dict) else node


class Document:
    """A document, seen from one side: of what a request may hold, or of what a response may hold."""

    def __init__(self, path: Path, way: Way) -> None:
        self.way = way
        self._files: dict[str, Any] = {}
        self._folder = path.parent
        self._is_old = False
        self.name = f"{_ROOT}{path.name}"
        self.data = self._file(self.name)
        self._validators: dict[tuple[int, bool], tuple[Any, Draft202012Validator]] = {}
        self._registries: dict[bool, Registry] = {}

    def _file(self, uri: str) -> Any:
        if uri not in self._files:
            raw = load(self._folder / unquote(uri.removeprefix(_ROOT)))
            if not self._files:
                self._is_old = str(raw.get("openapi", "")).startswith("3.0")
            self._files[uri] = raw = _mapped(raw, lambda node: self._told(node, uri))
            self._files[uri] = _mapped(raw, self._visible)
        return self._files[uri]

    def _told(self, node: dict[str, Any], uri: str) -> dict[str, Any]:
        if isinstance(node.get("$ref"), str):
            node = {**node, "$ref": _absolute(uri, node["$ref"])}
        return _upgraded(node) if self._is_old else node

    def _visible(self, node: dict[str, Any]) -> dict[str, Any]:
        """Ask for no field that only the other side says."""
        needed, fields = node.get("required"), node.get("properties")
        if not isinstance(needed, list) or not isinstance(fields, dict):
            return node
        return {**node, "required": [each for each in needed if not self.is_hidden(fields.get(each))]}

    def is_hidden(self, schema: Any) -> bool:
        resolved = self.resolve(schema)
        return isinstance(resolved, dict) and resolved.get(_HIDDEN[self.way]) is True

    def at(self, uri: str) -> Any:
        """Return what a reference stands for. Raises `LookupError` or `OSError`."""
        file, _, pointer = uri.partition("#")
        node = self._file(file)
        for step in pointer.split("/")[1:]:
            key = unquote(step).replace("~1", "/").replace("~0", "~")
            node = node[int(key)] if isinstance(node, list) else node[key]
        return node

    def resolve(self, node: Any) -> Any:
        for _ in range(50):
            if not (isinstance(node, dict) and isinstance(node.get("$ref"), str)):
                break
            beside = {key: item for key, item in node.items() if key != "$ref"}
            found = self.at(node["$ref"])
            node = {**found, **beside} if isinstance(found, dict) else found
        return node

    def faults(self, schema: Any, value: Any, *, loosely: bool = False) -> list[str]:
        """Say what in a value is against a schema; `loosely` reads `oneOf` as `anyOf`."""
        key = id(schema), loosely
        if key not in self._validators:
            written = _mapped(schema, _loose) if loosely else schema
            made = Draft202012Validator(written, registry=self._registry(loosely=loosely), validate_formats=True)
            self._validators[key] = schema, made  # the schema is kept so that its id stays its own
        errors = self._validators[key][1].iter_errors(value)
        return [f"{list(each.instance_path)}: {each.message[:160]}" for each in errors]

    def _registry(self, *, loosely: bool) -> Registry:
        if loosely not in self._registries:
            self._take_in()
            held = {uri: _mapped(data, _loose) if loosely else data for uri, data in self._files.items()}
            self._registries[loosely] = Registry([*held.items()])
        return self._registries[loosely]

    def _take_in(self) -> None:
        waiting = [*self._files.values()]
        while waiting:
            node = waiting.pop()
            if isinstance(node, dict):
                file = str(node.get("$ref", "")).partition("#")[0]
                if file.startswith(_ROOT) and file not in self._files:
                    waiting.append(self._file(file))
                waiting += node.values()
            elif isinstance(node, list):
                waiting += node


def _absolute(uri: str, reference: str) -> str:
    file, _, pointer = reference.partition("#")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(uri.removeprefix(_ROOT)), file))
    return f"{_ROOT}{path}#{pointer}" if file else f"{uri}#{pointer}"


def _mapped(node: Any, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    if isinstance(node, list):
        return [_mapped(item, change) for item in node]
    return change({key: _mapped(item, change) for key, item in node.items()}) if isinstance(node, dict) else node


def _upgraded(node: dict[str, Any]) -> dict[str, Any]:
    """Say in the words of 3.1 what a schema of 3.0 says."""
    if node.get("nullable") is True and isinstance(node.get("type"), str):
        values = {"enum": [*node["enum"], None]} if isinstance(node.get("enum"), list) else {}
        node = {**node, "type": [node["type"], "null"], **values}
    elif node.get("nullable") is True and isinstance(node.get("allOf"), list) and "type" not in node:
        rest = {key: item for key, item in node.items() if key != "allOf"}
        node = {**rest, "anyOf": [{"allOf": node["allOf"]}, {"type": "null"}]}
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(node.get(exclusive), bool):
            node = {key: item for key, item in node.items() if key != exclusive} | (
                {exclusive: node[bound]} if node[exclusive] and bound in node else {}
            )
    return node


def _loose(node: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(node.get("oneOf"), list):
        return node
    rest = {key: item for key, item in node.items() if key != "oneOf"}
    return {**rest, "allOf": [*rest.get("allOf", []), {"anyOf": node["oneOf"]}]}
