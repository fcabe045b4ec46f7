"""The spec as JSON, for tools that do not read YAML."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scripts.generate.spec import Spec


def bundled(spec: Spec) -> str:
    """Return the whole spec, in the order of the YAML; what JSON cannot say, a spec does not hold."""
    return json.dumps(spec.data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
