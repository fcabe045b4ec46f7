"""The spec: as data, with the line of each JSON pointer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import attrs

from scripts.generate.document import Document
from scripts.generate.files import Files, placed
from scripts.generate.names import snake_name
from scripts.generate.pointers import Pointer, steps, value_at
from scripts.generate.problem import Place, Problem, RefusedError, SpecError, located
from scripts.generate.soundness import broken_references, lost_targets, misfit_parameters
from scripts.generate.structure import media
from scripts.generate.v3_0 import upgrade
from scripts.generate.violations import violations
from scripts.generate.walk import HTTP_METHODS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scripts.generate.files import Origins

__all__ = ["HTTP_METHODS", "JSON", "Operation", "Pointer", "Spec", "SpecError", "anonymous", "not_openapi"]

JSON = "application/json"

_Declared = tuple[dict[str, Any], Pointer]
"""A parameter, and where it is declared."""
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
    places: list[Pointer] = attrs.field(factory=list)
    """Where each parameter is declared."""

    @property
    def id(self) -> str:
        """Its operationId, or one made of method and path."""
        return str(self.data.get("operationId") or snake_name(f"{self.method} {self.path}"))

    @property
    def tags(self) -> list[str]:
        return [*dict.fromkeys(str(tag) for tag in self.data.get("tags") or ["default"])]

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

    def __init__(self, path: Path, data: dict[str, Any], origins: Origins | None = None) -> None:
        self.path = path
        self.data = data
        self._origins = origins
        self.left_out: list[str] = []
        """The operations that a package has not, as they cannot be honoured."""

    @classmethod
    def load(cls, path: Path) -> Spec:
        """Read and validate a spec. Raises `SpecError`, which names all that is wrong with it."""
        spec = cls.read(path)
        if wrong := not_openapi(spec.data):
            raise RefusedError(path, wrong, spec.place)
        return spec

    @classmethod
    def read(cls, path: Path) -> Spec:
        """Read a spec, with the files below its folder that it refers to, whatever it says. Raises `SpecError`."""
        document = Document.load(path)
        version = document.data.get("openapi") if isinstance(document.data, dict) else None
        if not isinstance(version, str) or not re.match(r"3\.[01](\.|$)", version):
            place = document.place(("openapi",))
            raise SpecError(f"{place}: not an OpenAPI 3.0 or 3.1 spec (the key `openapi` must be 3.1.x or 3.0.x)")
        files = Files(document)
        spec = cls(path, files.data, files.origins)
        upgrade(spec.data)
        return spec

    def operations(self) -> Iterator[Operation]:
        for path, held in self.data.get("paths", {}).items():
            if path.startswith("x-"):
                continue
            item = self.resolve(held)
            for method in HTTP_METHODS:
                if method in item:
                    own = self._declared(item[method], ("paths", path, method))
                    names = {(each["name"], each["in"]) for each, _ in own}
                    shared = self._declared(item, ("paths", path))
                    shared = [found for found in shared if (found[0]["name"], found[0]["in"]) not in names]
                    given = _complete(path, [*shared, *own], ("paths", path, method))
                    parameters, places = [each for each, _ in given], [place for _, place in given]
                    yield Operation(path, method, item[method], parameters, item.get("servers"), places)

    def _declared(self, holder: dict[str, Any], pointer: Pointer) -> list[_Declared]:
        """Return parameters, each with its place: that of the component where there is a reference to one."""
        found: list[_Declared] = []
        for index, each in enumerate(holder.get("parameters", [])):
            parameter, place = each, (*pointer, "parameters", index)
            while isinstance(parameter.get("$ref"), str):
                place = steps(parameter["$ref"].removeprefix("#"))
                parameter = value_at(self.data, place)
            found.append((parameter, place))
        return found

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
        return SpecError(located(self.place(pointer), problem))

    def place(self, pointer: Pointer) -> Place:
        """Return where a part of the spec is written."""
        return placed(self._origins, pointer) if self._origins else Place(self.path, 1, 1, pointer)

    def resolve(self, value: Any) -> Any:
        """Follow `$ref`, which stays inside the spec."""
        while isinstance(value, dict) and isinstance(value.get("$ref"), str):
            value = value_at(self.data, steps(value["$ref"].removeprefix("#")))
        return value


def not_openapi(data: dict[str, Any]) -> list[Problem]:
    """Find what OpenAPI does not allow; what is found later relies on there being nothing before it."""
    found = (list(find(data)) for find in (violations, broken_references, lost_targets, misfit_parameters))
    return next((wrong for wrong in found if wrong), [])


def _complete(path: str, parameters: list[_Declared], pointer: Pointer) -> list[_Declared]:
    """Add what stands in the path and is declared nowhere: it is text all the same."""
    known = {each["name"] for each, _ in parameters if each["in"] == "path"}
    missing = [name for name in _NAME.findall(path) if name not in known]
    declared = [found for found in parameters if found[0]["in"] != "path" or f"{{{found[0]['name']}}}" in path]
    text = {"in": "path", "required": True, "schema": {"type": "string"}}
    return [*declared, *(({"name": name, **text}, pointer) for name in dict.fromkeys(missing))]


def anonymous(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path)
