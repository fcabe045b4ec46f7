"""What the generator would get wrong is refused, with the line and the name, and without a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scripts.generate.spec import Spec, SpecError
from scripts.generate.supported import check

if TYPE_CHECKING:
    from collections.abc import Callable

    Edit = Callable[[Any], object]

ROOT = Path(__file__).parents[2]


def operation(spec: Any) -> Any:
    return spec["paths"]["/v1/conversations"]["post"]


def schema(spec: Any, name: str = "Conversation") -> Any:
    return spec["components"]["schemas"][name]


def parameter(**fields: Any) -> Edit:
    value = {"name": "since", "in": "query", "schema": {"type": "string"}, **fields}
    return lambda spec: operation(spec).update(parameters=[value])


def field(name: str, value: Any) -> Edit:
    return lambda spec: schema(spec)["properties"].update({name: value})


def form(_beside: Any = None, **fields: Any) -> Edit:
    described = {"type": "object", "properties": fields, **(_beside or {})}
    return lambda spec: operation(spec).update(
        requestBody={"content": {"multipart/form-data": {"schema": described}}},
    )


REFUSED: dict[str, tuple[Edit, str]] = {
    "a mapping that leads nowhere": (
        field(
            "kind",
            {
                "oneOf": [{"$ref": "#/components/schemas/Team"}, {"$ref": "#/components/schemas/Inbox"}],
                "discriminator": {"propertyName": "type", "mapping": {"a": "Nobody"}},
            },
        ),
        "`Nobody` leads nowhere",
    ),
    "allOf in place": (
        field("kind", {"allOf": [{"$ref": "#/components/schemas/Team"}, {"required": ["name"]}]}),
        "named component",
    ),
    "allOf of two types": (field("kind", {"allOf": [{"type": "string"}, {"type": "integer"}]}), "no value is both"),
    "allOf of two formats of a choice": (
        field("kind", {"allOf": [{"const": "a"}, {"const": "b"}]}),
        "`const` is said in two ways",
    ),
    "allOf with a closed part": (
        lambda spec: spec["components"]["schemas"].update(
            Mixed={
                "allOf": [
                    {"additionalProperties": False, "properties": {"a": {"type": "string"}}},
                    {"properties": {"b": {"type": "string"}}},
                ],
            },
        ),
        "a part allows no field `b`",
    ),
    "not": (field("kind", {"not": {"type": "string"}}), "`not`"),
    "if": (field("kind", {"type": "string", "if": {"const": "a"}}), "`if`"),
    "patternProperties": (field("kind", {"type": "object", "patternProperties": {}}), "`patternProperties`"),
    "prefixItems": (field("kind", {"type": "array", "prefixItems": [{}]}), "`prefixItems`"),
    "false": (field("kind", False), "`false` allows nothing"),
    "a pattern that ECMA 262 lacks": (
        field("name", {"type": "string", "pattern": "(?i)a"}),
        "this pattern cannot be honoured",
    ),
    "a length without a type": (field("name", {"maxLength": 5}), "`maxLength` needs a type"),
    "an inline object": (
        field("contact", {"type": "object", "properties": {"id": {"type": "integer"}}}),
        "named component",
    ),
    "a name beyond ASCII": (field("gr\u00f6\u00dfe", {"type": "string"}), "cannot be made the name"),
    "two names that are one in Python": (
        lambda spec: schema(spec)["properties"].update({"a-b": {"type": "string"}, "a_b": {"type": "string"}}),
        "same name in Python",
    ),
    "two arguments that are one in Python": (parameter(name="Limit"), "two arguments would be called `limit`"),
    "a tag that clients have": (lambda spec: operation(spec).update(tags=["request"]), "`request`"),
    "a keyword as a method": (
        lambda spec: operation(spec).update({"x-speakeasy-name-override": "import"}),
        "`import` cannot be the name of a Python method",
    ),
    "a reference to elsewhere": (field("contact", {"$ref": "other.yaml#/Contact"}), "inside the spec"),
    "deepObject": (parameter(style="deepObject", schema={"type": "object"}), "style `deepObject`"),
    "explode: false": (parameter(explode=False, schema={"type": "array", "items": {"type": "string"}}), "explode"),
    "an array in a cookie": (
        parameter(**{"in": "cookie"}, schema={"type": "array", "items": {"type": "string"}}),
        "array values are not supported in cookie",
    ),
    "a method that resources have": (
        lambda spec: operation(spec).update({"x-speakeasy-name-override": "with_raw_response"}),
        "`with_raw_response` cannot be the name of a Python method",
    ),
    "an object in the query": (parameter(schema={"type": "object"}), "object values"),
    "a media type": (
        lambda spec: operation(spec)["requestBody"].update(content={"text/csv": {"schema": {"type": "string"}}}),
        "a request is application/json, multipart/form-data, or a file",
    ),
    "two media types without JSON": (
        lambda spec: operation(spec)["requestBody"].update(content={"image/png": {}, "image/gif": {}}),
        "of several media types one must be application/json",
    ),
    "an answer of two media types without JSON": (
        lambda spec: operation(spec)["responses"]["200"].update(
            content={"text/plain": {"schema": {"type": "string"}}, "text/csv": {"schema": {"type": "string"}}},
        ),
        "a response has application/json among its media types, or is text/plain alone",
    ),
    "a file as an answer": (
        lambda spec: operation(spec)["responses"]["200"].update(content={"image/png": {}}),
        "a response has application/json",
    ),
    "two success statuses": (
        lambda spec: operation(spec)["responses"].update({"201": {"description": "made"}}),
        "200, 201",
    ),
    "an object in a form": (
        form(about={"$ref": "#/components/schemas/Team"}),
        "a field of a form is a file, text, a number or a boolean",
    ),
    "a schema named like a class of the client": (
        lambda spec: spec["components"]["schemas"].update(page={"type": "object"}),
        "a schema cannot be called `page`",
    ),
    "schema called like the dict of another": (
        lambda spec: spec["components"]["schemas"].update(InboxParam={"type": "object"}),
        "`InboxParam` may be the name of a dict like `Inbox`",
    ),
    "a form with alternatives": (form(_beside={"anyOf": [{"required": ["a"]}]}, a={"type": "string"}), "`anyOf`"),
    "a form's encoding": (
        lambda spec: operation(spec)["requestBody"].update(
            content={"multipart/form-data": {"schema": {"type": "object"}, "encoding": {"a": {"explode": False}}}},
        ),
        "`encoding`",
    ),
    "no operationId": (lambda spec: operation(spec).pop("operationId"), "`operationId`"),
    "callbacks": (lambda spec: operation(spec).update(callbacks={}), "`callbacks`"),
    "servers of an operation": (
        lambda spec: operation(spec).update(servers=[{"url": "/"}]),
        "`servers`",
    ),
    "security of an operation": (lambda spec: operation(spec).update(security=[]), "`security`"),
    "webhooks": (lambda spec: spec.update(webhooks={}), "`webhooks`"),
    "unknown semantics": (lambda spec: operation(spec).update({"x-http-semantics": "harmless"}), "harmless"),
    "an unknown kind of paging": (
        lambda spec: operation(spec)["x-speakeasy-pagination"].update(type="url"),
        "cursor or offsetLimit",
    ),
    "an inclusive cursor": (lambda spec: operation(spec)["x-cursor"].update(bound="inclusive"), "exclusive"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_by_name_and_line(name: str, edited_spec: Callable[[Edit], Path]) -> None:
    edit, named = REFUSED[name]
    path = edited_spec(edit)
    with pytest.raises(SpecError) as refusal:
        check(Spec.load(path))
    places = [line.removeprefix(f"{path}:") for line in str(refusal.value).splitlines() if named in line]
    assert places
    assert all(int(place.split(":")[0]) > 1 for place in places) or name == "webhooks"


def test_the_line_is_that_of_the_place(edited_spec: Callable[[Edit], Path]) -> None:
    path = edited_spec(field("status", {"type": "string", "minContains": 7}))
    with pytest.raises(SpecError) as refusal:
        check(Spec.load(path))
    line = int(str(refusal.value).removeprefix(f"{path}:").split(":")[0])
    assert "minContains: 7" in path.read_text(encoding="utf-8").splitlines()[line - 1]


def test_all_problems_are_listed_by_kind_with_counts(edited_spec: Callable[[Edit], Path], tmp_path: Path) -> None:
    def edit(spec: Any) -> None:
        schema(spec)["properties"].update(a={"not": {}}, b={"not": {}}, c={"if": {}})

    path = edited_spec(edit)
    done = command_line("--spec", path, "--output", tmp_path / "out")
    assert (done.returncode, done.stdout) == (1, "")
    heading, _, most, *twice, empty, last, once = done.stderr.splitlines()
    assert heading == f"generate: {path}: 3 problems of 2 kinds"
    assert (most, last, empty) == ("not: 2", "if: 1", "")
    text = path.read_text(encoding="utf-8").splitlines()
    for name, key, line in [("a", "not", twice[0]), ("b", "not", twice[1]), ("c", "if", once)]:
        row, column, words = line.removeprefix(f"{path}:").split(":", 2)
        assert text[int(row) - 1][int(column) - 1 :].startswith(f"{key}:")
        assert f"(at #/components/schemas/Conversation/properties/{name}/{key})" in words
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("openapi: [3.1.0\n", "not YAML"),
        ("a: 1\na: 2\n", "not YAML"),
        ("just text", "not an OpenAPI 3.1 spec"),
        ("", "not an OpenAPI 3.1 spec"),
        ("openapi: 3.0.3\ninfo: {title: x, version: '1'}\npaths: {}\n", "3.1"),
        ("openapi: 3.1.0\ninfo: {title: x}\npaths: {}\n", "version"),
        ("openapi: 3.1.0\ninfo: {title: x, version: '1'}\npaths: {no-slash: {}}\n", "no-slash"),
    ],
)
def test_an_unusable_file_is_one_line(text: str, named: str, tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(text, encoding="utf-8")
    done = command_line("--spec", path, "--output", tmp_path / "out")
    assert done.returncode == 1
    assert named in done.stderr
    assert str(path) in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_missing_and_a_binary_file_are_one_line(tmp_path: Path) -> None:
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\x00\xfe")
    for path in (tmp_path / "missing.yaml", binary):
        done = command_line("--spec", path, "--output", tmp_path / "out")
        assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
        assert "cannot be read" in done.stderr


def command_line(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scripts.generate", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
