"""Each message, e-mail and list exactly once, whatever breaks and at whichever position.

CI runs a few examples with a fixed seed; `nox -s reliability` runs 2 000 of 50 steps.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import strategies
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

import heymarket
from heymarket_auth import connect, connect_async
from heymarket_sandbox import Fault, Sandbox, Settings
from heymarket_sandbox.lists import LISTS

from .machines import SETTINGS
from .matrix import short_pauses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Not handled; handled but not answered; answered in part; answered wrongly.
BEFORE = ("reset", "close", "garbage", "500", "502", "503", "504", "429", "401", "520", "403")
AFTER = ("lost", "reset-body", "truncate", "truncate-chunked", "long-length", "bad-gzip", "truncated-json")
FAULTS = [Fault(kind) for kind in (*BEFORE, *AFTER)]
FROM = {"inbox_id": 2222, "creator_id": 55}
PHONES = ("15005550006", "15005550007", "15005550008")

Write = dict[str, Any]


def to_phone(text: str) -> tuple[str, Write]:
    return "messages.send", {**FROM, "phone_number": PHONES[0], "text": text}


def to_group(text: str) -> tuple[str, Write]:
    return "messages.send", {**FROM, "targets": list(PHONES[:2]), "text": text}


def to_colleagues(text: str) -> tuple[str, Write]:
    return "messages.send", {**FROM, "chat_id": 9920, "text": text, "private": True}


def by_email(text: str) -> tuple[str, Write]:
    return "email.send", {"creator_id": 55, "inbox": 2222, "targets": ["to:ada@example.com"], "text": text}


def to_list(text: str) -> tuple[str, Write]:
    return "messages.send", {**FROM, "list_id": 0, "text": text, "local_id": text}


def new_list(text: str) -> tuple[str, Write]:
    return "lists.create", {"title": text, "local_id": text, "phones": list(PHONES)}


WRITES = (to_phone, to_group, to_colleagues, by_email, to_list, new_list)


class World:
    """A sandbox, a client of either kind, and what must have been written."""

    def __init__(self) -> None:
        self.sandbox = Sandbox(Settings(conversations=2, rate_limit=None))
        self.sandbox.start()
        self.stack = contextlib.ExitStack()
        self.stack.enter_context(short_pauses())
        options: dict[str, Any] = {"environ": self.sandbox.environ, "rate_limit": None, "max_retries": 2}
        self.client = connect(**options, transport=httpx.HTTPTransport(verify=False))
        self.runner = asyncio.Runner()
        self.other = connect_async(**options, transport=httpx.AsyncHTTPTransport(verify=False))
        self.old_lists = {each["id"] for each in self.sandbox.store.records(LISTS).page()}
        name, made = new_list("everyone")
        self.everyone = self.call(name, made).id
        self.old = {each["id"] for each in self.sandbox.messages}
        self.wanted = Counter[str]()
        self.lists = {"everyone"}
        self.number = 0

    def close(self) -> None:
        self.runner.run(self.other.close())
        self.runner.close()
        self.client.close()
        self.stack.close()
        self.sandbox.close()

    def call(self, name: str, write: Write, *, use_async: bool = False) -> Any:
        resource, method = name.split(".")
        if not use_async:
            return getattr(getattr(self.client, resource), method)(**write)

        async def calling() -> Any:
            return await getattr(getattr(self.other, resource), method)(**write)

        return self.runner.run(calling())

    def write(self, make: Callable[[str], tuple[str, Write]], *, use_async: bool = False) -> None:
        """Write something, by hand too as often as it takes, with the key that the error shows."""
        self.number += 1
        text = f"{make.__name__} {self.number}"
        name, write = make(text)
        if make is to_list:
            write["list_id"] = self.everyone
        keys = {write["local_id"]} if "local_id" in write else set[str | None]()
        for _ in range(40):
            try:
                keys.add(self.call(name, write, use_async=use_async).idempotency_key)
                break
            except heymarket.HeymarketError as error:
                keys.add(error.idempotency_key)
                write = {**write, "local_id": error.idempotency_key or write["local_id"]}
        else:
            raise AssertionError("the faults never end")
        if name == "lists.create":
            self.lists.add(text)
        else:
            assert len(keys) == 1
            self.wanted[text] = len(PHONES) if make is to_list else 1

    def check(self) -> None:
        """Compare with what the sandbox holds."""
        new = Counter(each["text"] for each in self.sandbox.messages if each["id"] not in self.old)
        assert new == self.wanted
        lists = self.sandbox.store.records(LISTS).page()
        held = [each["name"] for each in lists if each["id"] not in self.old_lists]
        assert sorted(held) == sorted(self.lists)


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    world.close()


@pytest.mark.parametrize("use_async", [False, True], ids=["sync", "async"])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.kind)
def test_a_fault_at_any_position_loses_nothing_and_repeats_nothing(world: World, fault: Fault, use_async: bool) -> None:
    for make in WRITES:
        for position in range(3):
            for times in (1, 2, 4):
                world.sandbox.faults.clear()
                world.sandbox.faults.script(*[Fault("lost")] * position, *[fault] * times)
                world.write(make, use_async=use_async)
    world.check()
    assert world.sandbox.faults.injected[fault.kind]


class Sending(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.opted_out = False

    def teardown(self) -> None:
        self.world.close()

    @rule(
        faults=strategies.lists(strategies.none() | strategies.sampled_from(FAULTS), max_size=8),
    )
    def spoil(self, faults: list[Fault | None]) -> None:
        self.world.sandbox.faults.clear()
        self.world.sandbox.faults.script(*faults)

    @precondition(lambda self: not self.opted_out)
    @rule(make=strategies.sampled_from(WRITES), use_async=strategies.booleans())
    def write(self, make: Callable[[str], tuple[str, Write]], use_async: bool) -> None:
        self.world.write(make, use_async=use_async)

    @rule(word=strategies.sampled_from(["Hello", "STOP", "START"]))
    def reply(self, word: str) -> None:
        self.world.sandbox.receive_message(from_=PHONES[0], text=word)
        self.world.wanted[word] += 1
        self.opted_out = {"STOP": True, "START": False}.get(word, self.opted_out)

    @precondition(lambda self: self.opted_out)
    @rule()
    def refused(self) -> None:
        """Whatever faults there are, one who opted out gets nothing."""
        name, write = to_phone("unwanted")
        with pytest.raises(heymarket.HeymarketError):
            self.world.call(name, write)

    @invariant()
    def everything_is_there_once(self) -> None:
        self.world.check()


Sending.TestCase.settings = SETTINGS
TestSending = Sending.TestCase
