"""Reading the OpenAPI document: as data, with the line that each place stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openapi_spec_validator import OpenAPIV31SpecValidator
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HTTP_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

Pointer = tuple[str | int, ...]


class SpecError(Exception):
    """The spec cannot be used; the message is for the person who edits it."""


class Spec:
    """An OpenAPI 3.1 document."""

    def __init__(self, path: Path, data: dict[str, Any], marked: Any) -> None:
        self.path = path
        self.data = data
        self._marked = marked

    @classmethod
    def load(cls, path: Path) -> Spec:
        """Read and validate a document. Raises `SpecError`."""
        try:
            text = path.read_text(encoding="utf-8")
            data, marked = YAML(typ="safe", pure=True).load(text), YAML(typ="rt").load(text)
        except (OSError, UnicodeDecodeError) as error:
            raise SpecError(f"{path}: cannot be read ({error})") from None
        except MarkedYAMLError as error:
            mark = error.problem_mark
            place = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
            raise SpecError(f"{place}: not YAML ({error.problem})") from None
        except YAMLError as error:
            raise SpecError(f"{path}: not YAML ({error})") from None
        spec = cls(path, data, marked)
        if not isinstance(data, dict) or not str(data.get("openapi", "")).startswith("3.1"):
            raise SpecError(f"{path}: not an OpenAPI 3.1 document (the key `openapi` must be 3.1.x)")
        for pointer, reference in references(data):
            try:
                spec.resolve({"$ref": reference})
            except (KeyError, TypeError, ValueError):
                raise spec.error(pointer, f"`{reference}` leads nowhere inside the document") from None
        for violation in OpenAPIV31SpecValidator(data).iter_errors():
            raise spec.error(tuple(violation.absolute_path), violation.message.splitlines()[0])
        return spec

    def error(self, pointer: Pointer, problem: str) -> SpecError:
        return SpecError(f"{self.path}:{self.line(pointer)}: {problem} (at {show(pointer)})")

    def line(self, pointer: Pointer) -> int:
        """Return the line, from 1, of the deepest place of the pointer that has one."""
        node, line = self._marked, 1
        for step in pointer:
            marks = getattr(getattr(node, "lc", None), "data", None) or {}
            if step in marks:
                line = marks[step][0] + 1
            try:
                node = node[step]
            except (KeyError, IndexError, TypeError):
                break
        return line

    def resolve(self, value: Any) -> Any:
        """Follow `$ref`, which must stay inside the document."""
        while isinstance(value, dict) and "$ref" in value:
            node: Any = self.data
            inside, _, path = value["$ref"].partition("#/")
            if inside or not path:
                raise ValueError(value["$ref"])
            for step in path.split("/"):
                node = node[step.replace("~1", "/").replace("~0", "~")]
            value = node
        return value


def references(value: Any, pointer: Pointer = ()) -> Iterator[tuple[Pointer, str]]:
    """Find every `$ref` and where it stands."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in steps:
        if step == "$ref" and isinstance(item, str):
            yield (*pointer, step), item
        else:
            yield from references(item, (*pointer, step))


def show(pointer: Pointer) -> str:
    """Write a place as a JSON pointer (RFC 6901)."""
    return "#/" + "/".join(str(step).replace("~", "~0").replace("/", "~1") for step in pointer)
