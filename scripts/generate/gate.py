"""The gate: what cannot be honoured is refused, all of it at once, each with its place.

It lists what is understood rather than what is not, so a keyword that nobody thought of is refused too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scripts.generate import gate_operations, gate_schemas
from scripts.generate.problem import Problem, RefusedError
from scripts.generate.spec import HTTP_METHODS, not_openapi
from scripts.generate.uses import affected, methods, prune

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.generate.pointers import Pointer
    from scripts.generate.spec import Spec

# Neither sends nor receives anything that a client does.
_ROOT = {"openapi", "info", "servers", "security", "tags", "paths", "components", "jsonSchemaDialect", "webhooks"}
_ROOT |= {"externalDocs"}
_COMPONENTS = {"schemas", "responses", "parameters", "headers", "requestBodies", "securitySchemes", "pathItems"}
_COMPONENTS |= {"examples", "links", "callbacks"}
_PATH = {*HTTP_METHODS, "parameters", "servers", "summary", "description", "$ref"}


def problems(spec: Spec) -> list[Problem]:
    """Find all places that cannot be honoured."""
    return list(_problems(spec))


def check(spec: Spec) -> None:
    """Raise `RefusedError` with all places that cannot be honoured."""
    if found := problems(spec):
        raise refused(spec, found)


def refused(spec: Spec, found: list[Problem]) -> RefusedError:
    """Return the refusal of a spec, with the problems found in it."""
    operations = affected(spec.data, [each.pointer for each in found])
    places = f"{len(found)} places" if len(found) > 1 else "1 place"
    hint = f"{places} in {len(operations)} of {_count(spec)} operations; --skip leaves those out"
    return RefusedError(spec.path, found, spec.place, hint if operations else "")


def skip(spec: Spec, found: list[Problem]) -> list[str]:
    """Take the affected operations, and then what nothing refers to any more, out of the spec; return their names.

    Raises `RefusedError` if a problem belongs to no operation.
    """
    left_out: list[str] = []
    while found:
        paths = spec.data.get("paths")
        for path, method in affected(spec.data, [each.pointer for each in found]):
            left_out.append(f"{method.upper()} {path}")
            del spec.data["paths"][path][method]
        if isinstance(paths, dict):
            for path in [path for path, item in paths.items() if not path.startswith("x-") and not methods(item)]:
                del paths[path]
        prune(spec.data)
        still = not_openapi(spec.data) or problems(spec)
        if still == found:
            raise RefusedError(spec.path, still, spec.place)
        found = still
    return left_out


def _count(spec: Spec) -> int:
    paths = spec.data.get("paths")
    return sum(len(methods(item)) for item in paths.values()) if isinstance(paths, dict) else 0


def _problems(spec: Spec) -> Iterator[Problem]:
    root = spec.data
    yield from unknown(root, _ROOT, ())
    components = root.get("components", {})
    yield from unknown(components, _COMPONENTS, ("components",))
    for name, schema in components.get("schemas", {}).items():
        for kind, pointer, text in gate_schemas.problems(schema, ("components", "schemas", name)):
            yield Problem(kind, pointer, text)
    for path, item in root.get("paths", {}).items():
        if not path.startswith("x-"):
            yield from unknown(item, _PATH, ("paths", path))
    for operation in spec.operations():
        for kind, pointer, text in gate_operations.problems(spec, operation):
            yield Problem(kind, pointer, text)


def unknown(value: dict[str, Any], known: set[str], pointer: Pointer) -> Iterator[Problem]:
    for key in value:
        if key not in known and not key.startswith("x-"):
            yield Problem(key, (*pointer, key), f"`{key}` is not supported by the generator")
