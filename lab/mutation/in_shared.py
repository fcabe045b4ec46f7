"""Changes of what all operations share: servers, credentials, errors, documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lab.mutation.editing import Found, at, pop, put

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lab.mutation.mutant import Change


def shared(spec: Any) -> Iterator[Found]:
    yield "servers", "the server is another", at(["servers", "0"], put("url", "https://api.example.com"))
    yield "servers", "the server has a path", at(["servers", "0"], put("url", f"{spec['servers'][0]['url']}/v1"))
    yield "servers", "the server speaks http", at(["servers", "0"], put("url", "http://api.heymarket.com"))
    yield (
        "servers",
        "there is a second server",
        at(["servers"], lambda node: node.append({"url": "https://eu.example.com"})),
    )
    yield "security", "no operation needs credentials", lambda spec: spec.pop("security")
    yield (
        "security",
        "both credentials at once",
        lambda spec: spec.update(security=[{name: [] for each in spec["security"] for name in each}]),
    )
    for name in spec["components"]["securitySchemes"]:
        where = ["components", "securitySchemes", name]
        yield (
            "security",
            f"{name} is no longer accepted",
            _without(name),
        )
        yield "security", f"{name} is HTTP Basic", at(where, put("scheme", "basic"))
        key = {"type": "apiKey", "in": "header", "name": "X-Api-Key"}
        yield "security", f"{name} is a key in a header", at(where[:-1], put(name, key))
        form = (
            pop("bearerFormat")
            if "bearerFormat" in spec["components"]["securitySchemes"][name]
            else put("bearerFormat", "JWT")
        )
        yield "security", f"{name} has another form", at(where, form)
        yield "documentation", f"{name} is described otherwise", at(where, put("description", "Other words."))
    for name in spec["components"]["responses"]:
        where = ["components", "responses", name]
        yield "headers", f"{name} has no request id", at(where, pop("headers"))
        other = {"type": "array", "items": {"$ref": "#/components/schemas/ErrorBody"}}
        yield "nesting", f"{name} is an array", at([*where, "content", "application/json"], put("schema", other))
        yield "documentation", f"{name} is described otherwise", at(where, put("description", "Other words."))
    yield "versions", "the spec has another version", at(["info"], put("version", "9.9.9"))
    yield "documentation", "another title", at(["info"], put("title", "Another API"))
    yield "documentation", "another contact", at(["info"], put("contact", {"name": "Somebody"}))
    yield "documentation", "tags are described otherwise", at(["tags", "0"], put("description", "Other words."))
    for name, schema in spec["components"]["schemas"].items():
        where = ["components", "schemas", name]
        yield "documentation", f"{name} is described otherwise", at(where, put("description", "Other words."))
        for field in [*schema.get("properties", {})][:1]:
            if "$ref" not in schema["properties"][field]:
                change = at([*where, "properties", field], put("description", "Other words."))
                yield "documentation", f"{name}.{field} is described otherwise", change


def _without(name: str) -> Change:
    """Return a change that no longer accepts some credentials."""
    return lambda spec: spec.update(security=[each for each in spec["security"] if name not in each])
