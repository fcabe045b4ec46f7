"""What happens on a 401: one retry, a corrected clock, and a hint that helps."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from heymarket_auth import ApiSecret, TeamApiKey
from heymarket_auth._auth import _offset

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from tests.auth.conftest import Clock, Server

PAIR = ("1f0c7a52-3b7e-4f0a-9c55-0f6c1f2d8e41", "Zk3nQ8vT1xLr5Wm9Yb2Hc7Jd4Fg6Ps0a")
URL = "https://api.heymarket.com/v1/team"


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(auth=ApiSecret(*PAIR), transport=httpx.MockTransport(server)) as client:
        yield client


def test_a_401_is_retried_once_with_a_new_token(client: httpx.Client, server: Server, clock: Clock) -> None:
    client.get(URL)
    clock.pass_(5)
    server.refuse_next = 1
    assert client.get(URL).status_code == 200
    assert server.statuses == [200, 401, 200]
    assert server.tokens[2] != server.tokens[1] == server.tokens[0]
    client.get(URL)
    assert server.tokens[3] == server.tokens[2]


def test_a_second_401_is_the_response(client: httpx.Client, server: Server) -> None:
    server.refuse_next = 2
    assert client.get(URL).status_code == 401
    assert server.statuses == [401, 401]


@pytest.mark.parametrize("status", [200, 400, 403, 429, 500])
def test_no_other_status_is_retried(status: int) -> None:
    requests: list[httpx.Request] = []
    with httpx.Client(
        auth=ApiSecret(*PAIR),
        transport=httpx.MockTransport(lambda request: requests.append(request) or httpx.Response(status)),
    ) as client:
        response = client.get(URL)
    assert len(requests) == 1
    assert "auth_hint" not in response.extensions


class Wire(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Consumes the body's stream, as a socket does and MockTransport does not; refuses the first request."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.bodies.append(b"".join(request.stream))
        return httpx.Response(401 if len(self.bodies) == 1 else 200)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.bodies.append(b"".join([part async for part in request.stream]))
        return httpx.Response(401 if len(self.bodies) == 1 else 200)


def test_a_streamed_body_is_sent_again_whole() -> None:
    wire = Wire()
    with httpx.Client(auth=ApiSecret(*PAIR), transport=wire) as client:
        assert client.post(URL, content=iter([b"one", b"two"])).status_code == 200
    assert wire.bodies == [b"onetwo", b"onetwo"]


def test_a_streamed_body_is_sent_again_whole_async() -> None:
    async def body() -> AsyncIterator[bytes]:
        yield b"one"
        yield b"two"

    async def run() -> int:
        async with httpx.AsyncClient(auth=ApiSecret(*PAIR), transport=wire) as client:
            return (await client.post(URL, content=body())).status_code

    wire = Wire()
    assert asyncio.run(run()) == 200
    assert wire.bodies == [b"onetwo", b"onetwo"]


@pytest.mark.parametrize("ahead", [-900, -301, -2, 2, 900])
def test_a_skewed_clock_costs_one_request_once(
    client: httpx.Client, server: Server, clock: Clock, ahead: float
) -> None:
    server.ahead = ahead
    # Behind by less than a token's life, this machine's clock does no harm.
    first = [200] if 0 <= ahead < 300 else [401, 200]
    client.get(URL)
    assert server.statuses == first
    for _ in range(5):
        clock.pass_(250)
        assert client.get(URL).status_code == 200
    assert server.statuses == [*first, 200, 200, 200, 200, 200]


def test_a_clock_barely_ahead_is_corrected_too(client: httpx.Client, server: Server) -> None:
    server.ahead = -0.5
    assert client.get(URL).status_code == 200
    assert server.statuses == [401, 200]


def test_async_corrects_the_clock_alike(server: Server) -> None:
    server.ahead = -900

    async def run() -> list[int]:
        async with httpx.AsyncClient(auth=ApiSecret(*PAIR), transport=httpx.MockTransport(server)) as client:
            return [(await client.get(URL)).status_code for _ in range(3)]

    assert asyncio.run(run()) == [200, 200, 200]
    assert server.statuses == [401, 200, 200, 200]


def test_the_correction_is_dropped_when_the_clock_is_set_right(
    client: httpx.Client, server: Server, clock: Clock, issued_at: Callable[[str], int]
) -> None:
    server.ahead = 900
    client.get(URL)
    assert server.statuses == [401, 200]
    clock.jump(900)
    server.ahead = 0
    assert client.get(URL).status_code == 200
    assert server.statuses == [401, 200, 200]
    assert issued_at(server.tokens[-1]) == int(clock.time())


def test_a_correction_that_did_not_help_is_forgotten(client: httpx.Client, server: Server) -> None:
    server.refuse_next, server.date_ahead = 1, -1200
    assert client.get(URL).status_code == 401
    assert server.statuses == [401, 401]
    assert client.get(URL).status_code == 200
    assert server.statuses == [401, 401, 200]


def test_an_earlier_correction_outlives_one_that_did_not_help(client: httpx.Client, server: Server) -> None:
    server.ahead = 900
    client.get(URL)
    server.refuse_next, server.date_ahead = 1, -1200
    assert client.get(URL).status_code == 401
    assert client.get(URL).status_code == 200
    assert server.statuses == [401, 200, 401, 401, 200]


def test_without_a_date_an_earlier_correction_stays(client: httpx.Client, server: Server, clock: Clock) -> None:
    server.ahead = 900
    client.get(URL)
    clock.pass_(1)
    server.refuse_next, server.sends_date = 1, False
    assert client.get(URL).status_code == 200
    assert server.statuses == [401, 200, 401, 200]


def test_those_refused_with_an_older_token_take_the_newer_one() -> None:
    calls: list[int] = []
    auth = ApiSecret.from_provider(lambda: calls.append(1) or PAIR)
    requests = [httpx.Request("GET", URL) for _ in range(3)]
    flows = [auth.auth_flow(request) for request in requests]
    for flow in flows:
        next(flow)
    assert len(calls) == 1
    for flow in flows:
        flow.send(httpx.Response(401))
    assert len(calls) == 2
    assert len({request.headers["Authorization"] for request in requests}) == 1


def test_a_newer_token_is_not_taken_when_it_is_too_old_itself(clock: Clock) -> None:
    auth = ApiSecret(*PAIR)
    slow, other = httpx.Request("GET", URL), httpx.Request("GET", URL)
    flow = auth.auth_flow(slow)
    next(flow)
    clock.pass_(241)
    next(auth.auth_flow(other))
    clock.pass_(241)
    flow.send(httpx.Response(401))
    assert slow.headers["Authorization"] != other.headers["Authorization"]


def test_a_late_second_401_leaves_the_newest_token_alone() -> None:
    calls: list[int] = []
    auth = ApiSecret.from_provider(lambda: calls.append(1) or PAIR)
    late, quick = auth.auth_flow(httpx.Request("GET", URL)), auth.auth_flow(httpx.Request("GET", URL))
    next(late)
    late.send(httpx.Response(401))
    next(quick)
    quick.send(httpx.Response(401))
    with pytest.raises(StopIteration):
        late.send(httpx.Response(401))
    assert len(calls) == 3
    next(auth.auth_flow(httpx.Request("GET", URL)))
    assert len(calls) == 3


def test_threads_refused_together_mint_one_token(server: Server, clock: Clock) -> None:
    calls: list[int] = []
    everyone_sent = threading.Barrier(20)
    turn = threading.local()
    serialise = threading.Lock()

    def handler(request: httpx.Request) -> httpx.Response:
        if not getattr(turn, "refused", False):
            turn.refused = True
            everyone_sent.wait()
        with serialise:
            return server(request)

    def vault() -> tuple[str, str]:
        calls.append(1)
        time.sleep(0.02)  # long enough for the others to arrive
        return PAIR

    server.ahead = 900
    with httpx.Client(auth=ApiSecret.from_provider(vault), transport=httpx.MockTransport(handler)) as client:
        threads = [threading.Thread(target=client.get, args=(URL,)) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(server.statuses) == [200] * 20 + [401] * 20
    assert len(calls) == 2


def hint(client: httpx.Client) -> str:
    response = client.get(URL)
    assert response.status_code == 401
    return response.extensions["auth_hint"]


@pytest.mark.parametrize("ahead", [0, 1.9, -1.2])
def test_the_hint_blames_the_secret_if_the_clock_agrees(client: httpx.Client, server: Server, ahead: float) -> None:
    server.secret_key, server.ahead = "another", ahead
    text = hint(client)
    assert "clock agrees" in text
    assert "id or key" in text


@pytest.mark.parametrize(("ahead", "says"), [(900.5, "900 s behind"), (-900, "900 s ahead of"), (-3, "3 s ahead of")])
def test_the_hint_says_how_far_off_the_clock_is(client: httpx.Client, server: Server, ahead: float, says: str) -> None:
    server.secret_key, server.ahead = "another", ahead
    assert says in hint(client)


def test_the_hint_says_so_if_the_server_sends_no_date(client: httpx.Client, server: Server) -> None:
    server.secret_key, server.sends_date = "another", False
    assert "no date" in hint(client)


def test_a_refused_team_key_is_not_retried() -> None:
    requests: list[httpx.Request] = []
    with httpx.Client(
        auth=TeamApiKey("hm_key"),
        transport=httpx.MockTransport(lambda request: requests.append(request) or httpx.Response(401)),
    ) as client:
        assert "refused" in hint(client)
    assert [request.headers["Authorization"] for request in requests] == ["Bearer hm_key"]


@pytest.mark.parametrize(("after", "status"), [("hm_new", 200), ("hm_newer", 401)])
def test_a_rotated_team_key_is_tried_once(after: str, status: int) -> None:
    seen: list[str] = []
    keys = iter(["hm_old", after, "hm_unasked"])

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["Authorization"])
        return httpx.Response(200 if seen[-1] == "Bearer hm_new" else 401)

    with httpx.Client(
        auth=TeamApiKey.from_provider(lambda: next(keys)), transport=httpx.MockTransport(handler)
    ) as client:
        response = client.get(URL)
    assert response.status_code == status
    assert seen == ["Bearer hm_old", f"Bearer {after}"]
    assert ("auth_hint" in response.extensions) == (status == 401)


DATES = [
    ("Sun, 06 Nov 1994 08:49:37 GMT", 784111777),
    ("Sunday, 06-Nov-94 08:49:37 GMT", 784111777),
    ("Sun Nov  6 08:49:37 1994", 784111777),
]


@pytest.fixture
def far_from_greenwich(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("far_from_greenwich")
@pytest.mark.parametrize(("date", "unix"), DATES)
def test_each_form_of_http_date_is_read_as_gmt(clock: Clock, date: str, unix: int) -> None:
    assert _offset(httpx.Response(401, headers={"Date": date})) == unix - clock.time()


@given(st.text() | st.from_regex(r"[A-Z][a-z]{2}, \d{1,3} [A-Z][a-z]{2} \d{1,6} \d{1,3}:\d\d:\d\d [-+A-Z0-9]{1,9}"))
@example("")
@example("yesterday")
@example("Sun, 31 Feb 2026 08:49:37 GMT")
@example("Sun, 99999999999999999999 Nov 1994 08:49:37 GMT")
@example("Sun, 06 Nov 99999 08:49:37 GMT")
@example("Fri, 31 Dec 9999 23:59:59 -2300")
@example("Mon, 01 Jan 0001 00:00:00 +2300")
@example("Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT")
def test_no_date_breaks_the_flow(date: str) -> None:
    header = date.encode("utf-8", "surrogatepass")
    assert isinstance(_offset(httpx.Response(401, headers=[(b"Date", header)])), float | None)
