from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

ROOT = Path(__file__).parents[2]

if TYPE_CHECKING:
    from scripts.generate.spec import Spec


@pytest.fixture(scope="session")
def spec() -> Spec:
    from scripts.generate.spec import Spec  # noqa: PLC0415 - the path is set above

    return Spec.load(ROOT / "openapi" / "heymarket.yaml")
