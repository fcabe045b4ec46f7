# ruff: noqa: E501 - a table is read by its rows
"""Kinds of change to a spec, and what each does to callers of the HTTP API and of the Python API.

None stands for no change at all, `refused` for a spec that the generator does not take.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

B, A, D = "breaking", "additive", "docs"


@dataclass(frozen=True)
class Row:
    name: str
    http: str | None
    python: str | None
    edit: Callable[[Any], object]
    before: Callable[[Any], object] = lambda _: None
    """Prepares the base."""
    at: str = ""
    """Must occur in the location or text of a change."""


def schema(spec: Any, name: str) -> Any:
    return spec["components"]["schemas"][name]


def field(model: str, name: str, **changes: Any) -> Callable[[Any], object]:
    """Change keywords of a field; None removes one."""

    def edit(spec: Any) -> None:
        found = schema(spec, model)["properties"].setdefault(name, {})
        for key, value in changes.items():
            found.pop(key, None) if value is None else found.update({key: value})

    return edit


def without(model: str, name: str) -> Callable[[Any], object]:
    return lambda spec: schema(spec, model)["properties"].pop(name)


def require(model: str, *names: str) -> Callable[[Any], object]:
    return lambda spec: schema(spec, model).update(required=list(names))


def listing(spec: Any) -> Any:
    return spec["paths"]["/v1/things"]["post"]


def getting(spec: Any) -> Any:
    return spec["paths"]["/v1/things/{id}"]["get"]


def parameter(index: int, **changes: Any) -> Callable[[Any], object]:
    return lambda spec: getting(spec)["parameters"][index].update(changes)


def new_parameter(**changes: Any) -> Callable[[Any], object]:
    return lambda spec: getting(spec)["parameters"].append(
        {"name": "since", "in": "query", "schema": {"type": "string"}, **changes}
    )


def branches(*names: tuple[str, ...]) -> Callable[[Any], object]:
    return lambda spec: schema(spec, "ThingQuery").update(anyOf=[{"required": list(each)} for each in names])


def response(spec: Any, status: str = "200") -> Any:
    return listing(spec)["responses"][status]


def rename_schema(spec: Any) -> None:
    text = repr(spec).replace("schemas/Maker'", "schemas/Builder'")
    renamed = eval(text)  # our own literal
    renamed["components"]["schemas"]["Builder"] = renamed["components"]["schemas"].pop("Maker")
    spec.clear()
    spec.update(renamed)


def move(spec: Any) -> None:
    spec["paths"]["/v1/things/list"] = spec["paths"].pop("/v1/things")


def rename_path_parameter(spec: Any) -> None:
    item = spec["paths"].pop("/v1/things/{id}")
    for operation in item.values():
        operation["parameters"][0]["name"] = "thing"
    spec["paths"]["/v1/things/{thing}"] = item


def add_operation(spec: Any) -> None:
    spec["paths"]["/v1/things/count"] = {"get": {**copy.deepcopy(getting(spec)), "operationId": "countThings"}}
    made = spec["paths"]["/v1/things/count"]["get"]
    made.update({"x-speakeasy-name-override": "count", "parameters": []})


def webhook(spec: Any) -> None:
    """Let the API tell of things that were made."""
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Event"}}}}
    spec["webhooks"] = {"made": {"post": {"requestBody": body, "responses": {"204": {"description": "Seen."}}}}}
    fields = {"type": {"type": "string"}, "thing": {"$ref": "#/components/schemas/Thing"}}
    spec["components"]["schemas"]["Event"] = {"type": "object", "required": ["type"], "properties": fields}


def own_server(url: str, *, of_path: bool = False) -> Callable[[Any], object]:
    """Give an operation, or all of a path, a server of their own."""
    return lambda spec: (spec["paths"]["/v1/things"] if of_path else listing(spec)).update(servers=[{"url": url}])


def form(**encoding: Any) -> Callable[[Any], object]:
    """Let a file be sent in a form, with what is said of how."""
    fields = {
        "type": "object",
        "properties": {
            "file": {"type": "string", "format": "binary"},
            "sizes": {"type": "array", "items": {"type": "integer"}},
        },
    }
    content = {"multipart/form-data": {"schema": fields, "encoding": {"file": encoding}}}
    return lambda spec: listing(spec)["requestBody"].update(content=content)


def form_of_sizes(**encoding: Any) -> Callable[[Any], object]:
    fields = {"type": "object", "properties": {"sizes": {"type": "array", "items": {"type": "integer"}}}}
    content = {
        "application/x-www-form-urlencoded": {
            "schema": fields,
            **({"encoding": {"sizes": encoding}} if encoding else {}),
        }
    }
    return lambda spec: listing(spec)["requestBody"].update(content=content)


def listing_deprecated(spec: Any) -> None:
    schema(spec, "Thing")["properties"]["maker"] = {"$ref": "#/components/schemas/Maker", "deprecated": True}


PAGING = {
    "type": "cursor",
    "inputs": [{"name": "since", "in": "requestBody", "type": "cursor"}],
    "outputs": {"results": "$", "nextCursor": "$[-1].made"},
}

TABLE = [
    # operations
    Row("operation added", A, A, add_operation, at="GET /v1/things/count"),
    Row("operation removed", B, B, lambda spec: spec["paths"].pop("/v1/things"), at="POST /v1/things"),
    Row("path changed", B, None, move, at="moved to POST /v1/things/list"),
    Row(
        "method changed",
        B,
        None,
        lambda spec: spec["paths"]["/v1/things"].update(put=spec["paths"]["/v1/things"].pop("post")),
        at="moved to PUT",
    ),
    Row("operation id changed", D, None, lambda spec: listing(spec).update(operationId="findThings")),
    Row(
        "method name changed",
        D,
        B,
        lambda spec: listing(spec).update({"x-speakeasy-name-override": "find"}),
        at="ThingsResource.list",
    ),
    Row("tag changed", D, B, lambda spec: listing(spec).update(tags=["objects"])),
    Row("operation deprecated", A, D, lambda spec: listing(spec).update(deprecated=True)),
    Row("no longer safe", B, None, lambda spec: listing(spec).update({"x-http-semantics": "unsafe"})),
    Row(
        "became idempotent",
        A,
        None,
        lambda spec: listing(spec).update({"x-http-semantics": "safe"}),
        before=lambda spec: listing(spec).update({"x-http-semantics": "idempotent"}),
    ),
    Row("a key added", A, D, lambda spec: listing(spec).update({"x-idempotency-key": {"field": "name"}})),
    Row(
        "a key removed",
        B,
        D,
        lambda spec: listing(spec).pop("x-idempotency-key"),
        before=lambda spec: listing(spec).update({"x-idempotency-key": {"field": "name"}}),
    ),
    Row("paging added", A, B, lambda spec: listing(spec).update({"x-speakeasy-pagination": PAGING}), at="Page[Thing]"),
    Row(
        "paging removed",
        B,
        B,
        lambda spec: listing(spec).pop("x-speakeasy-pagination"),
        before=lambda spec: listing(spec).update({"x-speakeasy-pagination": PAGING}),
    ),
    # parameters
    Row("optional parameter added", A, A, new_parameter(), at="since"),
    Row("required parameter added", B, B, new_parameter(required=True), at="since"),
    Row("parameter removed", B, B, lambda spec: getting(spec)["parameters"].pop(1), at="deep"),
    Row("parameter became required", B, B, parameter(1, required=True), at="became required"),
    Row("parameter became optional", A, A, parameter(2, required=False), at="became optional"),
    Row("parameter retyped", B, B, parameter(1, schema={"type": "string"}), at="boolean became string"),
    Row("query parameter renamed", B, B, parameter(1, name="depth")),
    Row("path parameter renamed", D, B, rename_path_parameter, at="renamed to `thing`"),
    Row("header parameter in other letters", None, None, parameter(2, name="x-workshop")),
    Row("parameter moved to the header", B, None, lambda spec: getting(spec)["parameters"][1].update({"in": "header"})),
    Row("parameter deprecated", A, D, parameter(1, deprecated=True), at="`deep`: deprecated"),
    Row("schema of a parameter deprecated", A, D, parameter(1, schema={"type": "boolean", "deprecated": True}), at="deep"),
    Row("parameter no longer deprecated", None, D, parameter(1, deprecated=False), parameter(1, deprecated=True)),
    # request fields
    Row("optional request field added", A, A, field("ThingQuery", "limit", type="integer"), at="limit"),
    Row(
        "required request field added",
        B,
        B,
        lambda spec: (field("ThingQuery", "limit", type="integer")(spec), require("ThingQuery", "owner", "limit")(spec)),
        at="limit",
    ),
    Row("request field removed", B, B, without("ThingQuery", "since"), at="since"),
    Row("request field became required", B, B, require("ThingQuery", "owner", "since"), at="ThingQuery.since"),
    Row("request field became optional", A, A, require("ThingQuery"), at="ThingQuery.owner"),
    Row("request field retyped", B, B, field("ThingQuery", "since", type="integer"), at="string became integer"),
    Row("request integer widened to number", A, A, field("ThingQuery", "count", type="number", format="double")),
    Row("request int32 widened to int64", A, None, field("ThingQuery", "count", format="int64")),
    Row("request int64 narrowed to int32", B, None, field("ThingQuery", "owner", format="int32")),
    Row("request text became a timestamp", B, B, field("ThingQuery", "since", format="date-time")),
    Row("request array items retyped", B, B, field("ThingQuery", "sizes", items={"type": "string"}), at="sizes[]"),
    Row("request field may be null", A, None, field("ThingQuery", "since", type=["string", "null"])),
    Row("request maximum added", B, None, field("ThingQuery", "count", maximum=5)),
    Row("request maximum raised", A, None, field("ThingQuery", "count", maximum=9), field("ThingQuery", "count", maximum=5)),
    Row("request values listed", B, D, field("ThingQuery", "name", enum=["a", "b"]), at="list of values added"),
    Row("request value added", A, D, field("ThingQuery", "name", enum=["a", "b"]), field("ThingQuery", "name", enum=["a"]), at='"b" added'),
    Row("request value removed", B, D, field("ThingQuery", "name", enum=["a"]), field("ThingQuery", "name", enum=["a", "b"]), at='"b" removed'),
    Row("response value added", B, D, field("Thing", "name", enum=["a", "b"]), field("Thing", "name", enum=["a"]), at='"b" added'),
    Row("response value removed", A, D, field("Thing", "name", enum=["a"]), field("Thing", "name", enum=["a", "b"])),
    Row("second tag added", D, A, lambda spec: listing(spec)["tags"].append("more"), at="heymarket.api.more"),
    Row("request pattern changed", B, None, field("ThingQuery", "name", pattern="a"), field("ThingQuery", "name", pattern="b")),
    Row("alternative added", A, None, branches(("name",), ("label", "maker"), ("since",)), at="since"),
    Row("alternative removed", B, None, branches(("name",)), at="`label` with `maker`"),
    Row("alternative eased", A, None, branches(("name",), ("label",)), at="label"),
    Row("alternatives dropped", A, None, lambda spec: schema(spec, "ThingQuery").pop("anyOf")),
    Row("request closed", B, None, lambda spec: schema(spec, "ThingQuery").update(additionalProperties=False)),
    Row("body became optional", A, A, lambda spec: listing(spec)["requestBody"].update(required=False)),
    Row("body removed", B, B, lambda spec: listing(spec).pop("requestBody")),
    Row(
        "request media type added",
        A,
        None,
        lambda spec: listing(spec)["requestBody"]["content"].update({"text/csv": {"schema": {"type": "string"}}}),
    ),
    Row(
        "request media type changed",
        B,
        B,
        lambda spec: listing(spec)["requestBody"].update(content={"text/csv": {"schema": {"type": "string"}}}),
    ),
    Row("request field deprecated", A, D, field("ThingQuery", "since", deprecated=True), at="ThingQuery.since: deprecated"),
    Row("field deprecated beside its reference", A, D, listing_deprecated, lambda spec: schema(spec, "Thing")["properties"].update(maker={"$ref": "#/components/schemas/Maker"}), at="Thing.maker: deprecated"),
    Row("schema deprecated", A, None, lambda spec: schema(spec, "Maker").update(deprecated=True), at="Maker: deprecated"),
    # encodings of forms
    Row("part of a form gets a media type", B, None, form(contentType="image/png"), form(), at="encoding of `file`: any type became image/png"),
    Row("part of a form may have another media type", A, None, form(contentType="image/png, image/gif"), form(contentType="image/png"), at="image/gif"),
    Row("part of a form may not have a media type any more", B, None, form(contentType="image/gif"), form(contentType="image/png, image/gif")),
    Row("part of a form may have any media type", A, None, form(), form(contentType="image/png"), at="any type"),
    Row("media types of a part in another order", None, None, form(contentType="image/gif,image/png"), form(contentType="image/gif,image/png")),
    Row("field of a form in another style", B, None, form_of_sizes(style="pipeDelimited"), form_of_sizes(), at="`style` added"),
    Row("field of a form not exploded", B, None, form_of_sizes(explode=False), form_of_sizes(), at="`explode` added"),
    Row("usual style of a field said", None, None, form_of_sizes(style="form"), form_of_sizes()),
    # responses
    Row("response field added", A, A, field("Thing", "colour", type="string"), at="Thing.colour"),
    Row("response field removed", B, B, without("Thing", "name"), at="Thing.name"),
    Row("response field retyped", B, B, field("Thing", "name", type="integer"), at="Thing.name"),
    Row("response field always there", A, B, require("Thing", "id", "name"), at="Thing.name"),
    Row("response field may be missing", B, B, require("Thing"), at="Thing.id"),
    Row("response field may be null", A, None, field("Thing", "name", type=["string", "null"])),
    Row("required response field may be null", B, B, field("Thing", "id", type=["integer", "null"])),
    Row("response number narrowed to integer", A, A, field("Thing", "weight", type="integer")),
    Row("response timestamp became text", B, B, field("Thing", "made", format=None), at="Thing.made"),
    Row("response array items retyped", B, B, field("Thing", "parts", items={"type": "string"})),
    Row("response became an object", B, B, lambda spec: response(spec)["content"]["application/json"].update(schema={"$ref": "#/components/schemas/Thing"})),
    Row("response gone", B, B, lambda spec: response(spec).pop("content")),
    Row("error status added", A, None, lambda spec: listing(spec)["responses"].update({"409": {"description": "x"}})),
    Row("error status removed", A, None, lambda spec: listing(spec)["responses"].pop("400")),
    Row("success status changed", B, None, lambda spec: listing(spec)["responses"].update({"201": listing(spec)["responses"].pop("200")})),
    Row("response header added", A, None, lambda spec: response(spec)["headers"].update({"X-Page": {"schema": {"type": "string"}}})),
    Row("response header removed", B, None, lambda spec: response(spec).pop("headers"), at="x-total"),
    # both directions
    Row("field removed that goes both ways", B, B, without("Maker", "city"), at="Maker.city"),
    Row("schema renamed", D, B, rename_schema, at="Maker"),
    Row("unused schema added", D, A, lambda spec: spec["components"]["schemas"].update(Spare={"type": "object", "properties": {"a": {"type": "string"}}})),
    # the frame
    Row("server changed", B, None, lambda spec: spec.update(servers=[{"url": "https://api2.example.com"}])),
    Row("server added", A, None, lambda spec: spec["servers"].append({"url": "https://eu.example.com"})),
    Row("server moved into a variable", None, None, lambda spec: spec.update(servers=[{"url": "https://{host}.example.com", "variables": {"host": {"default": "api"}}}]), lambda spec: spec.update(servers=[{"url": "https://api.example.com"}])),
    Row("server of an operation changed", B, None, own_server("https://b.example.com"), own_server("https://a.example.com"), at="servers: https://a.example.com removed"),
    Row("server of a path changed", B, None, own_server("https://b.example.com", of_path=True), own_server("https://a.example.com", of_path=True), at="POST /v1/things servers"),
    Row("operation got a server of its own", B, None, own_server("https://own.example.com"), at="https://own.example.com added"),
    Row("operation said the common server", None, None, lambda spec: listing(spec).update(servers=copy.deepcopy(spec["servers"]))),
    Row("credentials removed", B, None, lambda spec: spec["security"].pop(), at="Token"),
    Row("credentials added", A, None, lambda spec: spec["security"].append({}), at="none"),
    Row("credentials changed", B, None, lambda spec: spec["components"]["securitySchemes"]["Key"].update(scheme="basic")),
    # what the API sends by itself
    Row("webhook added", A, A, webhook, at="webhook made post: added"),
    Row("webhook removed", B, None, lambda spec: spec.pop("webhooks"), webhook, at="webhook made post: removed"),
    Row("webhook got a field", A, A, field("Event", "place", type="string"), webhook, at="Event.place"),
    Row("webhook lost a field", B, B, lambda spec: schema(spec, "Event")["properties"].pop("thing"), webhook, at="Event.thing"),
    # words
    Row("description changed", D, D, field("Thing", "name", description="What it is called."), at="name"),
    Row("summary changed", D, D, lambda spec: listing(spec).update(summary="Find things")),
    Row("example added", D, None, field("Thing", "name", examples=["wheel"])),
    Row("title changed", D, D, lambda spec: spec["info"].update(title="Objects")),
    Row("provenance added", D, None, field("Thing", "name", **{"x-provenance": {"status": "observed"}})),
    Row("fields in another order", None, None, lambda spec: schema(spec, "Thing").update(properties=dict(reversed(schema(spec, "Thing")["properties"].items())))),
    Row("nothing", None, None, lambda _: None),
]  # fmt: skip
