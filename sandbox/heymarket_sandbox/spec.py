"""Reads `heymarket.yaml`: the operations, and validators for their requests and responses."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qs

import attrs
import yaml

from heymarket_sandbox.errors import ErrorResponse, SandboxError
from heymarket_sandbox.validation import Validator, bounded, without_nulls

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

PACKAGED = files("heymarket_sandbox") / "heymarket.yaml"  # in a zip too, which has no paths
IN_REPOSITORY = Path(__file__).parents[2] / "openapi" / "heymarket.yaml"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@attrs.frozen
class Parameter:
    name: str
    location: str
    required: bool
    type: str | None
    item_type: str | None
    validator: Validator

    def read(self, texts: list[str]) -> Any:
        """Turn the received texts into one value of the right type; None if the parameter was not sent."""
        if not texts:
            if self.required:
                raise ErrorResponse(400, f"{self.name}: the {self.location} parameter is required")
            return None
        is_array = self.type == "array"
        value = [_typed(text, self.item_type) for text in texts] if is_array else _typed(texts[-1], self.type)
        if error := self.validator.error(value):
            raise ErrorResponse(400, f"{self.name}: {error.removeprefix('body: ')}")
        return value


def _typed(text: str, kind: str | None) -> Any:
    if kind == "integer" and re.fullmatch(r"[+-]?\d+", text, re.ASCII):
        return int(text) if len(text) < 30 else float("inf")  # noqa: PLR2004 - far over 64 bits
    return text == "true" if kind == "boolean" and text in {"true", "false"} else text


@attrs.frozen
class Operation:
    id: str
    method: str
    path: str
    parameters: tuple[Parameter, ...]
    body: Validator | None
    body_required: bool
    responses: dict[str, Validator | None]

    @property
    def success_status(self) -> int:
        return min(int(status) for status in self.responses if status.startswith("2") and status.isdigit())

    def read_parameters(self, path: dict[str, Any], query: str, headers: dict[str, str]) -> dict[str, Any]:
        sources: dict[str, dict[str, list[str]]] = {
            "path": {name: [value] for name, value in path.items()},
            "query": parse_qs(query, keep_blank_values=True),
            "header": {name: [value] for name, value in headers.items()},
        }
        found: dict[str, Any] = {}
        for parameter in self.parameters:
            name = parameter.name.lower() if parameter.location == "header" else parameter.name
            found[parameter.name] = parameter.read(sources[parameter.location].get(name, []))
        return found

    def response_error(self, status: int, value: Any) -> str | None:
        """Say how our own response breaks the spec; None if it does not."""
        for key in (str(status), f"{status // 100}XX", "default"):
            if key in self.responses:
                validator = self.responses[key]
                if validator is None or validator.error(value) is None:
                    return None
                return validator.error(without_nulls(value))
        return f"status {status} is not documented"


@attrs.frozen
class Spec:
    version: str
    operations: tuple[Operation, ...]
    events: dict[str, Validator]
    """What checks an event of a webhook, by its type."""

    @classmethod
    def load(cls, path: Path | None = None) -> Spec:
        if path is None and PACKAGED.is_file():
            return _load(cast("Any", PACKAGED), 0)  # mypy does not know that a Traversable is hashable
        if path is None and not IN_REPOSITORY.is_file():
            raise SandboxError(
                "heymarket.yaml is missing from the package heymarket_sandbox: pack the installed wheel with its data"
                " files"
            )
        path = path or IN_REPOSITORY
        try:
            return _load(path, path.stat().st_mtime_ns)
        except OSError as error:
            raise SandboxError(f"cannot read the spec {path}: {error.strerror}") from error
        except yaml.YAMLError as error:
            raise SandboxError(f"{path} is not YAML: {' '.join(str(error).split())}") from error


@lru_cache(maxsize=8)
def _load(path: Traversable, _mtime: int) -> Spec:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    spec = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader, in C if there is one
    reader = _Reader(spec, path)
    return Spec(version=str(spec["info"]["version"]), operations=tuple(reader.operations()), events=reader.events())


class _Reader:
    def __init__(self, spec: Any, path: Traversable) -> None:
        if not isinstance(spec, dict) or not {"openapi", "info", "paths"} <= cast("dict[str, Any]", spec).keys():
            raise SandboxError(f"{path} is not an OpenAPI spec: it needs `openapi`, `info` and `paths`")
        self._spec = cast("dict[str, Any]", spec)
        self._components: dict[str, Any] = bounded(self._spec.get("components", {}))

    def operations(self) -> list[Operation]:
        return [
            self._operation(path, method, item[method], item.get("parameters", []))
            for path, item in self._spec["paths"].items()
            for method in METHODS
            if method in item
        ]

    def events(self) -> dict[str, Validator]:
        found: dict[str, Validator] = {}
        for item in self._spec.get("webhooks", {}).values():
            body = self._resolve(item["post"]["requestBody"])
            union = self._resolve(body["content"]["application/json"]["schema"])
            for kind, reference in union.get("discriminator", {}).get("mapping", {}).items():
                found[str(kind)] = Validator({"$ref": reference}, self._components)
        return found

    def _operation(self, path: str, method: str, raw: dict[str, Any], shared: list[Any]) -> Operation:
        if "operationId" not in raw:
            raise SandboxError(f"{method.upper()} {path} of the spec has no operationId")
        parameters = {
            (each["in"], each["name"]): each
            for each in (self._resolve(each) for each in [*shared, *raw.get("parameters", [])])
        }
        body = self._resolve(raw.get("requestBody"))
        return Operation(
            id=raw["operationId"],
            method=method.upper(),
            path=path,
            parameters=tuple(self._parameter(each) for each in parameters.values()),
            body=self._json(body),
            body_required=bool(body and body.get("required")),
            responses={str(status): self._json(self._resolve(each)) for status, each in raw["responses"].items()},
        )

    def _parameter(self, raw: dict[str, Any]) -> Parameter:
        schema: dict[str, Any] = self._resolve(raw.get("schema")) or {}
        required = bool(raw.get("required"))
        item_type = (self._resolve(schema.get("items")) or {}).get("type")
        validator = Validator(schema, self._components)
        return Parameter(raw["name"], raw["in"], required, schema.get("type"), item_type, validator)

    def _json(self, content_holder: dict[str, Any] | None) -> Validator | None:
        media = (content_holder or {}).get("content", {}).get("application/json")
        return Validator(media.get("schema", True), self._components) if media else None

    def _resolve(self, value: Any) -> Any:
        while isinstance(value, dict) and "$ref" in value:
            target: Any = self._spec
            for step in str(cast("dict[str, Any]", value)["$ref"]).removeprefix("#/").split("/"):
                target = target[step.replace("~1", "/").replace("~0", "~")]
            value = target
        return cast("Any", value)
