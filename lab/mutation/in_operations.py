"""Changes of operations: how they are called, what they take and respond with, how they page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lab.mutation.editing import (
    METHODS,
    Found,
    at,
    in_parameter,
    move,
    other_types,
    pop,
    put,
    rekey,
    rename_in_path,
    resolved,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lab.mutation.mutant import Change


def operations(spec: Any) -> Iterator[Found]:
    for path, item in spec["paths"].items():
        for method in METHODS:
            if method in item:
                yield from _operation(spec, path, method, item[method], item.get("parameters", []))


def _operation(spec: Any, path: str, method: str, raw: Any, shared: list[Any]) -> Iterator[Found]:
    label, where = f"{method.upper()} {path}", ["paths", path, method]
    for other in ("put", "get") if method == "post" else ("post",):
        if "requestBody" not in raw or other != "get":
            yield "methods", f"{label} becomes {other.upper()}", move(path, method, path, other)
    yield "paths", f"{label} has another path", move(path, method, f"/v9{path[3:]}", method)
    yield "paths", f"{label} has a longer path", move(path, method, f"{path}/more", method)
    yield "paths", f"{label} is dropped", at(["paths"], pop(path))
    yield "names", f"{label} has another method name", at(where, put("x-speakeasy-name-override", "other_name"))
    yield "security", f"{label} needs no credentials", at(where, put("security", []))
    yield from _parameters(spec, label, path, method, [*raw.get("parameters", []), *shared])
    yield from _responses(label, where, raw)
    yield from _paging(label, where, raw)
    usual = {"get": "safe", "put": "idempotent", "delete": "idempotent"}.get(method, "unsafe")
    semantics = raw.get("x-http-semantics", usual)
    yield (
        "semantics",
        f"{label} has other semantics",
        at(where, put("x-http-semantics", "unsafe" if semantics != "unsafe" else "safe")),
    )
    if "x-idempotency-key" in raw:
        yield "semantics", f"{label} has no key", at(where, pop("x-idempotency-key"))
    yield "documentation", f"{label} is described otherwise", at(where, put("description", "Other words."))
    yield "documentation", f"{label} has another summary", at(where, put("summary", "Other words"))
    yield "documentation", f"{label} has other sources", at(where, put("x-provenance", {"status": "prose"}))
    if "requestBody" in raw:
        content = [*where, "requestBody", "content"]
        yield (
            "media types",
            f"{label} takes a merge patch",
            at(content, rekey("application/json", "application/merge-patch+json")),
        )
        yield (
            "media types",
            f"{label} takes a form",
            at(content, rekey("application/json", "application/x-www-form-urlencoded")),
        )
        yield (
            "required",
            f"{label}: the body becomes optional",
            at([*where, "requestBody"], put("required", value=False)),
        )
        yield (
            "documentation",
            f"{label}: the body is described",
            at([*where, "requestBody"], put("description", "A body.")),
        )
    else:
        body = {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorBody"}}},
        }
        yield "parameters", f"{label} gets a body", at(where, put("requestBody", body))


def _parameters(spec: Any, label: str, path: str, method: str, parameters: list[Any]) -> Iterator[Found]:
    def add(**parameter: Any) -> Change:
        return at(["paths", path, method], lambda raw: raw.setdefault("parameters", []).append(parameter))

    text = {"type": "string"}
    yield "parameters", f"{label} gets a query parameter", add(name="trace", **{"in": "query"}, schema=text)
    yield (
        "parameters",
        f"{label} gets a required query parameter",
        add(name="team", **{"in": "query"}, required=True, schema=text),
    )
    yield (
        "parameters",
        f"{label} gets a required header",
        add(name="X-Team", **{"in": "header"}, required=True, schema=text),
    )
    for parameter in parameters:
        holder = resolved(spec, parameter)
        name = holder["name"]
        for other in other_types(holder["schema"])[:2]:
            yield (
                "parameters",
                f"{label}: {name} becomes {other['type']}",
                in_parameter(path, method, name, put("schema", other)),
            )
        if holder["in"] == "path":
            yield "parameters", f"{label}: {name} is renamed in the path", rename_in_path(path, method, name)
        else:
            yield (
                "parameters",
                f"{label}: {name} is renamed",
                in_parameter(path, method, name, put("name", f"{name}_x")),
            )
            flag = not holder.get("required", False)
            yield (
                "parameters",
                f"{label}: {name} required {flag}",
                in_parameter(path, method, name, put("required", flag)),
            )


def _responses(label: str, where: list[str], raw: Any) -> Iterator[Found]:
    success = next(status for status in raw["responses"] if status.startswith("2"))
    responses = [*where, "responses"]
    yield "statuses", f"{label} responds with 201", at(responses, rekey(success, "201"))
    for status in raw["responses"]:
        if status != success:
            yield "statuses", f"{label} no longer responds with {status}", at(responses, pop(status))
    denied = {"$ref": "#/components/responses/Denied"}
    yield "statuses", f"{label} responds with 409", at(responses, put("409", denied))
    content = [*responses, success, "content"]
    yield (
        "media types",
        f"{label} responds with another JSON",
        at(content, rekey("application/json", "application/vnd.heymarket+json")),
    )
    schema = raw["responses"][success].get("content", {}).get("application/json", {}).get("schema", {})
    body = [*content, "application/json"]
    if schema.get("type") == "array":
        yield "nesting", f"{label} responds with one item", at(body, put("schema", schema["items"]))
        yield (
            "arrays",
            f"{label} responds with arrays in an array",
            at(body, put("schema", {"type": "array", "items": schema})),
        )
    elif schema:
        yield "nesting", f"{label} responds with an array", at(body, put("schema", {"type": "array", "items": schema}))
    other = {"$ref": "#/components/schemas/ErrorBody"}
    yield "types", f"{label} responds with another object", at(body, put("schema", other))
    yield (
        "documentation",
        f"{label} describes its response otherwise",
        at([*responses, success], put("description", "A response.")),
    )


def _paging(label: str, where: list[str], raw: Any) -> Iterator[Found]:
    paging = raw.get("x-speakeasy-pagination")
    if not paging:
        return
    where_paging = [*where, "x-speakeasy-pagination"]
    yield "paging", f"{label} no longer has pages", at(where, pop("x-speakeasy-pagination"))
    for index, each in enumerate(paging["inputs"]):
        yield (
            "paging",
            f"{label}: the {each['type']} is another field",
            at([*where_paging, "inputs", str(index)], put("name", "filter")),
        )
        yield "paging", f"{label}: no {each['type']}", at([*where_paging, "inputs"], pop(index))
    if paging["type"] == "offsetLimit":
        first = 1 - raw.get("x-first-page", 1)
        yield "paging", f"{label}: pages count from {first}", at(where, put("x-first-page", first))
    if paging["type"] == "cursor":
        yield "paging", f"{label} counts its pages", at(where_paging, put("type", "offsetLimit"))
        yield (
            "paging",
            f"{label}: the cursor comes from another field",
            at([*where_paging, "outputs"], put("nextCursor", "$[-1].created")),
        )
    cursor = raw.get("x-cursor")
    if cursor:
        at_cursor = [*where, "x-cursor"]
        yield "paging", f"{label}: the cursor is a token", at(where, pop("x-cursor"))
        yield "paging", f"{label}: the cursor is inclusive", at(at_cursor, put("bound", "inclusive"))
        yield "paging", f"{label}: the order is ascending", at(at_cursor, put("order", "ascending"))
        yield "paging", f"{label}: items are told apart by another field", at(at_cursor, put("identity", "local_id"))
        yield "paging", f"{label}: another field reverses", at(at_cursor, put("reversed-by", "archived"))
