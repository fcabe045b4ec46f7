"""Many threads with one client, and with one connection pool."""

from __future__ import annotations

import subprocess
import sys
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import httpcore
import httpx
import pytest

from heymarket import Heymarket
from heymarket_auth import TeamApiKey

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = "http://127.0.0.1/"  # nobody is asked: the stream below answers
RESPONSE = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]"


class Stream(httpcore.MockStream):
    """A connection to nobody; `asked` is what it says, and does, when it is asked whether it can be read from."""

    asked: Callable[[], bool] = staticmethod(lambda: False)

    def get_extra_info(self, info: str) -> Any:
        return self.asked() if info == "is_readable" else super().get_extra_info(info)


class Backend(httpcore.MockBackend):
    def __init__(self, stream: Stream) -> None:
        super().__init__([])
        self.stream = stream

    def connect_tcp(self, *_: Any, **__: Any) -> Stream:
        return self.stream


@pytest.fixture
def inner() -> Stream:
    return Stream([RESPONSE, RESPONSE[:-1], RESPONSE[-1:]])


@pytest.fixture
def connection(inner: Stream) -> httpcore.HTTP11Connection:
    """A connection of a client that has had one response."""
    transport = httpx.HTTPTransport()
    transport._pool._network_backend = Backend(inner)
    with Heymarket(auth=TeamApiKey("key"), transport=transport):
        origin = httpcore.Origin(b"http", b"127.0.0.1", 80)
        stream = transport._pool._network_backend.connect_tcp("127.0.0.1", 80)
    connection = httpcore.HTTP11Connection(origin, stream)
    connection.request("GET", HERE)
    assert connection.is_idle()
    return connection


def test_a_connection_that_another_thread_begins_to_use_is_not_closed(
    inner: Stream, connection: httpcore.HTTP11Connection
) -> None:
    """httpcore takes an idle connection that can be read from for one that the server has closed."""
    responses = []

    def used_meanwhile() -> bool:
        responses.append(connection.handle_request(httpcore.Request("GET", HERE, headers={"Host": "127.0.0.1"})))
        return True

    inner.asked = used_meanwhile  # type: ignore[method-assign]
    assert not connection.has_expired()
    assert responses[0].read() == b"[]"


def test_a_connection_that_another_thread_has_just_begun_to_use_is_not_closed(
    inner: Stream, connection: httpcore.HTTP11Connection
) -> None:
    stream = connection._network_stream
    stream.write(b"GET / HTTP/1.1\r\n\r\n")
    inner.asked = lambda: True  # type: ignore[method-assign]
    assert not stream.get_extra_info("is_readable")


def test_a_connection_that_the_server_has_closed_is(inner: Stream, connection: httpcore.HTTP11Connection) -> None:
    inner.asked = lambda: True  # type: ignore[method-assign]
    assert connection.has_expired()


FIRST_USES = dedent("""
    import sys, threading
    import msgspec
    from heymarket import models
    from heymarket_runtime.conversion import convert
    from heymarket_runtime.model import Model

    sys.setswitchinterval(1e-6)

    def use(start, cls, field):
        start.wait()
        try:
            convert({field: None}, cls)
        except msgspec.ValidationError:
            pass
        used.append(cls)

    found = [getattr(models, name) for name in models.__all__]
    for cls in [each for each in found if isinstance(each, type) and issubclass(each, Model)]:
        fields, used = cls.__struct_encode_fields__, []
        start = threading.Barrier(16)
        threads = [threading.Thread(target=use, args=(start, cls, fields[-1 - n % len(fields)])) for n in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert used == [cls] * 16
    print("all done")
""")


def test_threads_that_meet_a_class_at_once_do_not_crash() -> None:
    """msgspec alone crashes the process here: one thread uses what another has not finished."""
    done = subprocess.run([sys.executable, "-c", FIRST_USES], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "all done\n", "")
