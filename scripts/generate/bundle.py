"""The spec as JSON, for tools that do not read YAML."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scripts.generate.spec import Spec


def bundled(spec: Spec) -> str:
    """Return the whole spec, in the order of the YAML. Raises `SpecError`."""

    def refuse(value: Any) -> Any:
        # YAML reads a bare 2026-04-16 as a date; JSON has none, and its text is lost.
        raise spec.error((), f"`{value}` is not a JSON value; put it in quotes")

    return json.dumps(spec.data, indent=2, ensure_ascii=False, default=refuse) + "\n"
