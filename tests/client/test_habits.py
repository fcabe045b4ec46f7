"""What Python programs do with clients beside calls: copy, subclass, inspect, replace by a double, make tasks."""

from __future__ import annotations

import asyncio
import copy
import dataclasses
import importlib
import inspect
import pickle
import pkgutil
from functools import cached_property
from typing import TYPE_CHECKING, Any, get_type_hints
from unittest import mock

import attrs
import httpx
import pytest

import heymarket
import heymarket_auth
from heymarket import AsyncHeymarket, Heymarket, api, models
from heymarket.api.conversations import ConversationsResource
from heymarket_runtime import changes

from .driving import Counting, Script

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .driving import Driver


@dataclasses.dataclass
class Configuration:
    client: Any


@attrs.define
class Settings:
    client: Any


# Copies


@pytest.mark.parametrize("use", ["deepcopy", "dataclasses.asdict", "attrs.asdict", "dataclasses.replace"])
def test_a_deep_copy_of_what_holds_a_client_holds_the_same_client(drive: Driver, use: str) -> None:
    client = drive.client(Script([[]]))
    copied = {
        "deepcopy": lambda: copy.deepcopy([client])[0],
        "dataclasses.asdict": lambda: dataclasses.asdict(Configuration(client))["client"],
        "attrs.asdict": lambda: attrs.asdict(Settings(client))["client"],
        "dataclasses.replace": lambda: dataclasses.replace(Configuration(client)).client,
    }[use]()
    assert copied is client


@pytest.mark.parametrize("made", [copy.copy, copy.deepcopy])
def test_copies_of_what_a_client_gave_work_over_its_connections(drive: Driver, made: Callable[[Any], Any]) -> None:
    script = Script([[{"id": 1}], []])
    client = drive.client(script)
    page = drive.first(client)
    assert drive.run(made(client.conversations).list()).items == []
    assert made(page).items == page.items
    assert len(script.requests) == 2


def test_a_client_and_what_holds_its_connections_say_why_they_cannot_be_pickled(drive: Driver) -> None:
    client = drive.client(Script([[{"id": 1}]]))
    for each in (client, client.conversations, drive.first(client)):
        with pytest.raises(TypeError, match="make one in each process"):
            pickle.dumps(each)


# Subclasses


class _Own:
    def __init__(self, tenant: str, **options: Any) -> None:
        super().__init__(**options)
        self.tenant = tenant
        self.seen: list[int] = []

    @cached_property
    def label(self) -> str:
        return f"{self.tenant} {id(self)}"

    @cached_property
    def odd(self) -> NotThere:  # type: ignore[name-defined]  # noqa: F821
        return None


class Tenant(_Own, Heymarket):
    pass


class AsyncTenant(_Own, AsyncHeymarket):
    pass


class Slotted(Heymarket):
    __slots__ = ("tenant",)


def tenant(drive: Driver, handler: Any) -> Any:
    kind = AsyncTenant if drive.asynchronous else Tenant
    transport = drive.client(handler)._driver.http._transport
    return kind("acme", auth=Counting(), transport=transport, rate_limit=None)


def test_with_options_keeps_the_attributes_of_a_subclass(drive: Driver) -> None:
    client = tenant(drive, Script([500]))
    client.note = "given later"
    other = client.with_options(max_retries=0)
    assert (type(other), other.tenant, other.note) == (type(client), "acme", "given later")
    assert other.seen is client.seen
    other.tenant = "other"
    assert client.tenant == "acme"


def test_with_options_makes_anew_what_was_made_for_the_old_options(drive: Driver) -> None:
    script = Script([500])
    client = tenant(drive, script)
    labels = [client.label, client.conversations]
    other = client.with_options(max_retries=0)
    assert other.label != labels[0]
    assert other.conversations is not labels[1]
    with pytest.raises(heymarket.ServerError):
        drive.run(other.team.get())
    assert len(script.requests) == 1


def test_with_options_keeps_slots_of_a_subclass() -> None:
    client = Slotted(auth=Counting())
    client.tenant = "acme"
    assert client.with_options(timeout=1).tenant == "acme"


def test_cached_properties_of_a_subclass_stay_what_they_are() -> None:
    assert isinstance(Tenant.label, cached_property)
    assert isinstance(Tenant.odd, cached_property)


# Inspection


def functions() -> Iterator[tuple[str, Any]]:
    """Find every function and method that a caller can name."""
    packages = [heymarket, heymarket_auth, models]
    packages += [importlib.import_module(f"{api.__name__}.{each.name}") for each in pkgutil.iter_modules(api.__path__)]
    yield from methods(changes.Changes)
    yield from methods(changes.AsyncChanges)
    for package in packages:
        own = [name for name, each in vars(package).items() if getattr(each, "__module__", None) == package.__name__]
        for name in getattr(package, "__all__", None) or own:
            found = getattr(package, name)
            if inspect.isfunction(found):
                yield f"{package.__name__}.{name}", found
            elif inspect.isclass(found):
                yield from methods(found)


def methods(cls: type[Any]) -> Iterator[tuple[str, Any]]:
    # Callers make no pages; those that list give them.
    made_by_us = cls.__module__ in {"heymarket_runtime.page", "heymarket_runtime.changes"}
    for owner in cls.__mro__:
        for name, member in vars(owner).items():
            inner = (
                getattr(member, "fget", None) or getattr(member, "func", None) or getattr(member, "__func__", member)
            )
            public = not name.startswith("_") or name in {"__iter__", "__aiter__", "__await__", "__enter__"}
            if not owner.__module__.startswith("heymarket") or not inspect.isfunction(inner):
                continue
            if public or (name == "__init__" and not made_by_us):
                yield f"{owner.__module__}.{owner.__qualname__}.{name}", inner


FUNCTIONS = dict(functions())


@pytest.mark.parametrize("name", FUNCTIONS)
def test_type_hints_resolve_at_run_time(name: str) -> None:
    assert get_type_hints(FUNCTIONS[name]).keys() == FUNCTIONS[name].__annotations__.keys()


def test_the_functions_are_those_that_callers_know() -> None:
    known = {
        "heymarket_runtime.client.SyncClient.__init__",
        "heymarket.client.Heymarket.conversations",
        "heymarket.api.conversations.AsyncConversationsResource.list",
        "heymarket_runtime.page.AsyncPages.changes",
        "heymarket_runtime.errors.ApiError.__init__",
        "heymarket_auth.connect",
    }
    assert known <= FUNCTIONS.keys()
    assert len(FUNCTIONS) > 80


# Doubles


@pytest.mark.parametrize("instance", [True, False])
def test_a_double_of_a_client_knows_its_resources(instance: bool) -> None:
    double = mock.create_autospec(Heymarket, instance=instance)
    client = double if instance else double(auth=None)
    client.conversations.list.return_value = ["one"]
    assert client.conversations.list(limit=5) == ["one"]
    client.conversations.list.assert_called_once_with(limit=5)
    with pytest.raises(TypeError):
        client.conversations.list(limitt=5)
    with pytest.raises(AttributeError):
        client.conversations.lists()
    with pytest.raises(AttributeError):
        client.conversation  # noqa: B018


def test_a_double_of_a_client_gives_raw_responses() -> None:
    client = mock.create_autospec(Heymarket, instance=True)
    client.conversations.with_raw_response.list.return_value.status_code = 200
    assert client.conversations.with_raw_response.list(limit=5).status_code == 200


def test_a_double_of_an_async_client_is_awaited() -> None:
    client = mock.create_autospec(AsyncHeymarket, instance=True)
    client.team.get.return_value = "team"
    assert asyncio.run(client.team.get()) == "team"


def test_a_resource_is_made_for_an_instance_and_is_its_class_on_the_client() -> None:
    client = Heymarket(auth=Counting())
    assert Heymarket.conversations is ConversationsResource
    assert isinstance(client.conversations, ConversationsResource)
    assert client.conversations is client.conversations


# Tasks


def listed(use: Callable[[Any], Any], responses: list[Any]) -> tuple[Any, Script]:
    script = Script(responses)

    async def main() -> Any:
        transport = httpx.MockTransport(script)
        async with AsyncHeymarket(auth=Counting(), transport=transport, rate_limit=None) as client:
            return await use(client.conversations.list())

    return asyncio.run(main()), script


async def _in_a_group(listing: Any) -> Any:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(listing)
    return task.result()


async def _gathered(listing: Any) -> Any:
    (page,) = await asyncio.gather(listing)
    return page


async def _in_time(listing: Any) -> Any:
    return await asyncio.wait_for(listing, 30)


@pytest.mark.parametrize("use", [asyncio.create_task, _in_a_group, _gathered, _in_time, asyncio.ensure_future])
def test_a_listing_becomes_a_task_as_other_calls_do(use: Callable[[Any], Any]) -> None:
    page, script = listed(use, [[{"id": 1}]])
    assert [item.id for item in page.items] == [1]
    assert len(script.requests) == 1


def test_an_error_reaches_the_task() -> None:
    with pytest.raises(heymarket.NotFoundError):
        listed(asyncio.create_task, [404])


def test_a_cancelled_task_ends_its_request() -> None:
    ended = []

    class Silent(Script):
        async def handle_async_request(self, _request: Any) -> Any:
            try:
                await asyncio.Event().wait()
            finally:
                ended.append(True)

        async def aclose(self) -> None:
            pass

    async def main() -> None:
        async with AsyncHeymarket(auth=Counting(), transport=Silent([]), rate_limit=None) as client:
            task = asyncio.create_task(client.conversations.list())
            for _ in range(100):
                await asyncio.get_running_loop().run_in_executor(None, int)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(main())
    assert ended == [True]


def test_a_listing_that_nobody_awaits_sends_nothing_and_warns_of_nothing() -> None:
    async def unused(listing: Any) -> None:
        listing.close()

    page, script = listed(unused, [[]])
    assert page is None
    assert script.requests == []
