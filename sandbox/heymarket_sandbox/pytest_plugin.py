"""Fixtures for tests against a sandbox. Loading this costs nothing until a test asks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heymarket_sandbox import Sandbox, Settings
    from heymarket_sandbox.webhooks.collector import Collector

MARKER = "heymarket_sandbox"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"{MARKER}(**settings): settings of the heymarket_sandbox fixture for this test")


@pytest.fixture
def heymarket_sandbox_settings() -> Settings:
    """Override this fixture to change the settings for every test that sees the override."""
    from heymarket_sandbox import Settings  # noqa: PLC0415

    return Settings()


@pytest.fixture
def heymarket_sandbox(request: pytest.FixtureRequest, heymarket_sandbox_settings: Settings) -> Iterator[Sandbox]:
    """Run a sandbox for this test alone; `@pytest.mark.heymarket_sandbox(page_size=5)` changes its settings."""
    import attrs  # noqa: PLC0415

    from heymarket_sandbox import Sandbox  # noqa: PLC0415

    node = cast("pytest.Item", request.node)  # pyright: ignore[reportUnknownMemberType]
    changes: dict[str, Any] = {}
    for marker in reversed(list(node.iter_markers(MARKER))):
        changes |= marker.kwargs
    with Sandbox(attrs.evolve(heymarket_sandbox_settings, **changes)) as sandbox:
        yield sandbox


@pytest.fixture
def heymarket_webhooks(heymarket_sandbox: Sandbox) -> Iterator[Collector]:
    """Collect the events that this test's sandbox sends; `next()` waits for one, as the object that was delivered."""
    from heymarket_sandbox.webhooks.collector import collecting  # noqa: PLC0415

    with collecting(heymarket_sandbox) as collector:
        yield collector
