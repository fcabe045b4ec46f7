from __future__ import annotations

import pytest

from scripts.generate.spec import Spec

from .commands import ROOT


@pytest.fixture(scope="session")
def spec() -> Spec:
    return Spec.load(ROOT / "openapi" / "heymarket.yaml")
