"""Suggests edits of the spec as an OpenAPI Overlay 1.0, for a person to review, and applies a reviewed one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.drift.observed import ObservedOperation, Observer, PathCounts
    from scripts.generate.spec import Pointer

Action = dict[str, Any]
_PLAIN = re.compile(r"[A-Za-z_]\w*")
_STEP = re.compile(r"\.([A-Za-z_]\w*)|\['((?:[^'\\]|\\.)*)'\]|\[\?@ == '([^']*)'\]")
_FORMATS = {"integer": {"format": "int64"}}


class OverlayError(Exception):
    """An overlay cannot be applied."""


def suggest(observer: Observer, spec_name: str) -> dict[str, Any]:
    """Return an overlay; it has no actions if there is nothing to change."""
    actions: dict[str, Action] = {}
    for observed in observer.operations.values():
        for action in _actions(observed):
            actions.setdefault(f"{action['target']} {sorted(action)} {sorted(action.get('update', {}))}", action)
    return {
        "overlay": "1.0.0",
        "info": {"title": "Edits that recorded traffic suggests", "version": "1.0.0"},
        "extends": spec_name,
        "actions": list(actions.values()),
    }


def _actions(observed: ObservedOperation) -> Iterator[Action]:
    for status, count in sorted(observed.statuses.items()):
        words = {"description": "Seen in traffic; meaning unpublished.", "x-provenance": {"status": "observed"}}
        yield {
            "target": json_path((*observed.pointer, "responses")),
            "description": f"{observed.id}: status {status} seen {count} times, absent from the spec",
            "update": {status: words},
        }
    for counts in observed.paths.values():
        yield from _edits(counts, observed.id)


def _edits(counts: PathCounts, operation: str) -> Iterator[Action]:
    why = f"{operation} {counts.path}: {'; '.join(counts.problems)}"
    if counts.unknown:
        if counts.pointer[-1] == "*":
            return  # the keys are data: a person has to say what they mean
        found = dict(_inferred(counts), description="Meaning unpublished.")
        found["x-provenance"] = {"status": "observed", "note": "Seen in traffic; absent from the reference."}
        yield {"target": json_path(counts.pointer[:-1]), "description": why, "update": {counts.pointer[-1]: found}}
        return
    if counts.other:
        seen = set(counts.other)
        kinds = {"integer", "number", "boolean", "string"} & seen
        if len(seen) == len(kinds) == 1 and sum(counts.other.values()) == counts.seen - counts.null:
            (kind,) = seen
            # A merge leaves keywords of the old type, so remove them.
            for keyword, stale in (("format", counts.expected.endswith(">")), ("items", counts.expected == "array")):
                if stale:
                    yield {"target": json_path((*counts.pointer, keyword)), "description": why, "remove": True}
            yield {
                "target": json_path(counts.pointer),
                "description": why,
                "update": {"type": kind, **_FORMATS.get(kind, {})},
            }
        else:
            note = f"Traffic has {' and '.join(sorted(seen))} as well."
            update = {"x-provenance": {"note": note}}
            yield {"target": json_path(counts.pointer), "description": why, "update": update}
    if counts.required and (counts.missing or counts.null):
        owner, name = counts.pointer[:-2], counts.pointer[-1]
        yield {"target": f"{json_path((*owner, 'required'))}[?@ == '{name}']", "description": why, "remove": True}


def _inferred(counts: PathCounts) -> dict[str, Any]:
    kinds = set(counts.found)
    if len(kinds) != 1:
        return {}
    (kind,) = kinds
    return {"type": kind, **_FORMATS.get(kind, {}), **({"items": {}} if kind == "array" else {})}


def json_path(pointer: Pointer) -> str:
    """Write a JSON pointer as a JSONPath (RFC 9535)."""
    steps = (f".{step}" if _PLAIN.fullmatch(str(step)) else f"['{step}']" for step in pointer)
    return "$" + "".join(steps)


def apply(spec: Any, overlay: Any) -> None:
    """Change a loaded spec. Understands the paths that `suggest` writes. Raises `OverlayError`."""
    if not isinstance(overlay, dict) or not isinstance(overlay.get("actions"), list):
        raise OverlayError("not an OpenAPI Overlay: `actions` must be a list")
    for action in overlay["actions"]:
        steps, value = _steps(str(action.get("target", ""))), spec
        *path, last = steps
        try:
            for step in path:
                value = value[step]
            if not action.get("remove"):
                _merge(value[last], action["update"])
            elif isinstance(value, list):
                value.remove(last)
            else:
                del value[last]
        except (KeyError, TypeError, ValueError):
            raise OverlayError(f"the spec has no `{action.get('target')}`, or the action does not fit it") from None


def _steps(target: str) -> list[str]:
    found = [match[1] or match[2] or match[3] for match in _STEP.finditer(target)]
    if not found or "$" + "".join(match[0] for match in _STEP.finditer(target)) != target:
        raise OverlayError(f"the target `{target}` is not understood; give a path such as $.components.schemas.Thing")
    return found


def _merge(value: Any, update: Any) -> None:
    for key, item in update.items():
        if isinstance(item, dict) and isinstance(value.get(key), dict):
            _merge(value[key], item)
        else:
            value[key] = item
