"""What `heymarket.yaml` says: operations, and validators for what they take and give."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qs

import jsonschema_rs
import yaml

from heymarket_sandbox.errors import Refusal, SandboxError

if TYPE_CHECKING:
    from collections.abc import Sequence

PACKAGED = Path(__file__).with_name("heymarket.yaml")
IN_REPOSITORY = Path(__file__).parents[2] / "openapi" / "heymarket.yaml"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
WIDTHS = {"int32": 2**31, "int64": 2**63}
_LONGEST_MESSAGE = 300


class Check:
    """One JSON Schema of the contract, with formats and integer widths enforced."""

    def __init__(self, schema: Any, components: dict[str, Any]) -> None:
        whole: dict[str, Any] = {"allOf": [bounded(schema)], "components": components}
        self._validator = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)

    def fault(self, value: Any) -> str | None:
        """None, or the first thing wrong: the path of the place, and what is wrong there."""
        error = next(self._validator.iter_errors(value), None)
        if error is None:
            return None
        place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.instance_path)
        return f"{place.lstrip('.') or 'body'}: {_message(error)}"[:_LONGEST_MESSAGE]


def _message(error: jsonschema_rs.ValidationError) -> str:
    """Say what is wrong; where one of several fields is required, name them."""
    if isinstance(error.kind, jsonschema_rs.ValidationErrorKind.AnyOf):
        branches = [each.kind for branch in error.kind.context for each in branch]
        missing = [
            str(kind.property) for kind in branches if isinstance(kind, jsonschema_rs.ValidationErrorKind.Required)
        ]
        if len(missing) == len(branches):
            return f"one of {', '.join(missing)} is required"
    return error.message


@dataclass(frozen=True)
class Parameter:
    name: str
    place: str
    required: bool
    type: str | None
    item_type: str | None
    check: Check

    def read(self, texts: list[str]) -> Any:
        """Turn what arrived as texts into a value of the right type; None when nothing did."""
        if not texts:
            if self.required:
                raise Refusal(400, f"{self.name}: the {self.place} parameter is required")
            return None
        is_array = self.type == "array"
        value = [_typed(text, self.item_type) for text in texts] if is_array else _typed(texts[-1], self.type)
        if fault := self.check.fault(value):
            raise Refusal(400, f"{self.name}: {fault.removeprefix('body: ')}")
        return value


def _typed(text: str, kind: str | None) -> Any:
    if kind == "integer" and re.fullmatch(r"[+-]?\d+", text, re.ASCII):
        return int(text) if len(text) < 30 else float("inf")  # noqa: PLR2004 - far over 64 bits
    return text == "true" if kind == "boolean" and text in {"true", "false"} else text


@dataclass(frozen=True)
class Operation:
    id: str
    method: str
    path: str
    parameters: tuple[Parameter, ...]
    body: Check | None
    body_required: bool
    responses: dict[str, Check | None]

    @property
    def success(self) -> int:
        return min(int(status) for status in self.responses if status.startswith("2") and status.isdigit())

    def read_parameters(self, path: dict[str, Any], query: str, headers: dict[str, str]) -> dict[str, Any]:
        sources: dict[str, dict[str, list[str]]] = {
            "path": {name: [value] for name, value in path.items()},
            "query": parse_qs(query, keep_blank_values=True),
            "header": {name: [value] for name, value in headers.items()},
        }
        found: dict[str, Any] = {}
        for parameter in self.parameters:
            name = parameter.name.lower() if parameter.place == "header" else parameter.name
            found[parameter.name] = parameter.read(sources[parameter.place].get(name, []))
        return found

    def fault_of_answer(self, status: int, value: Any) -> str | None:
        """Say what in our own answer breaks the contract, if anything does."""
        for key in (str(status), f"{status // 100}XX", "default"):
            if key in self.responses:
                check = self.responses[key]
                if check is None or check.fault(value) is None:
                    return None
                return check.fault(without_nulls(value))
        return f"status {status} is not documented"


@dataclass(frozen=True)
class Contract:
    version: str
    operations: tuple[Operation, ...]

    @classmethod
    def load(cls, path: Path | None = None) -> Contract:
        if path is None:
            path = PACKAGED if PACKAGED.exists() else IN_REPOSITORY
        try:
            return _load(path, path.stat().st_mtime_ns)
        except OSError as error:
            raise SandboxError(f"cannot read the contract {path}: {error.strerror}") from error
        except yaml.YAMLError as error:
            raise SandboxError(f"{path} is not YAML: {' '.join(str(error).split())}") from error


@lru_cache(maxsize=8)
def _load(path: Path, _mtime: int) -> Contract:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader, in C if there is one
    reader = _Reader(document, path)
    return Contract(version=str(document["info"]["version"]), operations=tuple(reader.operations()))


class _Reader:
    def __init__(self, document: Any, path: Path) -> None:
        if (
            not isinstance(document, dict)
            or not {"openapi", "info", "paths"} <= cast("dict[str, Any]", document).keys()
        ):
            raise SandboxError(f"{path} is not an OpenAPI document: `openapi`, `info` and `paths` must be there")
        self._document = cast("dict[str, Any]", document)
        self._components: dict[str, Any] = bounded(self._document.get("components", {}))

    def operations(self) -> list[Operation]:
        return [
            self._operation(path, method, item[method], item.get("parameters", []))
            for path, item in self._document["paths"].items()
            for method in METHODS
            if method in item
        ]

    def _operation(self, path: str, method: str, raw: dict[str, Any], shared: list[Any]) -> Operation:
        if "operationId" not in raw:
            raise SandboxError(f"{method.upper()} {path} of the contract has no operationId")
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
        check = Check(schema, self._components)
        return Parameter(raw["name"], raw["in"], required, schema.get("type"), item_type, check)

    def _json(self, content_holder: dict[str, Any] | None) -> Check | None:
        media = (content_holder or {}).get("content", {}).get("application/json")
        return Check(media.get("schema", True), self._components) if media else None

    def _resolve(self, value: Any) -> Any:
        while isinstance(value, dict) and "$ref" in value:
            target: Any = self._document
            for step in str(cast("dict[str, Any]", value)["$ref"]).removeprefix("#/").split("/"):
                target = target[step.replace("~1", "/").replace("~0", "~")]
            value = target
        return cast("Any", value)


def without_nulls(value: Any) -> Any:
    """Leave out what is null, which the contract says means the same as missing."""
    if isinstance(value, list):
        return [without_nulls(each) for each in cast("Sequence[Any]", value)]
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        return {name: without_nulls(each) for name, each in fields.items() if each is not None}
    return value


def bounded(schema: Any) -> Any:
    """Give integers of a width the limits of that width, which JSON Schema alone ignores."""
    if isinstance(schema, list):
        return [bounded(each) for each in cast("Sequence[Any]", schema)]
    if not isinstance(schema, dict):
        return schema
    plain: dict[str, Any] = {key: bounded(each) for key, each in cast("dict[str, Any]", schema).items()}
    width = WIDTHS.get(cast("str", plain.get("format"))) if isinstance(plain.get("format"), str) else None
    if width is not None:
        plain = {"minimum": -width, "maximum": width - 1, **plain}
    return plain
