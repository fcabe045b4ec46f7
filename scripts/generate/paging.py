"""The declaration of how a listing goes on, as code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scripts.generate.problem import SpecError
from scripts.generate.shapes import Anything, ListOf, Named, Shape, present

if TYPE_CHECKING:
    from scripts.generate.models import Models

_LOCATIONS = {"requestBody": "body", "parameters": "query"}


def declaration(raw: dict[str, Any]) -> str:
    """Return how to page, as code; empty if the operation is no listing."""
    declared = raw.get("x-speakeasy-pagination")
    if not declared:
        return ""
    inputs = {item["type"]: f"Input({item['name']!r}, {_LOCATIONS[item['in']]!r})" for item in declared["inputs"]}
    outputs = declared["outputs"]
    items = json_path(outputs["results"])
    if declared["type"] == "offsetLimit":
        return f"ByPage(page={inputs['page']}, least={int(raw.get('x-first-page', 1))}, items={items!r})"
    cursor = raw.get("x-cursor")
    next_cursor = outputs["nextCursor"]
    if not cursor:
        return f"ByToken(sent_as={inputs['cursor']}, next_token={json_path(next_cursor)!r}, items={items!r})"
    field = next_cursor.removeprefix(f"{outputs['results']}[-1].")
    location = next(_LOCATIONS[item["in"]] for item in declared["inputs"] if item["type"] == "cursor")
    reverse = cursor.get("reversed-by")
    return (
        f"ByTimestamp(sent_as={inputs['cursor']}, items={items!r}, field={field!r}, "
        f"identity={cursor['identity']!r}, "
        f"limit={inputs.get('limit')}, reversed_by={f'Input({reverse!r}, {location!r})' if reverse else None}, "
        f"first_only=({inputs['page'] + ',' if 'page' in inputs else ''})"
        f"{', unit=' + repr(cursor['unit']) if 'unit' in cursor else ''})"
    )


def item(raw: dict[str, Any], result: Shape, models: Models, label: str) -> Shape:
    """Return the shape of a listing's items. Raises `SpecError`."""
    shape = present(result)
    for name in json_path(raw["x-speakeasy-pagination"]["outputs"]["results"]):
        if not isinstance(shape, Named) or shape.schema not in models.models:
            raise SpecError(f"{label}: paging results must lie in named objects")
        fields = {field.wire: field for field in models.models[shape.schema].fields}
        shape = present(fields[name].shape) if name in fields else Anything()
    if not isinstance(shape, ListOf):
        raise SpecError(f"{label}: paging results must be an array")
    return shape.item


def json_path(path: str) -> tuple[str, ...]:
    return tuple(step for step in path.removeprefix("$").split(".") if step)
