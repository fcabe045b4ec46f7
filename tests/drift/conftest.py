from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
sys.path.insert(0, str(Path(__file__).parent))

if TYPE_CHECKING:
    from generator.spec import Spec


@pytest.fixture(scope="session")
def spec() -> Spec:
    from generator.spec import Spec  # noqa: PLC0415 - the path is set above

    return Spec.load(ROOT / "openapi" / "heymarket.yaml")
