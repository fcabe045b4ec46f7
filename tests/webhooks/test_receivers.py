"""Does a receiver in every framework answer as it should, first, and do each event once? Over real sockets."""

from __future__ import annotations

import ast
import logging
import queue
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from anyio import to_thread

from heymarket import webhooks

from .events import EXAMPLES, MARK, ROOT, TOKEN, VARIABLE, body, event
from .servers import PATH, WAYS, post, request

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE = 4_000


class Program:
    """A user's program behind a receiver: it notes what it handled, and can be told to wait or to fail."""

    def __init__(self) -> None:
        self.handled: queue.Queue[Any] = queue.Queue()
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.fails = False
        self.port = 0

    def handle(self, received: webhooks.Event) -> None:
        assert self.may_go_on.wait(20)
        self.handled.put(received)
        if self.fails:
            raise ArithmeticError("cannot handle it")

    async def handle_async(self, received: webhooks.Event) -> None:
        await to_thread.run_sync(self.handle, received)

    def next(self) -> Any:
        return self.handled.get(timeout=20)


@pytest.fixture(params=[(name, is_async) for name, way in WAYS.items() for is_async in {False, way.can_await}], ids=str)
def program(request: pytest.FixtureRequest) -> Iterator[Program]:
    name, is_async = request.param
    made = Program()
    handle = made.handle_async if is_async else made.handle
    receiver = webhooks.Receiver(handle, token=["old one", TOKEN], max_size=SIZE)
    with WAYS[name].server(WAYS[name].app(receiver)) as made.port:
        yield made
        made.may_go_on.set()


def test_it_answers_first_and_works_later(program: Program) -> None:
    program.may_go_on.clear()
    status, _, content = request(program.port, body())
    assert (status, content) == (204, b"")
    assert program.handled.empty()
    program.may_go_on.set()
    assert program.next() == webhooks.parse(body(), token=TOKEN)


def test_what_is_no_event_of_ours_gets_its_status(program: Program, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    assert request(program.port, body(token=f"{MARK}another"))[0] == 401
    assert request(program.port, b'{"type": "message_sent"}')[0] == 401
    assert request(program.port, body()[:-1])[0] == 400
    assert request(program.port, b"")[0] == 400
    assert request(program.port, body(type=7))[0] == 400
    assert request(program.port, body() + b" " * (SIZE - len(body())))[0] == 204
    assert request(program.port, body() + b" " * (SIZE - len(body()) + 1))[0] == 413
    for method in ("GET", "PUT", "DELETE", "PATCH"):
        status, headers, _ = request(program.port, body("message_sent"), method)
        assert status == 405
        assert "POST" in next(value for name, value in headers.items() if name.lower() == "allow")
    assert program.next().type == "message_recieved"
    time.sleep(0.05)
    assert program.handled.empty()
    assert MARK not in caplog.text


def test_events_come_in_chunks_and_with_both_tokens(program: Program) -> None:
    assert post(program.port, event("message_sent", token="old one")) == 204
    assert program.next().type == "message_sent"
    assert request(program.port, b"", **{"Content-Length": "0"})[0] == 400


def test_each_event_is_done_once(program: Program) -> None:
    for name in EXAMPLES:
        for _ in range(2):
            assert post(program.port, event(name)) == 204
    assert post(program.port, event(type="message_received")) == 204
    found = [program.next().type for _ in EXAMPLES]
    assert sorted(found) == sorted(EXAMPLES)
    time.sleep(0.05)
    assert program.handled.empty()


def test_one_event_that_comes_many_times_at_once_is_done_once(program: Program) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: post(program.port, event()), range(24)))
    assert found == [204] * 24
    program.next()
    time.sleep(0.1)
    assert program.handled.empty()


def test_an_event_that_failed_is_taken_again(program: Program, caplog: pytest.LogCaptureFixture) -> None:
    program.fails = True
    assert post(program.port, event()) == 204
    program.next()
    wait_for(lambda: "cannot handle it" in caplog.text)
    assert "handling the webhook event message_recieved:[9980041] failed" in caplog.text
    assert MARK not in caplog.text
    program.fails = False
    wait_for(lambda: post(program.port, event()) == 204 and not program.handled.empty())
    assert program.next().type == "message_recieved"


def wait_for(condition: Any) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.parametrize("name", [name for name, way in WAYS.items() if way.can_await or "WSGI, wsgiref" in name])
def test_a_body_without_a_length(name: str) -> None:
    """In chunks; a WSGI server that does not say where the body ends has none to give."""
    made = Program()
    way = WAYS[name]
    with way.server(way.app(webhooks.Receiver(made.handle, token=TOKEN, max_size=SIZE))) as port:
        parts = [body()[:10], body()[10:]]
        assert request(port, iter(parts))[0] == (204 if way.can_await else 400)
        if way.can_await:
            assert request(port, iter([*parts, b" " * SIZE]))[0] == 413


@pytest.mark.parametrize("name", WAYS)
@pytest.mark.parametrize("length", ["-1", "x", "99999999999999999999999", "1.5"])
def test_a_length_that_is_none_holds_up_nobody(name: str, length: str) -> None:
    made = Program()
    way = WAYS[name]
    head = f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
    with way.server(way.app(webhooks.Receiver(made.handle, token=TOKEN, max_size=SIZE))) as port:
        with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
            connection.sendall(head.encode() + body() + b" " * SIZE)
            answer = b""
            try:
                while part := connection.recv(1000):
                    answer += part
            except ConnectionResetError:  # with what was sent still unread
                pass
        assert not answer or answer.split()[1] in {b"400", b"413"}, answer
        assert post(port, event()) == 204


def test_what_a_framework_needs_is_little() -> None:
    for name in ("starlette", "flask", "django"):
        source = (ROOT / f"runtime/heymarket_runtime/webhooks/{name}.py").read_text("utf-8")
        tree = ast.parse(source)
        made = [node for node in tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef)]
        assert sum((node.end_lineno or 0) - node.lineno + 1 for node in made) <= 20, name


@pytest.mark.parametrize("name", [name for name, way in WAYS.items() if not way.can_await])
def test_who_cannot_await_refuses_a_coroutine_function(name: str) -> None:
    receiver = webhooks.Receiver(Program().handle_async, token=TOKEN)
    with pytest.raises(TypeError, match="coroutine function"):
        WAYS[name].app(receiver)


def test_without_a_token_there_is_no_receiver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(webhooks.WebhookTokenError, match=VARIABLE):
        webhooks.Receiver(print)
    with pytest.raises(webhooks.WebhookTokenError, match="empty"):
        webhooks.Receiver(print, token=[TOKEN, " "])
    monkeypatch.setenv(VARIABLE, TOKEN)
    assert webhooks.Receiver(print).receive("POST", body()).status == 204


def test_tokens_that_can_be_read_once_are_kept() -> None:
    receiver = webhooks.Receiver(print, token=iter([TOKEN]))
    assert [receiver.receive("POST", body()).status for _ in range(2)] == [204, 204]


def test_no_framework_is_imported_before_it_is_used() -> None:
    program = (
        "import sys; from heymarket import webhooks; "
        "print([name for name in ('flask', 'django', 'starlette', 'fastapi') if name in sys.modules]); "
        "print(callable(webhooks.flask_view), 'flask' in sys.modules, 'django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "True True False"]
    with pytest.raises(AttributeError, match="no_such_view"):
        getattr(webhooks, "no_such_view")  # noqa: B009
