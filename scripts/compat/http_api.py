"""What changed in the HTTP API, for those who call it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scripts.compat import Change, Level
from scripts.compat.schema import DOCS, SchemaChange, SchemaComparison
from scripts.generate.servers import server_url
from scripts.generate.spec import HTTP_METHODS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.generate.spec import Spec

Operation = dict[str, Any]
Key = tuple[str, str]

_RANK = {"safe": 2, "idempotent": 1, "unsafe": 0}
_PAGING = ("x-speakeasy-pagination", "x-cursor", "x-idempotency-key")
_COMPARED = {"parameters", "requestBody", "responses", "security", "servers", "x-http-semantics", *_PAGING}
# Names for generators and readers, which are never sent.
_NAMES = {"operationId", "tags"}
_ROOT = {"openapi", "info", "servers", "security", "tags", "paths", "components", "webhooks"}


def http_changes(old: Spec, new: Spec) -> list[Change]:
    """Return all changes, the worst first."""
    return sorted({*_Comparison(old, new).root(), *_docs(old.data, new.data, ())})


class _Comparison:
    def __init__(self, old: Spec, new: Spec) -> None:
        self._old = old
        self._new = new
        self._schemas = SchemaComparison(old, new)

    def root(self) -> Iterator[Change]:
        old, new = self._old.data, self._new.data
        yield from _servers(_urls(old.get("servers")), _urls(new.get("servers")), "servers")
        for name in sorted((old.keys() | new.keys()) - _ROOT - DOCS):
            if old.get(name) != new.get(name):
                yield Change("breaking", name, "changed in a way that this tool does not judge")
        before, after = _operations(self._old), _operations(self._new)
        moved = {operation.get("operationId"): key for key, operation in after.items() if key not in before}
        for key, operation in before.items():
            if key in after:
                yield from self._operation(operation, after[key], _name(key))
            elif target := moved.pop(operation.get("operationId"), None):
                yield Change("breaking", _name(key), f"moved to {_name(target)}")
            else:
                yield Change("breaking", _name(key), "removed")
        for key in moved.values():
            yield Change("additive", _name(key), "added")
        yield from self._webhooks()

    def _webhooks(self) -> Iterator[Change]:
        """Compare what the API sends by itself: to those who receive it, a request of the API is like a response."""
        before, after = _webhooks(self._old), _webhooks(self._new)
        for name in sorted(before.keys() | after.keys()):
            location = f"webhook {name}"
            if name not in after:
                yield Change("breaking", location, "removed")
            elif name not in before:
                yield Change("additive", location, "added")
            else:
                yield from self._contents(before[name], after[name], location, response=True)

    def _operation(self, old: Operation, new: Operation, name: str) -> Iterator[Change]:
        if old["own_servers"] or new["own_servers"]:  # else it moves with the others
            yield from _servers(_urls(old["servers"]), _urls(new["servers"]), f"{name} servers")
        yield from self._security(old, new, name)
        yield from self._parameters(old, new, name)
        yield from self._request_body(old, new, name)
        yield from self._responses(old, new, name)
        before, after = _RANK[old["x-http-semantics"]], _RANK[new["x-http-semantics"]]
        if before != after:
            text = f"{old['x-http-semantics']} became {new['x-http-semantics']}"
            yield Change("breaking" if after < before else "additive", name, text)
        for key in _PAGING:
            if old.get(key) != new.get(key):
                yield Change("breaking" if key in old else "additive", name, f"`{key}` {_verb(old, new, key)}")
        for key in sorted(_NAMES):
            if old.get(key) != new.get(key):
                yield Change("docs", name, f"`{key}` {_verb(old, new, key)}")
        if new.get("deprecated") and not old.get("deprecated"):
            yield Change("additive", name, "deprecated")
        for key in sorted((old.keys() | new.keys()) - _COMPARED - _NAMES - DOCS - {"deprecated", "own_servers"}):
            if old.get(key) != new.get(key) and not key.startswith("x-"):
                yield Change("breaking", name, f"`{key}` {_verb(old, new, key)}")

    def _security(self, old: Operation, new: Operation, name: str) -> Iterator[Change]:
        before, after = _security(self._old, old), _security(self._new, new)
        for way, names in before.items():
            if way not in after:
                yield Change("breaking", name, f"credentials {names} are not accepted any more")
        for way, names in after.items():
            if way not in before:
                yield Change("additive", name, f"credentials {names} are accepted")

    def _parameters(self, old: Operation, new: Operation, name: str) -> Iterator[Change]:
        before, after = _parameters(old), _parameters(new)
        for key, parameter in before.items():
            location = f"{name} {parameter['in']} parameter `{parameter['name']}`"
            if key not in after:
                yield Change("breaking", location, "removed")
                continue
            later = after[key]
            if parameter["name"].lower() != later["name"].lower():
                yield Change("docs", location, f"renamed to `{later['name']}`")
            if parameter.get("required", False) != later.get("required", False):
                required = bool(later.get("required"))
                yield Change("breaking" if required else "additive", location, _became(required=required))
            for option in ("style", "explode", "allowReserved", "allowEmptyValue", "content"):
                if parameter.get(option) != later.get(option):
                    yield Change("breaking", location, f"`{option}` {_verb(parameter, later, option)}")
            if later.get("deprecated") and not parameter.get("deprecated"):
                yield Change("additive", location, "deprecated")
            yield from self._schema(parameter.get("schema", {}), later.get("schema", {}), location, response=False)
        for key, parameter in after.items():
            if key not in before:
                required = bool(parameter.get("required"))
                text = "added, required" if required else "added"
                location = f"{name} {parameter['in']} parameter `{parameter['name']}`"
                yield Change("breaking" if required else "additive", location, text)

    def _request_body(self, old: Operation, new: Operation, name: str) -> Iterator[Change]:
        before, after = (
            self._old.resolve(old.get("requestBody", {})),
            self._new.resolve(new.get("requestBody", {})),
        )
        location = f"{name} request"
        if not before or not after:
            if before:
                yield Change("breaking", location, "the body is gone")
            elif after:
                required = bool(after.get("required"))
                yield Change("breaking" if required else "additive", location, "a body was added")
            return
        if before.get("required", False) != after.get("required", False):
            required = bool(after.get("required"))
            yield Change("breaking" if required else "additive", location, f"the body {_became(required=required)}")
        yield from self._contents(before, after, location, response=False)

    def _responses(self, old: Operation, new: Operation, name: str) -> Iterator[Change]:
        before, after = old.get("responses", {}), new.get("responses", {})
        for status in sorted(before.keys() | after.keys(), key=str):
            location = f"{name} response {status}"
            if status in before and status in after:
                left, right = self._old.resolve(before[status]), self._new.resolve(after[status])
                yield from self._headers(left, right, location)
                yield from self._contents(left, right, location, response=True)
            else:
                level: Level = "breaking" if str(status).startswith(("1", "2", "3")) else "additive"
                yield Change(level, location, "added" if status in after else "removed")

    def _headers(self, old: dict[str, Any], new: dict[str, Any], location: str) -> Iterator[Change]:
        before = {name.lower(): value for name, value in old.get("headers", {}).items()}
        after = {name.lower(): value for name, value in new.get("headers", {}).items()}
        for name in sorted(before.keys() | after.keys()):
            where = f"{location} header `{name}`"
            if name not in after:
                yield Change("breaking", where, "removed")
            elif name not in before:
                yield Change("additive", where, "added")
            else:
                left, right = self._old.resolve(before[name]), self._new.resolve(after[name])
                yield from self._schema(left.get("schema", {}), right.get("schema", {}), where, response=True)

    def _contents(self, old: dict[str, Any], new: dict[str, Any], location: str, *, response: bool) -> Iterator[Change]:
        before, after = old.get("content", {}), new.get("content", {})
        for media_type in [*before, *(name for name in after if name not in before)]:
            if media_type not in after:
                yield Change("breaking", location, f"{media_type} removed")
            elif media_type not in before:
                # A caller may get the new type without asking for it, unless there was no body before.
                level: Level = "breaking" if response and before else "additive"
                yield Change(level, location, f"{media_type} added")
            else:
                left, right = before[media_type], after[media_type]
                yield from self._schema(left.get("schema", {}), right.get("schema", {}), location, response=response)
                if not response:
                    yield from self._encodings(left.get("encoding", {}), right.get("encoding", {}), location)

    def _encodings(self, old: dict[str, Any], new: dict[str, Any], location: str) -> Iterator[Change]:
        """Compare how the fields of a form are written."""
        for field in sorted(old.keys() | new.keys()):
            where, before, after = f"{location} encoding of `{field}`", old.get(field, {}), new.get(field, {})
            if before.get("contentType") != after.get("contentType"):
                said = [each.get("contentType", "any type") for each in (before, after)]
                yield Change(_narrower(*said), where, f"{said[0]} became {said[1]}")
            for option, usual in (("style", "form"), ("explode", None), ("allowReserved", False)):
                if before.get(option, usual) != after.get(option, usual):
                    yield Change("breaking", where, f"`{option}` {_verb(before, after, option)}")
            needed = [_needed(self._old, before), _needed(self._new, after)]
            for header in sorted(needed[1] - needed[0]):
                yield Change("breaking", where, f"needs the header `{header}`")
            for header in sorted(needed[0] - needed[1]):
                yield Change("additive", where, f"the header `{header}` became optional")

    def _schema(self, old: Any, new: Any, location: str, *, response: bool) -> Iterator[Change]:
        for change in self._schemas.compare(old, new, location):
            prefix = "" if change.location.startswith(location) else "response " if response else "request "
            yield Change(_level(change, response=response), prefix + change.location, change.text)


def _level(change: SchemaChange, *, response: bool) -> Level:
    """Return what a change means: old requests must stay valid, new responses must be what old callers expect."""
    match change.effect:
        case "adds":
            return "additive" if response or change.optional else "breaking"
        case "narrows":
            return "additive" if response else "breaking"
        case "widens":
            return "breaking" if response and not change.optional else "additive"
        case _:
            return "breaking"


def _operations(spec: Spec) -> dict[Key, Operation]:
    """Return the operations by method and path, whatever the names of the parameters in the path."""
    return {
        each.route: {
            "security": spec.data.get("security", []),
            **each.data,
            "own_servers": bool(each.data.get("servers") or each.servers),
            "servers": each.data.get("servers") or each.servers or spec.data.get("servers"),
            "parameters": each.parameters,
            "x-http-semantics": each.semantics,
        }
        for each in spec.operations()
    }


def _webhooks(spec: Spec) -> dict[str, dict[str, Any]]:
    """Return the request bodies of the webhooks, by name and method."""
    return {
        f"{name} {method}": spec.resolve(operation.get("requestBody", {}))
        for name, item in spec.data.get("webhooks", {}).items()
        for method, operation in spec.resolve(item).items()
        if method in HTTP_METHODS
    }


def _name(key: Key) -> str:
    return f"{key[0].upper()} {key[1]}"


def _urls(servers: Any) -> list[str]:
    return [server_url([each]) for each in servers or []]


def _servers(before: list[str], after: list[str], location: str) -> Iterator[Change]:
    for url in before:
        if url not in after:
            yield Change("breaking", location, f"{url} removed")
    for url in after:
        if url not in before:
            yield Change("additive", location, f"{url} added")


def _narrower(old: str, new: str) -> Level:
    """Say whether a list of media types has lost some."""
    types = [{each.strip().lower() for each in text.split(",")} for text in (old, new)]
    return "additive" if new == "any type" or (types[0] <= types[1] and old != "any type") else "breaking"


def _needed(spec: Spec, encoding: dict[str, Any]) -> set[str]:
    """Return the headers that the part of a form must have."""
    headers = encoding.get("headers", {}).items()
    return {name.lower() for name, header in headers if spec.resolve(header).get("required") is True}


def _security(spec: Spec, operation: Operation) -> dict[str, str]:
    """Return the names of the accepted credentials, by the definition of their security schemes."""
    schemes = spec.data.get("components", {}).get("securitySchemes", {})
    ways: dict[str, str] = {}
    for way in operation["security"] or [{}]:
        parts = [[_without_docs(spec.resolve(schemes[name])), scopes] for name, scopes in sorted(way.items())]
        ways[json.dumps(parts, sort_keys=True)] = " with ".join(way) or "none"
    return ways


def _without_docs(value: dict[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in value.items() if key not in DOCS}


def _parameters(operation: Operation) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the parameters; those of the path by position, as their names are not sent."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    position = 0
    for parameter in operation["parameters"]:
        name = parameter["name"].lower() if parameter["in"] == "header" else parameter["name"]
        if parameter["in"] == "path":
            name, position = str(position), position + 1
        found[parameter["in"], name] = parameter
    return found


def _became(*, required: bool) -> str:
    return "became required" if required else "became optional"


def _verb(old: dict[str, Any], new: dict[str, Any], key: str) -> str:
    return "added" if key not in old else "removed" if key not in new else "changed"


def _docs(old: Any, new: Any, steps: tuple[str, ...]) -> Iterator[Change]:
    """Find changes of words in what both specs have."""
    if isinstance(old, list) and isinstance(new, list):
        for index, (left, right) in enumerate(zip(old, new, strict=False)):
            yield from _docs(left, right, (*steps, str(index)))
    elif isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            if _is_words(str(key), steps):
                if old.get(key) != new.get(key):
                    yield Change("docs", _readable(steps), f"`{key}` {_verb(old, new, key)}")
            elif key in old and key in new:
                yield from _docs(old[key], new[key], (*steps, str(key)))
            elif steps == ("components", "schemas"):
                yield Change("docs", f"schema `{key}`", _verb(old, new, key))


def _is_words(key: str, steps: tuple[str, ...]) -> bool:
    if steps[-1:] in {("properties",), ("schemas",)}:
        return False  # keys are names here
    return (key in DOCS or key.startswith("x-") or steps == ("info",)) and key not in _COMPARED | {"version"}


def _readable(steps: tuple[str, ...]) -> str:
    skip = {"paths", "components", "schemas", "properties", "content", "application/json", "schema", "responses"}
    return " ".join(step for step in steps if step not in skip) or "spec"
