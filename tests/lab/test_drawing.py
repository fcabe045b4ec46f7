"""Values that the lab draws are what a schema allows, the same ones every time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from lab.specs.document import Document
from lab.specs.drawing import NothingFitsError, Wish, draw

if TYPE_CHECKING:
    from pathlib import Path

SCHEMAS: dict[str, Any] = {
    "Text": {"type": "string", "minLength": 20, "maxLength": 22},
    "Pattern": {"type": "string", "pattern": "^[A-Z]{2}[0-9a-f]{32}$"},
    "Step": {"type": "number", "minimum": 3, "exclusiveMaximum": 3.1, "multipleOf": 0.05},
    "Narrow": {"type": "integer", "exclusiveMinimum": 7, "maximum": 8},
    "Distinct": {"type": "array", "items": {"enum": ["a", "b", "c"]}, "uniqueItems": True, "minItems": 3},
    "Tree": {"type": "object", "required": ["name"], "properties": {"name": {}, "left": {"$ref": "#/x/Tree"}}},
    "Endless": {"type": "object", "required": ["next"], "properties": {"next": {"$ref": "#/x/Endless"}}},
    "Parts": {"allOf": [{"$ref": "#/x/Tree"}, {"required": ["size"], "properties": {"size": {"maximum": 3}}}]},
    "Overlapping": {
        "oneOf": [{"type": "object", "properties": {"a": {}}}, {"type": "object", "properties": {"b": {}}}]
    },
    "Apart": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
    "Null": {"enum": [None]},
    "Map": {"type": "object", "additionalProperties": {"type": "integer"}, "minProperties": 2},
    "Keys": {"type": "object", "additionalProperties": True, "propertyNames": {"pattern": "^x-[a-z]{3}$"}},
    "Impossible": {"allOf": [{"type": "string"}, {"type": "integer"}]},
    "Secret": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer", "readOnly": True}}},
}
LOOSE, NONE = {"Overlapping"}, {"Endless", "Impossible"}


@pytest.fixture(scope="module", params=["request", "response"])
def document(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Document:
    path: Path = tmp_path_factory.mktemp("drawing") / "spec.json"
    path.write_text(json.dumps({"openapi": "3.1.0", "x": SCHEMAS, "paths": {}}), encoding="utf-8")
    return Document(path, request.param)


@pytest.mark.parametrize("full", [True, False])
@pytest.mark.parametrize("name", sorted(SCHEMAS.keys() - NONE))
def test_a_value(document: Document, name: str, full: bool) -> None:
    schema = {"$ref": f"mem:///spec.json#/x/{name}"}
    value = draw(document, schema, Wish(full=full))
    assert document.faults(schema, value, loosely=name in LOOSE) == []
    assert draw(document, schema, Wish(full=full)) == value
    if name == "Secret":
        assert ("id" in value) == (document.way == "response")


@pytest.mark.parametrize("name", sorted(NONE))
def test_no_value(document: Document, name: str) -> None:
    with pytest.raises(NothingFitsError):
        draw(document, {"$ref": f"mem:///spec.json#/x/{name}"}, Wish(full=True))


def test_a_document_of_3_0(tmp_path: Path) -> None:
    schemas = {
        "Old": {"type": "integer", "nullable": True, "minimum": 0, "exclusiveMinimum": True},
        "Either": {"nullable": True, "allOf": [{"$ref": "#/x/Old"}]},
    }
    (tmp_path / "old.json").write_text(json.dumps({"openapi": "3.0.3", "x": schemas, "paths": {}}), encoding="utf-8")
    document = Document(tmp_path / "old.json", "response")
    for name in schemas:
        schema = {"$ref": f"mem:///old.json#/x/{name}"}
        assert [value for value in (None, 1, 0, "1") if not document.faults(schema, value)] == [None, 1]


def test_other_files(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "spec.yaml").write_text(
        "x: {$ref: 'parts/a.yaml#/A'}\ny: {type: string}\npaths: {}\n", encoding="utf-8"
    )
    parts = "A: {type: object, properties: {b: {$ref: '#/B'}, c: {$ref: '../spec.yaml#/y'}}}\nB: {type: integer}\n"
    (tmp_path / "parts" / "a.yaml").write_text(parts, encoding="utf-8")
    document = Document(tmp_path / "spec.yaml", "request")
    assert document.faults(document.data["x"], {"b": "x"}) != []
    assert document.faults(document.data["x"], {"b": 1}) == []
