"""The gate: what cannot be honoured is refused, all of it at once, each with its place.

It lists what is understood rather than what is not, so a keyword that nobody thought of is refused too.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import attrs

from scripts.generate import gate_operations, gate_schemas
from scripts.generate.document import Pointer, SpecError, references
from scripts.generate.spec import HTTP_METHODS
from scripts.generate.violations import violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.generate.spec import Spec

# Neither sends nor receives anything that a client does.
_ROOT = {"openapi", "info", "servers", "security", "tags", "paths", "components", "jsonSchemaDialect", "webhooks"}
_ROOT |= {"externalDocs"}
_COMPONENTS = {"schemas", "responses", "parameters", "headers", "requestBodies", "securitySchemes", "pathItems"}
_COMPONENTS |= {"examples", "links", "callbacks"}
_PATH = {*HTTP_METHODS, "parameters", "servers", "summary", "description", "$ref"}


@attrs.frozen
class Problem:
    kind: str
    """What problems of this sort have in common: a keyword, mostly."""
    pointer: Pointer
    text: str


def problems(spec: Spec) -> list[Problem]:
    """Find all places that cannot be honoured."""
    wrong = [Problem("not OpenAPI", *each) for each in violations(spec.data, spec.resolve)]
    return wrong or sorted(_problems(spec), key=lambda each: tuple(map(str, each.pointer)))


def check(spec: Spec) -> None:
    """Raise `SpecError` with a line for each place that cannot be honoured."""
    if found := problems(spec):
        raise SpecError(report(spec, found))


def report(spec: Spec, found: list[Problem]) -> str:
    """Say what is refused and where, and how often each kind."""
    lines = [str(spec.error(each.pointer, each.text)) for each in found]
    counted = Counter(each.kind for each in found)
    if len(found) > 1:
        lines.append(", ".join(f"{kind} {count}" for kind, count in counted.most_common()))
        affected = {label for each in found for label in operations_of(spec, each.pointer)}
        lines.append(f"{len(found)} places in {len(affected)} of {_count(spec)} operations; --skip leaves those out")
    return "\n".join(lines)


def skip(spec: Spec, found: list[Problem]) -> list[str]:
    """Take the affected operations, and then what nothing refers to any more, out of the spec; return their names.

    Raises `SpecError` if a problem belongs to no operation.
    """
    left_out = sorted({label for each in found for label in operations_of(spec, each.pointer)})
    for label in left_out:
        method, path = label.split(" ", 1)
        item = spec.data["paths"][path]
        item.pop(method.lower())
        if not any(method in item for method in HTTP_METHODS):
            spec.data["paths"].pop(path)
    _prune(spec.data)
    check(spec)
    return left_out


def operations_of(spec: Spec, pointer: Pointer) -> set[str]:
    """Return the operations that a place belongs to, by way of references too."""
    if pointer[:1] == ("paths",) and len(pointer) > 1:
        path = str(pointer[1])
        item = spec.data["paths"].get(path)
        methods = [method for method in HTTP_METHODS if isinstance(item, dict) and method in item]
        named = [method for method in methods if pointer[2:3] == (method,)]
        return {f"{method.upper()} {path}" for method in named or methods}
    if pointer[:1] == ("components",) and len(pointer) > 2:  # noqa: PLR2004
        return _users(spec.data, "#/" + "/".join(map(str, pointer[:3])))
    return set()


def _users(data: dict[str, Any], target: str) -> set[str]:
    referring: dict[str, set[Pointer]] = {}
    for pointer, reference in references(data):
        referring.setdefault(reference, set()).add(pointer)
    found, seen, waiting = set[str](), {target}, [target]
    while waiting:
        for pointer in referring.get(waiting.pop(), ()):
            if pointer[0] == "paths":
                methods = (
                    [pointer[2]]
                    if pointer[2] in HTTP_METHODS
                    else [m for m in HTTP_METHODS if m in data["paths"][pointer[1]]]
                )
                found |= {f"{str(method).upper()} {pointer[1]}" for method in methods}
            else:
                holder = "#/" + "/".join(map(str, pointer[:3]))
                if holder not in seen:
                    seen.add(holder)
                    waiting.append(holder)
    return found


def _prune(data: dict[str, Any]) -> None:
    """Remove components that no operation refers to."""
    used: set[str] = set()
    waiting: list[Any] = [data.get("paths", {})]
    while waiting:
        for _, reference in references(waiting.pop()):
            if reference not in used:
                used.add(reference)
                steps = reference.removeprefix("#/").split("/")
                if len(steps) == 3 and steps[0] == "components":  # noqa: PLR2004
                    waiting.append(data["components"][steps[1]].get(steps[2], {}))
    for kind in ("schemas", "parameters", "responses", "requestBodies", "headers", "pathItems"):
        held = data.get("components", {}).get(kind, {})
        for name in [name for name in held if f"#/components/{kind}/{name}" not in used]:
            held.pop(name)


def _count(spec: Spec) -> int:
    return sum(method in item for item in spec.data.get("paths", {}).values() for method in HTTP_METHODS)


def _problems(spec: Spec) -> Iterator[Problem]:
    root = spec.data
    yield from unknown(root, _ROOT, ())
    components = root.get("components", {})
    yield from unknown(components, _COMPONENTS, ("components",))
    for name, schema in components.get("schemas", {}).items():
        for kind, pointer, text in gate_schemas.problems(schema, ("components", "schemas", name)):
            yield Problem(kind, pointer, text)
    for path, item in root.get("paths", {}).items():
        yield from unknown(item, _PATH, ("paths", path))
    for operation in spec.operations():
        for kind, pointer, text in gate_operations.problems(spec, operation):
            yield Problem(kind, pointer, text)


def unknown(value: dict[str, Any], known: set[str], pointer: Pointer) -> Iterator[Problem]:
    for key in value:
        if key not in known and not key.startswith("x-"):
            yield Problem(key, (*pointer, key), f"`{key}` is not supported by the generator")
