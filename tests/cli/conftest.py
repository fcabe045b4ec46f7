from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

import keyring
import keyring.backends.fail
import pytest

from heymarket_sandbox import Sandbox, Settings

from .command import Here

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session", autouse=True)
def interruptible() -> None:
    """A shell starts what it runs in the background with SIGINT ignored, and every process passes that on."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def settings() -> Settings:
    """Tests override this for another sandbox."""
    return Settings(conversations=60, rate_limit=None)


@pytest.fixture
def sandbox(settings: Settings) -> Iterator[Sandbox]:
    with Sandbox(settings) as running:
        yield running


@pytest.fixture
def no_keyring() -> Iterator[None]:
    """No test sees the keyring of whoever runs it."""
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def offline(
    no_keyring: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Here:
    """The command without credentials, and with a folder of its own for those that it keeps."""
    for name in ("ID", "KEY"):
        monkeypatch.delenv(f"HEYMARKET_API_SECRET_{name}", raising=False)
    monkeypatch.delenv("HEYMARKET_API_KEY", raising=False)
    monkeypatch.delenv("HEYMARKET_BASE_URL", raising=False)
    monkeypatch.delenv("HEYMARKET_PROFILE", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    return Here({}, capsys)


@pytest.fixture
def heymarket(offline: Here, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Here:
    """The command with the credentials of the sandbox."""
    for name, value in sandbox.environ.items():
        monkeypatch.setenv(name, value)
    offline.environ = sandbox.environ
    return offline
