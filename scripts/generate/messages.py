"""What the success responses of an operation hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from scripts.generate import python_types
from scripts.generate.shapes import Anything, Scalar, Shape
from scripts.generate.structure import is_json, is_text, media

if TYPE_CHECKING:
    from scripts.generate.shapes import Shapes


@attrs.frozen
class Result:
    status: str
    kind: str
    """`json`, `text`, `bytes` or `none`."""
    shape: Shape
    media_type: str = ""

    @property
    def annotation(self) -> str:
        return {"none": "None", "text": "str", "bytes": "bytes"}.get(self.kind) or python_types.received(self.shape)


def results(method: str, responses: dict[str, Any], shapes: Shapes) -> list[Result]:
    """Return what each success status holds; the default, if the spec names no success."""
    statuses = sorted(status for status in responses if status.startswith("2"))
    if not statuses and "default" in responses:
        statuses = ["default"]
    return [_result(method, status, responses[status].get("content", {}), shapes) for status in statuses]


def accept(found: list[Result]) -> str:
    """Return the media types of successes, where they are not JSON alone."""
    wanted = [*dict.fromkeys(each.media_type for each in found if each.media_type)]
    return "" if all(each == "application/json" for each in wanted) else ", ".join(wanted)


def annotation(found: list[Result]) -> str:
    """Return the type of what a method gives: of one of its results."""
    types = dict.fromkeys(each.annotation for each in found) or {"None": None}
    return "Any" if "Any" in types else " | ".join(sorted(types, key="None".__eq__))


def _result(method: str, status: str, content: dict[str, Any], shapes: Shapes) -> Result:
    media_type = media(content)
    if not content or method == "head":
        return Result(status, "none", Anything(), media_type)
    shape = shapes.of(content[media_type].get("schema", {}))
    if is_json(media_type) and shape != Scalar("Upload"):
        return Result(status, "json", shape, media_type)
    if is_text(media_type) and shape != Scalar("Upload"):
        return Result(status, "text", Scalar("str"), media_type)
    return Result(status, "bytes", Scalar("Upload"), media_type)
