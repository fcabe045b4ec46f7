"""Checks a spec against the published schema of OpenAPI 3.1, and its schemas against that of JSON Schema."""

from __future__ import annotations

import functools
import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from scripts.generate.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.generate.pointers import Pointer

KIND = "not OpenAPI"
# Said where OpenAPI has no such field; they change nothing.
_HARMLESS = {"title", "summary", "description", "example", "examples", "externalDocs", "tags", "deprecated"}
_LONGEST = 200


@functools.cache
def _validator() -> Any:
    text = (resources.files("openapi_spec_validator") / "resources/schemas/v3.1/schema.json").read_text("utf-8")
    schema = json.loads(text)
    schema["$defs"]["schema"] = {"$dynamicAnchor": "meta", "$ref": "https://json-schema.org/draft/2020-12/schema"}
    # Names of components become names of Python classes anyway, whatever their characters.
    del schema["$defs"]["components"]["patternProperties"]
    schema["$defs"]["components"]["unevaluatedProperties"] = True
    # An operation that tells no response has one all the same.
    del schema["$defs"]["responses"]["minProperties"], schema["$defs"]["responses"]["if"]
    del schema["$defs"]["responses"]["then"]
    return jsonschema_rs.Draft202012Validator(schema)


def violations(data: Any) -> Iterator[Problem]:
    """Find what OpenAPI does not allow, innermost places only: what is around them is wrong because of them."""
    found: dict[tuple[Pointer, str], Problem] = {}
    around: list[tuple[Pointer, Any]] = []
    for error in _validator().iter_errors(data):
        pointer = tuple(error.instance_path)
        if pointer[-1:] == ("required",) and isinstance(error.kind, jsonschema_rs.ValidationErrorKind.UniqueItems):
            continue  # said twice, it is required all the same
        if isinstance(error.kind, jsonschema_rs.ValidationErrorKind.UnevaluatedProperties):
            around.append((pointer, error.kind.unexpected))
        else:
            wrong = pointer[-1:] == ("type",) and pointer[-2:-1] != ("properties",)
            text = f"there is no type `{_shortened(str(error.instance))}`" if wrong else _shortened(error.message)
            found[pointer, text] = Problem(KIND, pointer, text)
    inside = {pointer[:count] for pointer, _ in found for count in range(len(pointer) + 1)}
    for pointer, unexpected in sorted(around, key=lambda item: -len(item[0])):
        for key in unexpected if pointer not in inside else ():
            if key not in _HARMLESS:
                where = (*pointer, key)
                found[where, ""] = Problem(KIND, where, f"`{_shortened(key)}` is no field of this object")
                inside |= {where[:count] for count in range(len(where))} - {pointer}
    yield from found.values()


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST // 2]} ... {line[-_LONGEST // 2 :]}"
