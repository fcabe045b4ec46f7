from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TESTS = """
import httpx, pytest
from heymarket_sandbox import Settings

@pytest.fixture
def heymarket_sandbox_settings():
    return Settings(conversations=9, page_size=4)

def ask(sandbox):
    headers = {"Authorization": f"Bearer {sandbox.team_api_key}"}
    return httpx.post(sandbox.url + "/v1/conversations", json={}, headers=headers, trust_env=False, verify=False).json()

def test_overridden_settings(heymarket_sandbox):
    assert len(ask(heymarket_sandbox)) == 4
    heymarket_sandbox.remove_conversation(heymarket_sandbox.conversations[0]["id"])

def test_fresh_state(heymarket_sandbox):
    assert len(heymarket_sandbox.conversations) == 9
    assert heymarket_sandbox.requests == []

@pytest.mark.heymarket_sandbox(conversations=3)
class TestMarked:
    def test_the_class(self, heymarket_sandbox):
        assert len(ask(heymarket_sandbox)) == 3

    @pytest.mark.heymarket_sandbox(page_size=2)
    def test_the_nearest_marker_wins_and_adds(self, heymarket_sandbox):
        assert len(heymarket_sandbox.conversations) == 3
        assert len(ask(heymarket_sandbox)) == 2
"""


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    def started(tests: str, *hidden: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "test_it.py").write_text(tests)
        (tmp_path / "hidden").mkdir()
        for module in hidden:
            (tmp_path / "hidden" / f"{module}.py").write_text(f"raise ModuleNotFoundError(name={module!r})")
        installed = importlib.metadata.entry_points(group="pytest11", name="heymarket_sandbox")
        plugin = [] if installed else ["-p", "heymarket_sandbox.pytest_plugin"]
        command = [sys.executable, "-m", "pytest", "-W", "error", "--strict-markers", "-p", "no:cacheprovider", *plugin]
        path = os.pathsep.join([str(tmp_path / "hidden"), *sys.path])
        env = {**os.environ, "PYTHONPATH": path, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "" if installed else "1"}
        return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60, check=False)

    return started


def test_the_fixture_and_its_settings(run: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    result = run(TESTS)
    assert "4 passed" in result.stdout, result.stdout
    assert result.returncode == 0


def test_without_the_extra_only_the_fixture_fails(run: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    result = run("def test_one(): pass\n\ndef test_two(heymarket_sandbox): pass", "starlette")
    assert "1 passed, 1 error" in result.stdout, result.stdout
    assert 'the sandbox needs starlette, which is not installed: pip install "heymarket[sandbox]"' in result.stdout


def test_the_plugin_costs_nothing_until_it_is_used() -> None:
    heavy = ("starlette", "uvicorn", "jsonschema_rs", "yaml", "sqlite3", "asyncio")
    script = (
        "import pytest, sys; before = set(sys.modules); import heymarket_sandbox.pytest_plugin;"
        f"print(sorted(set({heavy}) & (set(sys.modules) - before)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert result.stdout.strip() == "[]"
