from __future__ import annotations

import asyncio
import gc
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import httpx
import jwt
import pytest

from heymarket_sandbox import Sandbox, SandboxError, Settings
from heymarket_sandbox.team import EXAMPLE_TEAM

if TYPE_CHECKING:
    from tests.sandbox.conftest import Client

PATH = "/v1/conversations"


def test_nothing_is_left_behind(connect: type[Client]) -> None:
    def descriptors() -> set[str]:
        folder = Path("/proc/self/fd")
        return {each.name for each in folder.iterdir()} if folder.is_dir() else set()

    threads, files = set(threading.enumerate()), descriptors()
    for _ in range(5):
        with Sandbox(Settings(conversations=5)) as sandbox, connect(sandbox) as client:
            client.ask()
    gc.collect()
    assert set(threading.enumerate()) == threads
    assert descriptors() == files


def test_an_open_connection_does_not_hold_up_the_end(connect: type[Client]) -> None:
    with Sandbox() as sandbox:
        client = connect(sandbox)
        client.ask()
        half = socket.create_connection(("127.0.0.1", int(sandbox.url.rpartition(":")[2])))
        half.sendall(b"POST /v1/conversations HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{")
    with pytest.raises(httpx.TransportError):
        client.ask()
    half.close()
    client.close()


def test_closing_twice_and_closing_without_starting() -> None:
    sandbox = Sandbox()
    sandbox.close()
    sandbox.close()


def test_sandboxes_do_not_share_state(connect: type[Client]) -> None:
    with Sandbox() as one, Sandbox() as other, connect(one) as client:
        one.remove_conversation(one.conversations[0]["id"])
        client.ask()
        assert one.url != other.url
        assert (len(one.conversations), len(other.conversations)) == (349, 350)
        assert (len(one.requests), len(other.requests)) == (1, 0)


@pytest.mark.parametrize("settings", [Settings(), Settings(precision=6, conversations=40, seed=7)], ids=str)
def test_one_in_memory_begins_like_one_on_disk(settings: Settings, tmp_path: Path) -> None:
    """In memory, those of the same settings begin as copies of one."""
    on_disk = attrs.evolve(settings, database=tmp_path / "state.db")
    with Sandbox(settings) as first, Sandbox(settings) as second, Sandbox(on_disk) as file:
        first.remove_conversation(first.conversations[0]["id"])
        assert first.conversations != second.conversations == file.conversations
        assert second.messages == file.messages
        assert second.add_conversation()["id"] == file.add_conversation()["id"]


def test_a_team_may_be_of_lists() -> None:
    members: Any = [*EXAMPLE_TEAM.members]
    with Sandbox(Settings(team=attrs.evolve(EXAMPLE_TEAM, members=members))) as sandbox:
        assert len(sandbox.conversations) == Settings().conversations


def test_it_tells_how_to_reach_it(sandbox: Sandbox) -> None:
    assert sandbox.environ == {
        "HEYMARKET_BASE_URL": sandbox.url,
        "HEYMARKET_API_SECRET_ID": sandbox.secret_id,
        "HEYMARKET_API_SECRET_KEY": sandbox.secret_key,
        "HEYMARKET_WEBHOOK_TOKEN": sandbox.webhooks.token,
    }
    assert repr(sandbox) == f"Sandbox({sandbox.url})"


def test_a_port_in_use_is_named(sandbox: Sandbox) -> None:
    port = int(sandbox.url.rpartition(":")[2])
    with pytest.raises(SandboxError, match=rf"port {port} cannot be used .*choose another one with --port"):
        Sandbox(port=port)


def test_a_port_is_free_again_at_once(connect: type[Client]) -> None:
    with Sandbox() as first, connect(first) as client:
        client.ask()
    with Sandbox(port=int(first.url.rpartition(":")[2])) as second, connect(second) as client:
        assert client.ask().status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.com", ""])
def test_only_loopback(host: str) -> None:
    with pytest.raises(SandboxError, match="not a loopback address"):
        Sandbox(host=host)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.2", "::1"])
def test_other_loopback_addresses(connect: type[Client], host: str) -> None:
    try:
        running = Sandbox(host=host)
    except SandboxError as error:
        pytest.skip(str(error))
    with running, connect(running) as client:
        assert client.ask().status_code == 200


KILLED = """
import os, sys
from pathlib import Path
from heymarket_sandbox import Sandbox, Settings
import sqlite3

count = 0
class Dying(sqlite3.Connection):
    def _step(self):
        global count
        count += 1
        if count == int(sys.argv[2]):
            os._exit(9)
    def execute(self, *given):
        self._step()
        return super().execute(*given)
    def executemany(self, *given):
        self._step()
        return super().executemany(*given)

real = sqlite3.connect
sqlite3.connect = lambda *given, **named: real(*given, factory=Dying, **named)
Sandbox(Settings(conversations=5, database=Path(sys.argv[1]))).close()
print(count)
"""


def test_a_first_start_that_is_killed_anywhere_leaves_nothing(tmp_path: Path) -> None:
    def start(step: int) -> tuple[Path, str]:
        file = tmp_path / f"{step}.db"
        command = [sys.executable, "-c", KILLED, str(file), str(step)]
        return file, subprocess.run(command, capture_output=True, text=True, check=False).stdout

    steps = int(start(0)[1])
    for step in range(1, steps + 1, max(1, steps // 15)):
        file, said = start(step)
        assert said == "", step
        sandbox = Sandbox(Settings(conversations=5, database=file))
        assert len(sandbox.conversations) == 5, step
        sandbox.close()


def test_a_change_that_fails_halfway_changes_nothing(sandbox: Sandbox) -> None:
    before = sandbox.conversations
    with pytest.raises(KeyError):
        sandbox.store.conversations.mark(12345, [1, 2], unread=True)
    with pytest.raises(KeyError), sandbox.store.transaction():  # noqa: PT012 - the whole block is undone
        sandbox.add_conversation(id=1)
        sandbox.remove_conversation(2)
    sandbox.add_conversation(id=12345, updated="2020-01-01T00:00:00Z")
    assert sandbox.store.conversations.get(12345).get("unread_users") is None
    assert [each["id"] for each in sandbox.conversations] == [each["id"] for each in before] + [12345]


def test_the_application_works_without_a_socket() -> None:
    sandbox = Sandbox()

    async def ask() -> httpx.Response:
        claims = {"iss": sandbox.secret_id, "iat": int(time.time())}
        signed = jwt.encode(claims, f"{sandbox.secret_id}||{sandbox.secret_key}")
        transport = httpx.ASGITransport(app=sandbox.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
            return await client.post(PATH, json={"limit": 2}, headers={"Authorization": f"Bearer {signed}"})

    response = asyncio.run(ask())
    assert len(response.json()) == 2
    assert response.headers["X-Request-Id"] == sandbox.requests[0].request_id
    sandbox.close()


def test_many_threads_at_once(sandbox: Sandbox, connect: type[Client]) -> None:
    seen: list[int] = []

    def work() -> None:
        with connect(sandbox) as client:
            seen.extend(client.ask(limit=1).status_code for _ in range(10))
            sandbox.add_conversation(name="x")

    threads = [threading.Thread(target=work) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [200] * 100
    assert len(sandbox.conversations) == 360
