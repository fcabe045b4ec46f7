"""Layer 8: what the client declares is what the spec says, without any random data."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import pkgutil
import typing
import warnings
from typing import TYPE_CHECKING, Any

import httpx
import jwt
import pytest

import heymarket
import heymarket.api
import heymarket.models
import heymarket_auth
from heymarket import _version
from heymarket_runtime import listings
from heymarket_runtime import operation as declared

from .support import annotations, calls, schemas, spec

if TYPE_CHECKING:
    from .support.spec import Operation


def _json_schema(holder: Any) -> Any:
    content = spec.resolve(holder or {}).get("content", {})
    return content[spec.JSON]["schema"] if content else None


operations = pytest.mark.parametrize("operation", spec.OPERATIONS, ids=lambda each: each.label)
SCHEMAS = spec.SPEC["components"]["schemas"]
OBJECTS = [name for name, schema in SCHEMAS.items() if "properties" in schema]
CHOICES = [name for name, schema in SCHEMAS.items() if "discriminator" in schema]
(WEBHOOK,) = [item["post"] for item in spec.SPEC["webhooks"].values()]
UNION = SCHEMAS[_json_schema(WEBHOOK["requestBody"])["$ref"].rpartition("/")[2]]
EVENTS = {each["$ref"].rpartition("/")[2] for each in UNION["oneOf"]}
"""The objects that have a token in the spec; what the client makes of them has none."""


def _nested(names: set[str]) -> set[str]:
    """Return the objects that are mentioned inside of these, however deep."""
    found: set[str] = set()
    while waiting := {each for name in names | found for each in _mentioned(SCHEMAS[name])} - found:
        found |= waiting
    return found


def _mentioned(schema: Any) -> set[str]:
    fields = [*schema.get("properties", {}).values()]
    fields += [held for each in map(spec.resolve, fields) for _, held in schemas.entry(each)]
    return {annotations.type_of_schema(field).removeprefix("list of ") for field in fields} & set(OBJECTS)


BODIES = {
    annotations.type_of_schema(_json_schema(operation.raw["requestBody"]))
    for operation in spec.ALL_OPERATIONS
    if operation.body is not None
}
ITEMS_OF_BODIES = {name.removeprefix("list of ") for name in BODIES if name.startswith("list of ")}
NESTED = sorted(_nested(BODIES & set(OBJECTS)) | ITEMS_OF_BODIES | _nested(ITEMS_OF_BODIES))


def test_server_and_version() -> None:
    assert heymarket.Heymarket._default_base_url == heymarket.AsyncHeymarket._default_base_url == spec.SERVER
    assert spec.SPEC["info"]["version"] == _version.SPEC_VERSION
    assert len(spec.SPEC["servers"]) == 1, "the client knows one server"


def test_the_client_has_the_operations_of_the_spec_and_no_other() -> None:
    modules = pkgutil.walk_packages(heymarket.api.__path__, "heymarket.api.")
    found = [each for module in modules for each in vars(importlib.import_module(module.name)).values()]
    names = sorted(each.name for each in found if isinstance(each, declared.Operation))
    assert names == sorted(f"{each.tag}.{each.name}" for each in spec.ALL_OPERATIONS)


@pytest.mark.parametrize("prefix", ["", "Async"])
def test_every_resource_has_the_methods_of_its_tag_and_no_other(prefix: str) -> None:
    client = getattr(heymarket, f"{prefix}Heymarket")
    tags = {each.tag for each in spec.ALL_OPERATIONS}
    assert {name for name, each in vars(client).items() if hasattr(each, "attrname")} == tags
    for tag in tags:
        public = {
            name for name, each in vars(getattr(client, tag)).items() if inspect.isfunction(each) and name[0] != "_"
        }
        assert public == {each.name for each in spec.ALL_OPERATIONS if each.tag == tag}


@operations
def test_method_path_and_semantics(operation: Operation) -> None:
    found = calls.declaration(operation)
    assert (found.method, found.path) == (operation.method.upper(), operation.path)
    by_method = {"get": "safe", "head": "safe", "put": "idempotent", "delete": "idempotent"}
    assert found.idempotency_key == operation.raw.get("x-idempotency-key", {}).get("field", "")
    assert found.semantics == operation.raw.get("x-http-semantics", by_method.get(operation.method, "unsafe"))


@operations
def test_parameters(operation: Operation) -> None:
    found = calls.declaration(operation)
    wanted = [
        (each.location, each.name, each.required, annotations.type_of_schema(each.schema))
        for each in operation.parameters
    ]
    declares = [
        (each.location, each.name, each.required, annotations.type_of_annotation(each.type))
        for each in found.parameters
    ]
    assert sorted(declares) == sorted(wanted)


@operations
def test_body(operation: Operation) -> None:
    found, schema = calls.declaration(operation), _json_schema(operation.raw.get("requestBody"))
    assert annotations.type_of_annotation(found.body or type(None)) == annotations.type_of_schema(schema)
    sets = {word: tuple(map(tuple, schemas.field_sets(operation.body or {}, word))) for word in schemas.FIELD_SETS}
    assert {"anyOf": found.any_of, "oneOf": found.one_of} == sets
    needed = (operation.body or {}).get("dependentRequired", {})
    assert dict(found.dependent) == {name: tuple(names) for name, names in needed.items()}


@operations
def test_result(operation: Operation) -> None:
    responses = {str(status): each for status, each in operation.raw["responses"].items()}
    (success,) = [status for status in responses if status.startswith("2")]
    found = calls.declaration(operation).result
    assert annotations.type_of_annotation(found or type(None)) == annotations.type_of_schema(
        _json_schema(responses[success])
    )


@operations
def test_arguments_and_their_types(operation: Operation) -> None:
    wanted = {
        calls.argument(operation, each.name, each.location): (annotations.type_of_schema(each.schema), each.required)
        for each in operation.parameters
    }
    schema = spec.resolve(_json_schema(operation.raw.get("requestBody")) or {})
    required = schema.get("required", [])
    wanted |= {
        name: (annotations.type_of_schema(field), name in required)
        for name, field in schema.get("properties", {}).items()
    }
    if operation.body is not None and not operation.fields:
        wanted["body"] = (annotations.type_of_schema(schema), True)
    for prefix in ("", "Async"):
        method = _method(prefix, operation)
        hints = typing.get_type_hints(method, vars(importlib.import_module(method.__module__)))
        parameters = [each for each in inspect.signature(method).parameters.values() if each.name != "self"]
        found = {
            each.name: (annotations.type_of_annotation(hints[each.name]), each.default is each.empty)
            for each in parameters
        }
        assert found == wanted
        assert all(each.default in {None, each.empty} for each in parameters)


@operations
def test_what_a_method_returns(operation: Operation) -> None:
    for prefix, page in (("", "Page"), ("Async", "AsyncPages")):
        method = _method(prefix, operation)
        assert inspect.iscoroutinefunction(method) == (prefix == "Async" and not operation.paging)
        annotation = typing.get_type_hints(method, vars(importlib.import_module(method.__module__)))["return"]
        if operation.paging:
            assert typing.get_origin(annotation) is getattr(heymarket, page)
            (item,) = typing.get_args(annotation)
            assert f"list of {annotations.type_of_annotation(item)}" == annotations.type_of_annotation(
                annotations.listed(operation)
            )
        else:
            assert annotation == (calls.declaration(operation).result or type(None))


@operations
def test_paging(operation: Operation) -> None:
    found, said = calls.declaration(operation).paging, operation.paging
    if not said:
        assert found is None
        return
    locations = {"requestBody": "body", "parameters": "query"}
    inputs = {each["type"]: declared.Input(each["name"], locations[each["in"]]) for each in said["inputs"]}
    known = {"body": set(operation.fields), "query": set(operation.parameters_in("query"))}
    assert all(each.name in known[each.location] for each in inputs.values())
    # Our client needs no limit where pages are numbered; other generators read it there too.
    assert ("limit" in inputs) == ("limit" in known["body"] | known["query"])
    if said["type"] == "offsetLimit":
        assert found == listings.ByPage(page=inputs["page"], least=operation.first_page, items=operation.items)
    elif "x-cursor" not in operation.raw:
        next_token = spec.json_path(said["outputs"]["nextCursor"])
        assert found == listings.ByToken(sent_as=inputs["cursor"], next_token=next_token, items=operation.items)
    else:
        cursor = operation.raw["x-cursor"]
        field = said["outputs"]["nextCursor"].removeprefix(f"{said['outputs']['results']}[-1].")
        assert {field, cursor["identity"]} <= operation.listed_schema["items"]["properties"].keys()
        reverse = cursor.get("reversed-by")
        assert found == listings.ByTimestamp(
            sent_as=inputs["cursor"],
            field=field,
            identity=cursor["identity"],
            items=operation.items,
            limit=inputs.get("limit"),
            reversed_by=declared.Input(reverse, inputs["cursor"].location) if reverse else None,
            first_only=tuple(each for each in [inputs.get("page")] if each),
            unit=cursor.get("unit", ""),
        )
        assert (cursor["bound"], cursor["order"]) == ("exclusive", "descending"), "the only rule the client knows"


@operations
def test_only_json_is_spoken(operation: Operation) -> None:
    contents = [operation.raw.get("requestBody"), *operation.raw["responses"].values()]
    assert {kind for each in contents for kind in spec.resolve(each or {}).get("content", {})} <= {spec.JSON}


@operations
def test_a_body_is_required_unless_all_of_it_may_be_left_out(operation: Operation) -> None:
    if operation.body is not None and not operation.body_required:
        assert not operation.body.get("required")
        assert "anyOf" not in operation.body
    found = calls.declaration(operation)
    assert found.is_body_optional == (operation.body is not None and not operation.body_required)


@operations
def test_what_is_deprecated_says_so(operation: Operation) -> None:
    deprecated = bool(operation.raw.get("deprecated"))
    for prefix in ("", "Async"):
        assert hasattr(_method(prefix, operation), "__deprecated__") == deprecated
    client = heymarket.Heymarket(auth=calls.Token(), transport=httpx.MockTransport(calls.Server()), rate_limit=None)
    client = client.with_options(on_drift=lambda _: None, max_retries=0)
    with client, warnings.catch_warnings(record=True) as caught, contextlib.suppress(heymarket.HeymarketError):
        warnings.simplefilter("always")
        calls.method(client, operation)(**calls.some_arguments(operation))
    told = [str(each.message) for each in caught if each.category is DeprecationWarning]
    assert told == ([f"{operation.tag}.{operation.name} is deprecated"] if deprecated else [])
    assert all(each.filename == __file__ for each in caught)


@operations
def test_every_status_that_the_client_has_an_error_class_for_is_documented(operation: Operation) -> None:
    known = {400, 401, 403, 404, 429, 500}
    needed = known if operation.parameters_in("path") else known - {404}
    assert needed <= set(operation.responses) - {operation.success} <= known
    assert operation.success == (200 if operation.result is not None else 204)


def test_errors_have_one_shape() -> None:
    shapes_found = {
        annotations.type_of_schema(_json_schema(operation.raw["responses"][str(status)]))
        for operation in spec.OPERATIONS
        for status in operation.responses
        if status != operation.success
    }
    assert len(shapes_found) == 1


@operations
def test_every_response_names_its_request(operation: Operation) -> None:
    for response in operation.raw["responses"].values():
        headers = spec.resolve(response).get("headers", {})
        assert [name.lower() for name in headers] == ["x-request-id"], "the only header that the client reads"


def test_there_is_a_model_for_every_object_and_no_other() -> None:
    assert sorted(heymarket.models.__all__) == sorted([*OBJECTS, *CHOICES, *(f"{name}Param" for name in NESTED)])


@pytest.mark.parametrize("name", NESTED)
def test_fields_of_a_nested_request_object_as_a_plain_dict(name: str) -> None:
    plain, schema = getattr(heymarket.models, f"{name}Param"), SCHEMAS[name]
    hints = typing.get_type_hints(plain)
    found = {each: annotations.type_of_annotation(hint) for each, hint in hints.items()}
    assert found == {each: annotations.type_of_schema(field) for each, field in schema["properties"].items()}
    assert annotations.required_keys(plain) == set(schema.get("required", []))


@pytest.mark.parametrize("name", OBJECTS)
def test_fields_of_a_model(name: str) -> None:
    secret = WEBHOOK["x-webhook-token"].removeprefix("/") if name in EVENTS else ""
    required = [each for each in SCHEMAS[name].get("required", []) if each != secret]
    fields = {
        each: (annotations.type_of_schema(schema), each in required)
        for each, schema in SCHEMAS[name]["properties"].items()
        if each != secret
    }
    model = getattr(heymarket.models, name)
    hints = typing.get_type_hints(model, include_extras=True)
    by_wire_name = dict(zip(model.__struct_encode_fields__, model.__struct_fields__, strict=True))
    optional = {wire: type(None) in typing.get_args(hints[field]) for wire, field in by_wire_name.items()}
    found = {
        wire: (annotations.type_of_annotation(hints[field]), not optional[wire]) for wire, field in by_wire_name.items()
    }
    assert found == fields
    assert all(wire == field for wire, field in by_wire_name.items())
    assert model(**dict.fromkeys(required)).to_dict().keys() <= set(required)


def test_every_integer_is_as_wide_as_the_client_says() -> None:
    """Python's integers have no width, so the one that the client means is a rule for the spec."""
    found = [schema for operation in spec.OPERATIONS for schema in _all_schemas(operation)]
    assert {schema.get("format") for schema in found if "integer" in schemas.types(schema)} <= {"int64"}


def _all_schemas(operation: Operation) -> Any:
    whole = [operation.body, *operation.responses.values(), *(each.schema for each in operation.parameters)]
    return [schema for each in whole if each is not None for _, schema in schemas.paths(each)]


def test_credentials_are_those_of_the_spec() -> None:
    schemes = spec.SPEC["components"]["securitySchemes"]
    exported = {name: getattr(heymarket_auth, name) for name in heymarket_auth.__all__}
    classes = {name for name, each in exported.items() if isinstance(each, type) and issubclass(each, httpx.Auth)}
    assert classes == set(schemes)
    for operation in spec.OPERATIONS:
        alternatives = operation.raw.get("security", spec.SPEC.get("security", []))
        assert sorted(name for each in alternatives for name in each) == sorted(schemes)
        assert all(len(each) == 1 for each in alternatives), "the client sends one of them"


@pytest.mark.parametrize("name", spec.SPEC["components"]["securitySchemes"])
def test_credentials_are_sent_as_the_spec_says(name: str) -> None:
    scheme = spec.SPEC["components"]["securitySchemes"][name]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    kind = getattr(heymarket_auth, name)
    given = [f"agreement-{each}-0123456789abcdef" for each in inspect.signature(kind).parameters]
    request = next(kind(*given).auth_flow(httpx.Request("GET", spec.SERVER)))
    word, _, token = request.headers["Authorization"].partition(" ")
    assert word == "Bearer"
    if scheme.get("bearerFormat") == "JWT":
        claims = jwt.decode(token, "||".join(given), algorithms=["HS256"], issuer=given[0])
        assert claims.keys() == {"iss", "iat"}
    else:
        assert [token] == given


def _method(prefix: str, operation: Operation) -> Any:
    return getattr(getattr(getattr(heymarket, f"{prefix}Heymarket"), operation.tag), operation.name)
