"""The real API is asked politely; the sandbox stands in for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from heymarket_sandbox import Sandbox, Settings

from .commands import drift

if TYPE_CHECKING:
    from collections.abc import Iterator

READS = {"/v1/team", "/v1/inboxes", "/v1/conversations/count", "/v1/conversations"}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Settings(rate_limit=None, conversations=20)) as running:
        yield running


@pytest.fixture(autouse=True)
def _no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("API_SECRET_ID", "API_SECRET_KEY", "API_KEY", "BASE_URL"):
        monkeypatch.delenv(f"HEYMARKET_{name}", raising=False)


def test_without_credentials_it_says_what_to_set() -> None:
    done = drift("live")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert "set HEYMARKET_API_SECRET_ID and HEYMARKET_API_SECRET_KEY, or HEYMARKET_API_KEY" in done.stderr


def test_only_reads_and_no_drift(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in sandbox.environ.items():
        monkeypatch.setenv(name, value)
    done = drift("live", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout.splitlines()[-1])
    assert report["findings"] == []
    assert len(report["operations"]) == 5
    paths = {request.path for request in sandbox.requests}
    assert {path for path in paths if not path.rpartition("/")[2].isdigit()} == READS
    assert sandbox.secret_key not in done.stdout


def test_a_refusal_is_told_and_the_key_is_not(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**sandbox.environ, "HEYMARKET_API_SECRET_KEY": "WrongKey00000000000000000000s3cr3"}.items():
        monkeypatch.setenv(name, value)
    done = drift("live")
    assert done.returncode == 2
    assert "getTeam: AuthenticationError" in done.stderr
    assert "s3cr3" not in done.stdout + done.stderr
