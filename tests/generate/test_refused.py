"""What the generator would get wrong is refused, with the line and the name, and without a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scripts.generate.gate import check
from scripts.generate.spec import Spec, SpecError

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


REFUSED: dict[str, tuple[Edit, str]] = {
    "an array whose items differ by their places": (
        field("pair", {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]}),
        "`prefixItems`",
    ),
    "a keyword nobody thought of": (field("name", {"type": "string", "not": {"const": "x"}}), "`not`"),
    "a schema that nothing fits": (field("name", {"type": "array", "items": False}), "nothing fits"),
    "a type that there is not": (field("name", {"type": "text"}), "there is no type `text`"),
    "an enum of objects": (field("name", {"enum": [{"a": 1}]}), "an enum of objects"),
    "a pattern that Python has not": (field("name", {"type": "string", "pattern": r"\p{L}+"}), "Unicode properties"),
    "oneOf beside anyOf": (
        field("kind", {"oneOf": [{"type": "string"}], "anyOf": [{"type": "integer"}]}),
        "`oneOf` beside `anyOf`",
    ),
    "a discriminator that is no object": (
        field("kind", {"oneOf": [{"type": "string"}], "discriminator": "kind"}),
        "a `discriminator` is an object with a `propertyName`",
    ),
    "a mapping that is no object": (
        field("kind", {"oneOf": [{"type": "string"}], "discriminator": {"propertyName": "a", "mapping": ["b"]}}),
        "the `mapping` of a discriminator is an object",
    ),
    "a mapping to what there is not": (
        field("kind", {"oneOf": [{"type": "string"}], "discriminator": {"propertyName": "a", "mapping": {"b": "B"}}}),
        "`#/components/schemas/B` leads nowhere",
    ),
    "a style of another location": (parameter(style="matrix"), "matrix"),
    "a keyword as a method": (
        lambda spec: operation(spec).update({"x-speakeasy-name-override": "import"}),
        "`import` cannot be the name of a Python method",
    ),
    "a method that resources have": (
        lambda spec: operation(spec).update({"x-speakeasy-name-override": "with_raw_response"}),
        "`with_raw_response` cannot be the name of a Python method",
    ),
    "a body of several parts": (
        lambda spec: operation(spec)["requestBody"].update(content={"multipart/mixed": {"schema": {"type": "object"}}}),
        "`multipart/mixed` is not supported",
    ),
    "a body that can only be null": (
        lambda spec: operation(spec)["requestBody"]["content"].update(
            {"application/json": {"schema": {"type": "null"}}}
        ),
        "a body that can only be null",
    ),
    "a form that is no object": (
        lambda spec: operation(spec)["requestBody"].update(
            content={"multipart/form-data": {"schema": {"type": "string"}}},
        ),
        "a form is an object with fields",
    ),
    "unknown semantics": (lambda spec: operation(spec).update({"x-http-semantics": "harmless"}), "harmless"),
    "a key in no field": (
        lambda spec: operation(spec).update({"x-idempotency-key": {"field": "unheard_of"}}),
        "names the `field` of a JSON body",
    ),
    "a unit that no cursor has": (
        lambda spec: operation(spec)["x-cursor"].update(unit="days"),
        "expected unix-seconds, not `days`",
    ),
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
    message = str(refusal.value)
    assert named in message
    assert message.startswith(f"{path}:")
    line = int(message.removeprefix(f"{path}:").split(":")[0])
    assert line > 1


def test_the_line_is_that_of_the_place(edited_spec: Callable[[Edit], Path]) -> None:
    path = edited_spec(field("status", {"type": "string", "not": {"const": "seven"}}))
    with pytest.raises(SpecError) as refusal:
        check(Spec.load(path))
    line = int(str(refusal.value).removeprefix(f"{path}:").split(":")[0])
    assert "not:" in path.read_text(encoding="utf-8").splitlines()[line - 1]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("openapi: [3.1.0\n", "not YAML"),
        ("a: 1\na: 2\n", "stands here twice"),
        ("a: &a [*a]\n", "stands inside of what it repeats"),
        ("a: !!python/object/apply:os.system [ls]\n", "tag"),
        ("just text", "not an OpenAPI 3.0 or 3.1 spec"),
        ("", "not an OpenAPI 3.0 or 3.1 spec"),
        ("openapi: 2.0.0\ninfo: {title: x, version: '1'}\npaths: {}\n", "3.1"),
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
