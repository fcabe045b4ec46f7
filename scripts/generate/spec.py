"""Reads the spec: as data, with the line of each JSON pointer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import attrs
from openapi_spec_validator import OpenAPIV31SpecValidator
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

JSON = "application/json"
HTTP_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

Pointer = tuple[str | int, ...]


# RFC 9110, 9.2; `x-http-semantics` may say otherwise.
_SEMANTICS = {"get": "safe", "head": "safe", "put": "idempotent", "delete": "idempotent"}


@attrs.frozen
class Operation:
    path: str
    method: str
    """In lower case, as in the spec."""
    data: dict[str, Any]
    parameters: list[dict[str, Any]]
    """Its own and those of its path."""

    @property
    def id(self) -> str:
        return str(self.data["operationId"])

    @property
    def name(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def pointer(self) -> Pointer:
        return ("paths", self.path, self.method)

    @property
    def route(self) -> tuple[str, str]:
        """Method and path without the names of its parameters: names are not sent."""
        return self.method, anonymous(self.path)

    @property
    def semantics(self) -> str:
        return str(self.data.get("x-http-semantics") or _SEMANTICS.get(self.method, "unsafe"))

    @property
    def success(self) -> str:
        """The status of a success; empty if the spec has none."""
        return next((status for status in map(str, self.data["responses"]) if status.startswith("2")), "")

    @property
    def response(self) -> dict[str, Any]:
        response: dict[str, Any] = self.data["responses"].get(self.success, {})
        return response

    @property
    def request(self) -> dict[str, Any]:
        request: dict[str, Any] = self.data.get("requestBody", {})
        return request


class SpecError(Exception):
    """The spec cannot be used; the message is for the person who edits it."""


class Spec:
    """An OpenAPI 3.1 spec."""

    def __init__(self, path: Path, data: dict[str, Any], marked: Any) -> None:
        self.path = path
        self.data = data
        self._marked = marked

    @classmethod
    def load(cls, path: Path) -> Spec:
        """Read and validate a spec. Raises `SpecError`."""
        try:
            text = path.read_text(encoding="utf-8")
            data, marked = YAML(typ="safe", pure=True).load(text), YAML(typ="rt").load(text)
        except (OSError, UnicodeDecodeError) as error:
            raise SpecError(f"{path}: cannot be read ({error})") from None
        except MarkedYAMLError as error:
            mark = error.problem_mark
            position = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
            raise SpecError(f"{position}: not YAML ({error.problem})") from None
        except YAMLError as error:
            raise SpecError(f"{path}: not YAML ({error})") from None
        spec = cls(path, data, marked)
        if not isinstance(data, dict) or not str(data.get("openapi", "")).startswith("3.1"):
            raise SpecError(f"{path}: not an OpenAPI 3.1 spec (the key `openapi` must be 3.1.x)")
        for pointer, reference in references(data):
            try:
                spec.resolve({"$ref": reference})
            except (KeyError, TypeError, ValueError):
                raise spec.error(pointer, f"`{reference}` leads nowhere inside the spec") from None
        for violation in OpenAPIV31SpecValidator(data).iter_errors():
            raise spec.error(tuple(violation.absolute_path), violation.message.splitlines()[0])
        return spec

    def operations(self) -> Iterator[Operation]:
        for path, item in self.data.get("paths", {}).items():
            for method in HTTP_METHODS:
                if method in item:
                    given = [*item.get("parameters", []), *item[method].get("parameters", [])]
                    yield Operation(path, method, item[method], [self.resolve(each) for each in given])

    def content(self, holder: dict[str, Any]) -> dict[str, Any]:
        """Return the content of a request or a response, by media type."""
        content: dict[str, Any] = self.resolve(holder).get("content", {})
        return content

    def body(self, holder: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Return media type and schema of the content that is used here."""
        content = self.content(holder)
        media_type = chosen(content)
        return media_type, content.get(media_type, {}).get("schema", {})

    def error(self, pointer: Pointer, problem: str) -> SpecError:
        line, column = self.position(pointer)
        return SpecError(f"{self.path}:{line}:{column}: {problem} (at {show(pointer)})")

    def line(self, pointer: Pointer) -> int:
        """Return the line, from 1, of the deepest step of the pointer that has one."""
        return self.position(pointer)[0]

    def position(self, pointer: Pointer) -> tuple[int, int]:
        """Return line and column, from 1, of the deepest step of the pointer that has them."""
        node, found = self._marked, (1, 1)
        for step in pointer:
            marks = getattr(getattr(node, "lc", None), "data", None) or {}
            if step in marks:
                found = marks[step][0] + 1, marks[step][1] + 1
            try:
                node = node[step]
            except (KeyError, IndexError, TypeError):
                break
        return found

    def resolve(self, value: Any) -> Any:
        """Follow `$ref`, which must stay inside the spec."""
        while isinstance(value, dict) and "$ref" in value:
            node: Any = self.data
            inside, _, path = value["$ref"].partition("#/")
            if inside or not path:
                raise ValueError(value["$ref"])
            for step in path.split("/"):
                node = node[step.replace("~1", "/").replace("~0", "~")]
            value = node
        return value


def chosen(content: dict[str, Any]) -> str:
    """Return the media type to use where there is a choice; empty if there is no body."""
    return JSON if JSON in content else next(iter(content), "")


def anonymous(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path)


def references(value: Any, pointer: Pointer = ()) -> Iterator[tuple[Pointer, str]]:
    """Find every `$ref` and where it stands."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in steps:
        if step == "$ref" and isinstance(item, str):
            yield (*pointer, step), item
        else:
            yield from references(item, (*pointer, step))


def show(pointer: Pointer) -> str:
    """Write a JSON pointer (RFC 6901)."""
    return "#/" + "/".join(str(step).replace("~", "~0").replace("/", "~1") for step in pointer)
