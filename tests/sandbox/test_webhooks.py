"""Does the sandbox tell of what changes, once it has changed, until it is heard, and go wrong only on demand?"""

from __future__ import annotations

import socket
import threading
import time
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from heymarket_sandbox import Sandbox, SandboxError, Settings
from heymarket_sandbox.webhooks.collector import Collector, collecting
from heymarket_sandbox.webhooks.faults import KINDS, DeliveryFault, DeliveryFaults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from heymarket_sandbox.webhooks.delivery import Delivery

    from .conftest import Client

INBOX, MEMBER, OTHER_INBOX = 2222, 55, 3333


@pytest.fixture
def settings() -> Settings:
    return Settings(conversations=20, rate_limit=None)


@pytest.fixture
def collector(sandbox: Sandbox) -> Iterator[Collector]:
    with collecting(sandbox) as made:
        yield made


def types(sandbox: Sandbox, collector: Collector) -> list[str]:
    sandbox.webhooks.wait()
    return [each["type"] for each in collector.all]


def call(client: Client, path: str, **body: Any) -> None:
    response = client.post(path, json=body)
    assert response.status_code == 200, response.text


CHANGES: dict[str, tuple[Callable[[Client], Any], list[str]]] = {
    "close": (
        lambda client: call(client, "/v1/conversations/close", inbox_id=INBOX, user_id=MEMBER, chat_id=7),
        ["chat_closed"],
    ),
    "close twice": (
        lambda client: [
            call(client, "/v1/conversations/close", inbox_id=INBOX, user_id=MEMBER, chat_id=7) for _ in range(2)
        ],
        ["chat_closed"],
    ),
    "open what is open": (
        lambda client: call(client, "/v1/conversations/open", inbox_id=INBOX, user_id=MEMBER, chat_id=7),
        [],
    ),
    "close and open": (
        lambda client: [
            call(client, f"/v1/conversations/{what}", inbox_id=INBOX, user_id=MEMBER, chat_id=7)
            for what in ("close", "open")
        ],
        ["chat_closed", "chat_opened"],
    ),
    "reassign": (
        lambda client: call(
            client, "/v1/conversations/reassign", inbox_id=INBOX, user_id=MEMBER, reassign_id=72, target="15550007"
        ),
        ["chat_reassigned"],
    ),
    "transfer": (
        lambda client: call(client, "/v1/conversations/transfer", conversation_id=7, transfer_inbox_id=OTHER_INBOX),
        ["chat_transferred"],
    ),
    "read": (
        lambda client: call(client, "/v1/conversations/read", inbox_id=INBOX, user_id=MEMBER, target="15550007"),
        [],
    ),
    "opt out and in": (
        lambda client: [
            call(client, "/v1/contact/set_status", phone="15105553344", status=status)
            for status in ("unsubscribed", "unsubscribed", "subscribed")
        ],
        ["target_opt_out", "target_opt_in"],
    ),
    "block": (lambda client: call(client, "/v1/contact/set_status", phone="15105553344", status="blocked"), []),
    "a contact that is opted out": (
        lambda client: call(client, "/v1/contact", phone="15550099", is_opted_out=True),
        ["target_opt_out"],
    ),
    "a contact": (lambda client: call(client, "/v1/contact", phone="15550098"), []),
}


@pytest.mark.parametrize(("change", "wanted"), CHANGES.values(), ids=CHANGES)
def test_a_change_sends_its_events(
    change: Callable[[Client], Any], wanted: list[str], sandbox: Sandbox, client: Client
) -> None:
    sandbox.add_conversation(id=7, inbox=INBOX, target="15550007", assigned=MEMBER)
    with collecting(sandbox) as collector:
        change(client)
        assert types(sandbox, collector) == wanted
        for event in collector.all:
            assert (event["id"], event["token"]) == (123, sandbox.webhooks.token)
            if event["type"].startswith("chat_"):
                assert event["event_data"]["id"] == 7
        if wanted and wanted[-1].startswith("chat_"):
            last = collector.all[-1]["event_data"]
            current = client.get("/v1/conversations/7").json()
            assert {name: last[name] for name in ("status", "inbox")} == {
                name: current[name] for name in ("status", "inbox")
            }


def test_calls_from_tests_send_events_too(sandbox: Sandbox, collector: Collector) -> None:
    sandbox.add_conversation(id=7, inbox=INBOX, name="Ada")
    sandbox.update_conversation(7, status="pending")
    sandbox.update_conversation(7, name="Grace")
    sandbox.update_conversation(7, assigned=72, inbox=OTHER_INBOX)
    sandbox.remove_conversation(7)
    assert types(sandbox, collector) == ["chat_opened", "chat_pending", "chat_transferred", "chat_reassigned"]


def test_messages_send_events_in_both_directions(sandbox: Sandbox, collector: Collector, client: Client) -> None:
    came = sandbox.receive_message("15550007", "Hello", inbox=INBOX)
    assert came is not None
    reply = {"inbox_id": INBOX, "creator_id": MEMBER, "chat_id": came["conversation"]["id"]}
    call(client, "/v1/message/send", **reply, text="Hi")
    call(client, "/v1/message/send", **reply, text="a note", private=True)
    assert types(sandbox, collector) == ["chat_opened", "message_recieved", "message_sent"]
    opened, received, sent = collector.all
    assert received["event_data"]["conversation"]["id"] == opened["event_data"]["id"]
    assert (received["event_data"]["text"], received["event_data"]["type"]) == ("Hello", "inbound")
    assert (sent["event_data"]["text"], sent["event_data"]["user"]) == ("Hi", MEMBER)
    sandbox.receive_message("15550007", "STOP")
    assert types(sandbox, collector)[3:] == ["message_recieved", "target_opt_out"]
    call(client, "/v1/contact/set_status", phone="15550007", status="blocked")
    assert sandbox.receive_message("15550007", "Hello?") is None
    assert len(types(sandbox, collector)) == 5


def test_a_message_opens_what_was_closed(sandbox: Sandbox, collector: Collector) -> None:
    sandbox.add_conversation(id=7, inbox=INBOX, target="15550007", status="closed")
    sandbox.receive_message("15550007", "Hello")
    assert types(sandbox, collector) == ["chat_closed", "message_recieved", "chat_opened"]


def test_nothing_is_sent_of_what_is_undone(sandbox: Sandbox, collector: Collector) -> None:
    def fail() -> None:
        with sandbox.store.transaction():
            sandbox.add_conversation(id=7)
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        fail()
    with sandbox.store.transaction():
        sandbox.add_conversation(id=8)
        sandbox.update_conversation(8, status="closed")
        assert not sandbox.webhooks.deliveries
        assert collector.all == []
    assert types(sandbox, collector) == ["chat_opened", "chat_closed"]


def test_what_the_spec_does_not_allow_is_not_sent(
    sandbox: Sandbox, collector: Collector, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(SandboxError, match=r"incoming_call breaks the spec: event_data"):
        sandbox.webhooks.send("incoming_call", "no object")  # type: ignore[arg-type]
    sandbox.add_conversation(id=7, name=7)
    assert "the event chat_opened breaks the spec and is not sent: event_data.name" in caplog.text
    sandbox.webhooks.send("incoming_call", {"phone": "15550007"})
    sandbox.webhooks.send("of tomorrow", {"anything": [1]})
    sandbox.add_conversation(id=8, name=None)
    assert types(sandbox, collector) == ["incoming_call", "of tomorrow", "chat_opened"]


def test_events_come_in_order_to_every_url(sandbox: Sandbox, collector: Collector) -> None:
    other = Collector(sandbox.webhooks.token)
    sandbox.webhooks.deliver_to(other.url)
    for number in range(50):
        sandbox.webhooks.send("message_sent", {"id": number})
    sandbox.webhooks.wait()
    for each in (collector, other):
        assert [event["event_data"]["id"] for event in each.all] == list(range(50))
    other.close()


@pytest.mark.parametrize("status", [100, 199, 300, 301, 400, 401, 404, 429, 500, 503, 599])
def test_anything_but_a_success_is_delivered_again(status: int, sandbox: Sandbox) -> None:
    answers = [status, status]
    with collecting(sandbox, lambda _: answers.pop() if answers else 202) as collector:
        sandbox.webhooks.send("message_sent", {"id": 1})
        assert types(sandbox, collector) == ["message_sent"]
    told = [(each.attempt, each.status, each.is_taken) for each in sandbox.webhooks.deliveries]
    assert [(attempt, is_taken) for attempt, _, is_taken in told] == [(1, False), (2, False), (3, True)]


def test_it_gives_up_after_all_attempts(sandbox: Sandbox) -> None:
    with collecting(sandbox, lambda _: 500):
        sandbox.webhooks.close()
        with socket.create_server(("127.0.0.1", 0)) as nobody:
            port = nobody.getsockname()[1]
        sandbox.webhooks.deliver_to(f"http://127.0.0.1:{port}/", attempts=3)
        sandbox.webhooks.send("message_sent", {"id": 1})
        sandbox.webhooks.wait()
        assert [(each.attempt, each.status) for each in sandbox.webhooks.deliveries] == [
            (1, None),
            (2, None),
            (3, None),
        ]


def test_pauses_double(sandbox: Sandbox) -> None:
    came: list[float] = []

    def respond(_: bytes) -> int:
        came.append(time.monotonic())
        return 204 if len(came) == 4 else 500

    with collecting(sandbox, respond):
        sandbox.webhooks.send("message_sent", {"id": 1})
        sandbox.webhooks.wait()
    pauses = [later - before for before, later in pairwise(came)]
    for pause, least in zip(pauses, (0.05, 0.1, 0.2), strict=True):
        assert least <= pause < least + 0.3


def test_a_slow_answer_is_none(sandbox: Sandbox) -> None:
    waits = [0.5]

    def respond(_: bytes) -> int:
        if waits:
            time.sleep(waits.pop())
        return 204

    made = Collector(sandbox.webhooks.token, respond)
    sandbox.webhooks.deliver_to(made.url, timeout=0.1)
    sandbox.webhooks.send("message_sent", {"id": 1})
    sandbox.webhooks.wait()
    assert [each.status for each in sandbox.webhooks.deliveries] == [None, 204]
    sandbox.webhooks.close()
    made.close()


def test_closing_waits_for_no_answer() -> None:
    asked, goes_on = threading.Event(), threading.Event()

    def respond(_: bytes) -> int:
        asked.set()
        goes_on.wait(20)
        return 204

    with Sandbox(Settings(conversations=0)) as sandbox:
        made = Collector(sandbox.webhooks.token, respond)
        sandbox.webhooks.deliver_to(made.url)
        sandbox.webhooks.send("message_sent", {"id": 1})
        assert asked.wait(10)
        with pytest.raises(SandboxError, match="still waiting"):
            sandbox.webhooks.wait(0.05)
        began = time.monotonic()
    assert time.monotonic() - began < 5
    assert not [each for each in threading.enumerate() if each.name == "heymarket-sandbox-webhook"]
    goes_on.set()
    made.close()


@pytest.mark.parametrize(
    "url", ["", "localhost:80", "ftp://127.0.0.1/", "http://", "http://127.0.0.1:99999/", "file:///etc"]
)
def test_what_is_no_url_is_refused(url: str, sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match=r"URL|[Pp]ort"):
        sandbox.webhooks.deliver_to(url)


@pytest.mark.parametrize("options", [{"attempts": 0}, {"timeout": 0}, {"timeout": float("nan")}])
def test_what_is_no_patience_is_refused(options: dict[str, Any], sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="attempts must be"):
        sandbox.webhooks.deliver_to("http://127.0.0.1:1/", **options)


def test_a_query_stays_in_the_url(sandbox: Sandbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        sandbox.webhooks.deliver_to(f"http://127.0.0.1:{listener.getsockname()[1]}/hook?key=a%20b")
        sandbox.webhooks.send("message_sent", {"id": 1})
        connection, _ = listener.accept()
        with connection:
            came = b""
            while not came.endswith(b'"}'):
                came += connection.recv(1000)
            assert came.startswith(b"POST /hook?key=a%20b HTTP/1.1\r\n")
            connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
        sandbox.webhooks.wait()


# Faults on demand.


def deliver(sandbox: Sandbox, collector: Collector, count: int) -> tuple[list[int], list[Delivery]]:
    for number in range(count):
        sandbox.webhooks.send("message_sent", {"id": number})
    sandbox.webhooks.wait()
    return [each["event_data"]["id"] for each in collector.all], sandbox.webhooks.deliveries


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_loses_nothing(kind: Any, sandbox: Sandbox, collector: Collector) -> None:
    sandbox.webhooks.faults.add(kind, every=3, seconds=0.05)
    came, deliveries = deliver(sandbox, collector, 10)
    assert set(came) == set(range(10))
    hit = [each for each in deliveries if each.fault == kind]
    statuses = {"lost": 204, "double": 204, "slow": 204, "cut": None, "text": 400, "token": 401}
    if kind == "late":
        assert came.index(2) > came.index(4)
        assert len(came) == 10
    else:
        assert [each.event["event_data"]["id"] for each in hit] == [2, 5, 8]
        assert {each.status for each in hit} == {statuses[kind]}
        assert {each.is_taken for each in hit} == {kind in {"double", "slow"}}
        repeated = {"lost": [2, 5, 8], "double": [2, 5, 8]}.get(kind, [])
        assert sorted(came) == sorted([*range(10), *repeated])
    sandbox.webhooks.faults.clear()
    later, _ = deliver(sandbox, collector, 10)
    assert later[len(came) :] == list(range(10))


def test_a_late_event_is_overtaken_or_comes_after_a_while(sandbox: Sandbox, collector: Collector) -> None:
    sandbox.webhooks.faults.add("late", times=1, seconds=30)
    came, _ = deliver(sandbox, collector, 6)
    assert came == [1, 2, 3, 0, 4, 5]
    sandbox.webhooks.faults.add("late", times=1, seconds=0.05)
    came, _ = deliver(sandbox, collector, 1)
    assert came[6:] == [0]


def test_a_slow_body_takes_its_time(sandbox: Sandbox, collector: Collector) -> None:
    sandbox.webhooks.faults.add("slow", seconds=0.2)
    began = time.monotonic()
    deliver(sandbox, collector, 1)
    assert time.monotonic() - began >= 0.2


def test_faults_choose_their_events() -> None:
    faults = DeliveryFaults()
    faults.add("cut", every=2, times=2, types=["a"])
    faults.add("double", types=["b"])
    found = [faults.choose(each) for each in "aabaaaaa"]
    assert [each.kind if each else "" for each in found] == ["", "cut", "double", "", "cut", "", "", ""]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("double", DeliveryFault("double")),
        ("slow,seconds=2", DeliveryFault("slow", seconds=2)),
        ("late,every=3,times=1", DeliveryFault("late", every=3, times=1)),
    ],
)
def test_faults_from_text(text: str, fault: DeliveryFault) -> None:
    faults = DeliveryFaults()
    faults.add_from_text(text)
    assert faults._faults == [fault]


@pytest.mark.parametrize(
    "text",
    ["", "never", "double,", "double,every", "double,every=x", "double,every=0", "slow,seconds=-1", "cut,types=a"],
)
def test_what_is_no_fault_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"fault|every|seconds|literal"):
        DeliveryFaults().add_from_text(text)


# The collector and the fixture.


def test_the_fixture_waits_for_events(heymarket_sandbox: Sandbox, heymarket_webhooks: Collector) -> None:
    heymarket_sandbox.add_conversation(id=7)
    heymarket_sandbox.update_conversation(7, status="closed")
    event = heymarket_webhooks.next("chat_closed")
    assert event["event_data"]["id"] == 7
    assert b'"chat_closed"' in event.body
    with pytest.raises(TimeoutError, match=r"no event of any type came in 0\.05 seconds"):
        heymarket_webhooks.next(timeout=0.05)
    heymarket_sandbox.update_conversation(7, status="open")
    assert heymarket_webhooks.next()["type"] == "chat_opened"
    assert [each["type"] for each in heymarket_webhooks.all] == ["chat_opened", "chat_closed", "chat_opened"]


def test_the_collector_takes_only_events_of_its_sandbox(sandbox: Sandbox, collector: Collector) -> None:
    stranger = Sandbox(Settings(conversations=0, webhook_token="another"))
    stranger.webhooks.deliver_to(collector.url, attempts=1)
    stranger.webhooks.send("message_sent", {"id": 1})
    stranger.webhooks.wait()
    assert [each.status for each in stranger.webhooks.deliveries] == [401]
    stranger.close()
    assert collector.all == []


def test_an_empty_token_is_refused() -> None:
    with pytest.raises(ValueError, match="webhook_token"):
        Settings(webhook_token=" ")


def test_without_a_url_nothing_is_made() -> None:
    with Sandbox(Settings(conversations=0)) as sandbox:
        sandbox.add_conversation(id=7)
        sandbox.webhooks.send("message_sent", {"id": 1})
        sandbox.webhooks.wait(0)
        assert sandbox.webhooks.deliveries == []
