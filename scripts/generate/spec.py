"""The spec: as data, with the line of each JSON pointer."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import attrs

from scripts.generate.document import Document, Pointer, SpecError, read, references, show
from scripts.generate.files import Files
from scripts.generate.names import snake_name
from scripts.generate.structure import media
from scripts.generate.v3_0 import upgraded
from scripts.generate.violations import violations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["HTTP_METHODS", "JSON", "Operation", "Pointer", "Spec", "SpecError", "anonymous", "references", "show"]

JSON = "application/json"
HTTP_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

_NAME = re.compile(r"\{([^{}]*)\}")
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
    servers: Any = None
    """Those of its path."""

    @property
    def id(self) -> str:
        """Its operationId, or one made of method and path."""
        return str(self.data.get("operationId") or snake_name(f"{self.method} {self.path}"))

    @property
    def tags(self) -> list[str]:
        return [str(tag) for tag in self.data.get("tags") or ["default"]]

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
        return next((status for status in self.data.get("responses", {}) if status.startswith("2")), "")

    @property
    def response(self) -> dict[str, Any]:
        response: dict[str, Any] = self.data["responses"].get(self.success, {})
        return response

    @property
    def request(self) -> dict[str, Any]:
        request: dict[str, Any] = self.data.get("requestBody", {})
        return request


class Spec:
    """An OpenAPI spec, in the words of 3.1."""

    def __init__(self, document: Document, data: dict[str, Any], files: Files) -> None:
        self.path = document.path
        self.data = data
        self._document = document
        self._origins = files.origins
        self.left_out: list[str] = []
        """The operations that a package has not, as they cannot be honoured."""

    @classmethod
    def load(cls, path: Path) -> Spec:
        """Read and validate a spec. Raises `SpecError`, which names all that is wrong with it."""
        document = read(path)
        version = str(document.data.get("openapi", "")) if isinstance(document.data, dict) else ""
        if not version.startswith(("3.0", "3.1")):
            raise SpecError(f"{path}: not an OpenAPI 3.0 or 3.1 spec (the key `openapi` must be 3.1.x or 3.0.x)")
        data = upgraded(document.data)
        data["openapi"] = "3.1.0" if version.startswith("3.0") else version
        files = Files(document, upgraded)
        files.take_in(data)
        spec = cls(document, data, files)
        if wrong := [*violations(data, spec.resolve)]:
            raise SpecError("\n".join(str(spec.error(pointer, problem)) for pointer, problem in wrong))
        return spec

    @classmethod
    def of(cls, path: Path, data: dict[str, Any]) -> Spec:
        """Return a spec that stands in no file, and is known to be valid."""
        document = Document(path, data, None)
        return cls(document, data, Files(document, copy.deepcopy))

    def operations(self) -> Iterator[Operation]:
        for path, held in self.data.get("paths", {}).items():
            item = self.resolve(held)
            for method in HTTP_METHODS:
                if method in item:
                    own = [self.resolve(each) for each in item[method].get("parameters", [])]
                    names = {(each["name"], each["in"]) for each in own}
                    shared = [self.resolve(each) for each in item.get("parameters", [])]
                    shared = [each for each in shared if (each["name"], each["in"]) not in names]
                    yield Operation(path, method, item[method], _complete(path, [*shared, *own]), item.get("servers"))

    def content(self, holder: dict[str, Any]) -> dict[str, Any]:
        """Return the content of a request or a response, by media type."""
        content: dict[str, Any] = self.resolve(holder).get("content", {})
        return content

    def body(self, holder: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Return media type and schema of the content that is used here."""
        content = self.content(holder)
        media_type = media(content)
        return media_type, content.get(media_type, {}).get("schema", {})

    def error(self, pointer: Pointer, problem: str) -> SpecError:
        return SpecError(f"{self.place(pointer)}: {problem} (at {show(pointer)})")

    def place(self, pointer: Pointer) -> str:
        """Return file, line and column of the deepest step of the pointer that stands in a file."""
        document, steps = self._document, pointer
        for length in range(len(pointer), 0, -1):
            if pointer[:length] in self._origins:
                document, steps = self._origins[pointer[:length]]
                steps = (*steps, *pointer[length:])
                break
        line, column = document.where(steps)
        return f"{document.path}:{line}:{column}"

    def resolve(self, value: Any) -> Any:
        """Follow `$ref` inside the spec. Raises `LookupError` or `ValueError` where it leads nowhere."""
        seen: set[str] = set()
        while isinstance(value, dict) and isinstance(value.get("$ref"), str):
            node: Any = self.data
            inside, _, path = value["$ref"].partition("#/")
            if inside or not path or value["$ref"] in seen:
                raise ValueError(value["$ref"])
            seen.add(value["$ref"])
            for step in path.split("/"):
                step = unquote(step).replace("~1", "/").replace("~0", "~")  # noqa: PLW2901
                node = node[int(step) if isinstance(node, list) else step]
            value = node
        return value


def _complete(path: str, parameters: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add what stands in the path and is declared nowhere: it is text all the same."""
    known = {each["name"] for each in parameters if each["in"] == "path"}
    missing = [name for name in _NAME.findall(path) if name not in known]
    declared = [each for each in parameters if each["in"] != "path" or f"{{{each['name']}}}" in path]
    text = {"in": "path", "required": True, "schema": {"type": "string"}}
    return [*declared, *({"name": name, **text} for name in dict.fromkeys(missing))]


def anonymous(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path)
