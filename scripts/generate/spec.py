"""The spec: its operations, and where each part of it is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import attrs

from scripts.generate.document import Document
from scripts.generate.files import Files, placed
from scripts.generate.pointers import Pointer, steps, value_at
from scripts.generate.problem import Place, RefusedError, SpecError, located
from scripts.generate.structure import broken_references, misfit_parameters
from scripts.generate.v3_0 import upgrade
from scripts.generate.violations import violations
from scripts.generate.walk import HTTP_METHODS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scripts.generate.files import Origins

JSON = "application/json"
__all__ = ["HTTP_METHODS", "JSON", "Operation", "Pointer", "Spec", "SpecError", "anonymous", "chosen"]

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


class Spec:
    """An OpenAPI spec, in the words of version 3.1."""

    def __init__(self, path: Path, data: dict[str, Any], origins: Origins | None = None) -> None:
        self.path = path
        self.data = data
        self._origins = origins

    @classmethod
    def load(cls, path: Path) -> Spec:
        """Read and validate a spec, with the files below its folder that it refers to. Raises `SpecError`."""
        document = Document.load(path)
        if not isinstance(document.data, dict):
            raise SpecError(f"{path}: not an OpenAPI spec (it is no mapping)")
        version = document.data.get("openapi")
        if not isinstance(version, str) or not re.match(r"3\.[01]\.", version):
            raise SpecError(
                f"{path}: not an OpenAPI 3.0 or 3.1 spec (the key `openapi` must be 3.0.x or 3.1.x, as text)"
            )
        files = Files(document)
        spec = cls(path, files.data, files.origins)
        if version.startswith("3.0"):
            upgrade(spec.data)
        for find in (violations, broken_references, misfit_parameters):
            if problems := list(find(spec.data)):
                raise RefusedError(path, problems, spec.place)
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
        return SpecError(located(self.place(pointer), problem))

    def place(self, pointer: Pointer) -> Place:
        """Return where a part of the spec is written."""
        return placed(self._origins, pointer) if self._origins else Place(self.path, 1, 1, pointer)

    def resolve(self, value: Any) -> Any:
        """Follow `$ref`, which stays inside the spec."""
        while isinstance(value, dict) and isinstance(value.get("$ref"), str):
            value = value_at(self.data, steps(value["$ref"].removeprefix("#")))
        return value


def chosen(content: dict[str, Any]) -> str:
    """Return the media type to use where there is a choice; empty if there is no body."""
    return JSON if JSON in content else next(iter(content), "")


def anonymous(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path)
