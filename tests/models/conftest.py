from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from scripts.generate import package

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SPECS = Path(__file__).parents[1] / "generate" / "specs"
FRAME: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Others", "version": "1.0.0"},
    "servers": [{"url": "https://api.example.com"}],
}


@pytest.fixture(scope="session")
def other_models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Any]]:
    """Give the models that are made from a spec of tests/generate/specs."""
    root = tmp_path_factory.mktemp("others")
    sys.path.insert(0, str(root))

    def models(stem: str) -> Any:
        folder = root / f"models_of_{stem}"
        if not folder.exists():
            part = YAML(typ="safe").load((SPECS / f"{stem}.yaml").read_text(encoding="utf-8"))
            spec = {**FRAME, "paths": part["paths"], "components": {"schemas": part["schemas"]}}
            with (root / f"{stem}.yaml").open("w", encoding="utf-8") as file:
                YAML(typ="safe").dump(spec, file)
            folder.mkdir()
            package.generate(root / f"{stem}.yaml", folder)
        return importlib.import_module(f"models_of_{stem}.heymarket.models")

    yield models
    sys.path.remove(str(root))
