"""The commands that are no operations: requests to anything, tokens, webhooks and the sandbox."""

from __future__ import annotations

import http.client
import io
import json
import re
import signal
import subprocess
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import jwt
import pytest

from heymarket_cli.commands import build
from heymarket_cli.own import OWN, Own, add_to
from tests.webhooks.events import EXAMPLES, TOKEN

from .command import COMMAND, Here, apart, clean

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from heymarket_sandbox import Sandbox

EVENT = {name: value for name, value in EXAMPLES["chat_closed"].items() if name != "token"}


class TestApi:
    def test_any_request(self, heymarket: Here) -> None:
        rows = [json.loads(line) for line in heymarket.output("api", "GET", "/v1/inboxes").splitlines()]
        assert rows == [json.loads(line) for line in heymarket.output("inboxes", "list").splitlines()]
        listed = heymarket.output("api", "post", "/v1/conversations", "--json", '{"limit": 2}', "--fields", "id")
        assert len(listed.splitlines()) == 2
        assert heymarket.output("api", "GET", "/v1/inboxes", "-o", "csv").startswith("id,")

    def test_a_query_may_stand_in_the_path(self, offline: Here) -> None:
        shown = offline.output("api", "GET", "/v1/x?a=1&b=", "--query", "a=2", "--query", "c= d", "--dry-run")
        assert shown == "GET https://api.heymarket.com/v1/x?a=1&a=2&b=&c=%20d\n"
        assert offline.refused("api", "GET", "/v1/x", "--query", "a")[1] == "--query: expected NAME=VALUE, got 'a'"

    def test_refused(self, heymarket: Here) -> None:
        assert heymarket.refused("api", "GET", "/v1/nothing")[0] == 1
        assert heymarket.refused("api", "GET", "nothing")[0] == 2
        assert heymarket.refused("api", "FETCH", "/v1/inboxes")[0] == 2

    def test_many_objects_need_a_yes(self, heymarket: Here) -> None:
        words = ("api", "POST", "/v1/batch/contacts", "--json", '[{"phone": "14155550001"}, {"phone": "14155550002"}]')
        code, why = heymarket.refused(*words)
        assert (code, why) == (
            2,
            "POST /v1/batch/contacts concerns 2 objects; give --yes to go ahead without being asked",
        )
        assert len(heymarket.output(*words, "--yes").splitlines()) == 2


class TestToken:
    def test_signs_requests(self, heymarket: Here, sandbox: Sandbox) -> None:
        token = heymarket.output("token").strip()
        key = f"{sandbox.secret_id}||{sandbox.secret_key}"
        assert jwt.decode(token, key, algorithms=["HS256"])["iss"] == sandbox.secret_id
        connection = http.client.HTTPConnection(sandbox.url.removeprefix("http://"))
        connection.request("GET", "/v1/team", headers={"Authorization": f"Bearer {token}"})
        assert connection.getresponse().status == 200
        connection.close()

    def test_a_team_key_is_not_shown(self, offline: Here, monkeypatch: pytest.MonkeyPatch) -> None:
        assert offline.refused("token")[0] == 3
        monkeypatch.setenv("HEYMARKET_API_KEY", "hm_nobody_may_see_this")
        code, why = offline.refused("token")
        assert code == 2
        assert "hm_" not in why


class Listening:
    """`heymarket webhooks listen` in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        assert process.stderr
        self.process = process
        self.out: Any = process.stdout
        self.err: Any = process.stderr
        found = re.search(r"http://(\S+?)/;", self.err.readline())
        assert found
        self.host = found[1]

    def post(self, body: Any, method: str = "POST") -> int:
        connection = http.client.HTTPConnection(self.host, timeout=20)
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        connection.request(method, "/", text)
        status = connection.getresponse().status
        connection.close()
        return status

    def stopped(self) -> tuple[int, str]:
        self.process.send_signal(signal.SIGINT)
        said = self.err.read()
        return self.process.wait(20), said


@contextmanager
def listening(*words: str, **environ: str) -> Iterator[Listening]:
    with subprocess.Popen(
        [*COMMAND, "webhooks", "listen", "--port", "0", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=clean({"HEYMARKET_WEBHOOK_TOKEN": TOKEN, **environ}),
    ) as process:
        try:
            yield Listening(process)
        finally:
            process.kill()


class TestWebhooks:
    def test_events_are_checked_and_shown_as_they_come(self) -> None:
        with listening() as listener:
            assert listener.post({**EVENT, "token": TOKEN}) == 204
            shown = json.loads(listener.out.readline())
            assert shown["type"] == "chat_closed"
            assert shown == EVENT
            assert listener.post({**EVENT, "token": "wrong"}) == 401
            assert listener.post(b"no JSON") == 400
            assert listener.post(b"", "GET") == 405
            assert listener.post({"type": "new_kind", "token": TOKEN, "more": 1}) == 204
            assert json.loads(listener.out.readline())["more"] == 1
            code, said = listener.stopped()
            assert listener.out.read() == ""
        assert code == 0
        assert said.endswith("heymarket: stopped after 2 events\n")
        assert "refused with 401: its token is not the one in HEYMARKET_WEBHOOK_TOKEN" in said
        assert TOKEN not in said

    def test_a_table_has_a_line_for_each_event(self) -> None:
        with listening("-o", "table", COLUMNS="60") as listener:
            listener.post({"type": "new_kind", "token": TOKEN, "text": "a\x1b[31m\nb" * 50})
            line = listener.out.readline()
        assert re.match(r"\d\d:\d\d:\d\d  new_kind  ", line)
        assert len(line) == 61
        assert "\x1b" not in line

    def test_forwarded_as_received(self) -> None:
        received: list[bytes] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                received.append(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        with HTTPServer(("127.0.0.1", 0), Handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            target = f"http://127.0.0.1:{server.server_address[1]}/hooks"
            with listening("--forward-to", target) as listener:
                body = json.dumps({**EVENT, "token": TOKEN}).encode()
                assert listener.post(body) == 204
                assert listener.post({**EVENT, "token": "wrong"}) == 401
                listener.out.readline()
                deadline = time.monotonic() + 20
                while not received and time.monotonic() < deadline:
                    time.sleep(0.05)
            server.shutdown()
        assert received == [body]

    def test_a_reader_that_goes_away_ends_it(self) -> None:
        with listening() as listener:
            listener.out.close()
            listener.post({**EVENT, "token": TOKEN})
            assert listener.process.wait(20) == 141
            assert listener.err.read() == ""

    def test_wrong_usage(self, offline: Here, monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
        monkeypatch.delenv("HEYMARKET_WEBHOOK_TOKEN", raising=False)
        assert offline.refused("webhooks", "listen") == (
            3,
            "no token to know events by: set HEYMARKET_WEBHOOK_TOKEN",
        )
        monkeypatch.setenv("HEYMARKET_WEBHOOK_TOKEN", TOKEN)
        taken = sandbox.url.rpartition(":")[2]
        code, why = offline.refused("webhooks", "listen", "--port", taken)
        assert (code, why) == (2, f"cannot listen at 127.0.0.1:{taken}: Address already in use")
        assert offline.refused("webhooks", "listen", "--forward-to", "http://example.com/")[0] == 2


def test_the_sandbox_starts_from_here() -> None:
    words = ("sandbox", "--port", "0", "--conversations", "3")
    with subprocess.Popen(
        [*COMMAND, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=clean({})
    ) as process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(3)]
        environ = dict(line.removeprefix("export ").strip().split("=", 1) for line in lines)
        assert apart("conversations", "count", environ=environ).stdout == '"3"\n'
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    wrong = apart("sandbox", "--port", "70000", environ={})
    assert wrong.returncode == 2
    assert "usage: heymarket sandbox " in wrong.stderr


@pytest.mark.parametrize("own", OWN, ids=lambda own: own.name)
def test_each_has_help(own: Own, offline: Here) -> None:
    if own.name != "sandbox":
        shown = offline.output(*own.name.split(), "--help")
        assert f"Usage: heymarket {own.name}" in shown
        assert own.help in " ".join(shown.split())
    assert own.name.split()[0] in offline.output("--help")


def test_the_apis_own_resources_keep_their_names() -> None:
    app = build()
    for name in ("token", "webhooks"):
        del app[name]
        app.command(lambda: None, name=name, help="Of the API.")
    for name in [name for name in app if name in {own.name for own in OWN} - {"token"}]:
        del app[name]
    del app["completion"]
    add_to(app, [])
    assert {"token", "cli-token", "webhooks", "cli-webhooks", "api", "login"} <= set(app)
    assert app["token"].help == "Of the API."


def test_standard_input_is_a_body(heymarket: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('{"limit": 1}'))
    assert len(heymarket.output("api", "POST", "/v1/conversations", "--json", "-").splitlines()) == 1


class TestSync:
    def test_loads_what_the_api_lists(
        self, heymarket: Here, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DLT_DATA_DIR", str(tmp_path))
        words = ("sync", "--to", f"duckdb:///{tmp_path}/heymarket.duckdb", "--only", "conversations,tags")
        first = heymarket.output(*words).splitlines()
        assert first[1].split() == ["conversations", str(len(sandbox.conversations)), "0", "0", "0"]
        assert heymarket.output(*words).splitlines()[1].split()[1:3] == ["0", "0"]

    def test_refused(self, heymarket: Here) -> None:
        code, why = heymarket.refused("sync", "--to", "oracle://x")
        assert code == 2
        assert why.startswith("expected duckdb://")
        assert heymarket.refused("sync", "--to", "duckdb:///x", "--only", "nothing")[0] == 2
        assert heymarket.refused("sync")[0] == 2
