from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]


@pytest.fixture
def edited_spec(tmp_path: Path) -> Callable[[Callable[[Any], object]], Path]:
    """Write a copy of the spec with an edit, keeping lines and comments."""

    def edit(change: Callable[[Any], object]) -> Path:
        yaml = YAML(typ="rt")
        spec = yaml.load((ROOT / "openapi" / "heymarket.yaml").read_text(encoding="utf-8"))
        change(spec)
        path = tmp_path / "edited.yaml"
        yaml.dump(spec, path)
        return path

    return edit
